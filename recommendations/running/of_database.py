"""What may be wrong with the database and with what is written there."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from people.models import Job, Person
from people.places import Place
from people.second_step import has_second_step
from people.words import counted
from recommendations.models import Trade
from recommendations.running.findings import Finding, worth_knowing
from recommendations.running.jobs import BACKUP, last_done, worker_seen_at
from recommendations.running.queues import queues
from recommendations.running.schema import WHAT_TO_DO, lacking, migrations_to_come, migrations_unknown

WAITS_TOO_LONG = timedelta(minutes=15)
# The worker says that it is there every few seconds, but while it is about one thing that takes long.
WORKER_SEEN_WITHIN = timedelta(minutes=5)
JOB_WAITS_TOO_LONG = timedelta(hours=1)
BACKUP_IS_OLD = timedelta(days=2)


def check_schema() -> Iterator[Finding]:
    if unknown := migrations_unknown():
        yield Finding(f"The database was made by a newer version of Whom ({', '.join(unknown)}). Run that version.")
    if to_come := migrations_to_come():
        yield Finding(f"The database is not ready ({', '.join(to_come)}): manage.py prepare")
    elif missing := lacking():
        yield Finding(f"The database lacks {', '.join(missing)}, though its migrations say otherwise. {WHAT_TO_DO}")


def check_places() -> Iterator[Finding]:
    if not Place.objects.exists():
        yield Finding("There are no towns, so nobody can say where they live: manage.py load_places")


def check_trades() -> Iterator[Finding]:
    if not Trade.objects.exists():
        yield Finding("There are no kinds of work, so nobody can vouch or ask: manage.py load_trades")


def check_mail_waiting() -> Iterator[Finding]:
    for queue in queues():
        if queue.waits > WAITS_TOO_LONG:
            minutes = counted(int(queue.waits.total_seconds() // 60), "minute")
            yield Finding(f"Of {queue.kind}, {queue.waiting} wait to be sent, the first for {minutes}.")


def check_operator() -> Iterator[Finding]:
    staff = list(Person.objects.filter(is_staff=True, is_active=True))
    if not staff:
        yield Finding("Nobody runs the place, so no report is ever answered: manage.py operator EMAIL")
    elif not any(has_second_step(person) for person in staff):
        yield worth_knowing("Nobody can open the desk: whoever runs the place has to add a passkey, under You.")


def check_worker() -> Iterator[Finding]:
    seen = worker_seen_at()
    if seen is None:
        yield Finding("No worker has ever been seen here, so no mail is sent: start manage.py work")
    elif timezone.now() - seen > WORKER_SEEN_WITHIN:
        yield Finding(f"No worker has been seen since {_moment(seen)}, so no mail is sent: start manage.py work")


def check_jobs() -> Iterator[Finding]:
    for job in Job.objects.filter(due_at__lt=timezone.now() - JOB_WAITS_TOO_LONG).order_by("pk"):
        yield Finding(f"The job {job.name} should have begun at {_moment(job.due_at)}, and no worker has done it.")
    for job in Job.objects.failing().order_by("pk"):
        yield Finding(f"The job {job.name} went wrong at {_moment(job.failed_at)}: {job.error}")


def check_backup() -> Iterator[Finding]:
    made = last_done(BACKUP)
    if made is None:
        yield Finding("No backup was ever made by manage.py backup. If another program makes them, see that they work.")
    elif timezone.now() - made > BACKUP_IS_OLD:
        yield Finding(f"The last backup is of {_moment(made)}: manage.py backup FOLDER, once a day or more often.")


def _moment(when: datetime | None) -> str:
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M}" if when else "no time that is known"
