"""Whom one has hired or listed oneself comes before anything that others say."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.models import Outcome, Scope, Trade
from recommendations.providers.suggestions import suggestions_for
from tests.worlds.builders import LONDON, make_entry, make_person, make_place, make_provider, make_vouch, months_ago
from tests.worlds.looking import as_

HEADING = re.compile(r"<h3>(?:<a[^>]*>)?([^<]+)")


@pytest.fixture
def plumber(db) -> Trade:
    call_command("load_trades", verbosity=0)
    return Trade.objects.get(slug="plumber")


@pytest.fixture
def leeds(ana):
    ana.place = make_place("Leeds")
    ana.save()
    return ana.place


def shown(person, q: str = "plumber", **asked: str) -> tuple[list[str], list[str]]:
    """The names on one's own list, and then those that are suggested."""
    page = as_(person).get("/find/", ({"q": q} if q else {}) | asked).content.decode()
    own, _, rest = page.partition('<div class="heading">')
    assert HEADING.findall(page) == HEADING.findall(own) + HEADING.findall(rest)
    assert ("On your own list" in page) is bool(HEADING.findall(own))
    return HEADING.findall(own), HEADING.findall(rest)


def test_own_list_comes_first_with_a_number_to_call(ana, ben, plumber):
    make_vouch(author=ben, name="Rosa", trade=plumber)
    make_entry(person=ana, name="Joe", trade=plumber, phone="+441134960003", words="Knows the stopcock")
    make_entry(person=ana, name="Ivy", trade=Trade.objects.get(slug="electrician"))
    make_entry(person=ben, name="Ben’s own", trade=plumber)
    page = as_(ana).get("/find/", {"q": "plumber"}).content.decode()

    assert shown(ana) == (["Joe"], ["Rosa"])
    assert page.index("tel:+441134960003") < page.index("Rosa")
    assert "0113 496 0003" in page
    assert "Knows the stopcock" in page
    assert "Joe is on your own list." in page


def test_own_list_is_found_with_no_circle_and_the_next_step_stays(ana, plumber):
    make_entry(person=ana, name="Joe", trade=plumber)
    page = as_(ana).get("/find/", {"q": "plumber"}).content.decode()

    assert shown(ana) == (["Joe"], [])
    assert "Nobody in your circle, or in theirs, has vouched for a plumber yet." in page
    assert "Ask your circle" in page
    assert shown(make_person()) == ([], [])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "plumber"}, ["Joe"]),
        ({"q": "plumer"}, ["Joe"]),
        ({"q": "boiler"}, ["Joe"]),
        ({"q": "plumber near leeds"}, ["Joe"]),
        ({"q": "plumber stopcock"}, ["Joe"]),
        ({"q": "stopcok"}, ["Joe"]),
        ({"q": "joe"}, ["Joe"]),
        ({"q": "0113 496 0003"}, ["Joe"]),
        ({"q": "", "trade": "plumber"}, ["Joe"]),
        ({"q": "", "trade": "electrician"}, []),
        ({"q": "carpenter"}, ["No trade"]),
        ({"q": "rosa"}, []),
        ({"q": "", "near": "anywhere"}, []),
    ],
)
def test_own_list_is_searched_as_everything_is(ana, plumber, leeds, asked, found):
    make_entry(person=ana, name="Joe", trade=plumber, phone="+441134960003", words="Knows the stopcock")
    make_entry(person=ana, name="No trade", words="The carpenter from the pub")
    make_entry(person=ana, name="Ivy", trade=Trade.objects.get(slug="gardener"), words="Not the plumber")

    assert shown(ana, **asked)[0] == found


def test_own_vouch_is_near_as_the_search_says(ana, plumber, leeds):
    make_vouch(author=ana, name="Near", trade=plumber, place=leeds)
    make_vouch(author=ana, name="Far", trade=plumber, place=make_place("London", LONDON), hired_on=months_ago(5))
    make_vouch(author=ana, name="Nowhere", trade=plumber, hired_on=months_ago(9))

    assert shown(ana) == (["Near", "Nowhere"], [])
    assert shown(ana, "plumber near london") == (["Far", "Nowhere"], [])
    assert shown(ana, "plumber anywhere") == (["Near", "Far", "Nowhere"], [])


def test_own_list_begins_with_whom_one_would_call_first(ana, plumber):
    for name, outcome, months in (("Never", 0, 1), ("But", 1, 1), ("Old", 2, 9), ("New", 2, 1)):
        caveat = "" if outcome == Outcome.YES else "Late"
        number, scope = f"+4411349600{months}{outcome}", Scope.ME
        told = {"name": name, "outcome": outcome, "hired_on": months_ago(months), "caveat": caveat, "phone": number}
        make_vouch(author=ana, trade=plumber, scope=scope, provider=make_provider(), **told)
    make_entry(person=ana, name="Listed", trade=plumber)
    make_entry(person=ana, name="Listed with a number", trade=plumber, phone="+441134960777")
    make_entry(person=ana, name="Noted twice", trade=plumber, phone="+441134960092")
    page = as_(ana).get("/find/", {"q": "plumber"}).content.decode()

    assert shown(ana)[0] == ["New", "Old", "But", "Listed with a number", "Listed", "Never"]
    assert "You would not hire them again" in page
    assert "tel:+441134960010" not in page


def test_own_vouch_stands_once_and_friends_words_stay_in_their_place(ana, ben, plumber):
    provider = make_provider()
    make_vouch(author=ana, name="My Rosa", trade=plumber, provider=provider, words="Mine alone", phone="+441134960001")
    make_vouch(author=ana, name="Only mine", trade=plumber)
    make_vouch(author=ben, name="Ben’s Rosa", trade=plumber, provider=provider, words="Ben says so")
    make_vouch(author=ben, name="Another", trade=plumber, hired_on=months_ago(9))
    page = as_(ana).get("/find/", {"q": "plumber"}).content.decode()

    assert shown(ana) == (["My Rosa", "Only mine"], ["My Rosa", "Another"])
    assert (page.count("Mine alone"), page.count("Ben says so")) == (1, 1)
    assert shown(ana, "", near="anywhere")[1] == ["My Rosa", "Another", "Only mine"]
    names = [each.name for each in suggestions_for(ana, [plumber])[0]]
    assert names == ["My Rosa", "Another", "Only mine"], "`suggest` says what it said"


def test_own_words_are_not_called_nobodys(ana, ben, plumber):
    make_vouch(author=ben, name="Rosa", trade=plumber)
    make_entry(person=ana, name="Joe", trade=plumber, words="jacuzzi")
    page = as_(ana).get("/find/", {"q": "plumber jacuzzi"}).content.decode()

    assert shown(ana, "plumber jacuzzi") == (["Joe"], ["Rosa"])
    assert "Nobody else mentions “jacuzzi”, so here is every plumber." in page


def test_own_list_is_shown_in_part_with_a_way_to_all(ana, plumber):
    for number in range(25):
        make_entry(person=ana, name=f"Joe {number:02}", trade=plumber)

    assert shown(ana)[0] == [f"Joe {number:02}" for number in range(20)]
    assert "All of your list" in as_(ana).get("/find/", {"q": "plumber"}).content.decode()


def test_own_list_costs_one_query_more(ana, ben, plumber):
    for author in (ana, ben):
        make_vouch(author=author, trade=plumber)
    make_entry(person=ana, trade=plumber)

    def queries(**asked: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/find/", asked).status_code == 200
        return len(captured)

    client = as_(ana)
    client.get("/find/")
    before = [queries(q="plumber"), queries(q="plumer"), queries(trade="plumber")]
    for number in range(10):
        make_entry(person=ana, trade=plumber), make_vouch(author=ana, trade=plumber, name=f"Mine {number}")
    assert [queries(q="plumber"), queries(q="plumer"), queries(trade="plumber")] == before
    assert max(before) <= 23
