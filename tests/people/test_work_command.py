"""`manage.py work`: once, or until it is stopped or killed; and the demo, which sends without it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from people.delivery import LONGEST_WAIT, waiting
from people.models import Introduction, Invitation, Job, Person
from people.tidy import tidy
from tests.worlds.builders import befriend, make_person
from tests.worlds.outbox import MINUTE, Inbox, invite, sent, serving, tell, time_passes, unused_port

ROOT = Path(__file__).resolve().parents[2]


class AtFault(EmailBackend):
    """Where Eve is concerned."""

    def send_messages(self, messages):
        if messages[0].to == ["eve@example.org"]:
            raise RuntimeError("a fault of ours")
        return super().send_messages(messages)


def test_once_says_what_it_has_done(ana, ben, capsys):
    tell(ana, ben)
    invite(ana, due_at=timezone.now() + MINUTE)

    call_command("work", "--once")
    call_command("work", "--once")

    first, second = capsys.readouterr().out.splitlines()
    done = "Done: letters, 0. Done: reminders, 0. Done: surprises, 0. Done: tidying, 11."
    assert (first, second) == (f"Sent: 1. Kept for later: 1. {done}", "Sent: 0. Kept for later: 1.")
    assert sent() == [ana.email]
    assert set(Job.objects.filter(began_at__isnull=False, ended_at__isnull=False).values_list("name", flat=True)) == {
        *("mails", "pushes", "tidying", "letters", "surprises", "reminders")
    }


def test_right_after_commit_in_the_demo_and_no_fault_breaks_the_page(
    client, ana, settings, django_capture_on_commit_callbacks
):
    settings.DELIVER_INLINE, settings.EMAIL_BACKEND = True, f"{__name__}.AtFault"
    client.force_login(ana)

    for name in ("eve", "fay"):
        fields = {"name": name, "how": "School", "email": f"{name}@example.org", "key": str(uuid4())}
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/invitations/new/", fields)
            assert sent() == []
        assert answer.status_code == 302

    assert sent() == ["fay@example.org"]


# --- In a process of its own ----------------------------------------------------------------------

elsewhere = pytest.mark.skipif(connection.vendor == "sqlite", reason="no other process sees a database in memory")


class SlowInbox(Inbox):
    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        time.sleep(0.03)
        return await super().handle_DATA(server, session, envelope)


@contextmanager
def worker(port: int) -> Iterator[subprocess.Popen]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {"DATABASE_URL": database.geturl(), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    command = [sys.executable, "-W", "error", "manage.py", "work", "--skip-checks"]  # which take a second each
    running = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield running
    finally:
        running.kill()
        running.wait(timeout=10)


def wait_until(true, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it has waited for too long"
        time.sleep(0.05)


def alone() -> bool:
    """Whether the database has ended whatever it was told last by those that were killed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return not cursor.fetchall()


@elsewhere
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
def test_asked_to_stop_it_finishes_the_mail_in_hand_and_ends_well(ana):
    for number in range(40):
        invite(ana, email=f"friend{number}@example.org")

    port = unused_port()
    with serving(port, SlowInbox()) as inbox, worker(port) as running:
        wait_until(lambda: len(inbox.mails) > 2)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0

    done = set(Invitation.objects.exclude(sent_at=None).values_list("email", flat=True))
    assert set(inbox.receivers) == done
    assert 2 < len(inbox.mails) == 40 - waiting() < 40


@elsewhere
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.campaign)])
def test_killed_again_and_again_loses_nothing(ana, kills):
    """Killed again and again it loses nothing and doubles only the same mail."""
    everyone = {f"friend{number}@example.org" for number in range(8 * kills)}
    for email in everyone:
        invite(ana, email=email)

    port = unused_port()
    with serving(port, SlowInbox()) as inbox:
        for _ in range(kills):
            before = len(inbox.mails)
            with worker(port) as running:
                wait_until(lambda: len(inbox.mails) > before or not waiting())  # noqa: B023
                time.sleep(random.uniform(0, 0.3))
                running.send_signal(signal.SIGKILL)
            wait_until(alone)
            time_passes(5 * MINUTE)
        # One that was killed in the hand again and again is past its address's ration, and goes the next day.
        cache.clear()
        time_passes(LONGEST_WAIT)
        with worker(port):
            wait_until(lambda: not waiting())

    doubles = len(inbox.mails) - len(everyone)
    print(f"{kills} kills: {len(everyone)} mails, none lost, {doubles} sent twice")  # noqa: T201
    assert set(inbox.receivers) == everyone
    assert (len(inbox.ids), doubles <= kills) == (len(everyone), True)


# --- Tidying up -----------------------------------------------------------------------------------


def overdue(row, field: str, by: timedelta) -> None:
    setattr(row, field, timezone.now() - by)
    row.save()


def test_it_tidies_up_what_is_over_and_nothing_else(ana, ben):
    eve, fay = make_person(name="Eve Stone"), make_person(name="Fay Wood")
    for friend in (eve, fay):
        befriend(ben, friend)
        Introduction.objects.introduce(ben, ana, friend, "You both sail.")
    to_eve, to_fay = (ana.introductions.get(friend=friend) for friend in (eve, fay))
    about_eve, about_fay = (ana.notices.get(about=half.public_id) for half in (to_eve, to_fay))
    read, read_long_ago, unread = tell(ana, ben), tell(ana, ben), tell(ana, ben)
    open_one, over = invite(ana), invite(ana)

    overdue(over, "expires_at", MINUTE)
    overdue(to_fay, "expires_at", MINUTE)
    overdue(about_fay, "made_at", timedelta(days=30, minutes=1))
    overdue(unread, "made_at", timedelta(days=900))
    overdue(read, "read_at", timedelta(days=89))
    overdue(read_long_ago, "read_at", timedelta(days=91))
    tidy()

    assert list(Invitation.objects.all()) == [open_one]
    assert set(ana.introductions.all()) == {to_eve}
    assert set(ana.notices.all()) == {about_eve, read, unread}


def test_whoever_never_proved_their_address_is_gone_after_an_hour(ana):
    """It may be somebody else's."""
    for name, hours, proved in (("Late", 2, False), ("Now", 0, False), ("Here", 2, True)):
        begun = make_person(name=name, joining=not proved, joined_at=timezone.now() - timedelta(hours=hours))
        EmailAddress.objects.create(user=begun, email=begun.email, verified=proved, primary=True)
    imported = make_person(name="Imported", joined_at=timezone.now() - timedelta(hours=2))
    tidy()

    assert {person.name for person in Person.objects.exclude(pk__in=[ana.pk, imported.pk])} == {"Now", "Here"}
    assert Person.objects.filter(pk=imported.pk).exists()


def test_what_limits_were_counted_by_is_kept_no_longer_than_they_last(db):
    cache.clear()
    cache.set("allauth:rl:over:192.0.2.7", [1.0], 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET expires = '2001-01-01 00:00:00'")
    cache.set("allauth:rl:still:192.0.2.8", [1.0], 60)
    tidy()

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:allauth:rl:still:192.0.2.8"]
