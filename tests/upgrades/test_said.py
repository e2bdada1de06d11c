"""What the last release says to a database is still understood: it goes on serving while this version migrates.

Told to an empty one, each statement is taken back: what is asked for may lack no name, and what is written has to be
allowed without what is new.
"""

import gzip
import json

import pytest
from django.db import DatabaseError, connection, transaction

from tests.upgrades.keep import RELEASED
from tests.upgrades.test_upgrade import LAST

SAID = RELEASED / f"{LAST}.{connection.vendor}.said.json.gz"

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not SAID.exists(), reason="not recorded on this database")]


def said() -> list[str]:
    return json.loads(gzip.decompress(SAID.read_bytes()))


def refused(statement: str) -> str | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return None


def test_what_the_last_release_says_is_understood():
    statements = said()
    assert len(statements) > 100

    found = {statement: error for statement in statements if (error := refused(statement))}

    assert found == {}


@pytest.mark.parametrize(
    "change",
    [
        'ALTER TABLE people_tie DROP COLUMN "affirmed_at"',
        'ALTER TABLE recommendations_vouch RENAME COLUMN "caveat" TO "but"',
        'ALTER TABLE recommendations_ask ADD COLUMN "urgent" integer NOT NULL',
        "DROP TABLE people_mailstop",
    ],
)
def test_a_change_that_the_last_release_would_break_on_is_found(change):
    if connection.vendor == "sqlite":
        change = change.replace("NOT NULL", "CHECK (urgent IS NOT NULL)")
    with connection.cursor() as cursor:
        cursor.execute(change)

    assert any(map(refused, said()))
