"""The pages of offers: offering, changing, renewing, withdrawing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from recommendations.forms.trades import OWN_WORDS
from recommendations.models import LONGEST_OFFER, Offer, Scope, offered_until
from recommendations.notices.reminders import ask_who_is_still_glad
from tests.worlds.builders import make_offer, make_place, make_trade

NEW, LIST, DAY = "/offers/new/", "/offers/", timedelta(days=1)


def said(**more) -> dict:
    whole = {"gladly": "lend", "words": "a ladder", "trade": "", "place": "", "scope": "2"}
    return whole | {"until": offered_until().isoformat()} | more


def page_of(offer, act: str = "") -> str:
    return f"/offers/{offer.public_id}/{act}"


@pytest.fixture
def reader(client, ana):
    client.force_login(ana)
    return client


def test_what_is_offered_reaches_whom_one_chose(reader, ana, ben):
    trade, place = make_trade(slug="tutor", name="Tutor"), make_place()

    form = said(gladly="explain", words=" school  places ", trade="tutor", place="Leeds, GB", scope="1")
    answer = reader.post(NEW, form, follow=True)

    [offer] = ana.offers.all()
    assert answer.redirect_chain == [(page_of(offer), 302)]
    assert "Offered to your circle." in answer.content.decode()
    assert (offer.in_words, offer.trade, offer.place) == ("I would gladly explain school places", trade, place)
    assert (offer.until, offer.scope) == (offered_until(), Scope.CIRCLE)
    assert set(Offer.objects.visible_to(ben)) == {offer}


def test_offer_may_be_of_something_else_in_words_of_ones_own(reader, ana):
    reader.post(NEW, said(trade="mending accordions", trade_meant=OWN_WORDS))

    [offer] = ana.offers.all()
    assert (offer.trade, offer.other) == (None, "mending accordions")
    assert "mending accordions" in reader.get(page_of(offer)).content.decode()
    # It stays so where something else is edited.
    form = reader.get(page_of(offer, "edit/")).context["form"]
    assert form["trade"].typed == ("mending accordions", OWN_WORDS)


def test_offer_form_proposes_half_a_year_for_ones_circle_and_theirs(reader):
    form = reader.get(NEW).context["form"]

    assert (form["until"].value(), form["scope"].value()) == (offered_until(), Scope.BEYOND)


def test_offer_form_sent_twice_is_one_offer(reader, ana):
    form = said(key=str(uuid4()))
    first, again = reader.post(NEW, form), reader.post(NEW, form)

    assert (ana.offers.count(), first.url == again.url) == (1, True)
    reader.post(NEW, form | {"words": "a damp meter"})
    assert ana.offers.count() == 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"gladly": ""}, "Say if you would lend, do or explain something."),
        ({"words": " "}, "Say what you would gladly do."),
        ({"words": "x" * 201}, "Use 200 letters at most."),
        ({"trade": "unheard-of"}, "We know no kind of work called “unheard-of”."),
        ({"until": ""}, "Say until when."),
        ({"until": "soon"}, "Enter a day, like 31/12/2030."),
        ({"until": (timezone.localdate() - DAY).isoformat()}, "Choose today or a later day."),
        ({"until": (timezone.localdate() + LONGEST_OFFER + DAY).isoformat()}, "Choose a day within a year."),
        ({"scope": ""}, "Choose who may read this."),
    ],
)
def test_offer_form_says_what_is_wrong_and_keeps_what_was_typed(reader, ana, wrong, told):
    answer = reader.post(NEW, said(place="Typed Town") | wrong)

    assert (answer.status_code, ana.offers.count()) == (422, 0)
    assert told in answer.content.decode()
    assert "Typed Town" in answer.content.decode()


@pytest.mark.parametrize("written", ["{:%Y-%m-%d}", "{:%d/%m/%Y}", "{:%d.%m.%Y}"])
def test_offer_form_takes_a_day_as_it_is_written_by_hand(reader, ana, written):
    day = timezone.localdate() + 20 * DAY

    reader.post(NEW, said(until=written.format(day)))

    assert ana.offers.get().until == day


def test_offer_is_edited_renewed_and_withdrawn_by_its_author_alone(reader, ana, ben):
    own, bens = make_offer(author=ana, until=timezone.localdate() - DAY), make_offer(author=ben)
    ask_who_is_still_glad()

    # What is over may be mended without another day, and stays over.
    reader.post(page_of(own, "edit/"), said(words="two ladders", until=own.until.isoformat()))
    own.refresh_from_db()
    assert (own.words, own.is_over, ana.notices.count()) == ("two ladders", True, 1)
    assert reader.post(page_of(own, "renew/")).url == page_of(own)
    own.refresh_from_db()
    assert (own.is_over, own.until, ana.notices.count()) == (False, offered_until(), 0)

    for act in ("edit/", "renew/", "withdraw/"):
        assert reader.post(page_of(bens, act), said()).status_code == 404
    assert reader.post(page_of(own, "withdraw/")).url == LIST
    assert list(Offer.objects.all()) == [bens]


def test_offers_that_end_lead_on_from_an_empty_page(reader, ana, ben):
    make_offer(author=ben, until=timezone.localdate() - DAY)

    for page, words in ((LIST, "No offer has reached you yet."), (f"{LIST}?whose=yours", "You offer nothing yet.")):
        told = reader.get(page).content.decode()
        assert (words in told, f'href="{NEW}"' in told, "ladder of" in told) == (True, True, False)
