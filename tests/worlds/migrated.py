"""A database as migrations leave it, kept in a file: to make one takes five seconds, and a run needs many.

SQLite's own file; of PostgreSQL a dump, from which `tests/on_postgres.py` makes a template on its server.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import copy

ROOT = Path(__file__).resolve().parents[2]
# The name that Django gives the test database in memory; whoever opens it in this process opens the same.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"
# On a server of the run's own; one that the shell has named has none.
TEMPLATE = "whom_migrated"


def kept(kind: str = "sqlite3", made_by: str = "") -> Path:
    """Where the file is, or will be: another one for other migrations, ours or a library's."""
    known = sha256(made_by.encode())
    for path in sorted(ROOT.glob("*/migrations/**/*.py")):
        known.update(path.name.encode() + path.read_bytes())
    for library in ("django", "django-allauth"):
        known.update(version(library).encode())
    return ROOT / ".pytest_cache" / f"migrated-{known.hexdigest()[:16]}.{kind}"


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
    """But for a run in which no test asks a database, so that none was made."""
    if not memory.execute("SELECT 1 FROM sqlite_master").fetchone():
        return
    with there_at_once(kept()) as unfinished, closing(sqlite3.connect(unfinished)) as written:
        memory.backup(written)


@contextmanager
def there_at_once(file: Path) -> Iterator[Path]:
    """It is there whole or not at all, since several runs may do so at once. Those of other migrations go."""
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    yield unfinished
    unfinished.replace(file)
    for other in set(file.parent.glob(f"migrated-*{file.suffix}")) - {file}:
        other.unlink(missing_ok=True)
