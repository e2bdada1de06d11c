"""What signs somebody in is written by its page, sealed, and sent by the worker before all else."""

import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTP, SMTPServerDisconnected
from threading import Event
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.delivery import deliver_due, waiting
from people.models import Job, SignInMail
from people.models.outgoing import Outgoing
from recommendations.leaving import erasing
from tests.people.test_signing_in import CODE, SIGNUP, code_in, signed_in
from tests.worlds.outbox import invite, sent, tell

RESET = "/accounts/password/reset/"


@pytest.fixture(autouse=True)
def nobody_is_at_work(db, monkeypatch, settings):
    cache.clear()
    settings.OPEN_SIGNUP = True
    monkeypatch.setattr(SignInMail, "deliver_soon", staticmethod(lambda: None))


def due_again() -> None:
    SignInMail.objects.update(due_at=timezone.now())


def overdue(by: timedelta) -> None:
    SignInMail.objects.update(expires_at=timezone.now() - by)


class Watched(EmailBackend):
    """Before each mail something may happen to it."""

    def send_messages(self, messages):
        BEFORE[-1](messages[0].to[0])
        return super().send_messages(messages)


BEFORE: list[Callable[[str], object]] = []


@pytest.fixture
def watched(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Watched"
    yield BEFORE.append
    BEFORE.clear()


def ask_for_code(email: str) -> tuple[Client, str]:
    client = Client()
    return client, client.post(CODE, {"email": email}, follow=True).request["PATH_INFO"]


def test_a_code_is_sent_by_the_worker_works_and_is_gone(ana):
    client, path = ask_for_code(ana.email)
    assert (mail.outbox, SignInMail.objects.count(), waiting()) == ([], 1, 1)

    assert deliver_due() == 1
    client.post(path, {"code": code_in(mail.outbox[0])})

    assert (signed_in(client), sent(), SignInMail.objects.count()) == (ana, [ana.email], 0)


def test_the_row_holds_nothing_that_can_be_read(ana):
    client, _ = ask_for_code(ana.email)
    code = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_signinmail")
        row = str(cursor.fetchall())

    digits = re.sub(r"\D", "", code)
    assert [each in row for each in (ana.email, code, digits, "example.org", "code")] == [False] * 5


def test_no_page_turns_to_the_mail_server(client, ana, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with patch.object(SMTP, "connect", side_effect=OSError) as connect:
        pages = [client.post(path, {"email": ana.email, "name": "Eve"}) for path in (CODE, SIGNUP, RESET)]
        assert not connect.called
        assert deliver_due() == 0

    assert connect.called
    assert ([page.status_code for page in pages], waiting()) == ([302] * 3, 3)
    assert Job.objects.get(name="mails").error == "The mail server cannot be reached: OSError"


@pytest.mark.parametrize("path", [CODE, SIGNUP, RESET])
def test_known_and_unknown_are_written_by_the_same_statements(ana, path):
    def asked(email: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            Client().post(path, {"email": email, "name": "Eve Stone"})
        return [query["sql"].split(" VALUES ")[0] for query in queries if "signinmail" in query["sql"]]

    Client().post(path, {"email": "first@example.org", "name": "Eve Stone"})
    known, unknown = asked(ana.email), asked("nobody@example.org")

    assert (known, len(known)) == (unknown, 1)
    sizes = [len(row.sealed) for row in SignInMail.objects.order_by("-pk")[:2]]
    assert min(sizes) > 1000


def test_the_demo_sends_it_at_once(ana, settings, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(SignInMail, "deliver_soon", staticmethod(Outgoing.deliver_soon))
    settings.DELIVER_INLINE = True

    with django_capture_on_commit_callbacks(execute=True):
        ask_for_code(ana.email)

    assert sent() == [ana.email]


def test_codes_go_first_then_invitations_whatever_waits_and_comes(ana, ben, monkeypatch, watched):
    """Of each kind in its turn, and looked for again after a few."""
    monkeypatch.setattr("people.delivery.TURN_ROWS", 2)
    for number in range(4):
        tell(ana, ben)
        invite(ben, f"friend{number}@example.org")
    ask_for_code("early@example.org")
    come = {"friend0@example.org": lambda: ask_for_code("late@example.org"), ana.email: lambda: invite(ben)}
    watched(lambda address: come.pop(address, int)())

    deliver_due()

    friends = [f"friend{number}@example.org" for number in range(4)]
    first = ["early@example.org", *friends[:2], "late@example.org", *friends[2:]]
    assert sent() == [*first, *[ana.email] * 2, "eve@example.org", *[ana.email] * 2]


def test_what_is_not_tried_in_its_turn_or_when_asked_to_stop_is_due_at_once(ana, ben, monkeypatch, watched):
    stopped = Event()
    for number in range(4):
        invite(ben, f"friend{number}@example.org")
    watched(lambda address: stopped.set())
    assert (deliver_due(stopped), set(ben.invitations.filter(sent_at=None).values_list("tries", flat=True))) == (1, {0})

    monkeypatch.setattr("people.delivery.TURN_LASTS", 0)
    watched(lambda address: ask_for_code("late@example.org") if address == "friend1@example.org" else None)
    assert deliver_due() == 4

    assert sent()[:3] == ["friend0@example.org", "friend1@example.org", "late@example.org"]


def test_while_the_server_is_in_trouble_it_is_tried_every_few_seconds(ana, watched):
    def trouble(address: str) -> None:
        raise SMTPServerDisconnected

    client, path = ask_for_code(ana.email)
    watched(trouble)

    for _ in range(5):
        assert (deliver_due(), waiting()) == (0, 1)
        row = SignInMail.objects.get()
        assert (row.due_at - timezone.now() < timedelta(seconds=6), row.tries) == (True, 0)
        due_again()
    watched(lambda address: None)
    assert deliver_due() == 1

    client.post(path, {"code": code_in(mail.outbox[0])})
    assert signed_in(client) == ana


def test_what_came_too_late_is_not_sent_is_noted_and_not_counted(ana, settings):
    settings.RATIONS = settings.RATIONS | {"codes": "2/d/key"}
    for _ in range(3):
        ask_for_code(ana.email)
    assert SignInMail.objects.count() == 2  # the third is past the ration

    overdue(timedelta(seconds=1))
    assert (deliver_due(), SignInMail.objects.count(), mail.outbox) == (0, 0, [])
    said = Job.objects.get(name="mails").error
    assert re.fullmatch(r"sign-in mail \d+ will never be sent: its time was over", said)

    for _ in range(3):
        ask_for_code(ana.email)
    assert (deliver_due(), sent()) == (2, [ana.email] * 2)


def test_a_code_waits_no_longer_than_it_works(ana):
    ask_for_code(ana.email)
    Client().post(RESET, {"email": ana.email})

    lasts = [(row.expires_at - row.made_at) for row in SignInMail.objects.order_by("pk")]
    assert lasts == [timedelta(minutes=10), timedelta(days=1)]


def test_killed_between_sending_and_noting_it_goes_once_more_with_its_id(ana, monkeypatch):
    ask_for_code(ana.email)
    with monkeypatch.context() as dying:
        dying.setattr(SignInMail, "settle", lambda row, sent_at: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            deliver_due()
    assert deliver_due() == 0
    assert SignInMail.objects.get().due_at - timezone.now() < timedelta(minutes=1)

    due_again()
    deliver_due()

    first, second = (each.extra_headers["Message-ID"] for each in mail.outbox)
    assert (first, SignInMail.objects.count()) == (second, 0)


def test_it_is_opened_by_an_older_key_and_by_no_other(ana, settings):
    ask_for_code(ana.email)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert deliver_due() == 1

    ask_for_code(ana.email)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "o" * 50, []
    assert (deliver_due(), SignInMail.objects.count()) == (0, 0)
    assert "it was sealed with another SECRET_KEY" in Job.objects.get(name="mails").error


def test_whoever_leaves_takes_what_waits_for_them_along(ana, ben):
    for each in (ana, ben):
        ask_for_code(each.email)
    erasing.erase(ana)

    assert (deliver_due(), sent()) == (1, [ben.email])


def test_a_fault_of_ours_with_one_holds_up_no_other(ana, ben, watched):
    def fault(address: str) -> None:
        if address == ana.email:
            raise KeyError(address)

    for each in (ana, ben):
        ask_for_code(each.email)
    watched(fault)

    assert (deliver_due(), sent(), waiting()) == (1, [ben.email], 1)
    assert SignInMail.objects.get().tries == 1
