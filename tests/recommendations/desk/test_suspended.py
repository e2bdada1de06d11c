"""Whoever is suspended reads why and little else; to all others it is as if they rested, until it is lifted."""

import json
import re
import zipfile
from io import BytesIO

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.delivery import deliver_due
from people.models import Notice, Person, Suspension, Tie
from recommendations.desk.suspended import lift
from recommendations.models import DeskLook, Insight, Vouch
from tests.worlds.builders import befriend, make_insight, make_vouch
from tests.worlds.looking import answer
from tests.worlds.outbox import sent
from tests.worlds.private_lives import dump, signed_in

WHY = "You sold what you vouch for."
HERE = "/you/suspended/"


@pytest.fixture
def friends(ana, ben) -> tuple[Person, Person]:
    make_vouch(author=ana)
    make_insight(author=ana)
    return ana, ben


def seen_by(person: Person) -> tuple[set, set, set]:
    return (
        set(Vouch.objects.visible_to(person)),
        set(Insight.objects.visible_to(person)),
        set(Person.objects.circle_of(person)),
    )


def test_suspended_is_out_of_sight_at_once_and_comes_back_when_lifted(friends):
    ana, ben = friends
    before, told = seen_by(ben), signed_in(ben).get("/circle/").content.decode()
    assert ana.suspend(WHY)
    assert not ana.suspend("Once more.")
    assert seen_by(ben) == (set(), set(), set())
    assert signed_in(ben).get(ana.get_absolute_url()).status_code == 404
    assert (ana.is_active, ana.suspended) == (False, True)
    assert ana.lift()
    assert not ana.lift()

    assert (seen_by(ben), Suspension.objects.exists()) == (before, False)
    assert ("Ana Silva" in told, ana.is_active) == (True, True)


@pytest.mark.parametrize(
    "path", ["/find/", "/circle/", "/you/", "/", "/held/", "/desk/", "/no/such/page/", "/numbers/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_suspended_comes_to_the_page_that_says_why_wherever_they_go(friends, path, method):
    ana, _ = friends
    client = signed_in(ana)
    ana.suspend(WHY)
    page = getattr(client, method)(path)

    assert (page.status_code, page.headers.get("Location")) == (302, HERE)


def test_suspended_staff_have_no_desk(staff):
    client = signed_in(staff)
    staff.suspend(WHY)

    assert client.get("/desk/").headers["Location"] == HERE
    assert not Suspension.objects.at_the_desk_of(staff).exists()


def test_page_of_a_suspension_says_why_and_takes_one_answer(friends):
    ana, _ = friends
    client = signed_in(ana)
    ana.suspend(WHY)
    page = client.get(HERE).content.decode()
    assert WHY in page
    assert not {link for link in ("/circle/", "/notices/", "/vouches/") if f'href="{link}"' in page}
    assert {link for link in ("/you/export/", "/you/leave/", "/accounts/logout/") if link not in page} == set()
    assert client.post(HERE, {"answer": " "}).status_code == 422
    for words in ("I did not.", "Nor did Ben."):
        client.post(HERE, {"answer": words})

    assert Suspension.objects.get().answer == "I did not."
    page = client.get(HERE).content.decode()
    assert ("I did not." in page, ">Send it</button>" in page) == (True, False)


def test_page_of_a_suspension_is_not_there_for_anybody_else(ana):
    assert signed_in(ana).get(HERE).status_code == 404


def test_suspended_takes_everything_out(friends):
    ana, _ = friends
    client = signed_in(ana)
    ana.suspend(WHY)
    ana.suspensions.get().reply("I did not.")
    packed = client.post("/you/export/")
    told = json.loads(zipfile.ZipFile(BytesIO(packed.content)).read("whom.json"))

    assert [(row["reason"], row["answer"]) for row in told["suspension"]] == [(WHY, "I did not.")]
    assert [row["friend"] for row in told["circle"]] == ["Ben Okafor"]
    assert (len(told["vouches"]), len(told["insights"]), told["me"][0]["suspended"]) == (1, 1, True)


def test_suspended_may_leave_and_nothing_is_left(friends):
    ana, _ = friends
    client = signed_in(ana)
    ana.suspend("Because of a canary-reason.")
    page = client.get("/you/leave/").content.decode()
    assert ("Leave for good" in page, "Rest" in page) == (True, False)
    assert client.post("/you/leave/", {"what": "rest"}).status_code == 422
    client.post("/you/leave/", {"what": "all", "sure": "on"})

    assert not Person.objects.filter(pk=ana.pk).exists()
    assert "canary-reason" not in dump()


def test_suspended_signs_in_by_password_and_by_code(client, friends):
    ana, _ = friends
    ana.set_password("a long pass phrase")
    ana.save()
    ana.emailaddress_set.create(email=ana.email, verified=True, primary=True)
    ana.suspend(WHY)
    client.post("/accounts/login/", {"login": ana.email, "password": "a long pass phrase"})
    assert client.get("/find/").headers["Location"] == HERE

    client.post("/accounts/logout/")
    client.post("/accounts/login/code/", {"email": ana.email})
    code = re.search(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.get("/find/").headers["Location"] == HERE
    assert not Person.objects.get(pk=ana.pk).is_active


def test_whoever_rests_and_is_suspended_wakes_to_their_suspension(client, friends):
    ana, ben = friends
    ana.set_password("a long pass phrase")
    ana.save()
    ana.emailaddress_set.create(email=ana.email, verified=True, primary=True)
    ana.set_active(False, rests=True)
    ana.suspend(WHY)
    page = client.post("/accounts/login/", {"login": ana.email, "password": "a long pass phrase"}, follow=True)

    assert "Welcome back" not in page.content.decode()
    assert WHY in page.content.decode()
    ana.refresh_from_db()
    assert (ana.is_active, ana.rests, seen_by(ben)[0]) == (False, False, set())


def test_lifting_leaves_who_rests_at_rest(friends):
    ana, ben = friends
    ana.set_active(False, rests=True)
    ana.suspend(WHY)
    ana.lift()
    assert (ana.is_active, ana.rests, seen_by(ben)[0]) == (False, True, set())

    ana.set_active(True)
    assert seen_by(ben)[0] != set()


def test_nobody_is_suspended_who_is_switched_off_already(ana):
    ana.set_active(False)

    assert (ana.suspend(WHY), Suspension.objects.exists()) == (False, False)


def test_suspended_is_told_by_one_mail_without_the_reason(friends):
    ana, _ = friends
    Person.objects.filter(pk=ana.pk).update(mails=False)
    ana.suspend(WHY)
    deliver_due()
    deliver_due()

    assert sent() == [ana.email]
    assert HERE in mail.outbox[0].body
    assert WHY not in mail.outbox[0].body


def test_nobody_is_mailed_of_a_suspension_that_is_lifted_before(friends):
    ana, _ = friends
    ana.suspend(WHY)
    ana.lift()
    deliver_due()

    assert sent() == []


def test_desk_lifts_it_with_their_answer_before_it(friends, staff):
    ana, ben = friends
    ana.suspend(WHY)
    suspension = ana.suspensions.get()
    suspension.reply("I did not, says Ana.")
    client = signed_in(staff)
    assert "Has answered" in client.get("/desk/").content.decode()
    url = reverse("desk_suspension", args=[suspension.public_id])
    assert "I did not, says Ana." in client.get(url).content.decode()
    for _ in range(2):
        client.post(f"{url}lift/")

    assert seen_by(ben)[2] == {ana}
    assert list(DeskLook.objects.values_list("staff", "matter", "thing", "act")) == [
        (staff.pk, "suspension", ana.pk, "lift")
    ]
    assert list(Notice.objects.values_list("person", "kind")) == [(ana.pk, "lifted")]
    deliver_due()
    assert sent() == [ana.email]


@pytest.mark.parametrize("friend", [True, False])
def test_nobody_lifts_what_concerns_their_friend(friends, staff, friend):
    ana, _ = friends
    if friend:
        befriend(staff, ana)
    ana.suspend(WHY)
    suspension = ana.suspensions.get()
    url = reverse("desk_suspension", args=[suspension.public_id])
    client = signed_in(staff)
    client.get("/")

    assert ("A member" in client.get("/desk/").content.decode()) is not friend
    if friend:
        assert answer(client, "get", url) == answer(client, "get", "/no/such/page/")
    assert lift(suspension, staff) is not friend


def test_suspended_and_active_cannot_be_both(ana):
    for wrong in ({"suspended": True}, {"suspended": True, "is_active": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=ana.pk).update(**wrong)


def test_whoever_gets_a_tie_meanwhile_does_not_see_the_suspended(ana, ben):
    ana.suspend(WHY)
    Tie.objects.connect(ana, ben)

    assert (seen_by(ben)[2], ana.ties.standing().exists()) == (set(), False)
    ana.lift()
    assert seen_by(ben)[2] == {ana}
