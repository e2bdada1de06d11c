"""What Prometheus is told. Requests are counted in files that all processes of this machine share, as its own library
does: counted in the database, a page that is only looked at would have to write. What waits, and when each job last
ended, is asked of the database when Prometheus asks."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from people.models import Job
from recommendations.running.jobs import worker_seen_at
from recommendations.running.queues import queues

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
FROM_FAULTS = 500


class Measures(NamedTuple):
    requests: Counter
    seconds: Histogram


def note_request(view: str, status: int, seconds: float) -> None:
    requests, latency = _measures()
    requests.labels(view, str(status)).inc()
    latency.labels(view).observe(seconds)


def exposition() -> bytes:
    """In the text format of Prometheus."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(_folder()))
    registry.register(OfTheDatabase())
    return generate_latest(registry)


def faults_by_view() -> dict[str, int]:
    """How often each page has failed since the files were begun. Empty where nothing is counted."""
    if not settings.METRICS_TOKEN:
        return {}
    found: dict[str, int] = {}
    for metric in MultiProcessCollector(None, path=str(_folder())).collect():
        for sample in metric.samples if metric.name == "whom_requests" else ():
            if sample.name == "whom_requests_total" and int(sample.labels["status"]) >= FROM_FAULTS:
                view = sample.labels["view"]
                found[view] = found.get(view, 0) + int(sample.value)
    return found


def check_folder() -> None:
    """Raises ImproperlyConfigured: as the server starts, since each page would fail later."""
    _folder()


class OfTheDatabase:
    """A statement for each kind of mail, and three for the jobs. With the database away, that it is, and nothing else:
    what is counted of requests is told all the same."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = [*_of_queues(), *_of_jobs()]
        except Error:
            found = []
        yield GaugeMetricFamily("whom_database_up", "1 if the database answers", value=bool(found))
        yield from found


def _of_queues() -> Iterator[GaugeMetricFamily]:
    waiting = GaugeMetricFamily("whom_outgoing_waiting", "Rows still to be sent", labels=["kind"])
    oldest = GaugeMetricFamily("whom_outgoing_oldest_due_seconds", "How long the first waits", labels=["kind"])
    for queue in queues():
        waiting.add_metric([queue.name], queue.waiting)
        oldest.add_metric([queue.name], queue.waits.total_seconds())
    return iter((waiting, oldest))


def _of_jobs() -> Iterator[GaugeMetricFamily]:
    ended = GaugeMetricFamily("whom_job_ended_seconds_ago", "Since the job last ended well", labels=["job"])
    failing = GaugeMetricFamily("whom_job_failing", "1 if its last run did not end well", labels=["job"])
    seen = GaugeMetricFamily("whom_worker_seen_seconds_ago", "Since a worker was last seen")
    now, wrong = timezone.now(), set(Job.objects.failing().values_list("pk", flat=True))
    for job in Job.objects.order_by("pk"):
        failing.add_metric([job.name], job.name in wrong)
        if job.ended_at:
            ended.add_metric([job.name], (now - job.ended_at).total_seconds())
    if seen_at := worker_seen_at():
        seen.add_metric([], (now - seen_at).total_seconds())
    return iter((ended, failing, seen))


# --- Files that processes share -------------------------------------------------------------------


@cache
def _measures() -> Measures:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_folder())
    values.ValueClass = values.MultiProcessValue(process_identifier=_place)
    requests = Counter("whom_requests", "Requests answered", ["view", "status"], registry=None)
    seconds = Histogram("whom_request_seconds", "How long they took", ["view"], registry=None, buckets=BUCKETS)
    return Measures(requests, seconds)


@cache
def _folder() -> Path:
    """For this account's eyes alone. In memory where there is such a place: a restart of the machine begins anew, and
    Prometheus reckons with that."""
    shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()  # noqa: S108
    folder = Path(settings.METRICS_DIR or f"{shared}/whom-metrics-{os.getuid()}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        there = folder.lstat()
    except OSError as error:
        raise ImproperlyConfigured(f"METRICS_DIR is {folder}, which cannot be made: {error.strerror}.") from error
    if folder.is_symlink() or there.st_uid != os.getuid() or there.st_mode & 0o077:
        raise ImproperlyConfigured(f"METRICS_DIR is {folder}, which others may use, too. Name a folder of mode 700.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"METRICS_DIR is {folder}, which cannot be written to.")
    return folder


_places: dict[int, int] = {}


def _place() -> int:
    """A number that no other process has now, and that the next may have: so that whoever takes the place of a process
    that has ended counts on in its files, and there are never more files than there were processes at once. The library
    takes the number of the process itself, whose files nobody ever clears away."""
    process = os.getpid()
    if process not in _places:
        _places[process] = next(number for number in range(10_000) if _is_free(number))
    return _places[process]


def _is_free(number: int) -> bool:
    """And ours from then on, for as long as this process runs."""
    lock = os.open(_folder() / f"{number}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    return True
