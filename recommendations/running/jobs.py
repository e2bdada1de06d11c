"""When what is timed was last done, and when the worker was last seen."""

from contextlib import suppress
from datetime import datetime

from django.db import Error
from django.db.models import Max
from django.utils import timezone

from people.jobs import MAILS, PUSHES
from people.models import Job

BACKUP, REHEARSAL = "backup", "rehearsal"


def worker_seen_at() -> datetime | None:
    """Sending never ends, and is noted every few seconds: when one last began, or ended."""
    seen = Job.objects.filter(pk__in=(MAILS, PUSHES)).aggregate(Max("began_at"), Max("ended_at"))
    return max((moment for moment in seen.values() if moment), default=None)


def last_done(name: str) -> datetime | None:
    return Job.objects.filter(pk=name).aggregate(done=Max("ended_at"))["done"]


def note_done(name: str, began_at: datetime) -> None:
    _note(name, began_at=began_at, ended_at=timezone.now())


def note_failed(name: str, began_at: datetime, error: str) -> None:
    """By the name of the error alone."""
    _note(name, began_at=began_at, failed_at=timezone.now(), error=error)


def _note(name: str, **fields: object) -> None:
    """If it can be written: what was done is done, whether the database is busy or not there."""
    with suppress(Error):
        Job.objects.update_or_create(pk=name, defaults=fields)
