"""What writing costs the database: python -m tests.bench.writes --database URL

On a database that `tests.bench.fill` has filled: CPU of PostgreSQL's process and of the app, and bytes of the log that
every standby is sent, for each kind of act as the app does it, committed one by one. What was written is deleted after.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable
from time import process_time
from typing import Any
from uuid import uuid4

from tests.bench.databases import Database, answer

TIMES = 200
LSN = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    options = parser.parse_args()
    os.environ["EMAIL_URL"] = "dummymail://"
    database = Database(options.database, serve_written)
    print("| act | PostgreSQL, ms of CPU | app, ms | log, KB |\n| --- | --- | --- | --- |")
    for name, (backend, app, log) in database.ask("write").items():
        print(f"| {name} | {backend:.2f} | {app:.2f} | {log:.1f} |")
    database.stop()


def serve_written(settings: dict[str, str], pipe: Any) -> None:
    os.environ |= settings
    import config.wsgi  # noqa: F401  # as people run it

    answer({"write": _written}, pipe)


def _written() -> dict[str, tuple[float, float, float]]:
    from django.core.cache import cache

    from people.models import Notice, Person
    from recommendations.models import Insight, Vouch

    lots = random.Random(1)
    newest = Person.objects.order_by("-pk")[:1].get().pk
    first = {model: model.objects.order_by("-pk").values_list("pk", flat=True)[0] for model in (Vouch, Insight, Notice)}
    example = Vouch.objects.filter(author=newest).select_related("provider").first() or Vouch.objects.all()[:1].get()

    def somebody() -> Person:
        return Person.objects.get(pk=lots.randrange(1, newest))

    def vouch() -> None:
        said = {
            each: getattr(example, each) for each in ("name", "phone", "job", "words", "hired_on", "outcome", "place")
        }
        kind = {"trade": None, "other": f"Repairs {uuid4()}"}
        author, provider = somebody(), example.provider
        Vouch.objects.create(author=author, provider=provider, scope=2, relation="none", pass_on=True, **said, **kind)

    def insight() -> None:
        Insight.objects.create(author=somebody(), words=example.words, scope=2)

    def notices() -> None:
        some = [somebody() for _ in range(10)]
        Notice.objects.tell(some, "thanked", uuid4(), "/circle/", who=some[0])

    def seen() -> None:
        Notice.objects.filter(pk=lots.randrange(1, first[Notice])).first().read()  # type: ignore[union-attr]

    def counted() -> None:
        cache.set(f"bench:{lots.randrange(10_000)}", [1.0, 2.0], 60)

    acts = {"a vouch": vouch, "an insight": insight, "ten people told": notices, "a notice read": seen}
    try:
        return {name: _cost(act) for name, act in (acts | {"a count of a limit": counted}).items()}
    finally:
        for model, last in first.items():
            model.objects.filter(pk__gt=last).delete()


def _cost(act: Callable[[], None]) -> tuple[float, float, float]:
    from django.db import connection

    from tests.bench.unasked import _cpu_of_backend

    def now() -> tuple[float, float, float]:
        with connection.cursor() as cursor:
            cursor.execute(LSN)
            return _cpu_of_backend(), process_time(), float(cursor.fetchone()[0])

    act()
    before = now()
    for _ in range(TIMES):
        act()
    backend, app, log = (after - then for after, then in zip(now(), before, strict=True))
    return backend / TIMES * 1000, app / TIMES * 1000, log / TIMES / 1024


if __name__ == "__main__":
    sys.exit(main())
