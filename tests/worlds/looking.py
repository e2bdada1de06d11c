"""Ways to look that show every difference, and none that means nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Person

UNLIKE = re.compile(
    rb'(?:name="csrfmiddlewaretoken" value="|"x-csrftoken": ?"|&quot;x-csrftoken&quot;: ?&quot;)\w+'
    rb'|name="key" value="[\w-]+"',
    re.IGNORECASE,
)
OWN_PAGES = ["circle", "find", "vouches", "you", "seen", "details", "look", "blocks", "notices", "invitations"]
OWN_PAGES += ["introduction_new", "invitation_new", "vouch_new"]


def as_(person: Person | None, **headers: str) -> Client:
    client = Client(headers=headers)
    if person:
        client.force_login(person)
    return client


def answer(client: Client, method: str, url: str, data: dict | None = None) -> tuple:
    response = getattr(client, method)(url, data or {})
    body = UNLIKE.sub(b"", response.content)
    return response.status_code, body, str(response.headers), sorted(response.cookies)


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
