"""What was erased stays in SQLite's log no longer than must be, and nobody waits for whoever reads there."""

import time
from contextlib import closing

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from recommendations.leaving import erasing

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="asks of SQLite alone")


@pytest.fixture
def on_file(db, settings, tmp_path, monkeypatch):
    """With the same settings: the database of the tests is in memory, where there is no log."""
    there = ConnectionHandler({"default": settings.DATABASES["default"] | {"NAME": tmp_path / "whom.sqlite3"}})[
        "default"
    ]
    monkeypatch.setattr(erasing, "connection", there)
    with there.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word)")
    yield there
    there.close()


def size_of_the_log(there) -> int:
    return there.settings_dict["NAME"].with_name("whom.sqlite3-wal").stat().st_size


def test_log_is_emptied(on_file):
    assert size_of_the_log(on_file) > 0

    erasing._empty_the_log()

    assert size_of_the_log(on_file) == 0


def test_whoever_reads_there_is_not_waited_for(on_file):
    with closing(on_file.copy()) as reader, reader.cursor() as reading:
        reading.execute("BEGIN DEFERRED")
        reading.execute("SELECT count(*) FROM words")
        with on_file.cursor() as cursor:
            cursor.execute("INSERT INTO words VALUES ('one')")
        began = time.monotonic()
        erasing._empty_the_log()

        assert time.monotonic() - began < 2
        reading.execute("COMMIT")
    with on_file.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (5000,)
