"""What must not be learnt from ids, order, counts, or from what a form brings back."""

import re
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse

from people.models import Person
from recommendations.models import Outcome, Provider, Scope, Vouch, offered_until
from recommendations.providers.suggestions import suggestions_for
from tests.recommendations.vouches.test_vouch_pages import NEW, written
from tests.worlds.access import UNLIKE
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_insight,
    make_offer,
    make_person,
    make_place,
    make_question,
    make_short_word,
    make_trade,
    make_vouch,
    months_ago,
)
from tests.worlds.looking import as_

NUMBER = "+441134960123"


@pytest.fixture
def plumber(db):
    make_place("Leeds")
    return make_trade(slug="plumber", name="Plumber")


def test_an_address_does_not_tell_whether_somebody_else_has_the_number(client, ana, dan, plumber):
    client.force_login(ana)

    def address() -> str:
        where = client.post(NEW, written(phone=NUMBER)).url
        ana.vouches.get().withdraw()
        return where

    alone = address()
    make_vouch(author=dan, phone=NUMBER, scope=Scope.ME, pass_on=True)

    assert address() == address() == alone


FORM_KEY = re.compile(r'name="key" value="[0-9a-f-]{36}"')
LATER = ("/find/", "/find/?q=plumber", "/find/?q=123", "/vouches/", "/circle/", "/you/", "/you/seen/", "/notices/")


def pages_after_adding(client, person, strangers: list[Person], trade) -> list[str]:
    """Every later page of whoever adds a number, without what is made anew each time; and then all is as before."""
    with transaction.atomic():
        for stranger in strangers:
            told = {"trade": trade, "phone": NUMBER, "website": "https://rosa.example", "pass_on": True}
            make_vouch(author=stranger, name="Rosa the plumber", **told)
        where = client.post(NEW, written(phone=NUMBER, website="rosa.example", key=str(UUID(int=1)))).url
        mine = reverse("vouch_edit", args=[person.vouches.get().public_id])
        paths = [where, f"{where}same/", f"{NEW}?provider={where.split('/')[2]}", mine, *LATER]
        answers = [client.get(path) for path in paths]
        transaction.set_rollback(True)
    assert all(answer.status_code == 200 for answer in answers)
    return [FORM_KEY.sub("", UNLIKE.sub(b"", answer.content).decode()) for answer in answers]


def test_vouch_new_pages_are_the_same_whoever_else_has_the_number(client, ana, ben, plumber):
    """As far as anybody may see: they are the words of strangers."""
    client.force_login(ana)
    strangers = [make_person() for _ in range(20)]

    alone, one, many = (pages_after_adding(client, ana, strangers[:count], plumber) for count in (0, 1, 20))

    assert alone == one == many
    assert "Rosa" not in "".join(alone).replace("Rosa Lima", "")


def test_saved_does_not_tell_whether_others_kept_the_number_alive(client, ana, dan, plumber):
    """Saved, joined, withdrawn and written again: it is as it was, whether a stranger has the number or not."""
    client.force_login(ana)
    other = make_vouch(author=ana, trade=plumber).provider

    def left() -> list[tuple]:
        where = client.post(NEW, written(phone=NUMBER)).url
        client.post(f"{where}save/", {"saved": "yes"})
        client.post(f"{where}same/", {"other": other.public_id, "same": "yes"})
        ana.vouches.exclude(provider=other).get().withdraw()
        client.post(NEW, written(phone=NUMBER))
        page = client.get(where).context
        told = (page["joined"].saved, [vouch.provider for vouch in page["joined"].same], ana.saved.count())
        ana.vouches.exclude(provider=other).get().withdraw()
        return [*told, ana.alike.count()]

    alone = left()
    make_vouch(author=dan, phone=NUMBER, scope=Scope.ME, pass_on=True)

    assert left() == alone == [True, [other], 1, 1]


def test_the_order_of_equals_does_not_tell_who_was_known_first(ana, dan, plumber):
    make_vouch(author=dan, phone=NUMBER, scope=Scope.ME, pass_on=True)
    fresh = make_vouch(author=ana, name="Zed", phone="+441134960999")
    known = make_vouch(author=ana, name="Zed", phone=NUMBER)

    shown, _ = suggestions_for(ana)

    assert [each.own.public_id for each in shown] == [fresh.public_id, known.public_id]


def test_the_evidence_does_not_tell_which_nameless_words_are_by_one_person(ana, ben, cleo, dan):
    befriend(ben, dan)
    by_one, by_two = (make_vouch(author=cleo).provider for _ in range(2))
    make_vouch(author=cleo, provider=by_one)
    make_vouch(author=dan, provider=by_two)

    shown, _ = suggestions_for(ana)

    assert {each.evidence for each in shown} == {"Friends of friends would hire them again."}


def test_a_withdrawn_vouch_stays_withdrawn_whatever_was_open(client, ana, plumber):
    vouch = make_vouch(author=ana, trade=plumber)
    client.force_login(ana)
    stale = Vouch.objects.select_related("provider").get(pk=vouch.pk)
    vouch.withdraw()

    stale.renew(stale.hired_on, "again")
    for page in ("edit", "renew", "withdraw"):
        assert client.post(f"/vouches/{vouch.public_id}/{page}/", written()).status_code == 404
    assert not Vouch.objects.exists()
    stale.provider.delete_if_bare()


def test_saving_how_i_am_seen_brings_nothing_else_back(client, ana, monkeypatch):
    client.force_login(ana)
    clean = Person.full_clean

    def suspended_meanwhile(self, *args, **kwargs):
        Person.objects.get(pk=ana.pk).set_active(False)
        return clean(self, *args, **kwargs)

    monkeypatch.setattr(Person, "full_clean", suspended_meanwhile)
    client.post("/you/seen/", {"named_beyond": "on"})

    assert not Person.objects.get(pk=ana.pk).is_active


def test_a_form_sent_again_for_somebody_else_is_another_vouch(client, ana, ben, plumber):
    client.force_login(ana)
    form = written(phone="")
    taken = make_vouch(author=ben)

    client.post(NEW, form)
    client.post(NEW, form | {"name": "Somebody Else"})
    client.post(NEW, form | {"name": "A Third", "key": str(taken.public_id)})

    assert {vouch.name for vouch in ana.vouches.all()} == {"Rosa Lima Plumbing", "Somebody Else", "A Third"}
    assert Provider.objects.count() == 4


def test_a_number_that_is_not_the_first_ones_says_whose_it_is(client, ana, ben, cleo):
    bens = make_vouch(author=ben, phone=NUMBER, pass_on=False)
    befriend(ana, cleo)
    make_vouch(author=cleo, provider=bens.provider, phone="+441134960777", pass_on=True, hired_on=months_ago(9))
    client.force_login(ana)

    page = client.get("/find/?near=anywhere").content.decode()

    assert "0113 496 0777" in page
    assert "The number that <bdi>Cleo Martin</bdi> has for them." in page


def test_a_friends_page_does_not_say_where_they_live(client, ana, ben):
    ben.place = make_place("Otley")
    ben.save()
    client.force_login(ana)

    for url in ("/circle/", f"/circle/{ben.public_id}/"):
        assert "Otley" not in client.get(url).content.decode()


@pytest.mark.parametrize("typed", ["muller", "Müller", "o'brien", "obrien"])
def test_words_are_found_with_and_without_their_marks(client, ana, ben, typed):
    make_vouch(author=ben, name="Müller & O’Brien")
    make_vouch(author=ben, name="Another", outcome=Outcome.BUT)
    client.force_login(ana)

    page = client.get("/find/", {"q": typed}).content.decode()

    assert ("Müller" in page, "Another" in page) == (True, False)


# By the kind of thing: one of Dan's, the page of the form by which Ana makes one, and what she types.
SENT = {
    "insight": (lambda dan, ben: make_insight(author=dan), "insight_new", {"words": "Ask twice", "scope": "0"}),
    "offer": (
        lambda dan, ben: make_offer(author=dan),
        "offer_new",
        {"gladly": "lend", "words": "a saw", "scope": "0", "until": offered_until().isoformat()},
    ),
    "ask": (
        lambda dan, ben: make_ask(person=dan),
        "ask_new",
        {"seeks": "hire", "trade": "plumber", "by_when": "week", "words": "It drips"},
    ),
    "question": (lambda dan, ben: make_question(person=dan, friend=ben), "insight_question", {"words": "Really?"}),
    "short word": (
        lambda dan, ben: make_short_word(person=dan, insight=make_insight(author=ben)),
        "insight_word",
        {"words": "Really?"},
    ),
}


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("kind", SENT)
def test_a_form_does_not_tell_whether_what_has_the_id_sent_as_its_key_is_there(ana, ben, dan, plumber, kind, is_there):
    far = make_person(named_beyond=True)
    for friend in (dan, far):
        befriend(ben, friend)
    make, page, typed = SENT[kind]
    theirs = make(dan, ben)
    about = [] if page.endswith("_new") else [make_insight(author=far).public_id]
    if not is_there:
        type(theirs).objects.filter(pk=theirs.pk).delete()

    answer = as_(ana).post(reverse(page, args=about), typed | {"key": theirs.public_id})

    assert answer.status_code == 302
    assert str(theirs.public_id) not in answer.url
