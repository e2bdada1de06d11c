"""Looking for words has a limit, and looking at a page has none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.worlds.looking import as_


@pytest.fixture(autouse=True)
def three_a_minute(settings, monkeypatch):
    settings.SEARCHES_A_MINUTE = 3
    monkeypatch.setattr("people.limits.time.time", lambda: 1_000_000_000.0)  # no minute ends in between


@pytest.mark.parametrize("address", ["/find/", "/insights/", "/vouches/"])
def test_limited_search_answers_429_past_the_limit(ana, address):
    client = as_(ana)
    found = [client.get(address, {"q": "rosa"}).status_code for _ in range(5)]

    assert found == [200, 200, 200, 429, 429]


def test_limited_search_counts_words_alone_and_each_person_by_themselves(ana, ben):
    client = as_(ana)
    for _ in range(5):
        assert client.get("/find/", {"q": " "}).status_code == 200
        assert client.get("/insights/").status_code == 200
    for person in (ana, ben):
        found = [as_(person).get("/find/", {"q": "rosa"}).status_code for _ in range(4)]
        assert found == [200, 200, 200, 429]


def test_limited_search_writes_nothing(ana):
    client = as_(ana)
    client.get("/vouches/", {"q": "rosa"})
    with CaptureQueriesContext(connection) as queries:
        client.get("/vouches/", {"q": "rosa"})

    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []
