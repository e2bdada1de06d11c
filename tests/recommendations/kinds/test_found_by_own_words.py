"""Words of one's own are found by those and what they resemble; words that stand in any work find nobody alone."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse

from recommendations.asks.received import can_help_with, fitting_for, question_for
from recommendations.asks.settling import what_is_known
from recommendations.models import Scope, Seeks, Trade
from recommendations.search.own_words import resemble, says_little
from recommendations.search.understanding import understand
from tests.worlds.builders import make_ask, make_insight, make_person, make_vouch
from tests.worlds.looking import as_

ACCORDIONS = "someone who mends accordions"


@pytest.fixture
def trades(db) -> None:
    call_command("load_trades", verbosity=0)


def found(person, q: str) -> str:
    page = as_(person).get(reverse("find"), {"q": q, "near": "anywhere"}).content.decode()
    return unescape(page.partition('id="results"')[2])


@pytest.mark.parametrize("q", ["accordion", "accordions", "acordion", "mends accordions", ACCORDIONS, "Accordión"])
def test_find_shows_a_vouch_of_something_else_by_its_words(trades, ana, ben, q):
    make_vouch(author=ben, other=ACCORDIONS, name="Ferenc Bako")
    make_vouch(author=ben, other=ACCORDIONS, name="Kept to myself", scope=Scope.ME)
    make_vouch(author=make_person(), other=ACCORDIONS, name="A stranger’s")
    make_vouch(author=ben, trade=Trade.objects.get(slug="plumber"), name="Rosa Lima")

    page = found(ana, q)

    assert re.findall("Ferenc Bako|Kept to myself|A stranger’s|Rosa Lima", page)
    assert set(re.findall("Ferenc Bako|Kept to myself|A stranger’s|Rosa Lima", page)) == {"Ferenc Bako"}
    assert f"<strong>{ACCORDIONS}</strong>" in page


def test_find_shows_asks_and_insights_by_the_same_words(trades, ana, ben):
    make_insight(author=ben, words="Keep it dry.", other="mending accordions")
    make_ask(person=ben, to=[ana], words="It wheezes.", other=ACCORDIONS)

    page = found(ana, "accordion")

    assert "Keep it dry." in page
    assert "It wheezes." in page


@pytest.mark.parametrize("q", ["job", "big job", "jobs", "work", "good service", "who can help"])
def test_words_that_say_little_find_nobody_and_no_trade(trades, ana, ben, q):
    tiler = Trade.objects.get(slug="tiler")
    make_vouch(
        author=ben, trade=tiler, name="Tom Rowe", job="a small job", words="Good work, would help again. Service!"
    )
    make_vouch(author=ben, other="helps you find a job", name="Jo Crane")

    page = found(ana, q)

    assert "Tom Rowe" not in page
    assert "Handyman" not in page
    assert ("Jo Crane" in page) is (q in ("job", "who can help"))  # by Jo’s own words


@pytest.mark.parametrize("q", ["tiler small job", "small grouting job"])
def test_words_that_say_little_count_beside_others(trades, ana, ben, q):
    tiler = Trade.objects.get(slug="tiler")
    make_vouch(author=ben, trade=tiler, name="Tom Rowe", job="a small job", words="Grouting, mostly.")

    assert "Tom Rowe" in found(ana, q)


def test_asking_carries_on_what_was_not_found(trades, ana):
    leads_to = re.findall(r'href="(/asks/new/[^"]*)"', found(ana, "mends harps"))[0]
    page = as_(ana).get(leads_to).content.decode()
    idea = as_(ana).get(reverse("ask_new"), {"q": "how do I choose a school?"}).content.decode()

    assert re.findall(r'name="trade" value="([^"]*)"', page) == ["mends harps"]
    assert re.findall(r'value="something-else:"[^>]* checked', page)
    assert re.findall(r'name="seeks" value="(\w+)"[^>]* checked', page) == ["hire"]
    assert re.findall(r'name="seeks" value="(\w+)"[^>]* checked', idea) == ["idea"]
    assert re.findall(r'name="trade" value="([^"]*)"', idea) == ["how do I choose a school?"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("accordion repairs", "someone who mends accordions", True),
        ("mends accordions", "accordion", True),
        ("piano lessons", "piano removal", False),
        ("a lawyer for a start up", "start up accountant", False),
        ("job", "job", True),
        ("job", "small thing", False),
        ("", "accordion", False),
    ],
)
def test_words_resemble_others_that_tell_the_same(one, other, alike):
    assert (resemble(one, other), resemble(other, one)) == (alike, alike)


def test_words_say_little_only_if_each_of_them_does():
    assert says_little(["small", "job"])
    assert not says_little(["small", "accordion"])


def test_an_ask_of_something_else_meets_what_resembles_it_and_nothing_else(db, ana, ben):
    mends = make_vouch(author=ben, other="accordion repairs", name="Ferenc Bako")
    make_vouch(author=ben, other="mends harps")
    make_vouch(author=ben)
    harps, idea = "tunes lutes", make_ask(person=ana, to=[ben], other="accordions?", seeks=Seeks.IDEA)
    ask, other = (make_ask(person=ana, to=[ben], other=words) for words in (ACCORDIONS, harps))

    assert [each.name for each in what_is_known(ana, ask)] == ["Ferenc Bako"]
    assert list(fitting_for(ben, ask)) == [mends]
    assert question_for(ben, ask).fitting == [mends]
    assert can_help_with(ben).vouch == mends
    for none in (other, idea):
        assert (what_is_known(ana, none), list(fitting_for(ben, none)), question_for(ben, none).fitting) == ([], [], [])


def test_understanding_own_words_asks_no_more_than_before(trades, ana, ben, django_assert_max_num_queries):
    for number in range(5):
        make_vouch(author=ben, other=f"mends accordions {number}")

    with django_assert_max_num_queries(12):
        assert understand(ana, "accordion").words == "accordion"
