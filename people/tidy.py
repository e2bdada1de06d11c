from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from people.joining import unproved
from people.models import Introduction, Invitation, Notice, Push
from people.models.invitations import INTRODUCTION_LASTS, OF_INTRODUCTIONS
from people.sessions import SessionStore

TO_PROVE = timedelta(hours=1)
READ_NOTICES_LAST = timedelta(days=90)
# What an app above has to tidy up, given the time that it is.
TIDY_TOO: list[Callable[[datetime], None]] = []


def tidy() -> None:
    """Nothing is kept for longer than it is needed."""
    now = timezone.now()
    for tidy_more in TIDY_TOO:  # first: it may still have to ask an invitation who came
        tidy_more(now)
    Invitation.objects.filter(expires_at__lt=now).delete()
    Introduction.objects.filter(expires_at__lt=now).delete()
    # Whatever they asked for has expired before.
    unanswered = Q(kind__in=["came", *OF_INTRODUCTIONS], made_at__lt=now - INTRODUCTION_LASTS)
    Notice.objects.filter(Q(read_at__lt=now - READ_NOTICES_LAST) | unanswered).delete()
    Push.objects.filter(due_at=None).delete()
    unproved(since=now - TO_PROVE).delete()
    SessionStore.clear_expired()
    _forget_counts(now)


def _forget_counts(now: datetime) -> None:
    """What limits were counted by, internet addresses among it: the cache itself deletes only when it is full."""
    table = connection.ops.quote_name(settings.CACHE_TABLE)
    expired = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [expired])  # noqa: S608
