"""`pytest -p tests.upgrades.recording`: what the code says to a database while tests run, into `released/`.

Of what reads, only what names something new: a table or a column; of what writes, each statement. With its values, so
that a database can be told it again.
"""

import gzip
import json
import re
import tomllib

import pytest
from django.db import connection

from tests.upgrades.keep import RELEASED

READS = ("SELECT", "WITH")
WRITES = ("INSERT", "UPDATE", "DELETE")
LISTED = re.compile(r"%s(, %s)+|\(%s\)(, \(%s\))+")
NAMES = re.compile(r"[a-z_]{3,}")
VERSION = tomllib.loads((RELEASED.parents[2] / "pyproject.toml").read_text())["project"]["version"]

said: dict[str, str] = {}
named: set[str] = set()


@pytest.fixture(scope="session", autouse=True)
def all_that_is_said_is_recorded(django_db_setup):
    def record(execute, sql, params, many, context):
        done = execute(sql, params, many, context)  # first: what fails is not recorded
        if told := told_once(sql):
            values = next(iter(params), ()) if many else params
            # None where PostgreSQL's library cannot write a value out.
            if said_with_values := connection.ops.last_executed_query(context["cursor"], sql, values):
                said[told] = said_with_values
        return done

    connection.execute_wrappers.append(record)
    yield
    connection.execute_wrappers.remove(record)
    written = json.dumps(sorted(said.values()), indent=0).encode()
    (RELEASED / f"{VERSION}.{connection.vendor}.said.json.gz").write_bytes(gzip.compress(written, 9, mtime=0))


def told_once(sql: str) -> str:
    """By which it is known; empty if it brings nothing new, or changes no rows."""
    shape = LISTED.sub("...", sql.strip())
    if shape in said or not shape.startswith((*READS, *WRITES)) or "sqlite_master" in shape or "pg_" in shape:
        return ""
    new = set(NAMES.findall(shape)) - named
    named.update(new)
    return shape if new or shape.startswith(WRITES) else ""
