"""A server that takes calls and says nothing is given up after a while; one that is only slow is not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection

from config.postgresql import base
from config.postgresql.base import ImpatientConnection

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")


@contextmanager
def others_hear(answer: Exception | str) -> Iterator[list[str]]:
    """Whoever calls the server meanwhile; to be asked soon."""
    asked: list[str] = []

    def connect(**where):
        asked.append(where["host"])
        if isinstance(answer, Exception):
            raise answer
        there = ImpatientConnection.connect(**where)
        # A pooler lets one in, and the server behind it says nothing.
        unheard = SimpleNamespace(socket=there.pgconn.socket, send_query=lambda statement: None)
        return SimpleNamespace(pgconn=unheard, close=there.close) if answer == "let in" else there

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "SILENT_FOR", 0.2)
        patch.setattr(base, "ANSWERS_WITHIN", 1)
        patch.setattr(psycopg, "connect", connect)
        yield asked


def test_connections_of_pages_are_impatient(db):
    connection.ensure_connection()

    assert type(connection.connection) is ImpatientConnection


@pytest.mark.parametrize("answer", [psycopg.errors.ConnectionTimeout("pssst"), "let in"])
def test_silent_server_is_given_up_and_its_line_is_closed(transactional_db, answer):
    began = time.monotonic()

    with others_hear(answer) as asked, connection.cursor() as cursor:
        with pytest.raises(OperationalError):
            cursor.execute("SELECT pg_sleep(3)")
        assert (len(asked), connection.connection.closed, time.monotonic() - began < 3) == (1, True, True)
    connection.close()

    assert not connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.parametrize("answer", ["answered", psycopg.OperationalError("too many clients already")])
def test_slow_answer_is_waited_for_while_the_server_answers_others(transactional_db, answer):
    with others_hear(answer) as asked, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_sleep(0.8)")
        assert cursor.fetchone() == (1,)

    assert asked
