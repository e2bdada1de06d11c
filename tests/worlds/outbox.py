"""Rows that are due, a mail server for them, and what became of them."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email import message_from_bytes
from uuid import uuid4

from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone

from people import delivery, door
from people.models import Invitation, Notice, Person, SignInMail
from people.sign_in_mails import sign_in_mail

MINUTE = timedelta(minutes=1)


def tell(person: Person, who: Person | None, kind: str = "tied", **fields) -> Notice:
    person.tell(kind, about := uuid4(), "/circle/", who=who)
    person.notices.filter(about=about).update(**fields)
    return person.notices.get(about=about)


def invite(inviter: Person, email: str = "eve@example.org", **fields) -> Invitation:
    defaults = {"name": "Eve", "how": "We rowed together", "due_at": timezone.now()}
    return Invitation.objects.create(inviter=inviter, email=email, **(defaults | fields))


def deliver_sign_in_mails() -> None:
    """And nothing else."""
    with closing(door.MailServer()) as server:
        while rows := SignInMail.objects.claim(1):
            [row] = rows
            try:
                delivery._send(row, sign_in_mail, server)
            except door.NotCarriedError as error:
                delivery._put_off(row, error)


def sent() -> list[str]:
    return [each.to[0] for each in mail.outbox]


def until_due_again() -> list[timedelta]:
    now = timezone.now()
    return [each.due_at - now for rows in (Notice, Invitation) for each in rows.objects.exclude(due_at=None)]


def time_passes(at_most: timedelta = timedelta(days=1)) -> None:
    """Until whatever waits is due; what waits for longer stays where it is."""
    now = timezone.now()
    for rows in (Notice, Invitation):
        rows.objects.filter(due_at__lte=now + at_most).update(due_at=now)


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Inbox:
    """Answers every address and every mail as it is told to."""

    def __init__(self, at_address: str = "250 OK", at_end: str | None = "250 OK") -> None:
        self.at_address, self.at_end, self.mails = at_address, at_end, []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.at_address

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.at_end is None:
            server.transport.abort()
            return "250 never heard"
        if self.at_end.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content))
        return self.at_end

    @property
    def receivers(self) -> list[str]:
        return sorted(mail["To"] for mail in self.mails)

    @property
    def ids(self) -> set[str]:
        return {mail["Message-ID"] for mail in self.mails}


@contextmanager
def serving(port: int, inbox: Inbox) -> Iterator[Inbox]:
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
