"""What the worker does, all at the same time, so that none of it waits for the rest: mails, pushes, and what is done at
its time. Safe to run twice, and to be killed at any moment."""

import logging
import math
import signal
import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import Error, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from people.delivery import deliver_mails, deliver_pushes, waiting
from people.jobs import MAILS, PUSHES, do_what_is_due, make_due_at_start, place_of
from people.models import Job

PAUSE, PAUSE_OF_TIMED, PAUSE_IN_TROUBLE = 1, 5, 10
# A pass of sending ends after so many seconds, for a note that somebody is at work; made so often at most.
PASS_LASTS, NOTED_EVERY = 10, 15

logger = logging.getLogger(__name__)


class Sending:
    def __init__(self, name: str, deliver: Callable[[Event | None, float], int]) -> None:
        self.name, self.deliver, self.noted = name, deliver, -math.inf

    def __call__(self, stopped: Event | None = None, for_seconds: float = math.inf) -> int:
        """How many were sent."""
        began, noting = timezone.now(), time.monotonic() - self.noted > NOTED_EVERY
        if noting:
            self.noted = time.monotonic()
            Job.objects.update_or_create(name=self.name, defaults={"began_at": began})
        sent = self.deliver(stopped, for_seconds)
        if noting:
            went_well = Q(failed_at=None) | Q(failed_at__lt=began)
            Job.objects.filter(went_well, name=self.name).update(ended_at=timezone.now())
        return sent


def work_once() -> str:
    """What is due by now, and what comes of it. Returns what to say of it."""
    sending = [Sending(MAILS, deliver_mails), Sending(PUSHES, deliver_pushes)]
    sent = sum(send() for send in sending)
    done = do_what_is_due()
    sent += sum(send() for send in sending)
    said = [f"Sent: {sent}.", f"Kept for later: {waiting()}."]
    return " ".join([*said, *(f"Done: {name}, {count}." for name, count in done.items())])


def work_until_stopped() -> None:
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    mails, pushes = Sending(MAILS, deliver_mails), Sending(PUSHES, deliver_pushes)
    beside = [
        Thread(target=keep_doing, args=(lambda: pushes(stopped, PASS_LASTS), stopped)),
        Thread(target=keep_doing, args=(_timed(stopped), stopped, PAUSE_OF_TIMED)),
    ]
    for each in beside:
        each.start()
    keep_doing(lambda: mails(stopped, PASS_LASTS), stopped)
    for each in beside:
        each.join()


def keep_doing(act: Callable[[], object], stopped: Event, pause: float = PAUSE) -> None:
    """At once again if something was done, and after a pause whatever went wrong. What is in hand is finished."""
    while not stopped.is_set():
        wait = 0.0
        try:
            close_old_connections()
            wait = 0 if act() else pause
        except Error as error:
            logger.warning("The database cannot be reached: %s", type(error).__name__)
            connection.close()
            wait = PAUSE_IN_TROUBLE
        except Exception as fault:
            logger.error("The worker has a fault: %s", place_of(fault))
            wait = PAUSE_IN_TROUBLE
        stopped.wait(wait)
    connection.close()


def _timed(stopped: Event) -> Callable[[], object]:
    started = Event()

    def do() -> object:
        if not started.is_set():
            make_due_at_start()
            started.set()
        return do_what_is_due(stopped)

    return do
