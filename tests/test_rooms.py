"""Which room of the house may know which, and that the rule of sight is said in its own rooms alone."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.test_architecture import ROOT, modules, named, templates

# Each room of `recommendations` with the rooms that it uses, from those that everything may use to those that use most.
ARROWS = {
    "identity": "",
    "pages": "",
    "sight/scopes": "",
    "sight/statements": "",
    "sight/rule": "sight/statements",
    "sight/newest": "sight/rule sight/statements",
    "sight/few": "sight/rule sight/statements",
    "sight/counted": "sight/rule sight/statements",
    "models": "identity sight/few sight/rule sight/scopes",
    "sight/names": "models sight/rule sight/statements",
    "sight/numbers": "models",
    "sight/asks": "models sight/names sight/rule",
    "sight/warnings": "models sight/rule sight/statements",
    "search": "identity models pages sight/numbers sight/rule sight/statements",
    "providers": "identity models sight/names sight/numbers sight/rule sight/statements sight/warnings",
    "asks": "identity models providers search sight/asks sight/names sight/rule",
    "introductions": "models sight/asks sight/names sight/rule",
    "insights": "models providers search sight/names sight/rule",
    "short_words": "models sight/names sight/rule",
    "offers": "models providers sight/names sight/rule",
    "circle": "asks models pages providers short_words sight/asks sight/counted sight/names sight/rule",
    "home": (
        "asks insights models offers pages providers sight/asks sight/names sight/newest sight/rule sight/statements"
    ),
    "unasked": "asks identity models providers sight/names sight/rule sight/statements",
    "my_list": "asks identity models pages providers search sight/scopes",
    "desk": "identity models",
    "notices": "asks circle identity introductions models providers short_words sight/asks sight/names",
    "leaving": "asks circle models providers short_words",
    "running": "leaving models",
    "network_import": "identity models sight/scopes",
    "demo": "identity models notices providers",
    "forms": "asks identity models my_list providers search",
    "templatetags": "circle home my_list pages providers sight/names",
    "views": (
        "asks circle desk forms home identity insights introductions leaving models my_list notices offers providers "
        "running search "
        "short_words sight/asks sight/names unasked"
    ),
    "urls": "views",
    "management": "demo leaving models my_list network_import providers running sight/scopes unasked",
    "limits": "circle desk models unasked",
    "apps": "asks desk leaving limits models my_list notices unasked",
}
# Whatever is not an answer to somebody: it knows no request, no address and no form.
WITHOUT_PAGES = set(ARROWS) - {"views", "forms", "templatetags", "urls", "management", "apps", "demo"}
PAGES = {
    *("django.http", "django.shortcuts", "django.forms", "django.template", "django.urls"),
    *("recommendations.views", "recommendations.forms", "recommendations.templatetags"),
}
# Modules that make an address all the same: what leads to a page from elsewhere, where no template makes it.
ADDRESSES = {
    "recommendations/desk/cases.py": "mails",
    "recommendations/desk/suspended.py": "notices",
    "recommendations/models/answers.py": "notices",
    "recommendations/models/asks.py": "what `redirect` asks a model for, notices, and the link that is given away",
    "recommendations/models/cases.py": "notices",
    "recommendations/models/insights.py": "what `redirect` asks a model for, and notices",
    "recommendations/introductions/things.py": "what a wish to be introduced is about, by its kind",
    "recommendations/models/introduction_asks.py": "what `redirect` asks a model for, and notices",
    "recommendations/models/links.py": "notices",
    "recommendations/models/numbers.py": "notices",
    "recommendations/models/offers.py": "what `redirect` asks a model for, and notices",
    "recommendations/models/questions.py": "what `redirect` asks a model for, and notices",
    "recommendations/models/recipients.py": "notices",
    "recommendations/models/reports.py": "notices",
    "recommendations/models/short_words.py": "what `redirect` asks a model for, and notices",
    "recommendations/models/thanks.py": "notices",
    "recommendations/notices/acts.py": "mails",
    "recommendations/notices/mails.py": "mails",
    "recommendations/notices/mails_of_thanks.py": "mails",
    "recommendations/notices/mails_of_words.py": "mails",
    "recommendations/notices/reminders.py": "notices",
    "recommendations/unasked/letters.py": "mails",
}
ADDRESS = re.compile(r"\b(?:reverse\([^)]|get_absolute_url|urlencode\b)")


def room_of(name: str) -> str | None:
    """`recommendations.sight.rule` → `sight/rule`, `recommendations.models.vouches` → `models`"""
    top, *parts = name.split(".")
    if top != "recommendations" or not parts:
        return None
    return "/".join(parts[:2]) if parts[0] == "sight" else parts[0]


def rooms() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in modules("recommendations"):
        parts = [part for part in path.relative_to(ROOT).with_suffix("").parts if part != "__init__"]
        room = room_of(".".join(parts))
        if room and room != "sight":
            found.setdefault(room, []).append(path)
    return found


def used_by(path: Path) -> Iterator[str]:
    """Every module that it imports, also within functions and for types only."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_rooms_know_each_other_by_these_arrows_and_no_others():
    arrows = {
        room: {other for path in paths for name in used_by(path) if (other := room_of(name)) and other != room}
        for room, paths in rooms().items()
    }

    assert arrows == {room: set(others.split()) for room, others in ARROWS.items()}


def test_arrows_make_no_circle():
    graph = TopologicalSorter({room: others.split() for room, others in ARROWS.items()})

    assert len(list(graph.static_order())) == len(ARROWS)


@pytest.mark.parametrize("room", sorted(WITHOUT_PAGES))
def test_rooms_without_pages_know_no_request(room):
    paths = rooms()[room]
    names = [(named(path), name) for path in paths for name in used_by(path)]

    allowed = {(path, "django.urls.reverse") for path in ADDRESSES}
    of_pages = [(path, name) for path, name in names if any(f"{name}.".startswith(f"{each}.") for each in PAGES)]

    assert paths
    assert [each for each in of_pages if each not in allowed] == []


def test_rooms_without_pages_make_no_address_but_for_these_reasons():
    paths = [path for room in WITHOUT_PAGES for path in rooms()[room]]

    assert {named(path) for path in paths if ADDRESS.search(path.read_text())} == set(ADDRESSES)


def test_config_imports_no_view():
    names = [name for path in modules("config") for name in used_by(path)]

    assert names
    assert not [
        name for name in names if "views" in name.split(".") and name.split(".")[0] in ("people", "recommendations")
    ]


# Why an import stands inside a function; there is no other reason.
LATE = {
    "recommendations/apps.py": "an app is loaded before its models",
    "people/apps.py": "an app is loaded before its models",
}


def is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def test_imports_stand_at_the_top():
    inner = {}
    for path in modules("config", "people", "recommendations"):
        tree = ast.parse(path.read_text())
        at_top = [each for node in tree.body for each in (node.body if is_for_types(node) else [node])]
        nested = {id(each) for each in ast.walk(tree)} - {id(each) for each in at_top}
        if [each for each in ast.walk(tree) if isinstance(each, ast.Import | ast.ImportFrom) and id(each) in nested]:
            inner[named(path)] = True

    assert set(inner) == set(LATE)


# --- The rule of sight is said once ---------------------------------------------------------------

RULE = "recommendations/sight/rule.py"
SCOPES = "recommendations/sight/scopes.py"
# In SQL, in Python, in a query, as a dictionary, as a condition of a template.
SAID_AGAIN = re.compile(
    r"scope\s*(?:>=|<=|<|>)|scope__(?:gte|gt|lte|lt|range)|\{\s*(?:Insight|Offer)?Scope\.\w+:|\{% if [\w.]*scope"
)


def sources() -> list[Path]:
    return [*modules("config", "people", "recommendations"), *templates()]


def test_how_far_a_scope_reaches_is_said_in_the_rule_alone():
    said = {named(path): SAID_AGAIN.findall(path.read_text()) for path in sources()}

    assert {path: len(found) for path, found in said.items() if found} == {RULE: 2, SCOPES: 3}


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("vouch.scope >= way.distance", True),
        ("each.scope < Scope.BEYOND", True),
        ("filter(scope__gte=1)", True),
        ("READERS = {Scope.ME: 'only you'}", True),
        ("{% if vouch.scope %}", True),
        ("way.reaches(vouch.scope)", False),
        ("vouch.scope == Scope.ME", False),
        ("filter(scope=Scope.ME)", False),
        ("{{ vouch.meaning.readers }}", False),
    ],
)
def test_the_check_for_a_second_comparison_finds_it(line, again):
    assert bool(SAID_AGAIN.search(line)) is again


# The rule of names, what hands it the switch, and the switch itself.
NAMES = {
    "recommendations/sight/names.py",
    "recommendations/sight/rule.py",  # whom a block or a mute takes out of sight
    "recommendations/sight/counted.py",  # a column for the picture of the circle
    "recommendations/models/recipients.py",  # whose answer a block takes away
    "recommendations/models/links.py",  # to whose vouch thanks go on
    "recommendations/providers/facts.py",  # a column
    "recommendations/providers/suggestion.py",  # handed to the rule
    "recommendations/circle/picture.py",
    "recommendations/circle/seen_as.py",  # how one is seen, on a stage
    "recommendations/unasked/brought.py",  # a column, handed to the rule
    "recommendations/home/said.py",  # a column, handed to the rule
    "recommendations/network_import/circles.py",
    "recommendations/demo/neighbourhood.py",
    "people/models/person.py",
    "people/forms.py",
    "people/export.py",
}


def test_who_lets_their_name_be_seen_is_asked_by_the_name_rule():
    assert {named(path) for path in modules("people", "recommendations") if "named_beyond" in path.read_text()} == NAMES


# --- Every query starts at the person -------------------------------------------------------------

PRIVATE = set(
    """
    Vouch Provider Tie Block Person Invitation Introduction Notice Case CaseMail DeskLook Report Suspension Photo
    Experience Saved Alike Entry Thanks Ask Recipient Answer AskLink LinkAnswer Question Insight Gratitude Kept
    Offer Surprise Letter Session Beginning TakenBack ListDraft DraftRow Adding NumberAsk Call Push PushBrowser
    ShortWord LeftUnsaid IntroductionAsk
    """.split()
)
# Methods that ask who looks; of rows beside words, `beside` takes the ids that the rule has let through.
SCOPED = set(
    """
    at_the_desk_of kin_of visible_to shown_to oneself circle_of met_by open_to opened_with
    visible_of_those_called few_visible_to
    in_sight_of received_by
    thanked_to replied_to to_answer to_pass_on asked_by given_to asked_of handed_by put_for
    notes_of written_by to_vouch_for passed_on_by newest_to standing beside of known_as row_of public_ids
    sent_by answered_to taken_to
    """.split()
)
# What writes, and what holds nothing.
WRITES = set(
    """
    create create_user create_superuser get_or_create update_or_create bulk_create lock to_lock select_for_update
    identified ask introduce connect part sever tell turn_on none
    """.split()
)
# Modules that answer no viewer: they write for everyone, tidy up, or take what an operator hands them.
ANSWER_NOBODY = {
    "people/backends.py": "who signs in is looked up before there is a viewer",
    "people/delivery.py": "the rows that are due, whose right is asked one by one",
    "people/emails.py": "whoever holds the signed link of a mail stops it",
    "people/joining.py": "whoever holds a link, or begins to join, is nobody yet",
    "people/mail_keys.py": "whoever holds the key in a mail is nobody yet",
    "people/management/commands/end_sessions.py": "an operator ends all of them",
    "people/providers.py": "who signs in is looked up before there is a viewer",
    "people/sessions.py": "whoever holds the key of a session is nobody before it is read",
    "people/tidy.py": "whatever has had its time",
    "recommendations/asks/tidying.py": "whatever has had its time",
    "recommendations/demo/neighbourhood.py": "people who are made up",
    "recommendations/demo/urls.py": "people who are made up",
    "recommendations/desk/cases.py": "whoever asks what is held is nobody here",
    "recommendations/leaving/erasing.py": "all that is one person's own, wherever it is",
    "recommendations/management/commands/demo.py": "people who are made up",
    "recommendations/management/commands/erase.py": "an operator asks",
    "recommendations/management/commands/suggest.py": "an operator asks for somebody, who is the viewer from then on",
    "recommendations/management/commands/trades.py": "an operator asks for words that several people have used openly",
    "recommendations/my_list/tidying.py": "whatever has had its time",
    "recommendations/network_import/circles.py": "an operator brings in a whole community",
    "recommendations/network_import/vouches.py": "an operator brings in a whole community",
    "recommendations/notices/reminders.py": "everyone who has to be asked",
    "recommendations/running/backups.py": "an operator saves and restores all of it",
    "recommendations/running/of_database.py": "whoever runs the place is counted",
    "recommendations/unasked/choosing.py": "of everyone what is theirs, and what they may read by the rule",
    "recommendations/unasked/letters.py": "everyone who wants a letter",
}
THE_RULE_ITSELF = ("models", "sight")


def answering() -> list[Path]:
    found = modules("people", "recommendations")
    return [path for path in found if not set(THE_RULE_ITSELF) & set(path.parts) and named(path) not in ANSWER_NOBODY]


@pytest.mark.parametrize("path", answering(), ids=named)
def test_no_module_reads_a_private_model_but_through_somebodys_eyes(path):
    assert list(bare_reads(ast.parse(path.read_text()))) == []


def test_modules_that_answer_nobody_are_listed_only_where_they_read():
    assert {name for name in ANSWER_NOBODY if list(bare_reads(ast.parse((ROOT / name).read_text())))} == set(
        ANSWER_NOBODY
    )
    assert len(answering()) > 100


def bare_reads(tree: ast.AST) -> Iterator[str]:
    followed = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.value):
            manager = node.attr in ("objects", "_default_manager", "_base_manager")
            if manager and followed.get(id(node)) not in SCOPED | WRITES:
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and fetches(node) and is_private(node.args[0]):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def fetches(call: ast.Call) -> bool:
    return ast.unparse(call.func).split(".")[-1] in ("get_object_or_404", "get_list_or_404")


def is_private(node: ast.AST) -> bool:
    return ast.unparse(node).split(".")[-1] in PRIVATE


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("Vouch.objects.visible_to(person)", False),
        ("get_object_or_404(Vouch.objects.visible_to(person), pk=1)", False),
        ("Trade.objects.all()", False),
        ("Vouch.objects.none()", False),
        ("Vouch.objects.get(pk=1)", True),
        ("Vouch.objects.filter(author__in=people).count()", True),
        ("models.Person.objects.filter(name=name)", True),
        ("Tie._default_manager.all()", True),
        ("get_object_or_404(Provider, pk=1)", True),
        ("everything = Vouch.objects", True),
    ],
)
def test_the_check_for_bare_reads_finds_them(line, bare):
    assert bool(list(bare_reads(ast.parse(line)))) is bare
