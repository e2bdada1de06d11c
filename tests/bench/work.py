"""What the worker's jobs cost a person: python -m tests.bench.work --people 2000 10000

Each job once over a network as of `tests.bench.fill`, on a Saturday morning, and CPU with it, of the app and of the
database's process together. "again" is when nobody is left to be asked or chosen for. Letters go to no mail server.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from time import perf_counter, sleep

SATURDAY_MORNING = "2026-11-28T10:00:00+00:00"
LETTERS, MOST_SECONDS = 2_000, 60
LONG_AGO = "2025-01-01T00:00:00+00:00"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[2_000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of-each", type=int, default=20, help="so many insights, questions, notices, names")
    parser.add_argument("--database", nargs="*", default=[], help="URLs of empty databases, instead of throw-away ones")
    options = parser.parse_args()
    os.environ["EMAIL_URL"] = "dummymail://"
    for people in options.people:
        _measured(people, options)


def _measured(people: int, options: argparse.Namespace) -> None:
    from tests.bench.databases import databases
    from tests.bench.fill import fill

    print(f"\n| {people:,} people | done | seconds | a second | CPU a person, ms | longest batch, s |")
    print("| --- " * 6 + "|", flush=True)
    with databases(options.database) as engines:
        for engine in engines:
            fill(engine, people, options.seed, options.of_each)
            for name, done, seconds, cpu, longest in engine.ask("work"):
                rate, each = done / seconds, cpu / (done if "sent" in name else people) * 1000
                said = f"{done:,} | {seconds:.1f} | {rate:,.0f} | {each:.2f} | {longest:.2f}"
                print(f"| {engine.name}, {name} | {said} |", flush=True)


# --- In the process of one database -----------------------------------------------------------------


def work() -> list[tuple[str, int, float, float, float]]:
    """Of each job: how many it did, seconds, seconds of CPU, and its longest batch."""
    from datetime import datetime

    from django.utils import timezone

    from people.models import Person
    from people.tidy import tidying
    from recommendations.models import Vouch
    from recommendations.notices.reminders import reminding
    from recommendations.unasked.choosing import choosing
    from recommendations.unasked.letters import writing_letters

    # Of every tenth, what they said is a year old.
    Vouch.objects.filter(author__in=range(0, Person.objects.count(), 10)).update(renewed_at=LONG_AGO)
    ahead = datetime.fromisoformat(SATURDAY_MORNING) - timezone.now()
    now = timezone.now
    timezone.now = lambda: now() + ahead
    waits: dict[str, float] = {}
    found = [
        _timed("surprises", choosing()),
        _timed("surprises, again", choosing()),
        _timed("reminders", reminding()),
        _timed("reminders, again", reminding()),
        _timed("letters", writing_letters()),
        _timed("letters, again", writing_letters()),
        _timed("letters sent", _letters_sent(waits)),
        _timed("tidying", tidying()),
    ]
    return found + [(f"{name} sent behind letters", 1, waited, 0.0, waited) for name, waited in waits.items()]


def _letters_sent(waits: dict[str, float]) -> Iterator[tuple[int, int]]:
    from django.utils import timezone

    from people.delivery import deliver_mails
    from people.models import Invitation, Notice
    from recommendations.models import Letter

    Notice.objects.update(due_at=None)
    Invitation.objects.update(due_at=None)
    rest = Letter.objects.order_by("pk")[LETTERS:].values("pk")
    Letter.objects.filter(pk__in=rest).update(due_at=timezone.now() + timedelta(days=1))
    meanwhile = Thread(target=_come_meanwhile, args=(waits,))
    meanwhile.start()
    yield 0, deliver_mails()
    meanwhile.join()


def _come_meanwhile(waits: dict[str, float]) -> None:
    """A code and an invitation; and how long each waits, in seconds."""
    from allauth.core.internal.ratelimit import RateLimitUsage
    from django.core.mail import EmailMultiAlternatives
    from django.db import connection
    from django.utils import timezone

    from people.models import Invitation, Person, SignInMail
    from people.sign_in_mails import write_sign_in_mail

    sleep(2)
    mail = EmailMultiAlternatives("A code", "1234 5678", to=["eve@example.org"])
    mail.attach_alternative("<p>1234 5678</p>", "text/html")
    inviter = Person.objects.filter(is_active=True).first()
    began = perf_counter()
    write_sign_in_mail(mail, timedelta(minutes=10), RateLimitUsage(usage=[]))
    told = {"name": "Fay", "how": "School", "email": "fay@example.org", "due_at": timezone.now()}
    invitation = Invitation.objects.create(inviter=inviter, **told)
    waiting = {"a code": SignInMail.objects.all(), "an invitation": Invitation.objects.filter(due_at__isnull=False)}
    while waiting and perf_counter() - began < MOST_SECONDS:
        for name in [name for name, rows in waiting.items() if not rows.filter().exists()]:
            waits[name] = perf_counter() - began
            del waiting[name]
        sleep(0.02)
    invitation.delete()
    connection.close()


def _timed(name: str, batches: Iterator[tuple[int, int]]) -> tuple[str, int, float, float, float]:
    from tests.bench.unasked import _cpu

    began, cpu, done, longest, last = perf_counter(), _cpu(), 0, 0.0, perf_counter()
    for _, count in batches:
        done += count
        longest, last = max(longest, perf_counter() - last), perf_counter()
    return name, done, perf_counter() - began, _cpu() - cpu, longest


if __name__ == "__main__":
    sys.exit(main())
