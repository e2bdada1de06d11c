"""What is counted is kept by one statement for each write, as Django's own cache would keep it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

OVER = -60


@pytest.mark.django_db
def test_a_count_is_added_once_until_it_is_over():
    assert [cache.add("one", 1), cache.add("one", 2), cache.get("one")] == [True, False, 1]

    cache.set("one", 3, OVER)

    assert [cache.get("one"), cache.add("one", 4), cache.get("one")] == [None, True, 4]


@pytest.mark.django_db
def test_a_count_is_touched_as_long_as_it_is_there():
    cache.set("one", 1, 60)
    assert [cache.touch("one", 120), cache.touch("none", 120)] == [True, False]

    cache.touch("one", OVER)

    assert [cache.get("one"), cache.touch("one", 60)] == [None, False]


@pytest.mark.django_db
def test_a_count_may_be_kept_for_ever():
    cache.set("one", {"a": [1.5]}, None)

    assert cache.get("one") == {"a": [1.5]}


@pytest.mark.django_db
@pytest.mark.parametrize("write", [cache.set, cache.add])
def test_a_count_is_written_by_one_statement(write):
    with CaptureQueriesContext(connection) as asked:
        write("one", 1)

    assert len(asked) == 1
