"""Whole databases: saved to a file, loaded from one, and a scratch one beside the real one."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from django.db import DatabaseError, connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

SUFFIX = {"sqlite": "sqlite3", "postgresql": "dump"}
WITHOUT_ROLES = ["--no-owner", "--no-privileges"]


class NotDoneError(Exception):
    """In words for an operator, with what to do."""


def save(path: Path) -> None:
    """All of it as it is at one moment, while others go on writing. Raises NotDoneError."""
    if connection.vendor != "sqlite":
        _run("pg_dump", "--format=custom", *WITHOUT_ROLES, f"--file={path}")
        return
    with _told(), closing(sqlite3.connect(_database())) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        _is_sound(copy, path)


def load(path: Path) -> None:
    """In one transaction, in place of all that is there. Raises NotDoneError, and then all is as it was."""
    if connection.vendor != "sqlite":
        together = ["--single-transaction", "--exit-on-error", "--clean", "--if-exists"]
        _run("pg_restore", *together, *WITHOUT_ROLES, str(path))
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("ANALYZE")  # without it a search takes a hundred times as long
        return
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with _told(), closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(_database())) as copy:
        _is_sound(source, path)
        source.backup(copy)


@contextmanager
def scratch() -> Iterator[None]:
    """A new, empty database, on which everything here stands meanwhile; it is gone afterwards. Raises NotDoneError."""
    with _scratch_file() if connection.vendor == "sqlite" else _scratch_database() as name, _standing_on(name):
        yield


def _database() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _standing_on(name: str) -> Iterator[None]:
    """Not within a transaction: that is the other database's."""
    here, kept = connection.settings_dict["NAME"], connection.connection
    connection.settings_dict["NAME"], connection.connection = name, None
    try:
        if connection.vendor != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.connection = here, kept


@contextmanager
def _scratch_file() -> Iterator[str]:
    """Beside the database, where there is room for one."""
    with tempfile.TemporaryDirectory(prefix=".whom-scratch-", dir=Path(_database()).absolute().parent) as folder:
        yield str(Path(folder) / "scratch.sqlite3")


@contextmanager
def _scratch_database() -> Iterator[str]:
    name = f"whom_scratch_{uuid4().hex}"
    try:
        _tell_the_server(f"CREATE DATABASE {name} TEMPLATE template0")
    except DatabaseError as error:
        what_to_do = "Let its role make one: ALTER ROLE … CREATEDB."
        raise NotDoneError(f"No scratch database could be made beside the real one. {what_to_do} {error}") from error
    try:
        yield name
    finally:
        _tell_the_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _tell_the_server(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statement)


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own, on the server that DATABASE_URL names."""
    path = shutil.which(program)
    if path is None:
        raise NotDoneError(f"{program} is not there: apt-get install postgresql-client")
    known = {each.keyword.decode() for each in Conninfo.get_defaults()} - {"options"}
    where = {name: value for name, value in connection.get_connection_params().items() if name in known and value}
    # Not among the arguments, which everybody on this machine may read.
    password = where.pop("password", None)
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [path, f"--dbname={make_conninfo(**where)}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise NotDoneError(f"{program} failed: {' '.join(done.stderr.split()) or done.returncode}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise NotDoneError(f"SQLite says: {error}.") from error


def _is_sound(database: sqlite3.Connection, path: Path) -> None:
    [(said,)] = database.execute("PRAGMA quick_check(1)").fetchall()
    if said != "ok":
        raise NotDoneError(f"{path} is damaged: {said}.")
