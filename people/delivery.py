"""Sends the mails and pushes that are due. A row is put off, looked at once more, sent, and marked as sent, one after
the other.

Whoever dies between two of these steps leaves a row that is due again in five minutes. If it had been sent already, it
goes once more with the same Message-ID, or topic. No transaction is open while another server is asked.
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
from people.models import Block, Invitation, Notice, Person, Push, PushBrowser, Suspension
from people.models.outgoing import Outgoing
from people.notices import KINDS
from people.pushes import PUSH_LASTS, PushMessage, push_message
from people.rations import ration_later

LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=2)
DELIVERY_BATCH = 100

logger = logging.getLogger(__name__)


def deliver_due(stopped: Event | None = None) -> int:
    """How many were sent. It ends early when asked to, and the rest stays due."""
    return _deliver_mails(stopped) + _deliver_pushes(stopped)


def _deliver_mails(stopped: Event | None) -> int:
    """Also ends early when the mail server is in trouble."""
    sent = 0
    with closing(door.MailServer()) as server:
        rationed = door.Rationed(server, ration_later)
        for row in _due(*MAIL_OF):
            if (stopped and stopped.is_set()) or not _reached(server):
                break
            try:
                sent += _send(row, MAIL_OF[type(row)], rationed if row.to_a_typed_address else server)
            except door.NotCarriedError as error:
                _put_off(row, error)
                if not error.its_own:
                    break
    return sent


def _deliver_pushes(stopped: Event | None) -> int:
    sent = 0
    with closing(door.PushServices()) as services:
        for row in _due(Push):
            if stopped and stopped.is_set():
                break
            try:
                sent += _send(row, _of_push, services)
            except door.GoneError:
                PushBrowser.objects.filter(pk=row.browser_id).delete()
            except door.NotCarriedError as error:
                _put_off(row, error)
    return sent


def _send(row: Any, write: Callable[[Any], Any], channel: door.Channel) -> bool:
    """Raises NotCarriedError."""
    if not type(row).objects.claim(row, timezone.now() + LEASE):
        return False
    went = door.send_out(partial(write, row), channel)
    _set(row, **{"due_at": None, "sent_at": timezone.now()} if went else {"due_at": None})
    return went


def waiting() -> int:
    """How many are still to be sent."""
    return sum(model.objects.filter(due_at__isnull=False).count() for model in _outboxes())


def _outboxes() -> list[type[Any]]:
    return [*MAIL_OF, Push]


def _due(*models: type[Any]) -> Iterator[Any]:
    for model in models:
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


def _of_push(row: Push) -> PushMessage | None:
    push = Push.objects.filter(pk=row.pk, browser__person__is_active=True).select_related("browser__person").first()
    if push is None or push.made_at < timezone.now() - PUSH_LASTS:
        return None
    browser, person = push.browser, push.browser.person
    notice = Notice.objects.filter(pk=push.notice_id).unread().visible_to(person).first()
    words = KINDS[notice.kind].push if notice else None
    wanted = words is not None and getattr(person, words.switch)
    return push_message(notice, browser, words.switch) if notice and words and wanted else None


def _blocked(invitation: Invitation) -> bool:
    member = Person.objects.filter(email__iexact=invitation.email).first()
    return member is not None and Block.objects.between(invitation.inviter, member).exists()


def _put_off(row: Any, error: door.NotCarriedError) -> None:
    """The server's trouble lies in no message, and counts as no try."""
    # Never the error's own words: they hold addresses.
    logger.warning("%s not sent: %s", row, error.why or type(error.__cause__ or error).__name__)
    wait = min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT) if error.its_own else FIRST_WAIT
    wait = max(wait, timedelta(seconds=error.after))
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
