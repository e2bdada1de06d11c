"""Parting and blocking: immediate, silent, complete, and not to be taken back alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Introduction, Notice, Person, Tie
from tests.worlds.builders import befriend, make_invitation, make_person
from tests.worlds.looking import OWN_PAGES, answer, as_if


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def tied(a: Person, b: Person) -> bool:
    return Tie.objects.between(a, b).count() == 2


def test_parting_is_asked_once_more_and_cannot_be_taken_back_alone(ana, ben):
    client, page = as_(ana), f"/circle/{ben.public_id}/part/"

    asked = client.get(page).content.decode()
    assert "To be tied again, one of you has to invite the other." in asked
    assert f"/blocks/{ben.public_id}/" in asked
    assert tied(ana, ben)
    said = client.post(page, follow=True).content.decode()

    assert "Ben Okafor is no longer in your circle, and is not told." in said
    assert not Tie.objects.exists()
    assert as_(ben).get(ana.get_absolute_url()).status_code == 404
    assert not re.search(r"undo|take .{0,6}back", said, re.IGNORECASE)
    assert client.get(page).status_code == client.get(f"/blocks/{ben.public_id}/").status_code == 404
    assert client.post(f"/circle/{ben.public_id}/undo/").status_code == 404


def test_parting_tells_the_other_nothing_on_any_page_or_in_any_notice(ana, ben):
    client = as_(ben)
    client.get("/find/")

    def look() -> list[bytes]:
        return [answer(client, "get", reverse(name))[1] for name in OWN_PAGES]

    as_(ana).post(f"/circle/{ben.public_id}/part/")
    after = look()
    Person.objects.filter(pk=ana.pk).delete()

    assert [name for name, was, now in zip(OWN_PAGES, after, look(), strict=True) if was != now] == []
    assert not ben.notices.exists()


def test_the_answer_tells_nothing_of_who_is_gone_and_why(ana, ben, dan):
    gil = make_person(name="Gil Stone")
    befriend(ana, gil)
    gil.set_active(False, rests=True)
    client = as_(ana)

    tapped = [client.post(f"/circle/{who.public_id}/part/") for who in (ben, ben, dan, gil, ana)]
    assert {(answer.status_code, answer.url) for answer in tapped} == {(302, "/circle/")}
    assert {client.get(f"/circle/{who.public_id}/part/").status_code for who in (ben, dan, gil, ana)} == {404}
    assert tied(ana, gil)


# --- A yearly look --------------------------------------------------------------------------------


def test_once_a_year_it_asks_of_one_friend_at_a_time_the_longest_ago_first(ana, ben):
    fay, gil = make_person(name="Fay Young"), make_person(name="Gil Stone")
    for friend, days in ((fay, 400), (gil, 500), (ben, 300)):
        if friend != ben:
            befriend(ana, friend)
        Tie.objects.filter(person=ana, friend=friend).update(affirmed_at=timezone.now() - timedelta(days=days))
    client = as_(ana)

    assert "Would you still act on <bdi>Gil Stone</bdi>’s word?" in client.get("/circle/look/").content.decode()
    client.post("/circle/look/", {"friend": gil.public_id})
    assert "Would you still act on <bdi>Fay Young</bdi>’s word?" in client.get("/circle/look/").content.decode()
    assert f"/circle/{fay.public_id}/part/?look=yes" in client.get("/circle/look/").content.decode()
    page = client.post(f"/circle/{fay.public_id}/part/?look=yes", follow=True).content.decode()

    assert "Fay Young is no longer in your circle" in page
    assert "That is everyone" in page
    assert set(Person.objects.circle_of(ana)) == {ben, gil}


def test_a_look_says_nothing_to_the_other_side(ana, ben):
    Tie.objects.update(affirmed_at=timezone.now() - timedelta(days=400))
    as_(ana).post("/circle/look/", {"friend": ben.public_id})

    assert "Would you still act on <bdi>Ana Silva</bdi>’s word?" in as_(ben).get("/circle/look/").content.decode()
    assert not ben.notices.exists()


@pytest.mark.parametrize("friend", ["", "x", "dan"])
def test_a_look_at_somebody_else_is_404(ana, ben, dan, friend):
    named = dan.public_id if friend == "dan" else friend

    assert as_(ana).post("/circle/look/", {"friend": named}).status_code == 404


# --- Blocking -------------------------------------------------------------------------------------


def everything_between(a: Person, b: Person) -> None:
    befriend(a, b) if not tied(a, b) else None
    third = make_person(name="Third Person")
    befriend(a, third)
    befriend(b, third)
    Introduction.objects.introduce(a, b, third, "word")
    Introduction.objects.create(introducer=third, person=a, friend=b, word="word")
    Introduction.objects.create(introducer=third, person=b, friend=a, word="word")
    make_invitation(inviter=a, name="x", accepted_by=b)
    make_invitation(inviter=b, name="x", email=a.email, due_at=timezone.now())
    a.tell("tied", make_invitation().public_id, "/", who=b)
    b.tell("came_about", make_invitation().public_id, "/", who=third, with_whom=a)


@pytest.mark.parametrize("act", ["block", "part"])
def test_it_ends_all_that_is_between_the_two_in_one_go(ana, ben, act):
    everything_between(ana, ben)

    ana.block(ben) if act == "block" else Tie.objects.part(ana, ben)

    pair = {ana, ben}
    assert not Tie.objects.between(ana, ben).exists()
    assert not [each for each in Introduction.objects.all() if pair <= {each.introducer, each.person, each.friend}]
    # Of what was mailed nothing is left but the line in the list of who made it.
    [left] = [one for person in pair for one in person.invitations.all()]
    assert (left.inviter, left.email, left.asks_first, left.due_at) == (ben, ana.email, True, None)
    assert not [n for n in Notice.objects.all() if pair <= {n.person, n.who, n.with_whom}]


def test_list_of_invitations_does_not_tell_a_parting_or_a_block_from_a_rest(ana, ben):
    make_invitation(inviter=ben, name="Somebody", email=ana.email)
    ends = [lambda: ana.set_active(False, rests=True), lambda: Tie.objects.part(ana, ben), lambda: ana.block(ben)]

    def seen_after(end: Callable[[], object]) -> tuple:
        with as_if():
            end()
            return answer(as_(ben), "get", reverse("invitations"))

    resting, *others = map(seen_after, ends)
    assert b"Somebody" in resting[1]
    assert others == [resting] * 2


def test_blocked_is_a_list_that_only_you_see_with_the_name_they_had(ana, ben):
    client = as_(ana)
    page = f"/blocks/{ben.public_id}/"

    assert "They are not told" in client.get(page).content.decode()
    assert not ana.blocks.exists()
    assert client.post(page).url == client.post(page).url == "/blocks/"
    Person.objects.filter(pk=ben.pk).update(name="Ben Newname")
    listed = client.get("/blocks/").content.decode()
    assert "Ben Okafor" in listed
    assert "Newname" not in listed
    assert "Ana" not in as_(ben).get("/blocks/").content.decode()
    client.post(f"{page}undo/")
    assert not ana.blocks.exists()
    assert not tied(ana, ben)


def test_one_can_block_only_whom_one_deals_with_by_name(ana, ben, cleo, dan):
    came = make_person(name="Came Along")
    make_invitation(inviter=ana, name="x", accepted_by=came)
    befriend(ana, cleo)
    befriend(cleo, dan) if not tied(cleo, dan) else None
    fay = make_person(name="Fay Young")
    befriend(ben, fay)
    Introduction.objects.introduce(ben, ana, fay, "word")

    people = (ana, ben, cleo, dan, came, fay)
    found = {p.first_name for p in people if as_(ana).get(f"/blocks/{p.public_id}/").status_code == 200}
    assert found == {"Ben", "Cleo", "Came", "Fay"}
