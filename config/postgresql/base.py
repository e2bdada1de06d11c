"""PostgreSQL as Django knows it, but for its patience, and for how much stays planned.

A server whose process is stopped, or whose disk hangs, still takes calls and acknowledges every byte, so neither a
closed line nor the limits on a silent machine end the wait; and its own limit on a statement is stopped with it. All
threads would wait, and nobody would be answered, until it goes on.
"""

import types
from collections.abc import Generator
from contextlib import closing
from select import POLLIN, poll
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base

# Seconds without an answer until it is asked whether it answers anybody, and seconds that it has for that. It gives up
# a statement of a page after five by itself.
SILENT_FOR, ANSWERS_WITHIN = 4, 2
# So many statements stay planned, those that were asked last: about as many as there are of `people.planned_once`.
STAY_PLANNED = 200


class ImpatientConnection(psycopg.Connection[Any]):
    def __init__(self, *how: Any, **else_how: Any) -> None:
        super().__init__(*how, **else_how)
        self.prepared_max = STAY_PLANNED

    def wait(self, gen: Generator[Any, Any, Any], *how: Any, **else_how: Any) -> Any:
        """Raises OperationalError, and hangs up, if the server is silent to everybody; a statement may take long."""
        return super().wait(self._while_it_answers(gen), *how, **else_how)

    def _while_it_answers(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        asked, ready = monotonic(), None
        while True:
            try:
                wanted = gen.send(ready)
            except StopIteration as ended:
                return ended.value
            ready = yield wanted
            if not ready and monotonic() - asked > SILENT_FOR:
                self._ask_whether_it_answers()
                asked = monotonic()

    def _ask_whether_it_answers(self) -> None:
        """By a statement of another connection: a pooler in between may answer for itself."""
        where: dict[str, Any] = {**self.info.get_parameters(), "host": self.info.host, "port": self.info.port}
        more = {
            "password": self.info.password or None,
            "target_session_attrs": "any",
            "connect_timeout": ANSWERS_WITHIN,
        }
        try:
            with closing(psycopg.connect(**where | more)) as other:
                other.pgconn.send_query(b"SELECT 1")
                answer = poll()
                answer.register(other.pgconn.socket, POLLIN)
                answers = bool(answer.poll(ANSWERS_WITHIN * 1000))
        except psycopg.errors.ConnectionTimeout:
            answers = False
        except psycopg.OperationalError:  # whatever it has against us, it said so
            return
        if not answers:
            self.pgconn.finish()
            raise psycopg.errors.ConnectionTimeout("The server answers nobody.")


class DatabaseWrapper(base.DatabaseWrapper):
    # The driver, but for whose connections it makes.
    Database = types.SimpleNamespace(**vars(psycopg) | {"connect": ImpatientConnection.connect})  # type: ignore[assignment]
