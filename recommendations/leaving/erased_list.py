"""The list of whoever left, kept outside the database: a day and an id a line, `2026-03-01 0f8b…`.

A line is written before the commit that erases, and ended with its line break after it. So a last line without one says
that whoever wrote it was stopped in between, and knew no more than that this person wanted to go. The database then
tells whether they have gone; `settle` asks it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import Error, transaction
from django.utils import timezone

from people.models import Person


@contextmanager
def opened_list() -> Iterator[Callable[[UUID], None]]:
    """To be opened around the transaction that erases, and given the id of who goes as the last thing in it.

    One process has it at a time. Raises OSError if it cannot be written.
    """
    if not settings.ERASED_LIST:
        yield lambda public_id: None
        return
    with Path(settings.ERASED_LIST).open("a+b") as lines:
        fcntl.flock(lines, fcntl.LOCK_EX)
        _settle(lines)
        try:
            yield lambda public_id: _write(lines, f"{timezone.localdate().isoformat()} {public_id}".encode())
        except BaseException:
            with suppress(Error, OSError):  # then the line stays as it is until somebody can ask
                _settle(lines)
            raise
        if _unended(lines):
            _write(lines, b"\n")


def settle_the_list() -> None:
    """Of whoever was leaving when the server was stopped: have they gone, the line is ended; are they here, it is taken
    back. Nothing is done where the list is not, or cannot be written."""
    if settings.ERASED_LIST and os.access(settings.ERASED_LIST, os.W_OK):
        with opened_list():
            pass


def written_down(path: Path) -> Iterator[UUID]:
    """Also the last line, if it was never ended. Raises ValueError with the line that is no day and id."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield _id_in(line)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: not a day and an id") from error


def _id_in(line: str) -> UUID:
    day, public_id = line.split()
    date.fromisoformat(day)
    return UUID(public_id)


def _settle(lines: IO[bytes]) -> None:
    last = _unended(lines)
    if last and _has_gone(last):
        _write(lines, b"\n")
    elif last:
        lines.truncate(lines.tell() - len(last))


def _has_gone(line: bytes) -> bool:
    try:
        public_id = _id_in(line.decode())
    except ValueError:
        return False  # the line was not yet there as a whole, so nothing can have been committed
    with transaction.atomic():
        # The lock waits for the transaction that was to erase them, should the database still be at it.
        return not Person.objects.select_for_update().filter(public_id=public_id).exists()


def _unended(lines: IO[bytes]) -> bytes:
    """The last line, if it has no end."""
    lines.seek(0)
    return lines.read().rpartition(b"\n")[2]


def _write(lines: IO[bytes], text: bytes) -> None:
    lines.write(text)
    lines.flush()
    os.fsync(lines.fileno())
