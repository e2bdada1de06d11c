from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from people.joining import unproved
from people.models import Introduction, Invitation, Notice, Push
from people.models.invitations import INTRODUCTION_LASTS
from people.models.notices import OF_WHAT_EXPIRES
from people.sessions import SessionStore

TO_PROVE = timedelta(hours=1)
READ_NOTICES_LAST = timedelta(days=90)
DELETED_AT_ONCE = 1000
# What an app above has to tidy up, given the time that it is.
TIDY_TOO: list[Callable[[datetime], None]] = []


def tidy() -> None:
    for _ in tidying():
        pass


def tidying(after: int = 0) -> Iterator[tuple[int, int]]:
    """Nothing is kept for longer than it is needed; one kind after the other."""
    now = timezone.now()
    # An app above first: it may still have to ask an invitation who came.
    for number, forget in enumerate([*TIDY_TOO, *TIDY_HERE], start=1):
        if number > after:
            forget(now)
            yield number, 1


def _forget_people_things(now: datetime) -> None:
    Invitation.objects.filter(expires_at__lt=now).delete()
    Introduction.objects.filter(expires_at__lt=now).delete()
    unproved(since=now - TO_PROVE).delete()
    SessionStore.clear_expired()


def _forget_notices(now: datetime) -> None:
    # Whatever they asked for has expired before.
    forget_by_and_by(Notice.objects.filter(kind__in=OF_WHAT_EXPIRES, made_at__lt=now - INTRODUCTION_LASTS))
    forget_by_and_by(Notice.objects.filter(read_at__lt=now - READ_NOTICES_LAST))
    forget_by_and_by(Push.objects.filter(due_at=None))


def forget_by_and_by(rows: QuerySet) -> None:
    """However many there are: no statement deletes them all."""
    while some := list(rows.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        rows.model._default_manager.filter(pk__in=some).delete()


def _forget_counts(now: datetime) -> None:
    """What limits were counted by, internet addresses among it: the cache itself deletes only when it is full."""
    table = connection.ops.quote_name(settings.CACHE_TABLE)
    expired = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [expired])  # noqa: S608


TIDY_HERE: list[Callable[[datetime], None]] = [_forget_people_things, _forget_notices, _forget_counts]
