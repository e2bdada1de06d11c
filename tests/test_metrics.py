"""/metrics: what Prometheus is told, by all processes together, and to nobody without the token."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client import values

from people.models import Job
from recommendations.running import metrics
from recommendations.running.of_machine import check_counting
from tests.worlds.outbox import tell

TOKEN = "a token of tests"


@pytest.fixture
def folder(settings, tmp_path, monkeypatch) -> Iterator[Path]:
    settings.METRICS_TOKEN, settings.METRICS_DIR = TOKEN, str(tmp_path / "metrics")
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setattr(metrics, "_places", {})
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    for kept in (metrics._measures, metrics._folder):
        kept.cache_clear()
    yield tmp_path / "metrics"
    for kept in (metrics._measures, metrics._folder):
        kept.cache_clear()


def scraped() -> dict[str, float]:
    response = Client(headers={"authorization": f"Bearer {TOKEN}"}).get("/metrics")
    assert response.status_code == 200
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_view_and_status(folder, db):
    Client().get("/")
    Client().get("/")
    Client().get("/nowhere/pssst/?q=pssst")

    found = scraped()

    assert {name: value for name, value in found.items() if name.startswith("whom_requests_total")} == {
        'whom_requests_total{status="200",view="landing"}': 2,
        'whom_requests_total{status="404",view=""}': 1,
    }
    assert found['whom_request_seconds_count{view="landing"}'] == 2
    assert found['whom_request_seconds_bucket{le="+Inf",view="landing"}'] == 2
    assert "pssst" not in str(found)


def test_what_waits_and_when_jobs_ended_is_told(folder, ana, ben):
    tell(ana, ben, due_at=timezone.now() - timedelta(seconds=100))
    Job.objects.create(name="mails", ended_at=timezone.now() - timedelta(seconds=10))
    Job.objects.create(name="tidy", failed_at=timezone.now())

    found = scraped()

    assert found['whom_outgoing_waiting{kind="notice"}'] == 1
    assert 100 <= found['whom_outgoing_oldest_due_seconds{kind="notice"}'] < 110
    assert found['whom_outgoing_waiting{kind="letter"}'] == 0
    assert 10 <= found['whom_job_ended_seconds_ago{job="mails"}'] < 20
    assert 10 <= found["whom_worker_seen_seconds_ago"] < 20
    assert [found[f'whom_job_failing{{job="{name}"}}'] for name in ("mails", "tidy")] == [0, 1]


def test_with_the_database_away_requests_are_told_all_the_same(folder, db, monkeypatch):
    def away():
        raise OperationalError("no route")

    Client().get("/")
    assert scraped()["whom_database_up"] == 1
    monkeypatch.setattr(metrics, "queues", away)

    found = scraped()

    assert found["whom_database_up"] == 0
    assert found['whom_requests_total{status="200",view="landing"}'] == 1
    assert not any("outgoing" in name for name in found)


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer "}, {"authorization": "Bearer another"}, {"authorization": f"Basic {TOKEN}"}],
)
def test_without_the_token_there_is_no_such_page(folder, db, headers):
    answers = [Client(headers=headers).get(path) for path in ("/metrics", "/nowhere")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_without_a_token_set_there_is_no_such_page_and_nothing_is_counted(settings, db, monkeypatch):
    settings.METRICS_TOKEN = ""
    monkeypatch.setattr(metrics, "_measures", None)  # which would fail

    assert Client(headers={"authorization": "Bearer "}).get("/metrics").status_code == 404
    assert metrics.faults_by_view() == {}


def in_another_process(times: int) -> None:
    process = os.fork()
    if not process:
        try:
            for _ in range(times):
                metrics.note_request("elsewhere", 503, 0.1)
        finally:
            os._exit(0)
    os.waitpid(process, 0)


def test_processes_count_together_and_leave_no_files_behind(folder, db):
    metrics.note_request("here", 200, 0.1)
    in_another_process(1)
    files = set(folder.iterdir())

    for _ in range(5):
        in_another_process(2)

    assert set(folder.iterdir()) == files
    found = scraped()
    assert found['whom_requests_total{status="503",view="elsewhere"}'] == 11
    assert found['whom_requests_total{status="200",view="here"}'] == 1
    assert metrics.faults_by_view() == {"elsewhere": 11}


def test_a_folder_of_somebody_else_is_refused(folder):
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)

    with pytest.raises(ImproperlyConfigured, match="METRICS_DIR"):
        metrics.note_request("here", 200, 0.1)


@pytest.mark.parametrize("missing", [True, False])
def test_a_folder_that_cannot_be_used_is_told_as_the_server_starts(folder, settings, monkeypatch, missing):
    if missing:
        settings.METRICS_DIR = str(folder / "nowhere" / "metrics")
    else:
        folder.mkdir(mode=0o700)
        monkeypatch.setattr("os.access", lambda path, how: False)

    with pytest.raises(ImproperlyConfigured, match="METRICS_DIR"):
        get_wsgi_application()
    assert [finding.words[:41] for finding in check_counting()] == ["The server does not start. METRICS_DIR is"]


def test_a_folder_that_can_be_used_and_one_that_nobody_asks_for_are_well(folder, settings):
    assert list(check_counting()) == []
    settings.METRICS_TOKEN, settings.METRICS_DIR = "", "/nowhere/metrics"
    assert list(check_counting()) == []


def test_names_are_as_prometheus_wants_them(folder, db):
    Client().get("/")

    assert all(re.match(r"whom_[a-z_]+(\{.*\})?$", name) for name in scraped())
