"""The rule of sight holds for every viewer of every world: an exact comparison with the oracle."""

import pytest
from django.db import connection

from tests.worlds.comparison import LOOKS, differences_in
from tests.worlds.random_worlds import Scenery

AT_ONCE = 60
# PostgreSQL, where each takes half as long again, is asked in fewer: the texts are the same but for lists.
WORLDS = 300 if connection.vendor == "sqlite" else 120


@pytest.mark.parametrize("first", range(0, WORLDS, AT_ONCE))
def test_every_viewer_is_shown_exactly_what_the_rule_of_sight_allows(db, first):
    scenery = Scenery()
    for seed in range(first, first + AT_ONCE):
        assert differences_in(seed, scenery) == []


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(WORLDS, WORLDS + 20_000, 500))
def test_it_holds_in_twenty_thousand_more_worlds(db, first):
    scenery = Scenery()
    for seed in range(first, first + 500):
        assert differences_in(seed, scenery, looks=len(LOOKS)) == []
