"""Signing in by Google, Apple or an OpenID provider: with `-p tests.with_providers` alone, and off without it."""

import json
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from cryptography.hazmat.primitives.asymmetric import rsa
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import Person, Tie
from tests.people.test_account import sign_in
from tests.people.test_account_second_step import SECOND, code_of, set_up_an_app
from tests.worlds.builders import make_invitation, make_person

ON = pytest.mark.skipif(not settings.PROVIDERS, reason="needs -p tests.with_providers")
LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"
BUTTONS = {
    "google": "/accounts/google/login/",
    "apple": "/accounts/apple/login/",
    "openid": "/accounts/oidc/openid/login/",
}
LEAD_TO = {
    "google": "https://accounts.google.com",
    "apple": "https://appleid.apple.com",
    "openid": "https://id.choir.test",
}


def member(client: Client) -> Person | None:
    person = get_user(client)
    return person if person.is_authenticated else None


# --- Off --------------------------------------------------------------------------------------------


@pytest.mark.skipif(bool(settings.PROVIDERS), reason="they are on")
@pytest.mark.parametrize("page", [*BUTTONS.values(), "/accounts/3rdparty/", "/accounts/3rdparty/signup/"])
def test_without_their_variables_there_is_nothing_of_providers(client, settings, page):
    settings.OPEN_SIGNUP = True
    shown = client.get(LOGIN).content.decode() + client.get(SIGNUP).content.decode()

    assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)
    assert not re.search("(?i)google|apple |openid|3rdparty|Go on with", shown)
    assert "form-action 'self';" in f"{client.get(LOGIN).headers['Content-Security-Policy']};"
    assert not apps.is_installed("allauth.socialaccount")


# --- On ---------------------------------------------------------------------------------------------


@dataclass
class Elsewhere(requests.adapters.BaseAdapter):
    """All three providers. What they say of whoever signs in there is `claims`."""

    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    status: int = 200

    def send(self, request, **_):
        self.asked.append(request.url)
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = self.status, request.url, request
        answer.headers["Content-Type"] = "application/json"
        answer._content = json.dumps(self.said_at(request.url)).encode()
        return answer

    def close(self):
        pass

    def said_at(self, url: str) -> dict[str, Any]:
        place = urlsplit(url)
        if place.path.endswith("openid-configuration"):
            pages = {"authorization_endpoint": "auth", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
            return {name: f"https://id.choir.test/{page}" for name, page in pages.items()}
        if place.path.endswith("userinfo"):
            return {"sub": "7"} | self.claims
        if place.path.endswith("/keys"):
            return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "one"}]}
        return {"access_token": "token", "token_type": "Bearer"} | self.id_token(place.netloc)

    def id_token(self, host: str) -> dict[str, str]:
        whose = {
            "oauth2.googleapis.com": ("https://accounts.google.com", "whom-at-google"),
            "appleid.apple.com": ("https://appleid.apple.com", "test.whom"),
        }
        if host not in whose:
            return {}
        issuer, audience = whose[host]
        said = {"iss": issuer, "aud": audience, "sub": "7", "exp": time.time() + 60, "iat": time.time()}
        return {"id_token": jwt.encode(said | self.claims, self.key, "RS256", {"kid": "one"})}


@pytest.fixture
def elsewhere(monkeypatch, db) -> Elsewhere:
    from people.providers import ProviderAdapter

    cache.clear()
    there, session = Elsewhere(), requests.Session()
    session.mount("https://", there)
    monkeypatch.setattr(ProviderAdapter, "get_requests_session", lambda _: session)
    return there


def come_by(provider: str, client: Client, leads_on: str = "", **answered: str):
    """To where the provider sends them back."""
    sent = client.post(BUTTONS[provider], {"next": leads_on} if leads_on else {})
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    said = {"code": "1234", "state": state} | answered
    if provider != "apple":
        return client.get(f"{BUTTONS[provider]}callback/", said)
    # From a page of Apple's: no cookie of ours comes with it.
    posted = Client().post(f"{BUTTONS[provider]}callback/", said)
    client.cookies["apple-login-session"] = posted.cookies["apple-login-session"].value
    return client.get(posted.url)


GMAIL = {"email": "ana@gmail.com", "email_verified": True, "given_name": "Ana", "family_name": "Silva"}
RELAY = {"email": "x1@privaterelay.appleid.com", "email_verified": True}
CHOIR = {"email": "ana@choir.test", "email_verified": True, "name": "Ana Silva"}
OF_EACH = [("google", GMAIL), ("apple", RELAY), ("openid", CHOIR)]


def proved(**fields: Any) -> Person:
    person = make_person(**fields)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@ON
@pytest.mark.parametrize(("provider", "claims"), OF_EACH)
def test_member_comes_in_by_a_provider_and_goes_where_they_wanted(client, elsewhere, provider, claims):
    ana = proved(email=claims["email"])
    elsewhere.claims = claims
    answer = come_by(provider, client, "/circle/")

    assert (answer.status_code, answer.url, member(client)) == (302, "/circle/", ana)
    kept = [apps.get_model("socialaccount", name).objects.count() for name in ("SocialAccount", "SocialToken")]
    assert (kept, Person.objects.count()) == ([0, 0], 1)


@ON
@pytest.mark.parametrize(("provider", "origin"), LEAD_TO.items())
def test_buttons_lead_where_the_pages_allow(client, elsewhere, provider, origin):
    page = client.get(f"{LOGIN}?next=/circle/")
    allowed = re.search("form-action ([^;]+)", page.headers["Content-Security-Policy"])[1].split()
    sent = client.post(BUTTONS[provider])

    assert f'action="{BUTTONS[provider]}"' in page.content.decode()
    assert (sent.status_code, sent.url.startswith(f"{origin}/"), origin in allowed) == (302, True, True)
    assert len(allowed) == 4
    assert client.get(BUTTONS[provider]).status_code == 200  # looked at, it asks for a press


NOT_PROVED = [
    ("google", GMAIL | {"email_verified": False}),
    ("google", GMAIL | {"email": "ana@corp.example"}),
    ("google", GMAIL | {"email": "ana@corp.example", "hd": "other.example"}),
    ("google", GMAIL | {"email": "ana@notgmail.com"}),
    ("apple", RELAY | {"email": "ana@gmail.com"}),
    ("apple", RELAY | {"email_verified": False}),
    ("openid", CHOIR | {"email": "ana@gmail.com"}),
    ("openid", CHOIR | {"email_verified": False}),
    ("openid", CHOIR | {"email_verified": "false"}),
    ("openid", {"name": "Ana"}),
]


@ON
@pytest.mark.parametrize(("provider", "claims"), NOT_PROVED)
def test_address_that_a_provider_may_not_speak_for_lets_nobody_in(client, elsewhere, settings, provider, claims):
    settings.OPEN_SIGNUP = True
    proved(email=claims.get("email", "ana@choir.test"))
    elsewhere.claims = claims
    answer = come_by(provider, client, "/circle/")

    assert (answer.url, member(client)) == (f"{LOGIN}?next=%2Fcircle%2F", None)
    assert "Get a code by e-mail instead." in client.get(answer.url).content.decode()
    assert "joins_as" not in client.session


@ON
def test_organisation_whose_addresses_google_runs_is_believed(client, elsewhere):
    ana = proved(email="ana@corp.example")
    elsewhere.claims = GMAIL | {"email": "Ana@Corp.example", "hd": "corp.example"}
    come_by("google", client)

    assert member(client) == ana


@ON
def test_member_whose_address_is_another_is_not_taken_over(client, elsewhere):
    """Somebody has typed the address in, and never proved it."""
    ana = proved(email="ana@gmail.com")
    EmailAddress.objects.filter(user=ana).update(email="old@gmail.com")
    elsewhere.claims = GMAIL
    come_by("google", client)

    assert member(client) is None


@ON
@pytest.mark.parametrize("state", [{"joining": True}, {"is_active": False}])
def test_who_is_no_member_yet_or_no_more_does_not_come_in(client, elsewhere, state):
    Person.objects.filter(pk=proved(email=GMAIL["email"]).pk).update(**state)
    elsewhere.claims = GMAIL
    come_by("google", client)

    assert member(client) is None


@ON
def test_who_rests_wakes_and_who_is_suspended_reads_why(elsewhere):
    rests, bad = proved(email="r@gmail.com"), proved(email="s@gmail.com")
    rests.set_active(False, rests=True)
    bad.suspend("Lies")
    for person in (rests, bad):
        client = Client()
        elsewhere.claims = GMAIL | {"email": person.email}
        come_by("google", client)
        assert member(client) == person

    assert Person.objects.get(pk=rests.pk).is_active
    assert client.get("/find/").url == reverse("suspended")


@ON
def test_imported_person_proves_their_address_by_a_provider(client, elsewhere):
    ana = make_person(email=GMAIL["email"])
    elsewhere.claims = GMAIL
    come_by("google", client)

    assert (member(client), EmailAddress.objects.get(user=ana).verified) == (ana, True)


@ON
def test_second_step_is_asked_after_a_provider_too(elsewhere):
    ana = proved(email=GMAIL["email"])
    secret, _ = set_up_an_app(sign_in(ana))
    client, elsewhere.claims = Client(), GMAIL
    answer = come_by("google", client)
    assert (answer.url.split("?")[0], member(client)) == (SECOND, None)
    client.post(SECOND, {"code": code_of(secret)})

    assert member(client) == ana


# --- Joining ------------------------------------------------------------------------------------------


@ON
@pytest.mark.parametrize(("provider", "claims"), OF_EACH)
def test_nobody_joins_by_a_provider_where_one_is_invited(client, elsewhere, provider, claims):
    elsewhere.claims = claims
    answer = come_by(provider, client)

    assert "by invitation" in answer.content.decode() or answer.status_code == 200
    assert (member(client), Person.objects.count(), "joins_as" in client.session) == (None, 0, False)


@ON
def test_invited_person_joins_by_a_provider_into_the_tie_without_a_code(elsewhere):
    inviter = proved(email="maya@example.org", name="Maya Shah")
    invitation, client = make_invitation(inviter=inviter, name="Ana"), Client()
    client.post(invitation.path)
    elsewhere.claims = GMAIL
    answer = come_by("google", client)
    page = client.get(answer.url).content.decode()
    assert (answer.url, member(client)) == (SIGNUP, None)
    assert re.search(r'name="email" value="ana@gmail.com"|value="ana@gmail.com"[^>]*name="email"', page)
    assert 'value="Ana Silva"' in page
    mail.outbox.clear()
    client.post(SIGNUP, {"name": "Ana Silva", "email": GMAIL["email"], "how": "We sing together"})

    ana = member(client)
    assert (ana.email, ana.joining, ana.has_usable_password()) == (GMAIL["email"], False, False)
    assert Tie.objects.filter(person=ana, friend=inviter).exists()
    assert EmailAddress.objects.get(user=ana).verified
    assert not [letter for letter in mail.outbox if letter.to == [GMAIL["email"]]]


@ON
def test_who_joins_by_another_address_proves_it_by_a_code(client, elsewhere, settings):
    settings.OPEN_SIGNUP = True
    elsewhere.claims = GMAIL
    come_by("google", client)
    client.post(SIGNUP, {"name": "Ana Silva", "email": "eve@gmail.com"})

    assert (member(client), [letter.to for letter in mail.outbox]) == (None, [["eve@gmail.com"]])


@ON
def test_what_a_provider_said_is_forgotten_when_a_code_would_be(client, elsewhere, settings):
    settings.OPEN_SIGNUP = True
    elsewhere.claims = GMAIL
    come_by("google", client)
    session = client.session
    session["joins_as"] |= {"at": time.time() - settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT - 1}
    session.save()
    page = client.get(SIGNUP).content.decode()
    client.post(SIGNUP, {"name": "Ana Silva", "email": GMAIL["email"]})

    assert ("ana@gmail.com" in page, member(client), len(mail.outbox)) == (False, None, 1)


# --- What goes wrong ----------------------------------------------------------------------------------


@ON
@pytest.mark.parametrize("answered", [{"error": "access_denied"}, {"error": "server_error"}, {"state": "another"}])
def test_what_a_provider_refuses_leads_back_to_signing_in(client, elsewhere, answered):
    proved(email=CHOIR["email"])
    elsewhere.claims = CHOIR
    answer = come_by("openid", client, "/circle/", **answered)

    assert (answer.url.split("?")[0], member(client)) == (LOGIN, None)


@ON
def test_provider_in_trouble_leads_back_to_signing_in(client, elsewhere):
    sent = client.post(BUTTONS["google"])
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    elsewhere.status = 500
    answer = client.get(f"{BUTTONS['google']}callback/", {"code": "1", "state": state})

    assert answer.url == LOGIN
    assert "That did not work." in client.get(LOGIN).content.decode()
    assert client.post(BUTTONS["openid"]).url == LOGIN


@ON
def test_who_is_signed_in_stays_who_they_are(elsewhere):
    ben = proved(email="ben@example.org")
    client = sign_in(ben)
    proved(email=GMAIL["email"])
    elsewhere.claims = GMAIL
    for process in ("login", "connect", "redirect"):
        sent = client.post(f"{BUTTONS['google']}?process={process}")
        state = parse_qs(urlsplit(sent.url).query)["state"][0]
        client.get(f"{BUTTONS['google']}callback/", {"code": "1", "state": state})
        assert member(client) == ben


@ON
@pytest.mark.parametrize("page", ["", "signup/", "login/cancelled/", "login/error/"])
def test_librarys_pages_of_accounts_elsewhere_lead_away(client, db, page):
    answer = client.get(f"/accounts/3rdparty/{page}")

    assert (answer.status_code, answer.url) == (302, LOGIN if page else reverse("you"))


@ON
def test_nobody_comes_in_by_a_script_of_googles(client, elsewhere):
    assert client.post("/accounts/google/login/token/", {"credential": "x"}).url == LOGIN
    assert elsewhere.asked == []


@ON
@pytest.mark.parametrize("provider", BUTTONS)
def test_buttons_of_providers_have_a_limit(client, elsewhere, monkeypatch, provider):
    monkeypatch.setattr(ratelimit, "consume", lambda *_, action, **__: action != "request_login_code")

    assert client.post(BUTTONS[provider]).status_code == 429
    assert elsewhere.asked == []
