"""So many mails a day go to an address that somebody typed in, and no more; and its owner still gets in."""

import re
import time
from collections import Counter
from contextlib import suppress
from uuid import uuid4

import pytest
from django.conf import settings as given
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from people import rations
from people.delivery import deliver_due
from people.devices import device_known_for, know_device
from people.models import Invitation, Person, SignInMail
from people.rations import PastRationError, ration_later, use_up
from recommendations.models import Case, CaseMail
from tests.people.test_signing_in import CODE, LOGIN, SIGNUP, MailServerDown, code_in, signed_in
from tests.worlds.builders import make_person, make_vouch
from tests.worlds.outbox import deliver_sign_in_mails, invite

RESET, SECRET = "/accounts/password/reset/", "seven old trams at dawn"
# As the settings have them: small, so that they are used up quickly.
FEW = {"codes": "3/d/key", "links": "2/d/key", "later": "2/d/key", "known": "4/d/key", "network": "40/d/key"}
FEW |= {"passwords": "5/5m/key"}

GIVEN, WHEN = dict(given.RATIONS), {"Content-Length", "Expires", "X-Request-ID"}


@pytest.fixture(autouse=True)
def few(db, settings):
    """The library's own limits by the minute stand aside: they are of a minute only."""
    cache.clear()
    settings.RATIONS, settings.OPEN_SIGNUP = FEW, True
    none = dict.fromkeys(("request_login_code", "reset_password", "confirm_email", "login", "signup"))
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | none


def shown(page) -> tuple:
    said = re.sub(r'value="\w{64}"|[\w.]+@[\w.]+|token": "\w+', "", page.content.decode())
    return page.status_code, said, {name: value for name, value in page.headers.items() if name not in WHEN}


def known(person: Person) -> Client:
    """A browser where they have been signed in, and are no more."""
    client = Client()
    client.force_login(person)
    client.get("/you/")
    client.post("/accounts/logout/")
    return client


def attack(email: str, times: int = 6) -> None:
    for _ in range(times):
        Client().post(CODE, {"email": email})
        Client().post(SIGNUP, {"email": email, "name": "Eve Stone"})
        Client().post(RESET, {"email": email})


# --- Strangers ------------------------------------------------------------------------------------


def test_tries_of_a_whole_day_send_no_more_than_the_ration(settings):
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.RATIONS = GIVEN

    def went() -> bool:
        with suppress(PastRationError):
            return bool(ration_later("eve@example.org"))
        return False

    assert sum(went() for _ in range(11_520)) == 5


def test_strangers_send_twenty_a_day_to_one_address(settings):
    settings.RATIONS = GIVEN
    assert [rations.a_day(name) for name in ("codes", "links", "later")] == [10, 5, 5]


@pytest.mark.parametrize("path", [CODE, SIGNUP, RESET])
def test_known_and_unknown_answer_the_same_at_every_step(ana, path):
    typed = {"email": "", "name": "Eve Stone"}
    resent = {"action": "resend"}
    then = [("/accounts/login/code/confirm/", resent), ("/accounts/confirm-email/", resent)]
    answers = []
    for email in (ana.email, "nobody@example.org"):
        clients = [Client() for _ in range(5)]
        steps = [(path, typed | {"email": email}), *then]
        answers.append([shown(client.post(*step, follow=True)) for client in clients for step in steps])

    sent = Counter(letter.to[0] for letter in mail.outbox)
    assert answers[0] == answers[1]
    assert sent == {ana.email: 2 if path == RESET else 3, "nobody@example.org": 3}


def test_every_page_counts_to_the_same_address(ana):
    attack(ana.email)
    attack("eve@example.org")

    assert Counter(letter.to[0] for letter in mail.outbox) == {ana.email: 5, "eve@example.org": 3}


def test_one_mailbox_has_one_ration_however_it_is_written(db):
    for written in (
        "eve.stone@example.org",
        "EveStone@example.org",
        "evestone+a@example.org",
        "e.v.estone+b@Example.org",
    ):
        Client().post(CODE, {"email": written})

    assert len(mail.outbox) == 3


def test_a_code_that_was_not_sent_opens_nothing(ana):
    attack(ana.email)
    client = Client()
    path = client.post(CODE, {"email": ana.email}, follow=True).request["PATH_INFO"]
    code = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]

    assert client.post(path, {"code": code}).status_code == 422
    assert signed_in(client) is None


def test_networks_have_a_ration_which_is_said(db, settings):
    settings.RATIONS = FEW | {"network": "2/d/key"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def asked(name: str, forwarded: str) -> int:
        client = Client(headers={"X-Forwarded-For": forwarded})
        return client.post(CODE, {"email": f"{name}@example.org"}).status_code

    here = [asked(f"a{n}", f"198.51.100.{n}, 192.0.2.{n}") for n in range(1, 4)]
    there = [
        asked("b", "192.0.2.9, 203.0.113.1"),
        asked("c", "192.0.2.9, ::ffff:203.0.113.2"),
        asked("d", "203.0.113.3"),
    ]
    six = [asked("e", "2001:db8:1::1"), asked("f", "2001:db8:1:ffff::2"), asked("g", "2001:db8:1:8::3")]

    assert (here, there, six) == ([302, 302, 429],) * 3
    assert asked("h", "2001:db8:2::1") == 302


def test_past_the_network_nobody_joins_halfway(client, settings, db):
    settings.RATIONS = FEW | {"network": "0/d/key"}

    assert client.post(SIGNUP, {"email": "eve@example.org", "name": "Eve Stone"}).status_code == 429
    assert not Person.objects.exists()


def test_what_was_not_carried_is_not_counted(ana, settings):
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{MailServerDown.__module__}.MailServerDown"
    assert {Client().post(CODE, {"email": ana.email}).status_code for _ in range(6)} == {302}
    settings.EMAIL_BACKEND = backend
    # Until their time is over they may be carried still.
    SignInMail.objects.update(due_at=timezone.now(), expires_at=timezone.now())
    deliver_sign_in_mails()

    attack(ana.email)

    assert len(mail.outbox) == 5


def test_a_change_of_address_is_counted_for_the_new_one(ana):
    attack("eve@example.org")
    mail.outbox.clear()
    client = Client()
    client.force_login(ana)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(ana.pk)
    session.save()

    answer = client.post(reverse("account_email"), {"email": "eve@example.org", "action_add": ""})

    assert (answer.status_code, mail.outbox) == (302, [])


# --- What the worker finds due ---------------------------------------------------------------------


def test_invitations_of_many_to_one_address_wait(ana, settings):
    inviters = [make_person() for _ in range(4)]
    for inviter in inviters:
        invite(inviter, "Eve@example.org")
    invite(ana, "fay@example.org")

    deliver_due()

    assert Counter(letter.to[0] for letter in mail.outbox) == {"Eve@example.org": 2, "fay@example.org": 1}
    assert Invitation.objects.exclude(due_at=None).count() == 2
    cache.clear()
    Invitation.objects.exclude(due_at=None).update(due_at=Invitation.objects.earliest("made_at").made_at)
    deliver_due()
    assert len(mail.outbox) == 5


def test_receipts_and_codes_of_cases_have_the_ration_and_answers_have_none(ana):
    make_vouch(author=ana, phone="+441134960009", email="joe@example.net")
    staff = make_person(is_staff=True)
    cases = [
        Case.objects.ask(uuid4(), kind="tell", phone="+441134960009", email="joe@example.net", words="")
        for _ in range(3)
    ]
    for _ in range(2):  # the codes are found due by the first
        deliver_due()
    assert len(mail.outbox) == 2

    for case in cases:
        case.close(staff, "Nothing more.")
    deliver_due()

    assert len(mail.outbox) == 5
    assert not CaseMail.objects.filter(kind=CaseMail.Kind.ANSWER, sent_at=None).exists()


def test_codes_and_invitations_hold_each_other_up_nowhere(ana, ben):
    attack("eve@example.org")
    for inviter in (ana, ben, make_person()):
        invite(inviter, "eve@example.org")
    deliver_due()

    assert len(mail.outbox) == 3 + 2


# --- The owner ------------------------------------------------------------------------------------


def test_whoever_is_known_gets_a_code_after_an_attack(ana):
    client = known(ana)
    attack(ana.email)
    mail.outbox.clear()

    path = client.post(CODE, {"email": ana.email.upper()}, follow=True).request["PATH_INFO"]
    client.post(path, {"code": code_in(mail.outbox[0])})

    assert signed_in(client) == ana


def test_whoever_is_known_gets_so_many_and_is_then_told_nothing_either(ana):
    client = known(ana)

    answers = set()
    for _ in range(6):
        answers.add(client.post(CODE, {"email": ana.email}).status_code)
        client.post("/accounts/logout/")

    assert (answers, len(mail.outbox)) == ({302}, 4)


def test_an_attack_on_links_has_mailed_a_way_in_from_anywhere(ana):
    for name in "abc":  # of the same mailbox, but nobody's here
        Client().post(RESET, {"email": ana.email.replace("@", f"+{name}@")})
    attack(ana.email)
    links = [found[1] for each in mail.outbox if (found := re.search(r"http://[^/]+(/\S+/reset/key\S+)", each.body))]
    for _ in range(6):
        Client().post(LOGIN, {"login": ana.email, "password": "a guess"})
    client = Client()

    form = client.get(links[0], follow=True).request["PATH_INFO"]
    client.post(form, {"password1": SECRET, "password2": SECRET})

    assert (len(links), signed_in(client)) == (2, ana)


def test_wrong_passwords_of_strangers_lock_out_nobody_who_is_known(ana):
    ana.set_password(SECRET)
    ana.save()
    ana.emailaddress_set.create(email=ana.email, verified=True, primary=True)
    client, stranger = known(ana), Client()
    tried = [stranger.post(LOGIN, {"login": ana.email, "password": "a guess"}).content.decode() for _ in range(12)]
    assert ["many times" in page for page in tried] == [False] * 5 + [True] * 7
    assert "many times" in stranger.post(LOGIN, {"login": ana.email, "password": SECRET}).content.decode()

    client.post(LOGIN, {"login": ana.email, "password": SECRET})

    assert signed_in(client) == ana


def test_whoever_is_known_guesses_as_often_as_a_stranger(ana, ben):
    client = known(ana)
    tried = [client.post(LOGIN, {"login": ana.email, "password": "a guess"}).content.decode() for _ in range(7)]
    others = [client.post(LOGIN, {"login": ben.email, "password": "a guess"}).content.decode() for _ in range(7)]

    for each in (tried, others):
        assert ["many times" in page for page in each] == [False] * 5 + [True] * 2


# --- The cookie -------------------------------------------------------------------------------------


def request_with(cookies):
    request = RequestFactory().get("/")
    request.COOKIES = {name: getattr(cookie, "value", cookie) for name, cookie in cookies.items()}
    request.user = type("Nobody", (), {"is_authenticated": False})
    return request


def test_the_cookie_of_a_known_browser_tells_nothing(ana):
    cookie = known(ana).cookies[given.KNOWN_COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 400 * 24 * 3600)
    assert re.fullmatch(r"[0-9a-f]{176}", cookie.value)
    assert known(ana).cookies[given.KNOWN_COOKIE].value != cookie.value
    assert device_known_for(request_with({given.KNOWN_COOKIE: cookie}), ana.email.upper())


@pytest.mark.parametrize("value", ["", "zz", "00" * 88, "é"])
def test_a_cookie_that_is_not_ours_knows_nobody(ana, value):
    assert device_known_for(request_with({given.KNOWN_COOKIE: value}), ana.email) == ""


def test_a_browser_knows_the_last_four_and_keeps_its_name(client, settings):
    cookies, names = {}, set()
    for number in range(5):
        response = HttpResponse()
        know_device(request_with(cookies), response, f"p{number}@example.org")
        cookies = response.cookies
        names.add(device_known_for(request_with(cookies), f"p{number}@example.org"))
    assert len(names) == 1
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50

    knows = [bool(device_known_for(request_with(cookies), f"p{number}@example.org")) for number in range(5)]
    assert knows == [False, True, True, True, True]


def test_the_ration_is_one_for_all_processes(db):
    """It stands in the shared cache, so what another process has counted is counted here."""
    assert issubclass(import_string(given.CACHES["default"]["BACKEND"]), DatabaseCache)
    use_up([("later", "eve@example.org", "")])
    use_up([("later", "eve@example.org", "")])

    with pytest.raises(PastRationError):
        ration_later("Eve+x@example.org")
