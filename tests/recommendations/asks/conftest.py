"""A question, as it comes to a friend and goes on from there."""

import pytest

from people.models import Person
from recommendations.models import Ask, Trade
from tests.worlds.builders import make_ask, make_trade


@pytest.fixture
def plumber(db) -> Trade:
    return make_trade(name="Plumber")


@pytest.fixture
def ask(ana: Person, ben: Person, plumber: Trade) -> Ask:
    """Ana's, to Ben."""
    return make_ask(person=ana, to=[ben], trade=plumber, words="The tap drips")


@pytest.fixture
def passed(ask: Ask, ben: Person, cleo: Person) -> Ask:
    """… which Ben has passed on to Cleo."""
    assert ask.pass_on(ben, cleo, "You know about taps")
    return ask
