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
ROOMS_NOT_BUILT = {"services", "selectors", "managers", "signals", "mixins", "utils", "helpers", "context_processors"}
MOST_LINES, LONGEST_FUNCTION, MOST_FUNCTIONS = 400, 40, 30


def modules(*apps: str) -> list[Path]:
    found = [path for app in apps for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates(folder: str = "") -> list[Path]:
    return sorted(path for path in (ROOT / "templates" / folder).rglob("*") if path.suffix in (".html", ".txt"))


def test_there_is_something_to_look_at():
    """A check that looks at nothing holds whatever the house looks like."""
    assert len(modules("config")) > 3
    assert len(modules("people")) > 30
    assert len(modules("recommendations")) > 100
    assert len(templates("people")) > 15
    assert len(templates()) > 100


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


# --- Closed by default ----------------------------------------------------------------------------

# Every page of ours that needs no sign-in. Think twice before adding one: what could it tell, and to whom?
OPEN_TO_ALL = {"landing", "invitation_link", "invited", "mails_stop", "manifest", "service_worker", "held", "held_case"}
OPEN_TO_ALL |= {"ask_link", "link_thanks", "link_join"}
OPEN_TO_ALL |= {"letters_stop", "mail_ask", "mail_no", "mail_act"}
# It tells whoever is signed out to sign in, and to share it once more.
OPEN_TO_ALL |= {"list_share"}
# To all but the staff these are not there, signed in or not: `test_desk.py` tells who finds them.
OPEN_TO_ALL |= {"running", "desk", "desk_case", "desk_held", "desk_correct", "desk_remove", "desk_prove"}
OPEN_TO_ALL |= {"desk_report", *(f"desk_report_{act}" for act in ("look", "dismiss", "remove", "suspend"))}
OPEN_TO_ALL |= {"desk_suspension", "desk_suspension_lift"}


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


# --- Each name stands for one thing ---------------------------------------------------------------

# What Django looks for by this name in many places, and what every module that logs has.
AGAIN = {"Command", "urlpatterns", "register", "logger"}


def top_level_names(path: Path) -> list[str]:
    """Each as often as the module gives it. But for those of the module alone, which begin with an underscore."""
    names = []
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            given = [each for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
            names += [each.id for each in given if isinstance(each.ctx, ast.Store)]  # and not `CACHES["default"] = …`
    return [name for name in names if not name.startswith("_")]


def test_each_top_level_name_stands_once_in_the_app():
    places: dict[str, list[str]] = {}
    for path in modules("config", "people", "recommendations"):
        if path.name == "formats.py":  # one for each language, as Django wants them
            continue
        for name in top_level_names(path):
            places.setdefault(name, []).append(named(path))

    assert {name: where for name, where in places.items() if len(where) > 1 and name not in AGAIN} == {}


# --- Templates hold no style and no script --------------------------------------------------------

# A mail has no content security policy, and no sheet beside it; but it loads nothing from anywhere.
MAILS = {path for path in templates() if "emails" in path.parts}
LOADED = re.compile(r"<(?:script|img|link|iframe|object|video)\b|\bsrc\s*=|url\(|@import|\son[a-z]+\s*=", re.IGNORECASE)
INLINE = re.compile(
    r"""<style|\sstyle\s*=|<script(?![^>]*\bsrc\s*=)|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE
)


@pytest.mark.parametrize("path", sorted(MAILS), ids=named)
def test_no_mail_loads_anything(path):
    assert LOADED.findall(path.read_text()) == []


@pytest.mark.parametrize("path", [path for path in templates() if path not in MAILS], ids=named)
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


# In a row of parts each has a gap, which a name in the middle of words must not get.
SPLIT_BY_A_NAME = re.compile(r'<(?:button|a class="(?:button|quiet))[^>]*>[^<]*[^<\s][^<]*<bdi')


def test_words_on_a_button_are_one_part_of_it():
    assert [named(path) for path in templates() if SPLIT_BY_A_NAME.search(path.read_text())] == []
