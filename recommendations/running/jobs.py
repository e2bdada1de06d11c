"""When what is timed was last done, and when the worker was last seen."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from people.models import Job

# Sending never ends, and is noted every few seconds.
NOTED_ALWAYS = ("mails", "pushes")
BACKUP = "backup"


def worker_seen_at() -> datetime | None:
    return Job.objects.filter(pk__in=NOTED_ALWAYS).aggregate(seen=Max("ended_at"))["seen"]


def last_backup() -> datetime | None:
    return Job.objects.filter(pk=BACKUP).aggregate(made=Max("ended_at"))["made"]


def note_backup(began_at: datetime) -> None:
    Job.objects.update_or_create(pk=BACKUP, defaults={"began_at": began_at, "ended_at": timezone.now()})


def note_failed_backup(began_at: datetime, error: str) -> None:
    most = Job._meta.get_field("error").max_length
    failed = {"began_at": began_at, "failed_at": timezone.now(), "error": error[:most]}
    Job.objects.update_or_create(pk=BACKUP, defaults=failed)
