"""No word that a person reads stands outside the translation: read in the sources, and on every page."""

import ast
import re

import pytest
from django.template.base import Lexer, TokenType

from people.models import Person
from tests.test_access import every_url
from tests.test_architecture import ROOT, modules, templates
from tests.worlds import pseudo
from tests.worlds.access import VIEWERS, client_of
from tests.worlds.pseudo import NAMES, WORD, texts_of, untranslated
from tests.worlds.read_aloud import (
    Said,
    in_an_export,
    in_letters,
    in_mails_of_the_house,
    in_notices,
    in_sign_in_mails,
    on_forms_sent_empty,
    on_one_page_of_each,
    on_pages,
    on_pages_of_faults,
    on_pages_of_the_library,
    on_the_desk,
)
from tests.worlds.spoken import english_left, listening_to

READ = [path for path in templates() if path.suffix != ".js"]
BLOCKS = ("translate", "trans", "blocktranslate", "blocktrans")


SKIPPED = ("blocktranslate", "comment", "verbatim")
ENDS = ("endblocktranslate", "endcomment", "endverbatim", "endblock")


# --- Templates as they are written ------------------------------------------------------------------


def outside_translation(source: str) -> str:
    """What is neither a tag of Django nor within a block that is translated."""
    left, skipped = [], False
    for token in Lexer(source).tokenize():
        first = token.contents.split(" ", 1)[0] if token.contents else ""
        if token.token_type == TokenType.BLOCK and (first in SKIPPED or token.contents == "block main_class"):
            skipped = True
        elif token.token_type == TokenType.BLOCK and first in ENDS:
            skipped = False
        elif token.token_type == TokenType.TEXT and not skipped:
            left.append(token.contents)
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            left.append("…")
    return "".join(left)


def words_left(path) -> list[str]:
    source = outside_translation(path.read_text())
    texts = texts_of(source) if path.suffix == ".html" else source.splitlines()
    return [text for text in texts if WORD.search(re.sub("|".join(NAMES), "", pseudo.NO_WORD.sub("", text)))]


@pytest.mark.parametrize("path", READ, ids=[str(path.relative_to(ROOT / "templates")) for path in READ])
def test_template_has_no_word_outside_translation(path):
    assert words_left(path) == []


@pytest.mark.parametrize("path", READ, ids=[str(path.relative_to(ROOT / "templates")) for path in READ])
def test_template_quotes_nothing_outside_translation(path):
    """Each language has quotation marks of its own."""
    assert re.findall("[“”„«»‘]", outside_translation(path.read_text())) == []


# --- Modules as they are written --------------------------------------------------------------------

TRANSLATED = {"_", *(f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy"))}
# Read by developers, at a console or in a log; and the people of the demo, who speak for themselves.
NOT_TRANSLATED = {
    "management",
    "migrations",
    "demo",
    "network_import",
    "running",
    "compiled.py",
    "door.py",
    "environment.py",
    "errors.py",
    "logs.py",
    "settings.py",
    "formats.py",
    *("delivery.py", "working.py"),
}
FOR_DEVELOPERS = {"TypeError", "ValueError", "KeyError", "RuntimeError", "ImproperlyConfigured", "AssertionError"}
FOR_DEVELOPERS |= {
    "TransactionManagementError",
    "LocalNumberError",
    "OSError",
    "ConnectionTimeout",
    "NotCarriedError",
    "SpentError",
    "SessionInterrupted",
}
LOGS = {"log", "logger"}
# Of what the export leaves out since it is nobody's: told to nobody but the tests.
TOLD_TO_NOBODY = {"what staff may do", "which tables there are", "kinds of work", "when the worker did what"}
# Of what people write: words by which it is read, and patterns of them.
READ_NOT_SAID = {"cards.py", "chats.py", "months.py", "whereabouts.py"}
PATTERN = re.compile(r"\\b|\(\?|\|")
A_SENTENCE = re.compile(r"[A-Z][^\W_]+ [^\W_]+|[^\W_]+ [^\W_]+ [^\W_]+|^[A-Z][a-z]+[.…?!]$")
SQL = re.compile(
    r"\b(?:SELECT|AND|GROUP BY|LIMIT|AS|IS NOT NULL|FROM|WHERE|JOIN|INSERT|DELETE|UPDATE|COLLATE|PRAGMA|CAST|CASE)\b"
    r"|\b(?:ON CONFLICT|TABLE|WITH NO DATA)\b|\bv\.\w+"  # a column
)


def untranslated_strings(path) -> list[str]:
    """Of a module: sentences that go by no translation. Docstrings, logs and errors of developers are none."""
    found: list[str] = []

    def read(node: ast.AST) -> None:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.Call) and called(node.func) in TRANSLATED | FOR_DEVELOPERS | {
            "getLogger",
            "RegexValidator",
        }:
            return
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and called(node.func.value) in ("log", "logger")
        ):
            return
        if isinstance(node, ast.Constant) and says_something(node.value):
            found.append(str(node.value))
        for child in ast.iter_child_nodes(node):
            if not is_for_developers(node, child):
                read(child)

    read(ast.parse(path.read_text()))
    return found


def is_for_developers(node: ast.AST, child: ast.AST) -> bool:
    """What a column of a table is called, and names that are written as one text."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("models."):
        return child in node.args[:1]
    return isinstance(node, ast.Attribute) and node.attr == "split"


def says_something(value: object) -> bool:
    said = isinstance(value, str) and value not in (*NAMES, *TOLD_TO_NOBODY)
    return said and bool(A_SENTENCE.search(value)) and not SQL.search(value) and not PATTERN.search(value)


def called(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


SPEAKING = [
    path
    for path in modules("config", "people", "recommendations")
    if not (NOT_TRANSLATED | READ_NOT_SAID) & set(path.parts)
]


@pytest.mark.parametrize("path", SPEAKING, ids=[str(path.relative_to(ROOT)) for path in SPEAKING])
def test_module_has_no_sentence_outside_translation(path):
    assert untranslated_strings(path) == []


# --- Scripts ----------------------------------------------------------------------------------------

SCRIPTS = [*sorted((ROOT / "static").glob("*.js")), *(path for path in templates() if path.suffix == ".js")]
COMMENT = re.compile(r"(?:^|\s)//.*")
TEXT_OF_A_SCRIPT = re.compile(r"""(["'`])((?:(?!\1).)*)\1""")


@pytest.mark.parametrize("path", SCRIPTS, ids=[path.name for path in SCRIPTS])
def test_script_says_only_what_the_page_hands_it(path):
    texts = TEXT_OF_A_SCRIPT.findall(COMMENT.sub("", path.read_text()))
    assert [text for _, text in texts if A_SENTENCE.search(text)] == []


# --- Pages as they are read -------------------------------------------------------------------------


@pytest.fixture
def language():
    with pseudo.pseudo_language() as language:
        yield language


def pages_read(world, viewer: str, urls: list[str]) -> Said:
    """And forms, by those who find the most of them."""
    client = client_of(world.viewers[viewer])
    sent = urls if viewer in ("self", "circle") else []
    return on_pages(client, urls) | on_forms_sent_empty(client, sent)


def all_else_read(world, language: str) -> Said:
    """What is not a page that every viewer is asked for: the desk, what signs somebody in, and what is sent."""
    said = in_notices(language) | in_letters(language) | in_mails_of_the_house(world, language)
    said |= in_sign_in_mails(language) | in_an_export(language) | on_pages_of_faults(language)
    return said | on_the_desk(world, language) | on_pages_of_the_library(language)


def outside_brackets_in(said: Said) -> dict[str, set[str]]:
    written = pseudo.written_by_people()
    return {where: left for where, texts in said.items() if (left := untranslated(texts, written))}


@pytest.mark.parametrize("viewer", [name for name in VIEWERS if not name.startswith("block")])
def test_pages_have_no_word_outside_brackets(world, language, viewer):
    Person.objects.update(language=language)

    assert outside_brackets_in(pages_read(world, viewer, list(every_url(world)))) == {}


def test_desk_and_sign_in_and_whatever_is_sent_have_no_word_outside_brackets(world, language):
    Person.objects.update(language=language)

    assert outside_brackets_in(all_else_read(world, language)) == {}


# --- The same in each language that there is ----------------------------------------------------------

# German in every run; that the others have a word for everything, `test_translations.py` sees each time.
WALKED = ["de", *(pytest.param(code, marks=pytest.mark.campaign) for code in ("fr", "es"))]


@pytest.mark.parametrize("language", WALKED)
def test_language_says_all_that_it_is_asked_for_and_no_english_sentence(world, language):
    Person.objects.update(language=language)
    client = client_of(world.ben)

    with listening_to(language) as missed:
        said = on_one_page_of_each(client, every_url(world)) | on_forms_sent_empty(client, every_url(world))
        said |= all_else_read(world, language)
    written = pseudo.written_by_people()
    left = {where: left for where, texts in said.items() if (left := english_left(texts, language, written))}
    assert (missed, left) == (set(), {})
