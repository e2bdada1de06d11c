"""One person invites one other; both say yes to "I would act on their word"."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Invitation, Person, Tie
from people.models.invitations import Acceptance
from tests.worlds.builders import befriend, make_invitation, make_person
from tests.worlds.looking import UNLIKE, answer

YOURS = "/invitations/yours/"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def eve(db):
    return make_person(name="Eve Adams")


def as_(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def opened(invitation: Invitation, person: Person | None = None) -> Client:
    client = as_(person)
    client.post(invitation.path)
    return client


def tied(a: Person, b: Person) -> bool:
    return Tie.objects.between(a, b).count() == 2


def ties() -> set[tuple[str, str]]:
    return {(tie.person.first_name, tie.friend.first_name) for tie in Tie.objects.all()}


# --- Inviting -------------------------------------------------------------------------------------


def test_a_link_is_made_for_one_person_and_the_database_holds_its_hash_alone(ana):
    answer = as_(ana).post("/invitations/new/", {"name": "Eve", "how": "from the choir", "key": uuid4()}, follow=True)

    invitation = ana.invitations.get()
    assert (invitation.name, invitation.how, invitation.accepted_by) == ("Eve", "from the choir", None)
    assert timedelta(days=13) < invitation.expires_at - timezone.now() < timedelta(days=14)
    page = answer.content.decode()
    assert f"http://testserver{invitation.path}" in page
    assert "<svg" in page
    stored = " ".join(map(str, Invitation.objects.values_list().get()))
    assert len(invitation.token) == 32
    assert invitation.token not in stored


def test_a_form_sent_twice_is_one_invitation(ana):
    client, filled_in = as_(ana), {"name": "Eve", "how": "from the choir", "key": uuid4()}

    first, second = (client.post("/invitations/new/", filled_in) for _ in range(2))

    assert (first.url, ana.invitations.count()) == (second.url, 1)


def test_what_is_missing_is_said_and_nothing_is_lost(ana):
    answer = as_(ana).post("/invitations/new/", {"name": "Eve", "how": "", "email": "eve@", "key": uuid4()})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in a line how you know them." in page
    assert "Enter an e-mail address like name@example.com." in page
    assert 'value="Eve"' in page
    assert not Invitation.objects.exists()


def test_one_address_gets_one_mail_from_one_person(ana, ben):
    make_invitation(inviter=ana, name="Eve", email="Eve@example.org")
    filled_in = {"name": "Eve", "how": "choir", "email": "eve@example.org"}

    again = as_(ana).post("/invitations/new/", filled_in | {"key": uuid4()})
    assert (again.status_code, "has gone to this address already" in again.content.decode()) == (422, True)
    assert as_(ben).post("/invitations/new/", filled_in | {"key": uuid4()}).status_code == 302
    assert sorted(Invitation.objects.values_list("inviter__name", flat=True)) == ["Ana Silva", "Ben Okafor"]


def test_only_the_inviter_sees_their_open_invitations_and_may_take_them_back(ana, ben):
    invitation = make_invitation(inviter=ana, name="Eve")
    page, back = f"/invitations/{invitation.public_id}/", f"/invitations/{invitation.public_id}/revoke/"

    assert as_(ben).get(page).status_code == 404
    as_(ben).post(back)
    assert Invitation.objects.exists()
    assert "Eve" in as_(ana).get("/invitations/").content.decode()
    as_(ana).post(back)
    assert not Invitation.objects.exists()
    assert as_(ana).get(page).status_code == 404


def test_five_a_day_and_the_next_one_is_told_plainly(ana):
    client = as_(ana)
    for _ in range(5):
        assert client.post("/invitations/new/", {"name": "Eve", "how": "choir", "key": uuid4()}).status_code == 302

    answer = client.post("/invitations/new/", {"name": "Fay", "how": "choir", "key": uuid4()})

    assert answer.status_code == 429
    assert "You have made 5 invitations today," in answer.content.decode()
    assert 'value="Fay"' in answer.content.decode()
    assert ana.invitations.count() == 5


def test_a_link_still_opens_after_the_secret_key_was_changed(ana, eve, settings):
    invitation = make_invitation(inviter=ana, name="Eve")
    path, settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = invitation.path, [settings.SECRET_KEY], "n" * 50

    assert Invitation.objects.get().path == path
    assert as_(eve).post(path).url == YOURS
    settings.SECRET_KEY_FALLBACKS = []
    assert Invitation.objects.get().path is None
    assert "can no longer be shown" in as_(ana).get(f"/invitations/{invitation.public_id}/").content.decode()


# --- Accepting, as a member -----------------------------------------------------------------------


def test_opening_changes_nothing_and_a_yes_ties_the_two(ana, eve):
    invitation = make_invitation(inviter=ana, name="Eve", how="from the choir")
    client = as_(eve)

    assert client.get(invitation.path).status_code == 200
    assert client.post(invitation.path).url == YOURS
    assert "Ana Silva would act on your word" in client.get(YOURS).content.decode()
    assert ties() == set()
    answer = client.post(YOURS, {"how": "sang with her"})

    assert answer.url == ana.get_absolute_url()
    assert tied(ana, eve)
    assert (ana.ties.get().how, eve.ties.get().how) == ("from the choir", "sang with her")
    assert [notice.message for notice in ana.notices.all()] == ["Eve Adams said yes: you are in each other’s circle."]


def test_a_yes_says_how_they_know_each_other(ana, eve):
    client = opened(make_invitation(inviter=ana, name="Eve"), eve)

    answer = client.post(YOURS, {"how": " "})

    assert answer.status_code == 422
    assert "Say in a line how you know Ana." in answer.content.decode()
    assert not tied(ana, eve)


@pytest.mark.parametrize(
    ("called", "email", "is_meant"),
    [
        ("Eve", "", True),
        ("eve", "", True),
        ("Eve from the choir", "", True),
        ("Evelyn", "", True),
        ("Ev", "", False),
        ("Adam", "", False),
        ("Adams", "", False),
        ("…", "", False),
        ("Mum", "eve@example.org", True),
        ("Mum", "EVE@example.org", True),
        ("Mum", "fay@example.org", False),
        ("Eve", "fay@example.org", False),
    ],
)
def test_who_it_is_meant_for_goes_by_that_name_or_has_proved_that_address(ana, called, email, is_meant):
    eve = make_person(name="Eve Adams", email="eve@example.org")
    invitation = make_invitation(inviter=ana, name=called, email=email)

    assert invitation.accept(eve, "choir") == (Acceptance.TIED if is_meant else Acceptance.WAITING)
    assert tied(ana, eve) is is_meant


def test_if_the_link_was_passed_on_the_inviter_says_who_came(ana, eve, ben):
    invitation = make_invitation(inviter=ana, name="Mum")
    confirm = f"/invitations/{invitation.public_id}/confirm/"

    answer = opened(invitation, eve).post(YOURS, {"how": "sang with her"}, follow=True)
    assert "Ana Silva is asked whether you are the one they meant." in answer.content.decode()
    assert not tied(ana, eve)
    assert [as_(person).get(confirm).status_code for person in (ana, ben, eve)] == [200, 404, 404]
    page = as_(ana).get(confirm).content.decode()
    assert "Eve Adams" in page
    assert "sang with her" in page
    as_(ben).post(confirm, {"answer": "yes"})
    assert not tied(ana, eve)
    as_(ana).post(confirm, {"answer": "yes"})

    assert tied(ana, eve)
    assert [notice.kind for notice in eve.notices.all()] == ["tied"]
    assert as_(ana).get(confirm).status_code == 404


def test_a_wrong_one_is_refused_in_silence_and_the_link_is_dead(ana, eve):
    invitation = make_invitation(inviter=ana, name="Mum")
    client = opened(invitation, eve)
    client.post(YOURS, {"how": "I found this link"})

    as_(ana).post(f"/invitations/{invitation.public_id}/confirm/", {"answer": "no"})

    assert ties() == set()
    assert not eve.notices.exists()
    assert client.get(YOURS).url == "/circle/"
    assert as_(None).post(invitation.path).status_code == 404
    assert invitation.accept(eve, "again") == Acceptance.WAITING


def test_it_works_once(ana, eve, dan):
    invitation = make_invitation(inviter=ana, name="Eve")
    first, second = opened(invitation, eve), opened(invitation, dan)

    first.post(YOURS, {"how": "choir"})

    assert second.post(YOURS, {"how": "choir"}).status_code == 404
    assert not tied(ana, dan)
    assert first.get(YOURS).url == ana.get_absolute_url()


def test_a_second_yes_of_the_same_person_is_the_first_one(ana, eve):
    invitation = make_invitation(inviter=ana, name="Eve")

    assert invitation.accept(eve, "choir") == Acceptance.TIED
    assert Invitation.objects.get().accept(eve, "again") == Acceptance.TIED
    assert eve.ties.get().how == "choir"


def test_one_who_is_tied_already_is_led_to_their_friend_and_the_link_stays_for_another(ana, ben):
    invitation = make_invitation(inviter=ana, name="Ben")

    assert opened(invitation, ben).get(YOURS).url == ana.get_absolute_url()
    assert Invitation.objects.unspent().exists()


def test_ones_own_link_leads_to_its_page(ana):
    invitation = make_invitation(inviter=ana, name="Eve")
    client = opened(invitation, ana)

    assert client.get(YOURS).url == client.post(YOURS, {"how": "me"}).url == f"/invitations/{invitation.public_id}/"
    assert ties() == set()


def test_two_who_invite_each_other_end_with_one_tie(ana, eve):
    mine, hers = make_invitation(inviter=ana, name="Eve"), make_invitation(inviter=eve, name="Ana")

    assert (mine.accept(eve, "choir"), hers.accept(ana, "choir")) == (Acceptance.TIED, Acceptance.TIED)
    assert ties() == {("Ana", "Eve"), ("Eve", "Ana")}


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


# --- Blocked --------------------------------------------------------------------------------------


BLOCKS = 10


def step_by_step(invitation: Invitation, person: Person) -> list:
    """All that somebody sees who opens a link and says yes, as who they are and then as nobody."""
    client, unseen = as_(person), as_(None)
    client.get("/find/")
    unseen.get("/")
    steps = [("get", invitation.path, {}), ("post", invitation.path, {}), ("get", YOURS, {}), ("post", YOURS, {})]
    steps += [("post", YOURS, {"how": "choir"}), ("get", YOURS, {}), ("post", invitation.path, {}), ("get", YOURS, {})]
    seen = [answer(client, method, url, typed) for method, url, typed in steps]
    seen += [answer(client, "get", url) for url in ("/circle/", "/notices/", "/blocks/")]
    with CaptureQueriesContext(connection) as asked:
        client.post(YOURS, {"how": "again"})
    return [*seen, answer(unseen, "post", invitation.path), len(asked)]


@pytest.mark.parametrize("blocker", ["ana", "eve"])
@pytest.mark.parametrize("called", ["Zoe", "Eve"])
def test_a_link_across_a_block_is_the_same_at_every_step(ana, blocker, called):
    """As for a stranger whom the inviter is asked about, which the link does not tell."""
    eve, stranger = make_person(name="Eve Adams"), make_person(name="Eve Adams")
    ana.block(eve) if blocker == "ana" else eve.block(ana)
    theirs, hers = make_invitation(inviter=ana, name="Zoe"), make_invitation(inviter=ana, name=called)

    seen = step_by_step(hers, eve)
    expected = step_by_step(theirs, stranger)
    if blocker == "eve":  # she finds there whom she has blocked
        seen[BLOCKS] = expected[BLOCKS]
    gone = [re.sub(rb"/i/[\w-]+/", b"", str(each).encode()) for each in (seen, expected)]
    assert gone[0] == gone[1]


@pytest.mark.parametrize("blocker", ["ana", "eve"])
def test_a_yes_across_a_block_reaches_nobody_now_or_later(ana, eve, blocker):
    invitation = make_invitation(inviter=ana, name="Eve", email="", due_at=None)
    client, inviter = opened(invitation, eve), as_(ana)
    ana.block(eve) if blocker == "ana" else eve.block(ana)
    pages = ["/invitations/", "/circle/", "/notices/", f"/invitations/{invitation.public_id}/", "/home/"]
    inviter.get("/find/")
    before = [answer(inviter, "get", page) for page in pages]

    assert client.post(YOURS, {"how": "choir"}).url == "/circle/"
    assert [answer(inviter, "get", page) for page in pages] == before
    assert inviter.get(f"/invitations/{invitation.public_id}/confirm/").status_code == 404
    assert (ana.has_news(), deliver_due()) == (False, 0)
    ana.unblock(eve)
    eve.unblock(ana)
    assert [answer(inviter, "get", page) for page in pages] == before
    inviter.post(f"/invitations/{invitation.public_id}/confirm/", {"answer": "yes"})
    assert ties() == set()

    # Taken back, it is gone to the inviter, and to the one who came it still waits.
    inviter.post(f"/invitations/{invitation.public_id}/revoke/")
    assert "Eve" not in inviter.get("/invitations/").content.decode()
    assert not ana.invitations.known().exists()
    assert client.get(YOURS).url == "/circle/"


def test_a_block_while_a_yes_waits_is_not_told_to_who_waits(ana, eve):
    invitation = make_invitation(inviter=ana, name="Mum")
    client = opened(invitation, eve)
    client.post(YOURS, {"how": "choir"})
    before = answer(client, "get", YOURS), client.post(invitation.path).status_code

    ana.block(eve)

    assert (answer(client, "get", YOURS), client.post(invitation.path).status_code) == before
    assert not ana.invitations.known().exists()
    assert "Eve" not in as_(ana).get("/invitations/").content.decode()


def test_parting_and_blocking_end_what_was_open_between_the_two_and_nothing_else(ana, ben, cleo, dan):
    kept = make_invitation(inviter=ana, name="Eve")
    make_invitation(inviter=ana, name="Ben", email=ben.email.upper())
    make_invitation(inviter=ben, name="x", accepted_by=ana)
    befriend(ana, cleo)

    Tie.objects.part(ana, ben)

    assert set(Invitation.objects.all()) == {kept}
    assert ties() == {
        ("Ana", "Cleo"),
        ("Cleo", "Ana"),
        ("Ben", "Cleo"),
        ("Cleo", "Ben"),
        ("Cleo", "Dan"),
        ("Dan", "Cleo"),
    }


def test_an_old_link_brings_no_tie_back_unasked(ana, eve):
    mine, hers = make_invitation(inviter=ana, name="Eve"), make_invitation(inviter=eve, name="Ana")
    mine.accept(eve, "choir")
    Tie.objects.part(ana, eve)

    assert hers.accept(ana, "choir") == Acceptance.WAITING
    assert ties() == set()


def test_a_block_by_one_who_never_was_a_friend_changes_nothing_in_the_inviters_list(ana, eve):
    make_invitation(inviter=ana, name="Eve", email=eve.email)
    before = as_(ana).get("/invitations/").content
    eve.block(ana)

    assert len(as_(ana).get("/invitations/").content) == len(before)
    assert opened(Invitation.objects.get(), eve).get(YOURS).status_code == 200


def test_a_form_sent_again_after_it_was_taken_back_makes_another_link(ana):
    client, filled_in = as_(ana), {"name": "Eve", "how": "choir", "key": uuid4()}
    client.post("/invitations/new/", filled_in)
    path = ana.invitations.get().path
    client.post(f"/invitations/{ana.invitations.get().public_id}/revoke/")
    client.post("/invitations/new/", filled_in)

    assert ana.invitations.get().path != path
    assert as_(None).post(path).status_code == 404


def test_an_address_gets_one_mail_in_two_weeks_even_if_the_first_was_taken_back(ana):
    filled_in = {"name": "Eve", "how": "choir", "email": "eve@example.org"}
    as_(ana).post("/invitations/new/", filled_in | {"key": uuid4()})
    ana.invitations.all().delete()

    answer = as_(ana).post("/invitations/new/", filled_in | {"key": uuid4()})

    assert (answer.status_code, ana.invitations.exists()) == (429, False)
    assert "has mailed an invitation of yours to this address lately" in answer.content.decode()


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
