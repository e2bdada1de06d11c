"""What follows the database without a gap, where something does: PostgreSQL's archive, or Litestream."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from recommendations.running.findings import Finding

FOLLOWED_WITHIN = timedelta(minutes=5)
ARCHIVED = "SELECT current_setting('archive_mode'), last_archived_time, last_failed_time FROM pg_stat_archiver"


def check_following() -> Iterator[Finding]:
    yield from _of_litestream() if connection.vendor == "sqlite" else _of_the_archive()


def _of_the_archive() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(ARCHIVED)
        mode, archived, failed = cursor.fetchone()
    if mode == "off" or failed is None or (archived is not None and archived > failed):
        return
    since = f"since {_at(archived)}" if archived else "yet"
    yield Finding(
        f"PostgreSQL could not put its log into the archive {since}, so all after that would be lost with its disk. "
        "Its own log says why; see pgbackrest --stanza=whom check"
    )


def _of_litestream() -> Iterator[Finding]:
    """By the folder that it keeps beside the database. What it could not bring elsewhere is in its own log alone."""
    database = Path(connection.settings_dict["NAME"])
    kept, log = database.with_name(f".{database.name}-litestream"), database.with_name(f"{database.name}-wal")
    if not (kept.is_dir() and log.exists()):
        return
    followed = max((path.stat().st_mtime for path in kept.rglob("*.ltx")), default=0)
    if log.stat().st_mtime - followed > FOLLOWED_WITHIN.total_seconds():
        since = _at(datetime.fromtimestamp(followed, UTC)) if followed else "it began"
        yield Finding(
            f"Litestream has not followed the database since {since}, so all after that would be lost with its disk: "
            "systemctl status whom-litestream"
        )


def _at(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
