"""Whether the database is what the models say; `prepare` refuses what is not. And its clock."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from recommendations.management.commands import prepare
from recommendations.management.commands.prepare import take_the_time_it_takes
from recommendations.running import of_machine
from recommendations.running.schema import lacking, migrations_to_come, migrations_unknown

# What somebody, or half an upgrade, might have done to it; and what is then missing.
DONE = {
    "ALTER TABLE recommendations_trade DROP COLUMN synonyms": ["column recommendations_trade.synonyms"],
    "ALTER TABLE people_person RENAME COLUMN letters TO letters_once": [
        "column people_person.letters",
        "default of column people_person.letters_once, which is never empty and which no model knows",
    ],
    "DROP TABLE people_mailstop": ["table people_mailstop"],
    "DROP INDEX tie_circle": ["index tie_circle of people_tie"],
    "DROP INDEX person_email_once_whatever_its_case": [
        "constraint person_email_once_whatever_its_case of people_person"
    ],
}


@pytest.fixture
def whole(db):
    call_command("createcachetable", verbosity=0)


def test_a_database_that_migrations_made_lacks_nothing(whole):
    assert (lacking(), migrations_to_come(), migrations_unknown()) == ([], [], [])


@pytest.mark.parametrize("done", DONE)
def test_what_is_missing_is_named_and_prepare_refuses(whole, done):
    with connection.cursor() as cursor:
        cursor.execute(done)

    assert (lacking(), migrations_to_come()) == (DONE[done], [])
    with pytest.raises(CommandError) as refused:
        call_command("prepare", verbosity=0)
    assert DONE[done][0] in str(refused.value)
    assert "manage.py restore" in str(refused.value)


def test_what_somebody_has_of_their_own_is_no_fault(whole):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_tie ADD COLUMN later integer NOT NULL DEFAULT 1")
        cursor.execute("ALTER TABLE people_tie ADD COLUMN latest integer NULL")
        cursor.execute("CREATE TABLE of_their_own (id integer)")
        cursor.execute("CREATE INDEX of_their_own_too ON people_tie (later)")

    assert lacking() == []


def test_a_column_that_nobody_would_fill_is_named(whole):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_mailstop RENAME TO before")
        cursor.execute("CREATE TABLE people_mailstop (id bigint, address_hash text UNIQUE, later text NOT NULL)")

    assert lacking() == [
        "column people_mailstop.address_hash that is never empty",
        "default of column people_mailstop.later, which is never empty and which no model knows",
    ]


def test_a_column_that_is_to_be_there_once_and_is_not_is_named(whole):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_mailstop RENAME TO before")
        cursor.execute("CREATE TABLE people_mailstop (id bigint, address_hash text NOT NULL)")

    assert lacking() == ["constraint that people_mailstop.address_hash is there once"]


def test_the_table_of_what_is_counted_is_made_again(whole):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")
    assert lacking() == ["table cache"]

    call_command("createcachetable", verbosity=0)

    assert lacking() == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it drops no constraint of a table that is there")
def test_constraints_that_are_gone_are_named(whole):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_person DROP CONSTRAINT person_has_a_name")

    assert lacking() == ["constraint person_has_a_name of people_person"]


def test_a_database_of_a_newer_version_is_refused(whole):
    MigrationRecorder(connection).record_applied("people", "0999_what_nobody_knows_yet")

    assert migrations_unknown() == ["people.0999_what_nobody_knows_yet"]
    with pytest.raises(CommandError, match="newer version of Whom"):
        call_command("prepare", verbosity=0)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it has no such limits")
def test_an_index_may_take_its_time_and_a_lock_may_not(whole):
    take_the_time_it_takes()

    with connection.cursor() as cursor:
        for name, limit in {"statement": "0", "idle_in_transaction_session": "0", "lock": "2s"}.items():
            cursor.execute(f"SHOW {name}_timeout")
            assert cursor.fetchone() == (limit,)


def test_what_holds_up_a_migration_is_told_with_what_to_do(whole, monkeypatch):
    def held(name, **options):
        if name == "migrate":
            raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(prepare, "call_command", held)

    with pytest.raises(CommandError, match=r"lock timeout .* run it again"):
        prepare.Command().handle(verbosity=0)


def test_migrations_that_are_still_to_come_are_no_fault(whole):
    last = MigrationRecorder(connection).migration_qs.filter(app="recommendations").order_by("name").last()
    MigrationRecorder(connection).record_unapplied("recommendations", last.name)

    assert migrations_to_come() == [f"recommendations.{last.name}"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="its clock is this machine's")
@pytest.mark.parametrize(("off", "said"), [(0, []), (10, [True]), (100, [False])])
def test_a_clock_that_is_off_is_said(db, monkeypatch, off, said):
    now = time.time()
    monkeypatch.setattr(of_machine.time, "time", lambda: now + off)

    assert [finding.is_warning for finding in of_machine.check_clock()] == said
