"""Sends the mails that are due. A row is put off, looked at once more, sent, and marked as sent, one after the other.

Whoever dies between two of these steps leaves a row that is due again in five minutes. If it had been sent already, it
goes once more with the same Message-ID. No transaction is open while a mail server is asked.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

from people import door
from people.emails import invitation_mail, is_stopped, notice_mail, suspension_mail
from people.models import Block, Invitation, Notice, Person, Suspension
from people.models.outgoing import Outgoing
from people.rations import ration_later

LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=2)
DELIVERY_BATCH = 100

logger = logging.getLogger(__name__)


def deliver_due(stopped: Event | None = None) -> int:
    """How many were sent. It ends early when asked to, or when the mail server is in trouble: the rest stays due."""
    sent = 0
    with closing(door.MailServer()) as server:
        rationed = door.Rationed(server, ration_later)
        for row in _due():
            if (stopped and stopped.is_set()) or not _reached(server):
                break
            if not type(row).objects.claim(row, timezone.now() + LEASE):
                continue
            try:
                went = door.send_out(partial(MAIL_OF[type(row)], row), rationed if row.to_a_typed_address else server)
            except door.NotCarriedError as error:
                _put_off(row, error)
                if not error.its_own:
                    break
            else:
                _set(row, **{"due_at": None, "sent_at": timezone.now()} if went else {"due_at": None})
                sent += went
    return sent


def waiting() -> int:
    """How many are still to be sent."""
    return sum(model.objects.filter(due_at__isnull=False).count() for model in MAIL_OF)


def _due() -> Iterator[Any]:
    for model in MAIL_OF:
        # Whatever has been tried is no longer due, so that this comes to an end.
        while some := list(model.objects.due()[:DELIVERY_BATCH]):
            yield from some


def _of_notice(row: Notice) -> EmailMessage | None:
    person = Person.objects.filter(pk=row.person_id, is_active=True, mails=True).first()
    notice = person and Notice.objects.filter(pk=row.pk).unread().visible_to(person).first()
    return notice_mail(notice) if notice else None


def _of_invitation(row: Invitation) -> EmailMessage | None:
    invitation = Invitation.objects.unspent().filter(pk=row.pk).select_related("inviter").first()
    if invitation is None or invitation.path is None or is_stopped(invitation.email) or _blocked(invitation):
        return None
    return invitation_mail(invitation)


def _of_suspension(row: Suspension) -> EmailMessage | None:
    suspension = Suspension.objects.filter(pk=row.pk).select_related("person").first()
    return suspension_mail(suspension) if suspension else None


# The mail of each kind of row; None if by now it is not wanted, or not for those eyes. The app above adds its own, as
# it does to `KINDS`, `TIDY_TOO` and `KEPT`, in its `apps.py` and nowhere else.
MAIL_OF: dict[type[Any], Callable[[Any], EmailMessage | None]] = {
    Notice: _of_notice,
    Invitation: _of_invitation,
    Suspension: _of_suspension,
}


def _blocked(invitation: Invitation) -> bool:
    member = Person.objects.filter(email__iexact=invitation.email).first()
    return member is not None and Block.objects.between(invitation.inviter, member).exists()


def _put_off(row: Any, error: door.NotCarriedError) -> None:
    """The server's trouble lies in no mail, and counts as no try."""
    # Never the error's own words: they hold addresses.
    logger.warning("%s not sent: %s", row, type(error.__cause__ or error).__name__)
    wait = min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT) if error.its_own else FIRST_WAIT
    now = timezone.now()
    given_up = row.made_at < now - GIVEN_UP_AFTER
    _set(row, due_at=None if given_up else now + wait, tries=row.tries + error.its_own)


def _set(row: Outgoing, **fields: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**fields)


def _reached(server: door.MailServer) -> bool:
    try:
        server.open()
    except OSError as error:
        logger.warning("The mail server cannot be reached: %s", type(error).__name__)
        return False
    return True
