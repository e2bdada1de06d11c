"""The weekly letter by `manage.py work`, killed again and again, and two at once: one letter a person and week."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from people.models import Job
from recommendations.models import Letter
from tests.people.test_work_command import SlowInbox, alone, elsewhere, wait_until
from tests.recommendations.unasked.test_letters import MONDAY, NOW, SATURDAY, WEEK, surprise
from tests.worlds.builders import make_person, make_vouch
from tests.worlds.outbox import serving, unused_port

ROOT = Path(__file__).resolve().parents[3]
# As the command line runs it, at another time.
RUN = """
from datetime import timedelta
from django.core.management import execute_from_command_line
from django.utils import timezone
now = timezone.now
timezone.now = lambda: now() + timedelta(seconds={ahead})
execute_from_command_line(["manage.py", "work", "--once", "--skip-checks"])
"""


@contextmanager
def on_saturday(port: int) -> Iterator[subprocess.Popen]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {"DATABASE_URL": database.geturl(), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = RUN.format(ahead=(SATURDAY - NOW).total_seconds())
    running = subprocess.Popen([sys.executable, "-W", "error", "-c", command], cwd=ROOT, env=environment)
    try:
        yield running
    finally:
        running.kill()
        running.wait(timeout=10)


@elsewhere
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.campaign)])
def test_killed_again_and_again_everyone_gets_one_letter(ben, kills):
    for name in ("surprises", "reminders"):  # which would give Ben something, too
        Job.objects.create(name=name, due_at=SATURDAY + WEEK)
    everyone = set()
    for number in range(8 * kills):
        person = make_person(email=f"friend{number}@example.org")
        ben.ties.model.objects.connect(ben, person)
        surprise(person, make_vouch(author=ben), MONDAY)
        everyone.add(person.email)

    port = unused_port()
    with serving(port, SlowInbox()) as inbox:
        for _ in range(kills):
            before = len(inbox.mails)
            with on_saturday(port) as running:
                wait_until(lambda: len(inbox.mails) > before or running.poll() is not None)  # noqa: B023
                time.sleep(random.uniform(0, 0.2))
                running.send_signal(signal.SIGKILL)
            wait_until(alone)
            Letter.objects.filter(due_at__isnull=False).update(due_at=SATURDAY)
            Job.objects.filter(name="letters").update(due_at=SATURDAY)  # as after its lease
        with on_saturday(port) as running, on_saturday(port) as other:
            assert (running.wait(timeout=60), other.wait(timeout=60)) == (0, 0)

    doubles = len(inbox.mails) - len(everyone)
    assert set(inbox.receivers) == everyone
    assert (len(inbox.ids), doubles <= kills) == (len(everyone), True)
    assert Letter.objects.filter(week=MONDAY, sent_at__isnull=False).count() == len(everyone)
