"""Pages are read from a standby, where READ_DATABASE_URL leads to some; all else is done on the primary."""

import logging
import time
from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

STANDBY, STRAIGHT = "standby", "straight"
# Where signing in keeps what it is about, and where the desk decides.
ON_THE_PRIMARY = ("/accounts/", "/desk/")
# Whoever has just sent something reads on the primary, for so many seconds.
STAYS = 10
STAYS_COOKIE = "sent_something"
# After no standby has answered none is asked for so many seconds, or each page would wait for it.
AWAY_FOR = 1.0
READ_FROM: ContextVar[str] = ContextVar("READ_FROM", default=DEFAULT_DB_ALIAS)

logger = logging.getLogger(__name__)


class ReadAt(NamedTuple):
    """Where a page may be read, and what is asked there first."""

    database: str
    question: str


# The primary waits for it, by what our role is told, and it hears from the primary, or has become it. One that hears
# nothing for `wal_receiver_timeout` knows it, long before the primary stops to wait.
FRESH = ReadAt(
    STANDBY,
    "SELECT current_setting('synchronous_commit') = 'remote_apply'"
    " AND (NOT pg_is_in_recovery() OR EXISTS (SELECT FROM pg_stat_wal_receiver))",
)
# Not by the pooler, where one waits for a primary that is gone.
PRIMARY = ReadAt(STRAIGHT if STRAIGHT in settings.DATABASES else DEFAULT_DB_ALIAS, "SELECT TRUE")
# While the primary does not answer nothing new is saved, so that none of them can be behind.
AS_IT_WAS_LEFT = ReadAt(STANDBY, "SELECT current_setting('synchronous_commit') = 'remote_apply'")


class Standbys:
    """Django asks it which database a queryset goes to."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """What is counted in the cache, and whatever is read within a transaction that writes, is read where it is
        written."""
        counted = model._meta.app_label == "django_cache"
        return DEFAULT_DB_ALIAS if counted or connection.in_atomic_block else READ_FROM.get()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class LastAway:
    """When no standby answered last in this process, by a clock that only goes on."""

    at = -AWAY_FOR


def read_from_standbys(get_response: Callable[[HttpRequest], HttpResponse]):
    """Looking at a page writes nothing, so whatever goes wrong in one place, the page is made once more in the next: on
    another standby, if one has gone; on the primary; and where that is away too, on the standbys that are left."""
    if STANDBY not in settings.DATABASES:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(ON_THE_PRIMARY):
            return _stays_on_the_primary(get_response(request))
        places = [PRIMARY, AS_IT_WAS_LEFT]
        if STAYS_COOKIE not in request.COOKIES and time.monotonic() - LastAway.at > AWAY_FOR:
            places = [FRESH, FRESH, *places]
        return _read_in_one_of(places, get_response, request) or get_response(request)

    return middleware


def _stays_on_the_primary(response: HttpResponse) -> HttpResponse:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(STAYS_COOKIE, "yes", max_age=STAYS, secure=secure, httponly=True, samesite="Lax")
    return response


def _read_in_one_of(
    places: list[ReadAt], get_response: Callable[[HttpRequest], HttpResponse], request: HttpRequest
) -> HttpResponse | None:
    """None where nobody answers, in none of them. What was given up for its length is not tried there again."""
    response, given_up = None, set()
    for place in places:
        found = None if place in given_up else _read(get_response, request, place)
        if found and found.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            return found
        if found:
            response = found
            given_up.add(place)
    return response


def _read(
    get_response: Callable[[HttpRequest], HttpResponse], request: HttpRequest, place: ReadAt
) -> HttpResponse | None:
    """On a standby in one transaction, so that a pooler sends all of it to the same. None where nobody may answer."""
    before = READ_FROM.set(place.database)
    try:
        with transaction.atomic(using=STANDBY) if place.database == STANDBY else nullcontext():
            response = get_response(request) if _may_answer(place) else None
    except Error as error:
        if place is FRESH:
            LastAway.at = time.monotonic()
        logger.warning("The %s does not answer (%s).", place.database, type(error).__name__)
        return None
    finally:
        READ_FROM.reset(before)
    if place is FRESH and response:
        LastAway.at = -AWAY_FOR
    return response


def _may_answer(place: ReadAt) -> bool:
    with connections[place.database].cursor() as cursor:
        cursor.execute(place.question)
        return bool(cursor.fetchone()[0])
