"""An SQLite database as migrations leave it, kept in a file: to make one takes five seconds, and a run needs many."""

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import copy

ROOT = Path(__file__).resolve().parents[2]
# The name that Django gives the test database in memory; whoever opens it in this process opens the same.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def kept() -> Path:
    """Where the file is, or will be: another one for other migrations, ours or a library's."""
    known = sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        known.update(path.name.encode() + path.read_bytes())
    for library in ("django", "django-allauth"):
        known.update(version(library).encode())
    return ROOT / ".pytest_cache" / f"migrated-{known.hexdigest()[:16]}.sqlite3"


def begin_with_it(path: Path) -> None:
    """The database that will be at this path is a copy; without a file yet, whoever opens it migrates it."""
    if kept().exists():
        copy(kept(), path)


def filled() -> sqlite3.Connection:
    """The database in memory, which is there for as long as somebody has it open; empty if there is no file yet."""
    memory = sqlite3.connect(IN_MEMORY, uri=True)
    if kept().exists():
        with closing(sqlite3.connect(kept())) as file:
            file.backup(memory)
    return memory


def keep(memory: sqlite3.Connection) -> None:
    """It is there whole or not at all, since several runs may do so at once. Those of other migrations go."""
    file = kept()
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as written:
        memory.backup(written)
    unfinished.replace(file)
    for other in set(file.parent.glob("migrated-*.sqlite3")) - {file}:
        other.unlink(missing_ok=True)
