"""Statements that PostgreSQL plans once for each connection; on SQLite they are asked like any other."""

import pytest
from django.db import NotSupportedError, connection

from people.planned_once import rows_by

ALL = "SELECT name FROM looked_at WHERE name <> %s"


IS_POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def driver(db):
    """A connection of its own, on which nothing is open, and a table."""
    driver = connection.copy()
    told(driver, f"CREATE {'' if IS_POSTGRESQL else 'TEMPORARY'} TABLE looked_at (name varchar(10))")
    told(driver, "INSERT INTO looked_at VALUES ('Ana')")
    yield driver
    told(driver, "DROP TABLE looked_at")
    driver.close()


def told(driver, text):
    with driver.cursor() as cursor:
        cursor.execute(text)


def kept(driver):
    with driver.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def test_statement_is_planned_once_whatever_is_given(driver):
    assert [rows_by(driver, ALL, [other]) for other in ("Ben", "Ana", "Cleo")] == [[("Ana",)], [], [("Ana",)]]

    if IS_POSTGRESQL:
        assert kept(driver) == [(ALL.replace("%s", "$1"), 3, 0)]


@pytest.mark.skipif(not IS_POSTGRESQL, reason="SQLite looks for itself.")
def test_statement_is_planned_anew_after_a_column_has_changed(driver):
    def become_longer(length):
        # In a block, of which the driver notices nothing: as if another connection had done it.
        told(driver, f"DO 'BEGIN ALTER TABLE looked_at ALTER name TYPE varchar({length}); END'")
        return rows_by(driver, ALL, ["Ben"])

    assert rows_by(driver, ALL, ["Ben"]) == become_longer(20) == [("Ana",)]
    driver.in_atomic_block = True  # where it would be lost what was done before it
    with pytest.raises(NotSupportedError):
        become_longer(30)
    driver.in_atomic_block = False


@pytest.mark.skipif(not IS_POSTGRESQL, reason="Nothing ends a connection to a file.")
def test_connection_that_has_ended_is_made_anew_for_the_next_request(driver):
    driver.health_check_done = False
    driver.health_check_enabled = True
    driver.connection.close()

    assert rows_by(driver, "SELECT 1", []) == [(1,)]
