"""Sends the mails and pushes that are due. A few rows are put off; then each is looked at once more, sent, and marked
as sent, one after the other.

Whoever dies between two of these steps leaves rows that are due again in five minutes. If one had been sent already, it
goes once more with the same Message-ID, or topic. No transaction is open while another server is asked.
"""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from people import door
from people.emails import invitation_mail, is_stopped, notice_mail, suspension_mail
from people.jobs import MAILS, PUSHES, note_trouble, place_of
from people.models import Block, Invitation, Notice, Person, Push, PushBrowser, SignInMail, Suspension
from people.models.outgoing import Outgoing, SpentError, Urgency
from people.notices import KINDS
from people.pushes import PUSH_LASTS, PushMessage, push_message
from people.rations import ration_later
from people.sign_in_mails import sign_in_mail

LONGEST_WAIT = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=2)
# So many are taken at once; and after so many seconds it is looked again for what is more urgent.
TURN_ROWS, TURN_LASTS = 20, 0.5

logger = logging.getLogger(__name__)


def deliver_due(stopped: Event | None = None) -> int:
    """How many were sent. It ends early when asked to, and the rest stays due."""
    return deliver_mails(stopped) + deliver_pushes(stopped)


def deliver_mails(stopped: Event | None = None, for_seconds: float = math.inf) -> int:
    """Also ends early when the mail server is in trouble."""
    sent, ends = 0, time.monotonic() + for_seconds
    with closing(door.MailServer()) as server, closing(_Taken(*MAIL_OF)) as taken:
        rationed = door.Rationed(server, ration_later)
        for row in taken.rows():
            if _is_over(stopped, ends) or not _reached(server):
                taken.untried(row)
                break
            try:
                sent += _send(row, MAIL_OF[type(row)], rationed if row.to_a_typed_address else server)
            except door.NotCarriedError as error:
                _put_off(row, error)
                if not error.its_own:
                    note_trouble(MAILS, _said_of(error))
                    break
    return sent


def deliver_pushes(stopped: Event | None = None, for_seconds: float = math.inf) -> int:
    sent, ends = 0, time.monotonic() + for_seconds
    with closing(door.PushServices()) as services, closing(_Taken(Push)) as taken:
        for row in taken.rows():
            if _is_over(stopped, ends):
                taken.untried(row)
                break
            try:
                sent += _send(row, _of_push, services)
            except door.GoneError:
                PushBrowser.objects.filter(pk=row.browser_id).delete()
            except door.NotCarriedError as error:
                _put_off(row, error)
                if not error.its_own:
                    note_trouble(PUSHES, _said_of(error))
    return sent


class _Taken:
    """What is due and ours to send, the most urgent first, whatever comes meanwhile. What was not tried goes back."""

    def __init__(self, *models: type[Any]) -> None:
        self.models = sorted(models, key=lambda model: model.urgency)
        self.waiting: list[Any] = []

    def rows(self) -> Iterator[Any]:
        """What has been tried is no longer due, so that this comes to an end."""
        while self._take_some():
            ends = time.monotonic() + TURN_LASTS
            while self.waiting:
                yield self.waiting.pop(0)
                if time.monotonic() > ends:
                    break
            self.close()

    def _take_some(self) -> bool:
        # Of the most urgent one by one: if we are killed, no other waits until our lease is over.
        most = ((model, 1 if model.urgency == Urgency.AT_ONCE else TURN_ROWS) for model in self.models)
        self.waiting = next(filter(None, (model.objects.claim(few) for model, few in most)), [])
        return bool(self.waiting)

    def untried(self, row: Any) -> None:
        self.waiting.insert(0, row)

    def close(self) -> None:
        if self.waiting:
            type(self.waiting[0]).objects.give_back(self.waiting)
        self.waiting = []


def _is_over(stopped: Event | None, ends: float) -> bool:
    return (stopped is not None and stopped.is_set()) or time.monotonic() > ends


def _send(row: Any, write: Callable[[Any], Any], channel: door.Channel) -> bool:
    """Raises NotCarriedError."""
    try:
        went = door.send_out(partial(write, row), channel)
    except SpentError as spent:
        _give_up(row, str(spent))
        return False
    except (door.NotCarriedError, OperationalError, InterfaceError):
        raise
    except Exception as fault:  # of ours, with this one: it holds up no other
        raise door.NotCarriedError(its_own=True, why=place_of(fault)) from fault
    row.settle(timezone.now() if went else None)
    return went


def waiting() -> int:
    """How many are still to be sent."""
    return sum(model.objects.filter(due_at__isnull=False).count() for model in _outboxes())


def _outboxes() -> list[type[Any]]:
    return [*MAIL_OF, Push]


def _of_notice(row: Notice) -> EmailMessage | None:
    person = Person.objects.filter(pk=row.person_id, is_active=True, mails=True).first()
    notice = person and Notice.objects.to_send(person, row.pk, row.kind)
    return notice_mail(notice) if notice else None


def _of_invitation(row: Invitation) -> EmailMessage | None:
    invitation = Invitation.objects.unspent().filter(pk=row.pk).select_related("inviter").first()
    if (
        invitation is None
        or not invitation.email
        or invitation.path is None
        or is_stopped(invitation.email)
        or _blocked(invitation)
    ):
        return None
    return invitation_mail(invitation)


def _of_suspension(row: Suspension) -> EmailMessage | None:
    suspension = Suspension.objects.filter(pk=row.pk).select_related("person").first()
    return suspension_mail(suspension) if suspension else None


# The mail of each kind of row; None if by now it is not wanted, or not for those eyes. Raises SpentError. The app above
# adds its own, as it does to `KINDS`, `TIDY_TOO` and `KEPT`, in its `apps.py` and nowhere else.
MAIL_OF: dict[type[Any], Callable[[Any], EmailMessage | None]] = {
    SignInMail: sign_in_mail,
    Notice: _of_notice,
    Invitation: _of_invitation,
    Suspension: _of_suspension,
}


def _of_push(row: Push) -> PushMessage | None:
    push = (
        Push.objects.filter(pk=row.pk, browser__person__is_active=True)
        .select_related("browser__person", "notice")
        .first()
    )
    if push is None or push.made_at < timezone.now() - PUSH_LASTS:
        return None
    browser, person = push.browser, push.browser.person
    notice = Notice.objects.to_send(person, push.notice_id, push.notice.kind)
    words = KINDS[notice.kind].push if notice else None
    wanted = words is not None and getattr(person, words.switch)
    return push_message(notice, browser, words.switch) if notice and words and wanted else None


def _blocked(invitation: Invitation) -> bool:
    member = Person.objects.filter(email__iexact=invitation.email).first()
    return member is not None and Block.objects.between(invitation.inviter, member).exists()


def _put_off(row: Any, error: door.NotCarriedError) -> None:
    """The server's trouble lies in no message, and counts as no try."""
    logger.warning("%s not sent: %s", row, _said_of(error))
    now = timezone.now()
    if row.made_at < now - GIVEN_UP_AFTER:
        _give_up(row, _said_of(error))
        return
    wait = min(row.first_wait * 2 ** min(row.tries, 10), LONGEST_WAIT) if error.its_own else row.first_wait
    wait = max(wait, timedelta(seconds=error.after))
    type(row).objects.filter(pk=row.pk).update(due_at=now + wait, tries=row.tries + error.its_own)


def _give_up(row: Outgoing, why: str) -> None:
    row.settle(None)
    logger.error("%s will never be sent: %s", row, why)
    note_trouble(PUSHES if isinstance(row, Push) else MAILS, f"{row} will never be sent: {why}")


def _said_of(error: door.NotCarriedError) -> str:
    """Never the error's own words: they hold addresses."""
    return error.why or type(error.__cause__ or error).__name__


def _reached(server: door.MailServer) -> bool:
    try:
        server.open()
    except OSError as error:
        why = f"The mail server cannot be reached: {type(error).__name__}"
        logger.warning(why)
        note_trouble(MAILS, why)
        return False
    return True
