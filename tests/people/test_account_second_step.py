"""Authenticator app and recovery codes; passkeys need a browser, and have their journey there."""

import re
from base64 import b64decode
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.models import Person
from people.second_step import MFAAdapter
from tests.people.test_account import code_in, no_limits_left_over, sign_in, signed_in, wait  # noqa: F401

SECOND = "/accounts/2fa/authenticate/"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))


def set_up_an_app(client: Client) -> tuple[str, list[str]]:
    """The app's secret, and the recovery codes that are shown after."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<b class=\"number\">([\w ]+)</b>", page)[1].replace(" ", "")
    shown = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    return secret, re.findall(r"<li>(\d+)</li>", shown.content.decode())


def first_step(person: Person) -> Client:
    client = Client()
    mail.outbox.clear()
    sent = client.post("/accounts/login/code/", {"email": person.email}, follow=True)
    client.post(sent.request["PATH_INFO"], {"code": code_in(mail.outbox.pop())})
    return client


def test_with_an_app_a_code_by_mail_is_only_the_first_step(ana):
    secret, _ = set_up_an_app(sign_in(ana))
    client = first_step(ana)
    assert signed_in(client) is None

    assert client.post(SECOND, {"code": "000000"}).status_code == 422
    assert signed_in(client) is None
    client.post(SECOND, {"code": code_of(secret)})

    assert signed_in(client) == ana


def test_the_picture_is_one_that_a_camera_can_read_in_the_dark(ana):
    page = sign_in(ana).get("/accounts/2fa/totp/activate/").content.decode()

    image = re.search(r'<img class="qr" src="data:image/svg\+xml;base64,([^"]+)"', page)[1]
    assert "<svg" in b64decode(image).decode()
    assert re.search(r"\.qr \{[^}]*background: #fff", Path(settings.BASE_DIR, "static/whom.css").read_text())


def test_recovery_codes_are_shown_once_and_work_once(ana):
    client = sign_in(ana)
    _, codes = set_up_an_app(client)
    assert len(set(codes)) == 10
    assert not re.findall(r"<li>\d+</li>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 403

    outcomes = []
    for code in (codes[0], codes[0], codes[1]):
        again = first_step(ana)
        again.post(SECOND, {"code": code})
        outcomes.append(signed_in(again))

    assert outcomes == [ana, None, ana]
    assert "you have 8 left" in client.get("/accounts/2fa/").content.decode()


def test_the_mailbox_alone_cannot_take_the_second_step_off(ana):
    client = sign_in(ana)
    secret, _ = set_up_an_app(client)
    wait(client, 6)

    asked = client.post("/accounts/2fa/totp/deactivate/")
    by_mail = client.post("/accounts/reauthenticate/code/", {"send": "yes"})
    assert asked.url.startswith("/accounts/2fa/reauthenticate/")
    assert by_mail.url.startswith("/accounts/2fa/reauthenticate/")
    assert not mail.outbox
    client.post(asked.url, {"code": code_of(secret)})

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "Your authenticator app was removed on Whom"


def test_half_a_sign_in_wakes_nobody(ana):
    secret, _ = set_up_an_app(sign_in(ana))
    ana.set_active(False, rests=True)

    client = first_step(ana)
    ana.refresh_from_db()
    assert not ana.is_active
    client.post(SECOND, {"code": code_of(secret)})

    ana.refresh_from_db()
    assert ana.is_active


def test_a_copy_of_the_database_makes_no_codes(ana, settings):
    secret, codes = set_up_an_app(sign_in(ana))
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert not [each for each in (secret, *codes) if each in kept]

    adapter = MFAAdapter()
    locked = adapter.encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key that nobody knows " * 2
    assert adapter.decrypt(locked) == "secret"
    settings.SECRET_KEY_FALLBACKS = []
    guesses = {adapter.decrypt(locked) for _ in range(2)}
    assert len(guesses) == 2
    client = first_step(ana)
    client.post(SECOND, {"code": codes[0]})
    assert signed_in(client) is None


# --- Every page of the library in our words -------------------------------------------------------

PAGES = [
    "account_email",
    "account_set_password",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "usersessions_list",
]


def not_ours(response) -> set[str]:
    """Templates that came from the library as it is, but for those that show a field."""
    origins = {each.origin.name for each in response.templates if each.origin and "/allauth/" in each.origin.name}
    return {name for name in origins if not name.startswith(str(settings.BASE_DIR / "templates"))}


@pytest.mark.parametrize("with_app", [True, False])
def test_every_page_about_signing_in_is_ours(ana, with_app):
    client = sign_in(ana)
    if with_app:
        set_up_an_app(client)

    for name in PAGES:
        response = client.get(reverse(name), follow=True)
        assert response.status_code == 200 or not with_app
        assert not_ours(response) == set()


def test_the_second_step_is_ours(ana):
    set_up_an_app(sign_in(ana))

    page = first_step(ana).get(SECOND)

    assert "One more step" in page.content.decode()
    assert not_ours(page) == set()
