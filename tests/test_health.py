"""/health/: for whatever looks after the server, and telling nobody anything else."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as real
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from people.models import Job
from recommendations.running import health as running
from tests.worlds.builders import befriend, make_person
from tests.worlds.outbox import tell

KEYS = {"database", "schema", "worker", "mail", "oldest_mail_due_seconds"}


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(running.LastAsked, "health", None)
    monkeypatch.setattr(running.LastAsked, "schema", (0.0, True))


@pytest.fixture
def worker(db) -> Job:
    return Job.objects.create(name="mails", ended_at=timezone.now())


def asked(name: str) -> tuple[int, dict]:
    running.LastAsked.health = None
    response = Client().get(f"/health/{name}")
    return response.status_code, json.loads(response.content)


def test_it_stands_before_all_else():
    assert real.MIDDLEWARE[0] == "config.health.health_answered"


def test_a_server_that_is_well_says_so(worker):
    well = {"database": True, "schema": True, "worker": True, "mail": True, "oldest_mail_due_seconds": 0}

    assert asked("live") == (200, {"live": True})
    assert asked("ready") == (200, {"ready": True, **well})
    assert asked("well") == (200, {"well": True, **well})


def test_live_asks_no_database(client, django_assert_num_queries, worker):
    with django_assert_num_queries(0):
        assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize("name", ["live", "ready", "well", "well/"])
def test_it_answers_whatever_the_name_and_without_https(worker, settings, name):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["whom.example.org"]

    response = Client(headers={"host": "10.0.0.7:8000", "cookie": "sessionid=x"}).get(f"/health/{name}")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert set(json.loads(response.content)) - KEYS <= {"live", "ready", "well"}
    assert response.cookies == {}
    assert Client().post(f"/health/{name}").status_code == 405


def test_without_a_worker_pages_go_on_and_all_is_not_well(worker):
    Job.objects.update(ended_at=timezone.now() - timedelta(minutes=10))

    assert asked("ready")[0] == 200
    status, said = asked("well")
    assert (status, said["well"], said["worker"], said["mail"]) == (503, False, False, True)


def test_mail_that_waits_is_told_by_its_age(worker):
    ana, ben = make_person(), make_person()
    befriend(ana, ben)
    tell(ana, ben, due_at=timezone.now() - timedelta(seconds=100))
    assert asked("well")[1]["oldest_mail_due_seconds"] in (100, 101)

    tell(ana, ben, due_at=timezone.now() - timedelta(hours=1))
    status, said = asked("well")

    assert (status, said["mail"], asked("ready")[0]) == (503, False, 200)


def test_a_schema_that_is_not_whole_is_not_ready(worker):
    running.LastAsked.schema = None
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE recommendations_trade DROP COLUMN synonyms")

    status, said = asked("ready")

    assert (status, said["database"], said["schema"]) == (503, True, False)


def test_a_database_that_is_away_is_not_ready(worker, monkeypatch):
    def away():
        raise OperationalError("no route to 10.0.0.9, user whom")

    monkeypatch.setattr(running, "worker_seen_at", away)

    response = Client().get("/health/ready")

    assert response.status_code == 503
    assert b"10.0.0.9" not in response.content
    assert asked("live")[0] == 200


def test_however_often_it_is_asked_the_database_is_asked_once_a_second(worker, django_assert_num_queries):
    asked("ready")

    with django_assert_num_queries(0):
        for _ in range(10):
            Client().get("/health/ready")
