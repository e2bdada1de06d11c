"""No sentence repeats a number that a constant or a setting holds: it is built from that, by `people.words`.

This reads the sources, and knows a limit by what is counted; `test_limits_in_words.py` changes the constants.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import ROOT, modules, templates

FIGURES = (
    r"\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
)
TIMES = "seconds?|minutes?|hours?|days?|weeks?|months?|years?"
THINGS = "letters|lines|codes|photos|questions|vouches|invitations|introductions|insights|answers|people|friends|times"
# A number and what it counts, with a word between them at most; a span of one; so many of something.
LIMIT = re.compile(
    rf"\b(?:(?:{FIGURES}) (?:[a-z]+ )?(?:{TIMES}|{THINGS}|at most|fit|MB|km|million)"
    rf"|(?:{FIGURES}) of your|of the (?:last )?(?:{FIGURES})"
    rf"|(?:in|for|within|is|wait) (?:half )?an? (?:{TIMES})|an? (?:{TIMES}) (?:ago|since)|the last (?:{TIMES}))\b",
    re.IGNORECASE,
)
# What only looks like a limit, and why it is none.
NO_LIMIT = {
    "Introduce two friends": "an introduction is of two",
    "It takes two friends to introduce": "as above",
    "Two people whose word you would act on": "as above",
    "Choose two different friends": "as above",
    "What makes two people’s vouches meet": "it takes two to meet",
    "“came two days late”": "an example of what somebody could write",
    "Hired 2 months ago": "an example on the landing page",
    "Within a week": "what an asker says of their own question",
    "Within a month": "as above",
    "A dot stands for a month": "what is drawn",
    "a month ago": "how long it really is, and not how long it may be",
    "a year ago": "as above",
    "Five lines at most": "promised of a letter that has a line for each of its four kinds",
}
# Read by whoever runs Whom, at a console; and the made-up people of the demo.
NOT_READ = {"management", "network_import", "neighbourhood.py"}


def sentences() -> Iterator[tuple[str, str]]:
    """All that could be said, and where."""
    for path in templates():
        text = re.sub(r'\{% translate "(.*?)".*?%\}', r"\1", path.read_text())
        text = re.sub(r"\{#.*?#\}|<[^>]*>", " ", text)
        yield str(path.relative_to(ROOT)), re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "…", text)
    for path in modules("config", "people", "recommendations"):
        if not NOT_READ & set(path.parts):
            yield str(path.relative_to(ROOT)), " … ".join(strings(path))


def strings(path: Path) -> Iterator[str]:
    """Of a module, but for its docstrings; of an f-string what stands between the braces is left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Expr):
            inner = [each.value for each in ast.iter_child_nodes(node) if isinstance(each, ast.Constant)]
            yield from (text for text in inner if isinstance(text, str))


def limits_in(text: str) -> list[str]:
    said = " ".join(text.split())
    for phrase in NO_LIMIT:
        said = said.replace(phrase, "…")
    return LIMIT.findall(said)


def test_limits_in_sentences_are_built_from_constants():
    found = {where: limits for where, text in sentences() if (limits := limits_in(text))}

    assert found == {}


def test_phrases_excepted_from_the_check_are_still_said():
    said = " ".join(" ".join(text.split()) for _, text in sentences())

    assert [phrase for phrase in NO_LIMIT if phrase not in said] == []


@pytest.mark.parametrize(
    ("text", "is_limit"),
    [
        ("You have made 20 invitations today.", True),
        ("You have asked 10 short questions today.", True),
        ("Three of your questions are open already.", True),
        ("That is too much at once: 200,000 letters fit.", True),
        ("We ask you again in two weeks.", True),
        ("For a minute you can change it.", True),
        ("It is a year since you last said so", True),
        ("An insight is half a year old at most.", True),
        ("one of the last three came another way", True),
        ("An answer comes within two days.", True),
        ("of a friend’s own, one of a kind in thirty days", True),
        ("ten at most", True),
        ("up to 12 MB", True),
        ("Choose one of the four.", True),
        ("Choose a month from the list.", False),
        ("Hired 2 months ago", False),
        ("For … you can change it.", False),
        ("Invite one person", False),
    ],
)
def test_check_for_literal_limits_finds_them(text, is_limit):
    assert bool(limits_in(text)) is is_limit
