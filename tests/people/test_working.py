"""The worker goes on whatever goes wrong, and notes now and then that it is there."""

from threading import Event
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from people import working
from people.jobs import note_trouble
from people.models import Job
from people.working import Sending, keep_doing


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """How long it waits after each time; it is stopped after the last."""
    monkeypatch.setattr(working, "connection", Mock())
    monkeypatch.setattr(working, "close_old_connections", Mock())
    return []


def done(waits: list[float], *outcomes: object) -> None:
    class Stopped(Event):
        def wait(self, timeout=None) -> bool:
            waits.append(timeout)
            if len(waits) == len(outcomes):
                self.set()
            return self.is_set()

    keep_doing(Mock(side_effect=outcomes), Stopped(), pause=1)


def test_it_goes_on_at_once_or_after_a_pause_or_when_trouble_may_be_over(waits, caplog):
    done(waits, 3, 0, OperationalError("server at 10.0.0.1"), ValueError("ana@example.org"), {}, 1)

    assert waits == [0, 1, 10, 10, 1, 0]
    assert working.connection.close.call_count == 2  # of the database in trouble, and at the end
    assert ["OperationalError" in caplog.text, "ValueError in" in caplog.text] == [True, True]
    assert ["10.0.0.1" in caplog.text, "ana@" in caplog.text] == [False, False]


def test_that_somebody_is_at_work_is_noted_now_and_then(db, monkeypatch):
    clock = Mock(return_value=100.0)
    monkeypatch.setattr(working.time, "monotonic", clock)
    sending = Sending("mails", lambda stopped, for_seconds: 2)

    assert sending() == 2
    first = Job.objects.get(name="mails")
    assert first.began_at <= first.ended_at
    sending()
    assert Job.objects.get(name="mails").began_at == first.began_at
    clock.return_value += 16
    sending()
    assert Job.objects.get(name="mails").began_at > first.ended_at


def test_a_pass_with_trouble_did_not_end_well_and_the_next_may(db):
    Sending("mails", lambda stopped, for_seconds: note_trouble("mails", "down") or 0)()
    assert [(job.name, job.ended_at, job.error) for job in Job.objects.failing()] == [("mails", None, "down")]

    Sending("mails", lambda stopped, for_seconds: 0)()
    assert (list(Job.objects.failing()), Job.objects.get().error) == ([], "down")
