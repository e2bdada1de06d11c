"""What a database is made of, as a set of facts; and old releases' databases, filled, to upgrade."""

import gzip
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from recommendations.running import databases
from tests.upgrades.keep import RELEASED

# Names that Django or PostgreSQL made up, which stay when a table is called something else.
MADE_UP = re.compile(r"\b\w+_(?:pkey\d*|key\d*|id_seq\d*|[0-9a-f]{8}(?:_\w+)?)\b")
# Where a dump was read in, PostgreSQL writes the types of a list in another place.
TYPES = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")
COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def schema() -> set[str]:
    """Of each table its columns, constraints and indexes, in no order."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            rows = cursor.fetchall()
            return {f"{table}: {part}" for kind, table, sql in rows for part in _parts(sql, kind)}
        facts = set()
        for question in (COLUMNS, CONSTRAINTS, INDEXES):
            cursor.execute(question)
            facts |= {TYPES.sub("", MADE_UP.sub("…", " | ".join(map(str, row)))) for row in cursor.fetchall()}
        return facts


def _parts(sql: str, kind: str) -> Iterator[str]:
    """Of what made a table, what stands between its commas."""
    if kind != "table":
        yield sql
        return
    part, depth, quote = "", 0, ""
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        quote = ("" if quote == letter else quote) if quote else (letter if letter in "'\"" else "")
        depth += 0 if quote else {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth and not quote:
            yield part.strip()
            part = ""
        else:
            part += letter
    yield part.strip()


@contextmanager
def empty_database(name: str = "upgraded") -> Iterator[str]:
    """On which everything here stands meanwhile; it is gone afterwards."""
    if connection.vendor == "sqlite":
        with TemporaryDirectory(prefix="whom-upgraded-") as folder:
            path = str(Path(folder, f"{name}.sqlite3"))
            with databases._standing_on(path):
                yield path
        return
    with databases._scratch_database() as path, databases._standing_on(path):
        yield path


@contextmanager
def database_of(version: str) -> Iterator[str]:
    """As that release left it, with people in it."""
    text = gzip.decompress((RELEASED / f"{version}.{connection.vendor}.sql.gz").read_bytes()).decode()
    with empty_database() as name:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(name)) as file:
                file.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;" + text)
        else:
            from tests.on_postgres import named, told

            with TemporaryDirectory(prefix="whom-released-") as folder:
                path = Path(folder, "released.sql")
                path.write_text(text)
                told(named(os.environ["DATABASE_URL"], name), "psql", "-qf", str(path))
        yield name
