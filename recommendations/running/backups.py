"""Backups: made, proved to be worth something, and restored."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from people.models import Person, Session, Tie
from recommendations.leaving.erased_list import written_down
from recommendations.leaving.erasing import replay
from recommendations.models import Ask, Vouch
from recommendations.running.databases import SUFFIX, NotDoneError, load, save, scratch
from recommendations.running.jobs import BACKUP, REHEARSAL, note_done, note_failed
from recommendations.running.schema import lacking, migrations_to_come, migrations_unknown

COUNTED_IN_BACKUPS = {"people": Person, "ties": Tie, "vouches": Vouch, "questions": Ask}


class Made(NamedTuple):
    """Of a backup what became in a scratch database: as it would be if it were restored now."""

    counts: dict[str, int]
    migrated: int
    erased_again: int
    sessions_ended: int


def back_up(to: Path) -> Path:
    """The file: `to`, or a new one in it. It is there whole or not at all, and for its owner's eyes alone. Raises
    NotDoneError."""
    began_at = timezone.now()
    path = to / f"whom-{began_at:%Y%m%d-%H%M%S}.{SUFFIX[connection.vendor]}" if to.is_dir() else to
    if connection.vendor == "sqlite" and path.resolve() == Path(connection.settings_dict["NAME"]).resolve():
        raise NotDoneError(f"{path} is the database itself. Name another file.")
    try:
        with _there_at_once(path) as unfinished:
            save(unfinished)
    except (NotDoneError, OSError) as error:
        note_failed(BACKUP, began_at, type(error).__name__)
        raise NotDoneError(f"No backup was made. {error}") from error
    note_done(BACKUP, began_at)
    return path


def rehearse(path: Path) -> Made:
    """Restores it into a scratch database, and says what became. Raises NotDoneError."""
    began_at = timezone.now()
    with scratch():
        made = _made_of(path)
    note_done(REHEARSAL, began_at)
    return made


def restore(path: Path, replace: bool = False) -> Made:
    """In place of what is there: whole, and only once whoever left is gone from it, and every session has ended. With
    somebody there already, `replace` has to say that it is meant. Raises NotDoneError, and then all is as it was."""
    if not replace and _holds_people():
        raise NotDoneError("There are people in this database already. To lose what is there, say --replace.")
    made_ready = path.absolute().with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch():
            made = _made_of(path)
            with _there_at_once(made_ready) as unfinished:
                save(unfinished)
        load(made_ready)
    finally:
        made_ready.unlink(missing_ok=True)
    return made


def counts() -> dict[str, int]:
    return {name: model._default_manager.count() for name, model in COUNTED_IN_BACKUPS.items()}


def _made_of(path: Path) -> Made:
    if not path.is_file():
        raise NotDoneError(f"{path} is not there.")
    load(path)
    if "people_person" not in connection.introspection.table_names():
        raise NotDoneError(f"{path} is no backup of Whom.")
    if unknown := migrations_unknown():
        raise NotDoneError(f"{path} is of a newer version of Whom ({', '.join(unknown)}). Run that version.")
    to_come = migrations_to_come()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if missing := lacking():
        raise NotDoneError(f"{path} lacks {', '.join(missing)}, though its migrations say otherwise.")
    held = counts()
    erased = _erase_again()
    ended = Session.objects.count()
    call_command("end_sessions", verbosity=0, stdout=StringIO())
    return Made(held, len(to_come), erased, ended)


def _erase_again() -> int:
    """Whoever has left since. Raises NotDoneError where somebody of them would be back all the same."""
    listed = Path(settings.ERASED_LIST) if settings.ERASED_LIST else None
    if listed is None or not listed.exists():
        return 0
    try:
        again = replay(listed)
        still_there = Person.objects.filter(public_id__in=list(written_down(listed))).count()
    except (OSError, ValueError) as error:
        raise NotDoneError(f"The list of whoever left cannot be read, so nobody is restored: {error}") from error
    if still_there:
        raise NotDoneError("Somebody who has left would be here again, so nobody is restored.")
    return again


def _holds_people() -> bool:
    tables = connection.introspection.table_names()
    return Person._meta.db_table in tables and Person.objects.exists()


@contextmanager
def _there_at_once(path: Path) -> Iterator[Path]:
    """A name under which it is written; what was at `path` stays until then, and for good if it fails."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
        _sync(unfinished)
        unfinished.replace(path)
        _sync(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """To the disk, so that a power cut leaves no empty file."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
