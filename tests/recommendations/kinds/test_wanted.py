"""What the operator learns of words that keep coming: only what several people said openly."""

from io import StringIO

import pytest
from django.core.management import call_command

from recommendations.management.commands.trades import WANTED_BY
from recommendations.models import Scope, Seeks
from tests.worlds.builders import make_ask, make_entry, make_insight, make_person, make_trade, make_vouch

NOTHING = "No words of something else have come from five people yet.\n"


@pytest.fixture
def several(db):
    return [make_person() for _ in range(WANTED_BY)]


def told(*options: str) -> str:
    out = StringIO()
    call_command("trades", *options, stdout=out)
    return out.getvalue()


def test_trades_are_listed(db):
    make_trade(slug="plumber", name="Plumber")

    assert told() == "plumber  Plumber  (Home)\n"


def test_wanted_words_are_those_of_enough_different_people(several):
    first, second, third, *others = several
    make_ask(person=first, to=[], other="Mends accordions")
    make_vouch(author=second, other="mends accordión!")
    make_insight(author=third, other="mends accordions")
    for person in others[1:]:
        make_ask(person=person, to=[], other="mend accordions")
    make_ask(person=first, to=[], other="mends accordions")
    make_vouch(author=first, other="mends accordions")
    assert told("--wanted") == NOTHING

    make_vouch(author=others[0], other="mends accordions")
    for person in several:
        make_vouch(author=person, other="a")

    assert told("--wanted") == "a: 5 people\nmends accordions: 5 people\n"


@pytest.mark.parametrize(
    "said",
    [
        lambda person: make_ask(person=person, other="mends harps").send([], discreet=True),
        lambda person: make_ask(person=person, other="mends harps"),
        lambda person: make_ask(person=person, to=[], other="mends harps", seeks=Seeks.IDEA),
        lambda person: make_vouch(author=person, other="mends harps", scope=Scope.ME),
        lambda person: make_insight(author=person, other="mends harps", scope=Scope.ME),
        lambda person: make_entry(person=person, other="mends harps"),
    ],
)
def test_wanted_words_are_none_that_were_said_discreetly_or_to_nobody(several, said):
    for person in several[1:]:
        make_vouch(author=person, other="mends harps")
    said(several[0])

    assert told("--wanted") == NOTHING
