"""Ways to look that show every difference, and none that means nothing."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Person, Session
from people.sessions import SessionStore

UNLIKE = re.compile(
    rb'(?:name="csrfmiddlewaretoken" value="|"x-csrftoken": ?"|&quot;x-csrftoken&quot;: ?&quot;)\w+'
    rb'|name="key" value="[\w-]+"',
    re.IGNORECASE,
)
OWN_PAGES = ["circle", "find", "vouches", "you", "seen", "details", "look", "blocks", "notices", "invitations"]
OWN_PAGES += ["introduction_new", "invitation_new", "vouch_new"]


def as_(person: Person | None, **headers: str) -> Client:
    """In a browser in which they were today already."""
    client, now = Client(headers=headers), int(time.time())
    if person:
        here = {"began": now, "seen": now, "browser": "", "internet_address": "127.0.0.1"}
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person, **here)
    return client


def session_of(person: Person, **kept: Any) -> str:
    """The key of a new session of theirs, with `kept` in it: the row that signing in leaves, in a fifth of its time."""
    signed_in = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    store = SessionStore(uuid4().hex)
    store.clear()  # rather than looked up
    store.update(signed_in | kept)
    Session.objects.bulk_create([store.row()])
    return store.session_key


def answer(client: Client, method: str, url: str, data: dict | None = None) -> tuple:
    response = getattr(client, method)(url, data or {})
    body = UNLIKE.sub(b"", response.content)
    # The second in which it was asked tells nothing, nor does the name of the request.
    headers = {name: value for name, value in response.headers.items() if name not in ("Expires", "X-Request-ID")}
    return response.status_code, body, str(headers), sorted(response.cookies)


def shapes(client: Client, method: str, url: str, data: dict | None = None) -> list[str]:
    """The statements without their values."""
    with CaptureQueriesContext(connection) as queries:
        getattr(client, method)(url, data or {})
    return [re.sub(r"'[^']*'(?:::\w+)?|\"s\d+_x\d+\"|\b\d+\b", "?", query["sql"]) for query in queries]


@contextmanager
def as_if() -> Iterator[None]:
    """What happens in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def every_row() -> dict[str, list]:
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows[table] = sorted(map(str, cursor.fetchall()))
    # How often this browser has asked is counted, whatever it asked for.
    return rows | {"cache": []}
