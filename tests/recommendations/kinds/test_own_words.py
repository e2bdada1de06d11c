"""One field takes a trade in any words, or keeps one's own: in vouches, questions, entries and insights."""

import re
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from recommendations.models import LONGEST_OTHER, Trade
from recommendations.views.vouches import ALREADY_VOUCHED
from tests.recommendations.vouches.test_vouch_pages import NEW, said, written
from tests.worlds.builders import make_ask, make_entry, make_insight, make_place, make_vouch
from tests.worlds.looking import as_

OTHER, OWN = "mends accordions", {"trade_meant": "something-else:"}


@pytest.fixture
def trades(db) -> None:
    call_command("load_trades", verbosity=0)
    make_place("Leeds")


def checked_in(page: str) -> list[str]:
    return re.findall(r'name="trade_meant" value="([^"]+)"[^>]* checked', page)


@pytest.mark.parametrize("typed", ["mends accordions", " Mends   accordions\u202e "])
def test_vouch_new_keeps_words_of_ones_own(trades, ana, typed):
    asked = as_(ana).post(NEW, written(trade=typed))
    as_(ana).post(NEW, written(trade=typed) | OWN)

    assert asked.status_code == 422
    assert "Something else: “" in asked.content.decode()
    vouch = ana.vouches.get()
    assert (vouch.trade, vouch.other.lower(), vouch.other_folded) == (None, OTHER, OTHER)


def test_a_certain_trade_stays_a_trade(trades, ana):
    as_(ana).post(NEW, written(trade="plumbers") | OWN)

    assert (ana.vouches.get().trade.slug, ana.vouches.get().other) == ("plumber", "")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("\u200b?", "Say it in words."),
        ("o" * (LONGEST_OTHER + 1), f"Use {LONGEST_OTHER} letters at most for words of your own."),
    ],
)
def test_vouch_new_refuses_what_is_no_words(trades, ana, typed, wrong):
    page = as_(ana).post(NEW, written(trade=typed) | OWN)

    assert (page.status_code, ana.vouches.exists()) == (422, False)
    assert said(page)[0].startswith(wrong)


def test_the_same_something_else_of_one_provider_is_refused(trades, ana):
    first = make_vouch(author=ana, other="Mends accordions", website="https://accordions.example")
    form = written(trade=OTHER, website=first.website, phone="", pass_on="") | OWN

    page = as_(ana).post(NEW, form)
    as_(ana).post(NEW, form | {"trade": "tunes accordions", "key": str(uuid4())})

    assert (page.status_code, str(ALREADY_VOUCHED) in page.content.decode()) == (422, True)
    assert sorted(ana.vouches.values_list("other", flat=True)) == ["Mends accordions", "tunes accordions"]


def test_other_forms_keep_words_of_ones_own(trades, ana):
    me = as_(ana)
    me.post(reverse("ask_new"), {"trade": OTHER, "by_when": "week", "seeks": "hire"} | OWN)
    me.post(reverse("entry_new"), {"name": "Rosa", "trade": OTHER} | OWN)
    me.post(reverse("insight_new"), {"words": "Tape helps.", "trade": OTHER, "scope": 1} | OWN)

    for one in (ana.asks.get(), ana.entries.get(), ana.insights.get()):
        assert (one.trade, one.other, one.kind) == (None, OTHER, OTHER)


def test_forms_begin_with_the_words_and_keep_them_when_saved_again(trades, ana):
    vouch, entry = make_vouch(author=ana, other=OTHER, words="x"), make_entry(person=ana, other=OTHER)
    insight, ask = make_insight(author=ana, other=OTHER), make_ask(person=ana, other=OTHER)
    me = as_(ana)
    pages = [
        reverse("vouch_edit", args=[vouch.public_id]),
        reverse("entry_edit", args=[entry.public_id]),
        reverse("insight_edit", args=[insight.public_id]),
        reverse("ask_edit", args=[ask.public_id]),
        f"{NEW}?entry={entry.public_id}",
        f"{NEW}?provider={vouch.provider.public_id}",
        f"{NEW}?trade=something-else:+{OTHER.replace(' ', '+')}",
    ]
    for page in pages:
        shown = me.get(page).content.decode()
        assert re.findall(r'name="trade" value="([^"]*)"', shown) == [OTHER], page
        assert checked_in(shown) == ["something-else:"], page


def test_other_words_or_a_trade_take_their_place(trades, ana):
    entry = make_entry(person=ana, other=OTHER, name="Rosa")
    page = reverse("entry_edit", args=[entry.public_id])
    for typed, kind in (("tunes them", "tunes them"), ("plumber", "Plumber"), ("mends harps", "mends harps"), ("", "")):
        as_(ana).post(page, {"name": "Rosa", "trade": typed} | OWN)
        entry.refresh_from_db()
        assert entry.kind == kind


def test_trades_page_offers_ones_own_words_unless_it_is_certain(trades, ana):
    def offered(text: str) -> bool:
        page = as_(ana).get(reverse("trades"), {"trade": text}, headers={"hx-request": "true"})
        return "Something else" in page.content.decode()

    assert [offered(text) for text in ("", "me", "plumber", "damp", OTHER)] == [False, False, False, True, True]
    assert Trade.objects.filter(slug__contains=":").count() == 0


def test_what_is_filled_in_is_asked_about_only_if_it_is_ones_own_words(trades, ana):
    plumber = make_insight(author=ana, trade=Trade.objects.get(slug="plumber"))
    own = make_insight(author=ana, other=OTHER)
    paths = [reverse("insight_edit", args=[insight.public_id]) for insight in (plumber, own)]

    assert ["Something else: “" in as_(ana).get(path).content.decode() for path in paths] == [False, True]


def test_question_that_looks_for_no_work_is_asked_of_no_kind_of_work(trades, ana):
    asked = as_(ana).post(reverse("ask_new"), {"seeks": "idea", "trade": OTHER, "words": "", "by_when": ""})

    assert asked.status_code == 422
    assert "Something else: “" not in asked.content.decode()
