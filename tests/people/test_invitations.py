"""One person invites one other; both say yes to "I would act on their word"."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.models import Invitation, Person, Tie
from people.models.invitations import Acceptance
from tests.worlds.builders import befriend, make_invitation, make_person

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


def test_invitation_link_is_for_one_and_stored_as_a_hash(ana):
    """A link is made for one person and the database holds its hash alone."""
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


def test_invitations_are_seen_and_revoked_by_the_inviter_alone(ana, ben):
    """Only the inviter sees their open invitations and may take them back."""
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
    assert as_(eve).get(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Invitation.objects.get().path is None
    assert "can no longer be shown" in as_(ana).get(f"/invitations/{invitation.public_id}/").content.decode()


# --- Accepting, as a member -----------------------------------------------------------------------


def test_opening_changes_nothing_and_a_yes_ties_the_two(ana, eve):
    invitation = make_invitation(inviter=ana, name="Eve", how="from the choir")
    client = as_(eve)

    assert "<bdi>Ana Silva</bdi> would act on your word" in client.get(invitation.path).content.decode()
    assert ties() == set()
    answer = client.post(invitation.path, {"how": "sang with her"})

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


def test_invitation_of_one_who_is_tied_leads_on_and_stays_for_another(ana, ben):
    """One who is tied already is led to their friend and the link stays for another."""
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


def test_sever_ends_what_was_open_between_the_two_and_nothing_else(ana, ben, cleo, dan):
    """Parting and blocking end what was open between the two and nothing else: of what was mailed, that it is mailed
    and brings the tie back."""
    kept = make_invitation(inviter=ana, name="Eve")
    mailed = make_invitation(inviter=ana, name="Ben", email=ben.email.upper(), due_at=timezone.now())
    make_invitation(inviter=ben, name="x", accepted_by=ana)
    befriend(ana, cleo)

    Tie.objects.part(ana, ben)

    assert set(Invitation.objects.all()) == {kept, mailed}
    mailed.refresh_from_db()
    assert (mailed.due_at, mailed.accept(ben, "choir")) == (None, Acceptance.WAITING)
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


def test_invitations_list_tells_of_no_block_by_a_stranger(ana, eve):
    """A block by one who never was a friend changes nothing in the inviters list."""
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


def test_invitation_mail_goes_once_in_two_weeks_to_an_address(ana):
    """An address gets one mail in two weeks even if the first was taken back."""
    filled_in = {"name": "Eve", "how": "choir", "email": "eve@example.org"}
    as_(ana).post("/invitations/new/", filled_in | {"key": uuid4()})
    ana.invitations.all().delete()

    answer = as_(ana).post("/invitations/new/", filled_in | {"key": uuid4()})

    assert (answer.status_code, ana.invitations.exists()) == (429, False)
    assert "has mailed an invitation of yours to this address lately" in answer.content.decode()
