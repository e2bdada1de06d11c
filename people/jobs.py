"""What is done at its time: by whichever worker claims it, once; if that one dies, another goes on where it was."""

import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import NamedTuple

from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone

from people.models import Job

MAILS, PUSHES = "mails", "pushes"
# Longer than any batch of a job takes.
JOB_LEASE = timedelta(minutes=5)
AGAIN_AFTER_FAULT = timedelta(minutes=5)
# So many rows, by their numbers, are looked through by one statement.
WINDOW = 2000
EVERY_HOUR, EVERY_DAY = timedelta(hours=1), timedelta(days=1)

logger = logging.getLogger(__name__)


class Timed(NamedTuple):
    """Done in batches, each safe to do twice. `batches` begins after the number that it is given, and tells after each
    batch how far it has come, and of how many something was done."""

    name: str
    batches: Callable[[int], Iterator[tuple[int, int]]]
    # Of the day, where the installation is; None: every hour.
    hour: int | None = None
    # Also whenever a worker starts.
    at_start: bool = False

    def time_before(self, now: datetime) -> datetime:
        """The last time at which it was to begin."""
        local = timezone.localtime(now)
        if self.hour is None:
            return local.replace(minute=0, second=0, microsecond=0)
        today = local.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return today if today <= local else today - EVERY_DAY

    def time_after(self, now: datetime) -> datetime:
        return self.time_before(now) + (EVERY_HOUR if self.hour is None else EVERY_DAY)


# The app above adds its own, in its `apps.py` and nowhere else.
TIMED: list[Timed] = []


def do_what_is_due(stopped: Event | None = None) -> dict[str, int]:
    """Of what was done here to its end, how much. What was never done is due at once; asked to end, it ends after the
    batch in hand."""
    timed = {each.name: each for each in TIMED}
    now = timezone.now()
    new = [Job(name=name, due_at=now) for name in timed]
    Job.objects.bulk_create(new, ignore_conflicts=True)
    done = {}
    for job in Job.objects.due().filter(pk__in=timed):
        if stopped and stopped.is_set():
            break
        count = _done(timed[job.name], job, stopped)
        if count is not None:
            done[job.name] = count
    return done


def _done(timed: Timed, job: Job, stopped: Event | None) -> int | None:
    now = timezone.now()
    after = job.reached if job.is_unfinished_since(timed.time_before(now)) else 0
    if not Job.objects.claim(job, now + JOB_LEASE, began_at=now, reached=after):
        return None
    done = 0
    try:
        for reached, count in timed.batches(after):
            done += count
            halted = bool(stopped and stopped.is_set())
            until = timezone.now() + (timedelta(0) if halted else JOB_LEASE)
            if not Job.objects.claim(job, until, reached=reached) or halted:
                return None
    except Exception as fault:
        logger.error("The job %s failed: %s", job.name, place_of(fault))
        note_trouble(job.name, place_of(fault))
        Job.objects.claim(job, timezone.now() + AGAIN_AFTER_FAULT)
        return None
    now = timezone.now()
    logger.info("The job %s is done, of %s.", job.name, done)
    return done if Job.objects.claim(job, timed.time_after(now), ended_at=now, reached=0) else None


def make_due_at_start() -> None:
    """What another has in hand is left to it."""
    names = [each.name for each in TIMED if each.at_start]
    Job.objects.filter(pk__in=names, ended_at__gte=F("began_at")).update(due_at=timezone.now())


def note_trouble(name: str, error: str) -> None:
    most = Job._meta.get_field("error").max_length
    Job.objects.update_or_create(name=name, defaults={"failed_at": timezone.now(), "error": error[:most]})


def place_of(fault: BaseException) -> str:
    """Which fault and where, but none of its words: they may hold what somebody wrote."""
    *_, last = traceback.extract_tb(fault.__traceback__) or [None]
    return f"{type(fault).__name__} in {Path(last.filename).name}, line {last.lineno}" if last else type(fault).__name__


def in_windows(rows: QuerySet, after: int = 0, size: int = WINDOW) -> Iterator[tuple[int, QuerySet]]:
    """Some numbers at a time, each time with the last of them: however many rows there are, no statement looks at them
    all."""
    ends = rows.model._default_manager.aggregate(least=Min("pk"), most=Max("pk"))
    for start in range(max(after, (ends["least"] or 1) - 1), ends["most"] or 0, size):
        yield start + size, rows.filter(pk__gt=start, pk__lte=start + size).order_by("pk")
