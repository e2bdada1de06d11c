"""Statements that PostgreSQL plans once for each connection, since to plan one often takes longer than to run it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import NotSupportedError


def rows_by(driver: Any, text: str, parameters: Sequence[Any]) -> list[Any]:
    """The rows of a statement as plain tuples, by Django's connection to a database. PostgreSQL plans it whatever is
    given: so a list is one parameter, and a text the same for every value.
    """
    # Where statements are logged, Django's own cursor tells them with their parameters.
    if driver.queries_logged:
        with driver.cursor() as cursor:
            cursor.execute(text, parameters)
            return cursor.fetchall()
    try:
        return _fetched(driver, text, parameters)
    except NotSupportedError:
        # PostgreSQL: a column has become another since this connection planned it.
        if driver.in_atomic_block:
            raise
        driver.close()
        return _fetched(driver, text, parameters)


def _fetched(driver: Any, text: str, parameters: Sequence[Any]) -> list[Any]:
    driver.close_if_health_check_failed()
    driver.ensure_connection()
    with driver.make_cursor(CURSORS[driver.vendor](driver)) as cursor:
        cursor.execute(_with_marks(text) if driver.vendor == "sqlite" else text, parameters)
        return cursor.fetchall()


def _cursor_of_sqlite(driver: Any) -> Any:
    """Django's looks through the text each time, for the marks of parameters."""
    return driver.connection.cursor()


def _cursor_of_postgres(driver: Any) -> Any:
    """Django's puts the parameters into the text, so that the server never meets a statement twice. This one does not;
    and what it reads comes as it is, and not as text: so JSON comes read, as which Django does not expect it."""
    cursor = driver.Database.Cursor(driver.connection)
    cursor.format = driver.Database.pq.Format.BINARY
    return cursor


CURSORS = {"sqlite": _cursor_of_sqlite, "postgresql": _cursor_of_postgres}


@lru_cache
def _with_marks(text: str) -> str:
    """As SQLite marks parameters."""
    return text.replace("%s", "?").replace("%%", "%")
