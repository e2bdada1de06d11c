"""Random worlds a few at a time, so that a slip which one of them notices costs little: for `tests.mutants` alone."""

import pytest

from tests.worlds.comparison import differences_in
from tests.worlds.random_worlds import Scenery


def test_the_database_is_there(db):
    """With which the run begins, before there is a slip."""


@pytest.mark.parametrize("first", range(0, 60, 5))
def test_a_few_worlds_show_what_the_rule_of_sight_allows(db, first):
    scenery = Scenery()
    for seed in range(first, first + 5):
        assert differences_in(seed, scenery) == []
