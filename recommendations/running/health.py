"""Whether this process can answer, and whether all is well, in so few words that anybody may ask."""

import time
from datetime import timedelta
from typing import NamedTuple

from django.db import Error
from django.utils import timezone

from recommendations.running.jobs import worker_seen_at
from recommendations.running.of_database import WAITS_TOO_LONG, WORKER_SEEN_WITHIN
from recommendations.running.queues import longest_wait
from recommendations.running.schema import lacking, migrations_to_come

# Whoever asks more often hears the same again: nobody outside decides how often the database is asked.
KEPT_SECONDS, SCHEMA_ASKED_AGAIN_SECONDS = 1.0, 10.0


class Health(NamedTuple):
    database: bool
    # That it has all that the models say. Once it has, it is not asked again: who changes it starts the server anew.
    schema: bool
    worker: bool
    mail: bool
    oldest_mail_due_seconds: int | None

    @property
    def is_ready(self) -> bool:
        """To answer pages: they do without a worker, and a balancer that looks here must not take away all of them."""
        return self.database and self.schema

    @property
    def is_well(self) -> bool:
        return self.is_ready and self.worker and self.mail


class LastAsked:
    """What was found last in this process, and when, by a clock that only goes on."""

    health: tuple[float, Health] | None = None
    schema: tuple[float, bool] | None = None


def health() -> Health:
    now = time.monotonic()
    if LastAsked.health is None or now - LastAsked.health[0] > KEPT_SECONDS:
        LastAsked.health = (now, _health())
    return LastAsked.health[1]


def _health() -> Health:
    try:
        schema = _schema_is_whole()
        if not schema:
            return Health(True, schema, worker=False, mail=False, oldest_mail_due_seconds=None)
        seen, waits = worker_seen_at(), longest_wait()
    except Error:
        return Health(False, False, worker=False, mail=False, oldest_mail_due_seconds=None)
    works = seen is not None and timezone.now() - seen < WORKER_SEEN_WITHIN
    return Health(True, schema, works, waits < WAITS_TOO_LONG, waits // timedelta(seconds=1))


def _schema_is_whole() -> bool:
    """Raises Error."""
    now = time.monotonic()
    asked = LastAsked.schema
    if asked is None or (not asked[1] and now - asked[0] > SCHEMA_ASKED_AGAIN_SECONDS):
        LastAsked.schema = (now, not migrations_to_come() and not lacking())
    return LastAsked.schema is not None and LastAsked.schema[1]
