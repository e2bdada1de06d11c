"""Parting and blocking: immediate, silent, complete; a parting can be taken back for a minute."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.models import Introduction, Notice, Parting, Person, Tie
from tests.worlds.builders import befriend, make_invitation, make_person


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def tied(a: Person, b: Person) -> bool:
    return Tie.objects.between(a, b).count() == 2


def test_one_tap_parts_and_one_tap_within_a_minute_brings_all_back(ana, ben):
    Tie.objects.filter(person=ana).update(how="from the choir")
    Tie.objects.filter(person=ben).update(how="sang with her", since=timezone.now() - timedelta(days=400))
    Tie.objects.filter(person=ana).update(since=timezone.now() - timedelta(days=400))
    since = ana.ties.get().since
    client = as_(ana)

    client.post(f"/circle/{ben.public_id}/part/")
    assert not Tie.objects.exists()
    assert as_(ben).get(ana.get_absolute_url()).status_code == 404
    assert f"/circle/{ben.public_id}/undo/" in client.get("/circle/look/").content.decode()
    client.post(f"/circle/{ben.public_id}/undo/")

    assert (ana.ties.get().how, ben.ties.get().how, ana.ties.get().since) == ("from the choir", "sang with her", since)
    assert not Parting.objects.exists()


def test_it_comes_back_as_it_was_also_when_each_last_looked(ana, ben):
    long_ago, lately = (timezone.now() - timedelta(days=days) for days in (400, 3))
    Tie.objects.filter(person=ana).update(affirmed_at=lately)
    Tie.objects.filter(person=ben).update(affirmed_at=long_ago)
    as_(ana).post(f"/circle/{ben.public_id}/part/")
    as_(ana).post(f"/circle/{ben.public_id}/undo/")

    assert (ana.ties.get().affirmed_at, ben.ties.get().affirmed_at) == (lately, long_ago)


def test_the_other_may_part_too_and_then_nothing_comes_back(ana, ben):
    as_(ana).post(f"/circle/{ben.public_id}/part/")
    as_(ben).post(f"/circle/{ana.public_id}/part/")
    as_(ana).post(f"/circle/{ben.public_id}/undo/")

    assert not Tie.objects.exists()


def test_only_the_one_who_parted_may_take_it_back_and_only_for_a_minute(ana, ben):
    as_(ana).post(f"/circle/{ben.public_id}/part/")

    as_(ben).post(f"/circle/{ana.public_id}/undo/")
    assert not tied(ana, ben)
    Parting.objects.update(parted_at=timezone.now() - timedelta(seconds=61))
    answer = as_(ana).post(f"/circle/{ben.public_id}/undo/", follow=True)
    assert "The minute is over." in answer.content.decode()
    assert not tied(ana, ben)
    assert f"/circle/{ben.public_id}/undo/" not in as_(ana).get("/circle/look/").content.decode()


@pytest.mark.parametrize("blocker", ["ana", "ben"])
def test_a_block_within_the_minute_ends_that_too(ana, ben, blocker):
    as_(ana).post(f"/circle/{ben.public_id}/part/")
    ana.block(ben) if blocker == "ana" else ben.block(ana)

    as_(ana).post(f"/circle/{ben.public_id}/undo/")
    assert not Tie.objects.exists()


def test_the_answer_tells_nothing_of_who_is_gone_and_why(ana, ben, dan):
    gil = make_person(name="Gil Stone")
    befriend(ana, gil)
    gil.set_active(False, rests=True)
    client = as_(ana)

    tapped = [client.post(f"/circle/{who.public_id}/part/") for who in (ben, ben, dan, gil, ana)]
    assert {(answer.status_code, answer.url) for answer in tapped} == {(302, "/circle/")}
    assert client.get(f"/circle/{ben.public_id}/part/").status_code == 405
    assert Parting.objects.count() == 1
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
    answer = client.post(f"/circle/{fay.public_id}/part/", {"look": "yes"}, follow=True)

    page = answer.content.decode()
    assert "<bdi>Fay Young</bdi> is no longer in your circle" in page
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
    make_invitation(inviter=b, name="x", email=a.email)
    a.tell("tied", make_invitation().public_id, "/", who=b)
    b.tell("came_about", make_invitation().public_id, "/", who=third, with_whom=a)


@pytest.mark.parametrize("act", ["block", "part"])
def test_it_ends_all_that_is_between_the_two_in_one_go(ana, ben, act):
    everything_between(ana, ben)

    ana.block(ben) if act == "block" else Tie.objects.part(ana, ben)

    pair = {ana, ben}
    assert not Tie.objects.between(ana, ben).exists()
    assert not [each for each in Introduction.objects.all() if pair <= {each.introducer, each.person, each.friend}]
    assert not [one for person in pair for one in person.invitations.all()]
    assert not [n for n in Notice.objects.all() if pair <= {n.person, n.who, n.with_whom}]
    assert bool(Parting.objects.count()) is (act == "part")


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
