"""The house rules of `docs` and of the budgets, held by reading the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver

from people import urls as people_urls
from recommendations import urls as recommendations_urls

ROOT = Path(__file__).resolve().parents[1]
APPS = ("config", "people", "recommendations")
# Who may know whom: each may use what stands after it.
MAY_USE = {"people": set(), "recommendations": {"people"}, "config": {"people", "recommendations"}}
PRIVATE = {"Vouch", "Provider", "Tie", "Block", "Person", "Invitation", "Introduction", "Notice", "Parting"}
PRIVATE |= {"Case", "CaseMail", "CaseLook", "Photo", "Saved", "Entry", "Thanks"}
PRIVATE |= {"Ask", "Recipient", "Answer", "AskLink", "LinkAnswer", "Question"}
PRIVATE |= {"Insight", "Gratitude", "Kept", "Offer", "Letter"}
PRIVATE |= {"Session", "Beginning"}
SCOPES = {"at_the_desk_of", "visible_to", "shown_to", "circle_of", "met_by", "open_to", "opened_with", "in_sight_of"}
SCOPES |= {"introduce", "part"}
ROOMS_NOT_BUILT = {"services", "selectors", "managers", "signals", "mixins", "utils", "helpers", "context_processors"}
MOST_LINES, LONGEST_FUNCTION, MOST_FUNCTIONS = 400, 40, 30


def modules(*apps: str) -> list[Path]:
    found = [path for app in apps for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates(folder: str = "") -> list[Path]:
    return sorted(path for path in (ROOT / "templates" / folder).rglob("*") if path.suffix in (".html", ".txt"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    """Also those inside functions, and those for types only."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: a relative import"
            yield node.module


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{named(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def page_names(patterns: list) -> set[str]:
    inner = [name for each in patterns if isinstance(each, URLResolver) for name in page_names(each.url_patterns)]
    return {each.name for each in patterns if isinstance(each, URLPattern)} | set(inner)


# --- Who may know whom ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", modules(*APPS), ids=named)
def test_the_apps_know_each_other_one_way_only(path):
    app = path.relative_to(ROOT).parts[0]
    used = {name.split(".")[0] for name in imports(path)} & set(APPS)

    assert used - {app} <= MAY_USE[app]


def test_nothing_imports_the_tests():
    assert not [named(path) for path in modules(*APPS) for name in imports(path) if name.split(".")[0] == "tests"]


def test_people_never_names_recommendations_in_a_string_either():
    """As `include`, `reverse` or a model's label would."""
    strings = [
        f"{named(path)}:{node.lineno}"
        for path in modules("people")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and "recommendations." in str(node.value)
    ]

    assert strings == []


@pytest.mark.parametrize("path", templates("people"), ids=named)
def test_the_templates_of_people_never_name_recommendations(path):
    text = path.read_text()
    theirs = page_names(recommendations_urls.urlpatterns) - page_names(people_urls.urlpatterns)

    assert "recommendations/" not in text
    assert not theirs & set(re.findall(r"""\{%\s*url\s+["']([\w:-]+)""", text))


@pytest.mark.parametrize("room", ["models", "querysets", "ranking", "shown", "suggestions"])
def test_rules_know_nothing_of_pages(room):
    found = [path for path in modules("people", "recommendations") if path.stem == room]
    pages = {"views", "forms", "urls", "emails"}

    used = [name.split(".") for path in found for name in imports(path)]
    assert not [parts for parts in used if parts[0] in APPS and pages & set(parts)]


# --- Every query starts at the person -------------------------------------------------------------


def views() -> list[Path]:
    return [path for path in modules("people", "recommendations") if "views" in (path.stem, path.parent.name)]


@pytest.mark.parametrize("path", views(), ids=named)
def test_no_view_reads_a_private_model_but_through_the_persons_eyes(path):
    assert list(bare_reads(ast.parse(path.read_text()))) == []


def bare_reads(tree: ast.AST) -> Iterator[str]:
    scoped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in SCOPES}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.value):
            manager = node.attr in ("objects", "_default_manager", "_base_manager")
            if manager and id(node) not in scoped:
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
        ("Vouch.objects.get(pk=1)", True),
        ("models.Person.objects.filter(name=name)", True),
        ("Tie._default_manager.all()", True),
        ("get_object_or_404(Provider, pk=1)", True),
        ("everything = Vouch.objects", True),
    ],
)
def test_the_check_for_bare_reads_finds_them(line, bare):
    assert bool(list(bare_reads(ast.parse(line)))) is bare


# --- Closed by default ----------------------------------------------------------------------------

# Every page of ours that needs no sign-in. Think twice before adding one: what could it tell, and to whom?
OPEN_TO_ALL = {"landing", "invitation_link", "invited", "mails_stop", "manifest", "service_worker", "held", "held_case"}
OPEN_TO_ALL |= {"ask_link", "link_answer", "link_thanks", "link_join"}
OPEN_TO_ALL |= {"letters_stop"}
# To all but the staff these are not there, signed in or not: `test_desk.py` tells who finds them.
OPEN_TO_ALL |= {"desk", "desk_case", "desk_held", "desk_correct", "desk_remove"}


def open_pages(patterns: list) -> set[str]:
    found = set()
    for each in patterns:
        if isinstance(each, URLResolver):
            found |= open_pages(each.url_patterns)
        elif not getattr(each.callback, "login_required", True):
            found.add(each.name)
    return found


def test_every_page_needs_sign_in_but_those_on_the_list():
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE
    assert open_pages([*people_urls.urlpatterns, *recommendations_urls.urlpatterns]) == OPEN_TO_ALL


# --- Small enough to read -------------------------------------------------------------------------


@pytest.mark.parametrize("path", modules(*APPS, "tests"), ids=named)
def test_no_file_is_too_long_to_read(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_functions_fit_a_screen_and_nearly_all_fit_half():
    lengths = sorted(
        (length, name) for path in modules("people", "recommendations") for name, length in functions(path)
    )

    assert [name for length, name in lengths if length > LONGEST_FUNCTION] == []
    assert lengths[int(len(lengths) * 0.95)][0] <= MOST_FUNCTIONS


def test_no_room_is_named_for_a_layer():
    assert [named(path) for path in modules(*APPS, "tests") if path.stem in ROOMS_NOT_BUILT] == []
    assert [named(path) for app in APPS for path in (ROOT / app).rglob("*") if path.name in ROOMS_NOT_BUILT] == []


# --- Templates hold no style and no script --------------------------------------------------------

INLINE = re.compile(
    r"""<style|\sstyle\s*=|<script(?![^>]*\bsrc\s*=)|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE
)


@pytest.mark.parametrize("path", templates(), ids=named)
def test_no_template_has_inline_style_or_script(path):
    """The content security policy would drop it, in silence."""
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize(
    ("text", "inline"),
    [
        ('<p style="color: red">', True),
        ("<style>", True),
        ("<script>alert(1)</script>", True),
        ('<a onclick="go()">', True),
        ('<a href="javascript:go()">', True),
        ('<script src="/static/whom.js" defer></script>', False),
        ('<link rel="stylesheet" href="/static/whom.css">', False),
    ],
)
def test_the_check_for_inline_code_finds_it(text, inline):
    assert bool(INLINE.findall(text)) is inline
