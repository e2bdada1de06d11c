"""Someone new comes by an invitation, in two short steps, straight into the tie."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.models import Invitation, Person, Tie
from people.tidy import tidy
from tests.people.test_invitations import YOURS, as_, opened, tied, ties
from tests.worlds.builders import make_invitation, make_person, make_place

SIGNUP, WELCOME = "/accounts/signup/", "/welcome/"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def eve(db):
    return make_person(name="Eve Adams")


def code_in(message) -> str:
    return re.search(r"^\d{4} \d{4}$", message.body, re.MULTILINE)[0]


def joined(client: Client, email: str, name: str = "Eve Adams") -> str:
    """The page one lands on after the two steps."""
    client.post(SIGNUP, {"name": name, "email": email, "how": "sang with her", "next": YOURS})
    return client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])}).url


def test_someone_new_joins_in_two_steps_straight_into_the_tie(ana):
    """On the page of the link itself, with the name that they are called by filled in."""
    client, invitation = as_(None), make_invitation(inviter=ana, name="Eve")

    page = client.get(invitation.path).content.decode()
    assert "<bdi>Ana Silva</bdi> would act on your word" in page
    asked = re.findall(r'<input type="(?:text|email)" name="(\w+)"(?: value="(\w*)")?', page)
    assert asked == [("name", "Eve"), ("how", ""), ("email", ""), ("place", "")]
    code = client.post(invitation.path, {"name": "Eve", "email": "eve@example.org", "how": "sang with her"})
    landed_on = client.post(code.url, {"code": code_in(mail.outbox[-1])}).url

    eve = Person.objects.get(email="eve@example.org")
    assert landed_on == WELCOME
    assert tied(ana, eve)
    assert (eve.ties.get().how, eve.invited_by) == ("sang with her", ana)
    assert client.get(landed_on).status_code == 200


def test_joining_is_open_to_nobody_else(ana, client):
    invitation = make_invitation(inviter=ana, name="Eve")
    client.get(invitation.path)
    client.post(SIGNUP, {"name": "Eve Adams", "email": "eve@example.org", "how": "choir"})
    opened(make_invitation(inviter=ana, name="x", accepted_by=make_person())).post(
        SIGNUP, {"name": "Eve Adams", "email": "eve@example.org", "how": "choir"}
    )

    assert not Person.objects.filter(email="eve@example.org").exists()


def test_someone_new_by_another_name_waits_for_the_inviter(ana):
    client = opened(make_invitation(inviter=ana, name="Mum"))

    assert joined(client, "eve@example.org") == WELCOME
    assert "is asked whether you are the one they meant" in client.get(WELCOME).content.decode()
    assert ties() == set()
    assert [notice.kind for notice in ana.notices.all()] == ["came"]


def test_whoever_was_mailed_waits_by_another_address_whatever_the_name(ana):
    for email, notice in (("eve@example.org", "tied"), ("zoe@example.org", "came")):
        client = opened(make_invitation(inviter=ana, name="Eve", email="eve@example.org"))
        assert "wrote to" in client.get(YOURS).content.decode()
        joined(client, email, name="Eve")
        assert ana.notices.latest("pk").kind == notice


def test_what_is_wrong_with_joining_is_said_and_what_was_typed_stays(ana):
    invitation, typed = (
        make_invitation(inviter=ana, name="Eve"),
        {"name": "Eva", "how": "sang with her", "email": "eve@"},
    )
    answer = as_(None).post(invitation.path, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter an e-mail address like name@example.com." in page
    assert all(f'value="{value}"' in page for value in typed.values())
    assert set(Person.objects.all()) == {ana}


def test_a_member_who_is_signed_out_is_led_back_after_signing_in(ana):
    client, invitation = as_(None), make_invitation(inviter=ana, name="Eve")

    led = client.post(invitation.path, {"here": "yes"})
    assert led.url == "/accounts/login/?next=%2Finvitations%2Fyours%2F", "and no key of a link stands in an address"
    client.force_login(make_person(name="Eve Adams"))
    assert client.post(YOURS, {"how": "sang with her"}).url == ana.get_absolute_url()


def test_looking_at_a_link_while_signing_in_leaves_that_as_it_is(ana, eve):
    client, invitation = as_(None), make_invitation(inviter=ana, name="Eve")
    client.post("/accounts/login/code/", {"email": eve.email})
    assert client.get(invitation.path).status_code == 200

    client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    assert client.get("/circle/").status_code == 200


def test_a_member_who_is_signed_out_signs_in_and_then_says_yes(ana, eve):
    """The page says the same to an address that is known: whoever owns it is told by mail. It may be another than the
    one who typed it in, so that nobody is tied by signing in."""
    client = opened(make_invitation(inviter=ana, name="Eve"))
    client.post(SIGNUP, {"name": "Eve", "email": eve.email, "how": "sang with her", "next": YOURS})
    client.post("/accounts/logout/", {"next": "/accounts/login/"})
    client.post("/accounts/login/code/", {"email": eve.email})
    client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    assert ties() == set()

    assert 'value="sang with her"' in client.get(YOURS).content.decode()
    client.post(YOURS, {"how": "sang with her"})
    assert tied(ana, eve)


def test_a_yes_counts_for_the_invitation_it_was_given_to(ana, ben):
    client = opened(make_invitation(inviter=ana, name="Eve"))
    client.post(SIGNUP, {"name": "Eve", "email": "eve@example.org", "how": "sang with her", "next": YOURS})
    client.post(make_invitation(inviter=ben, name="Eve").path)

    client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])})

    assert not Tie.objects.filter(friend__email="eve@example.org").exists()


def test_one_invitation_lets_in_one_person(ana):
    invitation = make_invitation(inviter=ana, name="Eve")
    first, second = opened(invitation), opened(invitation)
    for client, email in ((first, "eve@example.org"), (second, "eva@example.org")):
        client.post(SIGNUP, {"name": "Eve Adams", "email": email, "how": "choir", "next": YOURS})
    codes = [code_in(message) for message in mail.outbox]

    assert first.post("/accounts/confirm-email/", {"code": codes[0]}).url == WELCOME
    assert second.post("/accounts/confirm-email/", {"code": codes[1]}).status_code == 404
    assert second.get("/circle/").status_code == 302
    assert set(Person.objects.values_list("email", flat=True)) == {ana.email, "eve@example.org"}


def test_invitation_that_ran_out_before_the_code_ties_nobody(ana):
    """An invitation that ran out while the code was on its way ties nobody."""
    invitation = make_invitation(inviter=ana, name="Eve")
    client = opened(invitation)
    client.post(SIGNUP, {"name": "Eve", "email": "eve@example.org", "how": "sang with her"})
    Invitation.objects.update(expires_at=timezone.now())

    answer = client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])})

    assert answer.status_code == 404
    assert set(Person.objects.all()) == {ana}


def test_where_joining_is_open_a_dead_invitation_keeps_nobody_out(ana, settings):
    settings.OPEN_SIGNUP = True
    client = opened(make_invitation(inviter=ana, name="Eve"))
    client.post(SIGNUP, {"name": "Eve", "email": "eve@example.org", "how": "sang with her"})
    Invitation.objects.all().delete()

    client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])})

    assert client.get("/circle/").status_code == 200
    assert ties() == set()


def test_whoever_begins_to_join_once_more_gets_a_code_again(ana):
    """Often the first browser was that of a messenger."""
    invitation = make_invitation(inviter=ana, name="Eve")
    opened(invitation).post(SIGNUP, {"name": "Rude Name", "email": "eve@example.org", "how": "x", "next": YOURS})
    Person.objects.filter(email="eve@example.org").update(joined_at=timezone.now() - timedelta(minutes=1))
    cache.clear()

    client = opened(invitation)
    client.post(SIGNUP, {"name": "Eve Adams", "email": "eve@example.org", "how": "choir", "next": YOURS})
    assert client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])}).url == WELCOME

    eve = Person.objects.get(email="eve@example.org")
    assert (eve.name, eve.ties.get().how) == ("Eve Adams", "choir")


WAYS = ["a code elsewhere", "a code here", "a new password elsewhere"]


@pytest.mark.parametrize("way", WAYS)
def test_who_began_to_join_becomes_a_member_by_no_other_way(ana, way):
    """Whoever typed in the address may be another than its owner, and called them what they liked."""
    invitation = make_invitation(inviter=ana, name="Eve")
    client = opened(invitation)
    client.post(SIGNUP, {"name": "Rude Name", "email": "eve@example.org", "how": "x", "next": YOURS})
    client.post("/accounts/logout/")
    began, owner = Person.objects.get(email="eve@example.org"), client if way == "a code here" else as_(None)
    cache.clear()

    if way == "a new password elsewhere":
        owner.post("/accounts/password/reset/", {"email": "eve@example.org"})
    else:
        owner.post("/accounts/login/code/", {"email": "eve@example.org"})
    assert [message.to for message in mail.outbox] == [["eve@example.org"]] * 2
    assert "Rude" not in mail.outbox[-1].body
    assert not re.findall(r"^\d{4} \d{4}$|password/reset/key", mail.outbox[-1].body, re.MULTILINE)
    unknown = as_(None)
    unknown.post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert mail.outbox[-1].body.replace("nobody@", "eve@") == mail.outbox[-2].body or way == WAYS[2]

    signed_in = as_(None)
    signed_in.force_login(began)
    assert signed_in.get("/circle/").status_code == 302, "by whatever way they would come"
    assert Invitation.objects.unspent().get() == invitation
    assert (ties(), ana.notices.count()) == (set(), 0)


def test_one_link_makes_one_member_whatever_is_begun_with_it(ana):
    invitation = make_invitation(inviter=ana, name="Eve")
    for number in range(3):
        client = opened(invitation)
        client.post(SIGNUP, {"name": "Eve", "email": f"eve{number}@example.org", "how": "x", "next": YOURS})
        client.post("/accounts/logout/")
        client.post("/accounts/login/code/", {"email": f"eve{number}@example.org"})
        for code in re.findall(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE):
            client.post("/accounts/login/code/confirm/", {"code": code})
    assert joined(opened(invitation), "eve@example.org") == WELCOME

    Person.objects.exclude(pk=ana.pk).update(joined_at=timezone.now() - timedelta(hours=2))
    tidy()
    assert set(Person.objects.values_list("email", flat=True)) == {ana.email, "eve@example.org"}
    assert Tie.objects.filter(person=ana).count() == 1


def test_whoever_was_imported_and_asks_for_a_code_twice_still_gets_one(eve):
    """They have an address that is not proved either, and are members."""
    for _ in range(2):
        as_(None).post("/accounts/login/code/", {"email": eve.email})
        cache.clear()
    Person.objects.filter(pk=eve.pk).update(joined_at=timezone.now() - timedelta(days=9))
    tidy()

    assert all(code_in(message) for message in mail.outbox)
    assert Person.objects.filter(pk=eve.pk).exists()


@pytest.mark.parametrize("has", ["signed in", "a proved address", "no address to prove"])
def test_nobody_who_is_here_is_taken_for_someone_who_begins_again(ana, eve, has):
    Person.objects.filter(pk=eve.pk).update(joined_at=timezone.now() - timedelta(days=9))
    if has == "signed in":
        Person.objects.filter(pk=eve.pk).update(last_login=timezone.now())
    if has != "no address to prove":
        EmailAddress.objects.create(user=eve, email=eve.email, verified=has == "a proved address")

    client = opened(make_invitation(inviter=ana, name="Eve"))
    client.post(SIGNUP, {"name": "Eve", "email": eve.email, "how": "choir", "next": YOURS})

    assert Person.objects.filter(pk=eve.pk).exists()
    assert Person.objects.filter(email=eve.email).count() == 1


# --- The town ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "kept"), [("leeds", "Leeds"), ("Leeds, GB", "Leeds"), ("", None)])
def test_joining_asks_the_town_which_may_be_left_out(client, ana, typed, kept):
    make_place("Leeds")
    make_place("Leeds", country="US", population=9_000_000)
    client = opened(make_invitation(inviter=ana, name="Eve"))
    assert "Where you live" in client.get(SIGNUP).content.decode()
    client.post(SIGNUP, {"name": "Eve", "email": "eve@example.org", "how": "sang with her", "place": typed})

    place = Person.objects.get(email="eve@example.org").place
    assert (place and (place.name, place.country)) == (kept and (kept, "GB"))


def test_joining_with_an_unknown_town_loses_nothing(client, ana):
    client = opened(make_invitation(inviter=ana, name="Eve"))
    said = {"name": "Eve Adams", "email": "eve@example.org", "how": "sang with her", "place": "Atlantis"}
    page = client.post(SIGNUP, said).content.decode()

    assert "We do not know a town called “Atlantis”." in page
    assert all(f'value="{value}"' in page for value in said.values())
    assert not Person.objects.filter(email="eve@example.org").exists()


def test_joining_without_an_invitation_begins_with_the_list(client, settings):
    settings.OPEN_SIGNUP = True
    make_place("Leeds")
    client.post(SIGNUP, {"name": "Eve Adams", "email": "eve@example.org", "place": "Leeds"})
    landed_on = client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])}).url

    assert landed_on == "/find/"
    assert "Begin with your own list" in client.get(landed_on).content.decode()
    assert Person.objects.get(email="eve@example.org").place.name == "Leeds"


@pytest.mark.parametrize(("is_open", "first"), [(True, ["Join", "Sign in"]), (False, ["Sign in"])])
def test_landing_page_begins_with_joining_where_one_may(client, settings, is_open, first):
    settings.OPEN_SIGNUP = is_open
    page = client.get("/").content.decode()

    assert re.findall(r'<a class="button[^>]*>([^<]+)</a>', page) == first
    assert re.findall(r'<a class="button primary"[^>]*>([^<]+)</a>', page) == first[:1]
    assert ("Begin with your own list" in page) is is_open
