"""Whom the inviter is asked about first: who took a name, and who comes when a circle is full."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from people.models import Invitation, Person, Tie
from people.models.invitations import Acceptance
from tests.people.test_invitations import YOURS, as_, opened, tied
from tests.worlds.builders import befriend, make_invitation, make_person
from tests.worlds.looking import UNLIKE


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def eve(db):
    return make_person(name="Eve Adams")


# --- A name that was changed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "renamed", "is_meant"),
    [(9, None, True), (9, 10, True), (9, 8, False), (0, 2, True), (0, 0.9, False)],
    ids=["never", "long before", "since it was made", "the day before yesterday", "today"],
)
def test_a_name_that_was_taken_lately_or_since_asks_the_inviter_first(ana, made, renamed, is_meant):
    now = timezone.now()
    eve = make_person(name="Eve Adams", renamed_at=renamed and now - timedelta(days=renamed))
    invitation = make_invitation(inviter=ana, name="Eve", made_at=now - timedelta(days=made))

    assert invitation.accept(eve, "choir") == (Acceptance.TIED if is_meant else Acceptance.WAITING)
    assert tied(ana, eve) is is_meant


def test_a_forwarded_link_is_not_for_whoever_takes_the_name(ana, dan):
    client = opened(make_invitation(inviter=ana, name="Eve"), dan)
    details = {"name": "Eve Novak", "language": "en-gb", "time_zone": "Europe/London"}
    assert client.post("/you/details/", details | {"name": dan.name}).status_code == 302
    assert Person.objects.get(pk=dan.pk).renamed_at is None, "nothing was changed"
    client.post("/you/details/", details)

    assert client.post(YOURS, {"how": "choir"}).url == "/circle/"
    assert not tied(ana, dan)
    assert [notice.kind for notice in ana.notices.all()] == ["came"]


# --- A circle that is full ------------------------------------------------------------------------


@pytest.fixture
def two_are_all(monkeypatch):
    monkeypatch.setattr("people.models.person.CIRCLE_HOLDS", 2)


def filled(person: Person) -> Person:
    while not person.circle_is_full():
        befriend(person, make_person())
    return person


def test_whose_circle_is_full_says_no_yes_and_makes_no_invitation(ana, eve, two_are_all):
    invitation, client = make_invitation(inviter=ana, name="Eve"), as_(filled(eve))

    client.post(invitation.path)
    for method in ("get", "post"):
        page = getattr(client, method)(YOURS, {"how": "choir"})
        assert (page.status_code, "A circle holds two people" in page.content.decode()) == (409, True)
    assert client.post("/invitations/new/", {"name": "Zoe", "how": "choir", "key": uuid4()}).status_code == 409
    assert (Invitation.objects.unspent().get(), eve.invitations.count()) == (invitation, 0)
    Tie.objects.part(eve, Person.objects.circle_of(eve)[0])
    assert client.post(YOURS, {"how": "choir"}).url == ana.get_absolute_url()
    assert tied(ana, eve)


def test_that_the_inviters_circle_is_full_looks_as_if_they_were_asked(ana, eve, two_are_all):
    invitation, client = make_invitation(inviter=ana, name="Eve"), as_(eve)
    filled(ana)
    client.post(invitation.path)

    said = client.post(YOURS, {"how": "choir"}, follow=True).content.decode()
    assert "Ana Silva is asked whether you are the one they meant." in said
    assert not re.search("full|holds", said)
    confirm = f"/invitations/{invitation.public_id}/confirm/"
    page = as_(ana).post(confirm, {"answer": "yes"})
    assert (page.status_code, "Your circle is full" in page.content.decode()) == (409, True)
    assert invitation in ana.invitations.waiting()
    Tie.objects.part(ana, Person.objects.circle_of(ana)[0])
    as_(ana).post(confirm, {"answer": "yes"})
    assert tied(ana, eve)


def test_that_the_others_circle_has_filled_is_told_as_if_they_had_gone(ana, eve, two_are_all):
    mine, gone = (make_invitation(inviter=ana, name="Mum") for _ in range(2))
    mine.accept(eve, "choir")
    fay = make_person(name="Fay Young")
    gone.accept(fay, "choir")
    filled(eve)
    fay.delete()

    told = []
    for each in (mine, gone):
        client = as_(ana)
        client.get("/find/")
        told.append(client.post(f"/invitations/{each.public_id}/confirm/", {"answer": "yes"}, follow=True))
    assert told[0].redirect_chain == told[1].redirect_chain == [("/circle/", 302)]
    assert len({UNLIKE.sub(b"", each.content) for each in told}) == 1
    assert b"full" not in told[0].content
    assert not ana.ties.exists()
    assert not ana.invitations.waiting().exists()
