"""What is done at its time: by one worker, to its end, and by another where that one left off."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from people import jobs
from people.jobs import AGAIN_AFTER_FAULT, JOB_LEASE, Timed, do_what_is_due, in_windows, make_due_at_start, note_trouble
from people.models import Job, Person
from tests.worlds.builders import make_person

pytestmark = pytest.mark.django_db


class Steps:
    """Three batches; before one of them something may happen."""

    def __init__(self) -> None:
        self.began_after: list[int] = []
        self.done: list[int] = []
        self.before = {}

    def __call__(self, after: int) -> Iterator[tuple[int, int]]:
        self.began_after.append(after)
        for number in range(after + 1, 4):
            if act := self.before.pop(number, None):
                act()
            self.done.append(number)
            yield number, 10


@pytest.fixture
def steps(monkeypatch) -> Steps:
    steps = Steps()
    monkeypatch.setattr(jobs, "TIMED", [Timed("steps", steps)])
    return steps


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> None:
    """Half past ten, and a little later each time that it is looked at."""
    monkeypatch.setattr(timezone, "now", Mock(side_effect=lambda: time_passes(timedelta(microseconds=1))))
    CLOCK[:] = [datetime(2026, 11, 27, 10, 30, tzinfo=UTC)]


CLOCK: list[datetime] = []


def time_passes(by: timedelta) -> datetime:
    CLOCK.append(CLOCK[-1] + by)
    return CLOCK[-1]


def die() -> None:
    raise SystemExit  # as by a kill: no word of ours is heard any more


def test_a_job_is_done_once_and_again_at_its_next_time(steps):
    assert (do_what_is_due(), do_what_is_due()) == ({"steps": 30}, {})

    job = Job.objects.get()
    assert job.due_at == Timed("steps", steps).time_after(timezone.now())
    assert (job.began_at <= job.ended_at, job.reached, job.failed_at, job.error) == (True, 0, None, "")
    time_passes(timedelta(hours=1))
    assert (do_what_is_due(), steps.began_after) == ({"steps": 30}, [0, 0])


def test_whoever_is_killed_leaves_the_rest_to_another(steps):
    steps.before = {2: die}
    with pytest.raises(SystemExit):
        do_what_is_due()

    assert (do_what_is_due(), Job.objects.get().reached) == ({}, 1)  # it may be at work still
    time_passes(JOB_LEASE)
    assert (do_what_is_due(), steps.done) == ({"steps": 20}, [1, 2, 3])


def test_what_was_left_off_before_its_last_time_begins_anew(steps):
    steps.before = {2: die}
    with pytest.raises(SystemExit):
        do_what_is_due()

    time_passes(timedelta(hours=1))
    assert (do_what_is_due(), steps.began_after) == ({"steps": 30}, [0, 0])


def test_whoever_was_away_for_too_long_leaves_off(steps):
    def other() -> None:
        time_passes(JOB_LEASE)
        assert do_what_is_due() == {"steps": 20}

    steps.before = {2: other}

    assert do_what_is_due() == {}
    assert (steps.began_after, steps.done) == ([0, 1], [1, 2, 3, 2])
    assert Job.objects.get().due_at > timezone.now()


def test_two_at_once_do_it_once(steps):
    steps.before = {number: lambda: steps.done.append(do_what_is_due()) for number in (1, 2, 3)}

    assert do_what_is_due() == {"steps": 30}
    assert steps.done == [{}, 1, {}, 2, {}, 3]


def test_asked_to_stop_it_ends_the_batch_and_another_goes_on_at_once(steps):
    stopped = Event()
    steps.before = {2: stopped.set}

    assert (do_what_is_due(stopped), steps.done) == ({}, [1, 2])
    assert (do_what_is_due(), steps.done) == ({"steps": 10}, [1, 2, 3])


def test_a_fault_is_noted_without_its_words_and_it_is_tried_again(steps, caplog):
    def fail() -> None:
        raise ValueError("ana@example.org is no number")

    steps.before = {2: fail}

    assert do_what_is_due() == {}
    job = Job.objects.get()
    assert (job.error.startswith("ValueError in test_jobs.py, line "), "ana" in caplog.text) == (True, False)
    assert (list(Job.objects.failing()), job.failed_at > job.began_at) == ([job], True)
    time_passes(AGAIN_AFTER_FAULT)
    assert (do_what_is_due(), steps.done) == ({"steps": 20}, [1, 2, 3])
    assert (list(Job.objects.failing()), Job.objects.get().error) == ([], job.error)


def test_what_is_done_at_the_start_is_due_then_unless_it_is_in_hand(steps, monkeypatch):
    assert do_what_is_due() == {"steps": 30}
    make_due_at_start()
    assert do_what_is_due() == {}
    monkeypatch.setattr(jobs, "TIMED", [Timed("steps", steps, at_start=True)])
    steps.before = {2: make_due_at_start}

    make_due_at_start()
    assert do_what_is_due() == {"steps": 30}


def test_trouble_of_any_length_can_be_noted(db):
    note_trouble("mails", "x" * 1000)

    assert Job.objects.get(name="mails").error == "x" * 200


def test_every_hour_and_every_day_are_those_of_the_installation(settings):
    hourly, daily = (Timed("some", lambda after: iter(()), hour=hour) for hour in (None, 9))
    cases = [
        (datetime(2026, 11, 29, 8, 59, tzinfo=UTC), 28, 29),
        (datetime(2026, 11, 29, 9, 0, tzinfo=UTC), 29, 30),
        (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), 1, 2),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 24, 25),  # the night in which clocks go back
    ]

    for now, before, after in cases:
        times = [each.astimezone(ZoneInfo("Europe/London")) for each in (daily.time_before(now), daily.time_after(now))]
        assert [(each.day, each.hour) for each in times] == [(before, 9), (after, 9)]
        assert hourly.time_before(now) <= now < hourly.time_after(now)


def test_all_that_is_timed_has_its_name_and_hour():
    assert {(each.name, each.hour, each.at_start) for each in jobs.TIMED} == {
        ("tidying", None, True),
        ("letters", None, False),
        ("surprises", 4, False),
        ("reminders", 9, False),
    }


def test_windows_hold_everybody_once_whoever_has_gone(ana):
    people = [make_person() for _ in range(7)]
    people.pop(3).delete()
    after = people[1].pk

    found = list(in_windows(Person.objects.exclude(pk=people[5].pk), size=2))
    later = list(in_windows(Person.objects.all(), after, size=3))

    assert [each for _, some in found for each in some] == [ana, *people[:5]]
    assert [each for _, some in later for each in some] == people[2:]
    assert list(in_windows(Person.objects.all(), found[-1][0])) == []
