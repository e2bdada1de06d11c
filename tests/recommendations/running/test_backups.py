"""Backups, on either database: made while others write, proved, restored; and whoever has left stays gone."""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from people.models import Job, Person, Session
from recommendations.leaving.erasing import erase
from recommendations.running import backups, databases
from recommendations.running.databases import NotDoneError
from tests.worlds import migrated
from tests.worlds.builders import befriend, make_person, make_vouch
from tests.worlds.looking import session_of

ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="asks of SQLite alone")


@pytest.fixture
def own_database(transactional_db, tmp_path, monkeypatch) -> Iterator[None]:
    """One that is really written."""
    if connection.vendor == "sqlite":
        path = tmp_path / "whom.sqlite3"
        migrated.begin_with_it(path)
        with databases._standing_on(str(path)):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            yield
        return
    from tests.on_postgres import binaries

    monkeypatch.setenv("PATH", f"{binaries()}:{os.environ['PATH']}")
    call_command("createcachetable", verbosity=0)
    yield


@pytest.fixture
def erased_list(settings, tmp_path) -> Path:
    settings.ERASED_LIST = str(tmp_path / "erased.txt")
    return tmp_path / "erased.txt"


@pytest.fixture
def people(own_database) -> dict[str, Person]:
    people = {name: make_person(name=name, email=f"{name}@example.org") for name in ("ana", "ben")}
    befriend(*people.values())
    make_vouch(author=people["ana"])
    session_of(people["ana"])
    return people


def names() -> set[str]:
    return set(Person.objects.values_list("name", flat=True))


def test_a_backup_is_whole_and_for_its_owner_alone(people, tmp_path, capsys):
    (tmp_path / "kept").mkdir()

    call_command("backup", str(tmp_path / "kept"))

    [path] = (tmp_path / "kept").iterdir()
    assert capsys.readouterr().out == f"{path}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.suffix == f".{databases.SUFFIX[connection.vendor]}"
    assert Job.objects.get(pk="backup").ended_at


def test_it_is_rehearsed_beside_the_real_one_which_stays_as_it_is(people, erased_list, tmp_path, capsys):
    path = backups.back_up(tmp_path / "copy")
    erase(people["ben"])
    make_person(name="cleo")

    call_command("backup", "--rehearse", str(path))

    assert capsys.readouterr().out == (
        "It can be restored. It holds 2 people (now 2), 2 ties (now 0), 1 vouches (now 1), 0 questions (now 0).\n"
        "Migrations applied: 0. Erased again: 1. Sessions ended: 1.\n"
    )
    assert names() == {"ana", "cleo"}
    assert Session.objects.count() == 1
    assert Job.objects.get(pk="rehearsal").ended_at


def test_it_is_restored_without_whoever_has_left_and_nobody_is_signed_in(people, erased_list, tmp_path, capsys):
    path = backups.back_up(tmp_path / "copy")
    erase(people["ben"])
    make_person(name="cleo")

    call_command("restore", "--replace", str(path))

    assert names() == {"ana"}
    assert (people["ana"].vouches.count(), Session.objects.count()) == (1, 0)
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []
    assert "Erased again: 1. Sessions ended: 1." in capsys.readouterr().out


def test_people_who_are_here_are_not_lost_unless_it_is_meant(people, tmp_path):
    path = backups.back_up(tmp_path / "copy")
    make_person(name="cleo")

    with pytest.raises(CommandError, match=r"Nothing was changed\. There are people in this database already"):
        call_command("restore", "--nobody-has-left", str(path))

    assert names() == {"ana", "ben", "cleo"}


def test_without_the_list_of_whoever_left_nobody_is_restored(people, erased_list, settings, tmp_path):
    path = backups.back_up(tmp_path / "copy")

    with pytest.raises(CommandError, match=r"erased\.txt is not there, so whoever has left"):
        call_command("restore", "--replace", str(path))
    settings.ERASED_LIST = ""
    with pytest.raises(CommandError, match="ERASED_LIST is off, so whoever has left"):
        call_command("restore", "--replace", str(path))


def test_a_list_that_cannot_be_read_restores_nobody(people, erased_list, tmp_path):
    path = backups.back_up(tmp_path / "copy")
    erased_list.write_text("what is this\n")
    make_person(name="cleo")

    with pytest.raises(CommandError, match=r"Nothing was changed\. The list of whoever left cannot be read"):
        call_command("restore", "--replace", str(path))

    assert names() == {"ana", "ben", "cleo"}


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = b"\xff" * 20_000
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("harm", [damaged, cut, lambda path: path.write_text("no backup"), Path.unlink])
def test_what_is_no_sound_backup_changes_nothing(people, tmp_path, harm):
    path = backups.back_up(tmp_path / "copy")
    harm(path)

    with pytest.raises(NotDoneError):
        backups.rehearse(path)
    with pytest.raises(NotDoneError):
        backups.restore(path, replace=True)

    assert names() == {"ana", "ben"}


def test_a_backup_of_a_newer_version_is_refused(people, tmp_path):
    MigrationRecorder(connection).record_applied("people", "0999_what_nobody_knows_yet")
    path = backups.back_up(tmp_path / "copy")

    with pytest.raises(NotDoneError, match=r"is of a newer version of Whom \(people.0999"):
        backups.rehearse(path)
    MigrationRecorder(connection).record_unapplied("people", "0999_what_nobody_knows_yet")


def test_a_backup_that_fails_leaves_the_one_before(people, tmp_path, monkeypatch):
    path = tmp_path / "copy"
    path.write_text("the one before")

    def failing(unfinished):
        raise NotDoneError("The disk is full.")

    monkeypatch.setattr(backups, "save", failing)
    with pytest.raises(CommandError, match=r"No backup was made\. The disk is full\."):
        call_command("backup", str(path))

    assert path.read_text() == "the one before"
    assert [each.name for each in tmp_path.iterdir() if "unfinished" in each.name] == []
    assert Job.objects.failing().get().name == "backup"


# --- SQLite ---------------------------------------------------------------------------------------


@ON_SQLITE
def test_backups_made_while_others_write_are_of_one_moment(own_database, tmp_path):
    """A writer always adds two at once: no copy holds an odd one."""
    database, stopped = connection.settings_dict["NAME"], Event()

    def write():
        with closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as writer:
            writer.execute("CREATE TABLE pairs (number INTEGER)")
            while not stopped.is_set():
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("INSERT INTO pairs VALUES (1)")
                writer.execute("INSERT INTO pairs VALUES (2)")
                writer.execute("COMMIT")
                time.sleep(0.001)

    thread = Thread(target=write)
    thread.start()
    try:
        held = [pairs_in(backups.back_up(tmp_path / f"copy{number}")) for number in range(5)]
    finally:
        stopped.set()
        thread.join()

    assert [number % 2 for number in held] == [0] * 5
    assert held[-1] > held[1]


def pairs_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as copy:
        try:
            return copy.execute("SELECT count(*) FROM pairs").fetchone()[0]
        except sqlite3.OperationalError:  # it was not there yet
            return 0


@ON_SQLITE
@pytest.mark.parametrize("by", ["its name", "a way around", "a link"])
def test_the_database_itself_is_no_place_for_its_backup(own_database, tmp_path, by):
    """The server would write on into the file that was there before, and nobody would find it again."""
    path = Path(connection.settings_dict["NAME"])
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(path)
    names = {"its name": path, "a way around": tmp_path / "folder" / ".." / path.name, "a link": tmp_path / "link"}
    before = path.stat().st_ino

    with pytest.raises(NotDoneError, match="is the database itself"):
        backups.back_up(names[by])

    assert path.stat().st_ino == before
    assert (tmp_path / "link").is_symlink()


@ON_SQLITE
def test_a_restored_database_still_writes_ahead(people, erased_list, tmp_path):
    path = backups.back_up(tmp_path / "copy")
    backups.restore(path, replace=True)
    connection.close()

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)


# --- PostgreSQL -----------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor == "sqlite", reason="asks of PostgreSQL alone")
def test_without_its_programs_it_says_what_to_install(own_database, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NotDoneError, match="pg_dump is not there: apt-get install"):
        backups.back_up(tmp_path / "copy")
