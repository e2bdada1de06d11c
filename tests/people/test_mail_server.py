"""A mail server that refuses, hangs, puts off or dies: no page waits for it, and all goes once it is back."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from smtplib import SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from people.delivery import deliver_due, waiting
from tests.worlds.outbox import MINUTE, Inbox, invite, sent, serving, tell, time_passes, until_due_again, unused_port

pytestmark = pytest.mark.enable_socket
INVITED = [f"friend{number}@example.org" for number in range(5)]


@contextmanager
def hanging(port: int) -> Iterator[None]:
    """It takes the call, and says nothing."""
    with socket.create_server(("127.0.0.1", port)):
        yield


@contextmanager
def gone(port: int) -> Iterator[None]:
    yield


TROUBLE: dict[str, Callable] = {
    "refusing": gone,
    "hanging": hanging,
    "busy at the address": lambda port: serving(port, Inbox(at_address="451 come again")),
    "busy at the end": lambda port: serving(port, Inbox(at_end="451 come again")),
    "shutting down": lambda port: serving(port, Inbox(at_address="421 closing")),
    "dying in DATA": lambda port: serving(port, Inbox(at_end=None)),
}


@pytest.fixture
def port(settings) -> int:
    port = unused_port()
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "django.core.mail.backends.smtp.EmailBackend", 0.5
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    return port


def invite_all(client) -> None:
    for email in INVITED:
        fields = {"name": "A friend", "how": "We rowed together", "email": email, "key": str(uuid4())}
        assert client.post("/invitations/new/", fields).status_code == 302


@contextmanager
def nobody_turns_to_the_mail_server() -> Iterator[None]:
    """So that nobody waits for it, however long all else takes."""
    with patch.object(SMTP, "connect", side_effect=OSError) as connect:
        yield
    assert not connect.called


@pytest.mark.parametrize("trouble", TROUBLE)
def test_nothing_is_lost_or_doubled_and_no_page_waits(client, ana, port, trouble):
    client.force_login(ana)

    with TROUBLE[trouble](port):
        with nobody_turns_to_the_mail_server():
            invite_all(client)
        began = time.monotonic()
        assert (deliver_due(), waiting()) == (0, 5)
        assert time.monotonic() - began < 10
        time_passes(2 * MINUTE)
        assert (deliver_due(), waiting()) == (0, 5)
    with serving(port, Inbox()) as inbox:
        time_passes(2 * MINUTE)
        assert (deliver_due(), deliver_due(), waiting()) == (5, 0, 0)

    assert inbox.receivers == INVITED
    assert len(inbox.ids) == 5


def test_one_address_that_is_refused_stops_no_other(client, ana, port):
    class OneRefused(Inbox):
        async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
            self.at_address = "550 nobody here" if address == INVITED[1] else "250 OK"
            return await super().handle_RCPT(server, session, envelope, address, options)

    client.force_login(ana)
    invite_all(client)

    with serving(port, OneRefused()) as inbox:
        assert (deliver_due(), waiting()) == (4, 1)
    assert inbox.receivers == [INVITED[0], *INVITED[2:]]


def test_what_arrives_is_a_plain_text_and_a_page_with_the_same_links(client, ana, ben, port):
    tell(ana, ben)

    with serving(port, Inbox()) as inbox:
        assert deliver_due() == 1

    [mail] = inbox.mails
    plain, page = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert (mail.get_content_type(), mail["Auto-Submitted"]) == ("multipart/alternative", "auto-generated")
    assert set(re.findall(r"https?://\S+?(?=[\s\"])", plain)) == set(re.findall(r'href="(.*?)"', page))


# --- One mail, or all of them ---------------------------------------------------------------------


class Refusing(EmailBackend):
    """Each mail as `trouble` says, by its address."""

    trouble: dict[str, Exception] = {}

    def send_messages(self, messages):
        if error := self.trouble.get(messages[0].to[0]):
            raise error
        return super().send_messages(messages)


@pytest.fixture
def trouble(settings, monkeypatch) -> dict[str, Exception]:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "trouble", {})
    return Refusing.trouble


ITS_OWN = [
    SMTPRecipientsRefused({"eve@example.org": (450, b"no")}),
    SMTPDataError(554, b"spam"),
    ValueError("eve@example.org"),
]
THE_SERVERS = [SMTPServerDisconnected(), SMTPDataError(451, b"later"), TimeoutError(), ConnectionResetError()]


@pytest.mark.parametrize("error", ITS_OWN, ids=repr)
def test_a_refused_one_stops_no_other_and_is_asked_again_ever_more_rarely(ana, trouble, error):
    trouble["eve@example.org"] = error
    invite(ana)
    invite(ana, email="fay@example.org")

    assert (deliver_due(), sent(), waiting()) == (1, ["fay@example.org"], 1)

    waits = []
    for _ in range(10):
        waits += [each.total_seconds() / 60 for each in until_due_again()]
        time_passes()
        assert deliver_due() == 0
    assert [round(minutes) for minutes in waits] == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]
    trouble.clear()
    time_passes()
    assert (deliver_due(), sent()) == (1, ["fay@example.org", "eve@example.org"])


@pytest.mark.parametrize("error", THE_SERVERS, ids=repr)
def test_a_server_in_trouble_is_left_alone_and_loses_nothing(ana, trouble, error):
    trouble |= {"eve@example.org": error, "fay@example.org": error}
    invite(ana)
    invite(ana, email="fay@example.org")

    for _ in range(5):
        assert (deliver_due(), waiting()) == (0, 2)
        assert max(until_due_again()) <= MINUTE
        time_passes()
    assert not ana.invitations.exclude(tries=0).exists()
    trouble.clear()

    assert (deliver_due(), sorted(sent()), waiting()) == (2, ["eve@example.org", "fay@example.org"], 0)


def test_after_two_days_it_is_given_up(ana, trouble):
    trouble["eve@example.org"] = ITS_OWN[0]
    invitation = invite(ana, made_at=timezone.now() - timedelta(days=2, minutes=1))

    assert (deliver_due(), waiting()) == (0, 0)

    invitation.refresh_from_db()
    assert (invitation.sent_at, invitation.due_at) == (None, None)
