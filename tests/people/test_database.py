"""The promises that the settings make about the database really hold on a connection made with them."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import ConnectionHandler

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")


def answer(connection, question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.fixture
def on_file(db, tmp_path):
    """Another database with the same settings: the one for tests is in memory, where there is no journal."""
    another = ConnectionHandler({"default": settings.DATABASES["default"] | {"NAME": tmp_path / "whom.sqlite3"}})
    yield another["default"]
    another["default"].close()


@on_sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000), ("secure_delete", 1)],
)
def test_sqlite_loses_no_saved_word_and_waits_for_its_turn(on_file, pragma, value):
    assert answer(on_file, f"PRAGMA {pragma}") == value


@on_sqlite
def test_sqlite_takes_the_lock_when_a_transaction_begins(on_file):
    """Or two readers that both go on to write would end in "database is locked"."""
    on_file.connect()

    assert on_file.transaction_mode == "IMMEDIATE"


@on_postgresql
@pytest.mark.parametrize(
    ("option", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s")],
)
def test_postgresql_gives_up_on_what_takes_too_long(db, option, value):
    assert answer(connection, f"SHOW {option}") == value


def test_the_migrations_say_all_that_the_models_say(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
