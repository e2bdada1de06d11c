"""Who changes how someone signs in must have shown lately that it is they; and each device can be sent away."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import Person
from people.tokens import hash_of
from tests.worlds.builders import make_person

ASKED = "/accounts/reauthenticate/code/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def code_in(message) -> str:
    return re.search(r"^\d{4} \d{4}$", message.body, re.MULTILINE)[0]


def sign_in(person: Person, agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": agent})
    sent = client.post("/accounts/login/code/", {"email": person.email}, follow=True)
    client.post(sent.request["PATH_INFO"], {"code": code_in(mail.outbox.pop())})
    assert signed_in(client) == person
    cache.clear()
    return client


def wait(client: Client, minutes: int) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= minutes * 60
    session.save()


def signed_in(client: Client) -> Person | None:
    person = get_user(client)
    return person if person.is_authenticated else None


SENSITIVE = {
    "account_email": ("post", {"action_add": "yes", "email": "new@example.org"}),
    "account_set_password": ("get", {}),
    "mfa_add_webauthn": ("get", {}),
    "mfa_activate_totp": ("get", {}),
    "usersessions_end": ("post", {"device": "others"}),
}


@pytest.mark.parametrize("name", SENSITIVE)
def test_for_a_few_minutes_a_sign_in_is_enough_and_then_one_is_asked(ana, name):
    method, fields = SENSITIVE[name]
    client, url = sign_in(ana), reverse(name)
    wait(client, 6)
    asked = getattr(client, method)(url, fields)

    fresh = getattr(sign_in(ana), method)(url, fields)

    assert (asked.status_code, asked.url.split("?")[0]) == (302, ASKED)
    assert fresh.status_code == 200 or not fresh.url.startswith("/accounts/reauthenticate/")


def test_after_the_code_what_was_begun_goes_on(ana):
    client = sign_in(ana)
    wait(client, 6)

    asked = client.post("/accounts/email/", {"action_add": "yes", "email": "new@example.org"})
    assert not mail.outbox
    assert client.get(asked.url).status_code == 200
    assert not mail.outbox
    again = client.post(asked.url, {"send": "yes"})
    page = client.get(again.url)
    assert ana.email in page.content.decode()
    went_on = client.post(again.url, {"code": code_in(mail.outbox.pop())})

    assert went_on.url == "/accounts/confirm-email/"
    client.post(went_on.url, {"code": code_in(mail.outbox.pop())})
    ana.refresh_from_db()
    assert ana.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [("new@example.org", True, True)]


def test_a_change_of_address_that_waits_for_its_code_is_shown(ana):
    client = sign_in(ana)
    assert "A code goes to" not in client.get("/accounts/email/").content.decode()

    there = client.post("/accounts/email/", {"action_add": "yes", "email": "new@example.org"}).url
    page = client.get("/accounts/email/").content.decode()

    assert "A code goes to <b>new@example.org</b>." in page
    assert f'href="{there}">Type it in</a>' in page
    assert ">Later</a>" in client.get(there).content.decode()
    changed = client.post(there, {"code": code_in(mail.outbox.pop())}, follow=True).content.decode()
    assert "new@example.org is yours, and works from now on." in changed
    assert "A code goes to" not in changed


def test_code_works_once_in_its_own_browser_and_not_after_three_faults(ana):
    """A code works once in its own browser and not after three wrong ones."""
    client, other = sign_in(ana), sign_in(ana)
    wait(client, 6)
    wait(other, 6)
    client.post(ASKED, {"send": "yes"})
    code = code_in(mail.outbox.pop())
    assert code not in str(dict(client.session))

    assert other.post(ASKED, {"code": code}).status_code == 302
    wrong = ["", "1111 1111", "É", "1111 1112", "no", "1111 1113"]
    assert [client.post(ASKED, {"code": each}).status_code for each in wrong] == [422] * 5 + [302]
    assert client.post(ASKED, {"code": code}).status_code == 302
    for each in (client, other):
        assert each.get("/accounts/2fa/totp/activate/").url.startswith(ASKED)


def test_a_code_is_too_old_after_ten_minutes(ana, monkeypatch):
    client = sign_in(ana)
    client.post(ASKED, {"send": "yes"})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    assert client.post(ASKED, {"code": code_in(mail.outbox.pop())}).status_code == 302
    assert client.get("/accounts/2fa/totp/activate/").url.startswith(ASKED)


def test_codes_are_sent_five_times_an_hour(ana):
    client = sign_in(ana)

    assert [client.post(ASKED, {"send": "yes"}).status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_whoever_has_a_password_may_use_that_instead(ana):
    client = sign_in(ana)
    ana.set_password("seven old trams at dawn")
    ana.save()
    client.force_login(ana)

    asked = client.get("/accounts/2fa/totp/activate/")
    page = client.get(asked.url).content.decode()
    wrong = client.post(asked.url, {"password": "not this one at all"})
    right = client.post(asked.url, {"password": "seven old trams at dawn"})

    assert asked.url.startswith("/accounts/reauthenticate/?")
    assert ASKED in page
    assert "This is not your password." in wrong.content.decode()
    assert right.url == "/accounts/2fa/totp/activate/"


def test_a_password_never_waits_in_the_session(ana):
    client = sign_in(ana)
    wait(client, 6)
    secret = "seven old trams at dawn"

    asked = client.post("/accounts/password/set/", {"password1": secret, "password2": secret})

    assert (asked.status_code, asked.url) == (302, "/accounts/password/set/")
    assert secret not in str(dict(client.session))


# --- Devices --------------------------------------------------------------------------------------


def test_the_list_names_each_device_and_this_one(ana, ben):
    here, there = sign_in(ana, FIREFOX), sign_in(ana, SAFARI)
    sign_in(ben, "curl/8.0")

    page = here.get("/accounts/sessions/").content.decode()

    assert re.findall(r"<b>(.*?)</b>", page) == ["Safari on iPhone", "Firefox on Windows"]
    assert page.index("Safari on iPhone") < page.index("Firefox on Windows") < page.index("This one")
    assert there.get("/accounts/sessions/").content.decode().count("This one") == 1


def device_of(client: Client) -> str:
    return get_user(client).sessions.get(pk=hash_of(client.session.session_key)).pk


def test_ending_one_signs_out_that_one_from_the_next_request(ana, ben):
    here, one, two, bens = sign_in(ana), sign_in(ana), sign_in(ana), sign_in(ben)

    here.post("/accounts/sessions/end/", {"device": device_of(one)})
    here.post("/accounts/sessions/end/", {"device": device_of(bens)})
    here.post("/accounts/sessions/end/", {"device": device_of(here)})
    here.post("/accounts/sessions/end/", {"device": "9" * 30})

    assert [client.get("/you/").status_code for client in (here, one, two, bens)] == [200, 302, 200, 200]


def test_ending_the_others_leaves_this_one(ana, ben):
    here, one, two, bens = sign_in(ana), sign_in(ana), sign_in(ana), sign_in(ben)

    assert here.get("/accounts/sessions/end/").status_code == 405
    here.post("/accounts/sessions/end/", {"device": "others"})

    assert [client.get("/you/").status_code for client in (here, one, two, bens)] == [200, 302, 302, 200]


def test_a_new_password_or_address_signs_out_everywhere_else(ana):
    here, one = sign_in(ana), sign_in(ana)
    secret = "seven old trams at dawn"
    here.post("/accounts/password/set/", {"password1": secret, "password2": secret})
    assert [client.get("/you/").status_code for client in (here, one)] == [200, 302]

    two = sign_in(ana)
    mail.outbox.clear()
    here.post("/accounts/email/", {"action_add": "yes", "email": "new@example.org"})
    here.post("/accounts/confirm-email/", {"code": code_in(mail.outbox.pop())})
    assert [client.get("/you/").status_code for client in (here, two)] == [200, 302]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Mac"),
        ("curl/8.0 (Linux)", "Linux"),
        ("<script>alert(1)</script>", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_a_device_has_a_name_that_people_know(ana, agent, name):
    page = sign_in(ana, agent).get("/accounts/sessions/").content.decode()

    assert re.findall(r"<b>(.*?)</b>", page) == [name]


def test_a_session_that_no_form_began_is_on_the_list_too(client, ana):
    client.force_login(ana)

    assert "This one" in client.get("/accounts/sessions/").content.decode()


# --- Rest -----------------------------------------------------------------------------------------


def test_signing_in_wakes_whoever_rests_and_nobody_closed_out(ana, ben):
    """Whoever rests wakes up by signing in and whom an operator closed out does not."""
    cleo = make_person(name="Cleo Martin")
    ana.set_active(False, rests=True)
    cleo.set_active(False)
    assert not ben.ties.standing().exists()

    client = sign_in(ana)
    closed = Client()
    closed.post("/accounts/login/code/", {"email": cleo.email}, follow=True)

    ana.refresh_from_db()
    assert (ana.is_active, ana.rests, client.get("/you/").status_code) == (True, False, 200)
    assert ben.ties.standing().get().friend == ana
    assert "Nobody is here with this address" in mail.outbox.pop().body


def test_a_password_wakes_too_and_a_session_from_before_does_not(client, ana):
    client.force_login(ana)
    ana.set_password("seven old trams at dawn")
    ana.save()
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    ana.set_active(False, rests=True)
    assert client.get("/you/").status_code == 302

    client.post("/accounts/login/", {"login": ana.email, "password": "wrong"})
    assert not Person.objects.get(pk=ana.pk).is_active
    client.post("/accounts/login/", {"login": ana.email, "password": "seven old trams at dawn"})

    assert Person.objects.get(pk=ana.pk).is_active
    assert client.get("/you/").status_code == 200


def test_asking_for_a_code_wakes_nobody(client, ana):
    ana.set_active(False, rests=True)

    client.post("/accounts/login/code/", {"email": ana.email}, follow=True)

    ana.refresh_from_db()
    assert (ana.is_active, ana.rests) == (False, True)


def test_what_was_sent_and_then_left_alone_is_not_done_after_a_later_proof(ana):
    """Else somebody at an open browser could lay it there."""
    client = Client()
    client.force_login(ana)
    here, there = client.session.session_key, Client()
    there.force_login(ana)
    assert "reauthenticate" in client.post("/accounts/sessions/end/").url
    assert "reauthenticate" in client.get("/accounts/password/set/").url
    client.post("/accounts/reauthenticate/code/?next=/accounts/sessions/end/", {"send": "yes"})
    client.post(
        "/accounts/reauthenticate/code/?next=/accounts/sessions/end/",
        {"code": re.search(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]},
    )

    assert there.get("/circle/").status_code == 200
    assert client.session.session_key == here


def test_leaving_is_asked_for_anew_once_there_is_proof(ana):
    client = Client()
    client.force_login(ana)

    assert client.post("/you/leave/", {"what": "all", "sure": "on"}).url == "/you/leave/"
    assert "reauthenticate" in client.get("/you/leave/").url
    assert Person.objects.filter(pk=ana.pk).exists()
