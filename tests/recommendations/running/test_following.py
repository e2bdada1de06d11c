"""What `doctor` says of Litestream and of PostgreSQL's archive: only that they do not follow, and since when."""

import os
import re
from pathlib import Path

import pytest
from django.db import connection

from recommendations.running import of_following
from recommendations.running.of_following import check_following

ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="about Litestream")
ON_POSTGRESQL = pytest.mark.skipif(connection.vendor == "sqlite", reason="about PostgreSQL's archive")
NOW = 1_790_000_000


def said() -> list[str]:
    return [finding.words for finding in check_following()]


@pytest.fixture
def database(db, tmp_path, monkeypatch) -> Path:
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "whom.sqlite3"))
    written(tmp_path / "whom.sqlite3-wal", NOW)
    return tmp_path


def written(path: Path, at: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (at, at))


@ON_SQLITE
@pytest.mark.parametrize(
    ("followed_at", "words"),
    [
        ([], r"since it began, so all"),
        ([NOW - 7200, NOW - 301], r"since 20\d\d-\d\d-\d\d \d\d:\d\d, so all"),
        ([NOW - 7200, NOW - 299], None),
        ([NOW + 5], None),
    ],
)
def test_litestream_that_is_behind_is_said(database, followed_at, words):
    (database / ".whom.sqlite3-litestream").mkdir()
    for number, at in enumerate(followed_at):
        written(database / ".whom.sqlite3-litestream" / "ltx" / "0" / f"{number}.ltx", at)

    assert [bool(re.search(words or "", each)) for each in said()] == ([True] if words else [])


@ON_SQLITE
def test_a_database_that_nothing_follows_is_well(database):
    assert said() == []


@ON_SQLITE
def test_a_database_that_was_never_written_is_followed(database):
    (database / ".whom.sqlite3-litestream").mkdir()
    (database / "whom.sqlite3-wal").unlink()

    assert said() == []


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("mode", "archived", "failed", "words"),
    [
        ("off", None, None, None),
        ("off", None, "2026-03-01 10:00+00", None),
        ("on", None, None, None),
        ("on", "2026-03-01 10:01+00", "2026-03-01 10:00+00", None),
        ("on", "2026-03-01 10:00+00", "2026-03-01 10:01+00", "into the archive since 2026-03-01 10:00, so all"),
        ("on", None, "2026-03-01 10:01+00", "into the archive yet, so all"),
    ],
)
def test_an_archive_that_fails_is_said(db, monkeypatch, mode, archived, failed, words):
    values = ", ".join(f"'{each}'::timestamptz" if each else "NULL" for each in (archived, failed))
    monkeypatch.setattr(of_following, "ARCHIVED", f"SELECT '{mode}', {values}")

    assert [bool(re.search(words or "", each)) for each in said()] == ([True] if words else [])


@ON_POSTGRESQL
def test_whoever_runs_it_may_ask_for_the_archive(db):
    assert said() == []
