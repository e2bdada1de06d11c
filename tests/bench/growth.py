"""What more people cost each of them: python -m tests.bench.growth --database URL_10000 URL_100000 URL_1000000

Of databases that `tests.bench.fill` has filled, with as many things of each person, the smallest first. CPU of the app
and of PostgreSQL together, of pages for viewers of like circles, whose best rounds count, and of the jobs for some
people at a time; the databases in turn, so that a busy machine slows all alike. What a job writes is taken back. Fails
if a page's middle viewer, or a person in a job, costs more than they may, as a multiple of the smallest database.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from tests.bench.databases import Database, answer

PAGES = ("Find, one trade", "Find, every trade", "home", "provider", "ask form", "circle", "friend", "numbers", "you")
MUST = 1.15
LOOKED_AT = 2_000  # people of one round, but of the choice of the day, which is done for a hundred at a time
A_SATURDAY, NOTHING_OVER = datetime(2026, 11, 28, 10, tzinfo=UTC), datetime(2026, 1, 20, tzinfo=UTC)
Spent = dict[str, dict[str, list[float]]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", nargs="+", required=True)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--page", nargs="+", default=PAGES, help="only these")
    parser.add_argument("--no-jobs", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["EMAIL_URL"] = "dummymail://"
    databases = {url: Database(url, serve_measured, {"HTTPS": "no"}) for url in options.database}
    people = {url: database.ask("people") for url, database in databases.items()}
    names = {url: f"{people[url]:,} people" for url in databases}
    missed = _printed("page, ms: p50 (most)", names, _pages(databases, options))
    if not options.no_jobs:
        missed |= _printed("job, ms a person", names, _jobs(databases, options))
    for database in databases.values():
        database.stop()
    return missed


def _pages(databases: dict[str, Database], options: argparse.Namespace) -> Spent:
    """Of each page and database, by viewer, the best round."""
    viewers = {url: database.ask("viewers", options.viewers, options.seed) for url, database in databases.items()}
    best: dict[tuple, float] = defaultdict(lambda: float("inf"))
    lots = random.Random(options.seed)
    for _ in range(options.rounds + 1):  # of which the first warms up, and is never the best
        for page in lots.sample(options.page, len(options.page)):
            for number in range(options.viewers):
                for url in lots.sample(list(databases), len(databases)):
                    cookies, addresses = viewers[url][number]
                    spent = databases[url].ask("spent", addresses[page], cookies)
                    best[page, url, number] = min(best[page, url, number], spent)
    found: Spent = defaultdict(lambda: defaultdict(list))
    for (page, url, _), spent in best.items():
        found[page][url].append(spent)
    return found


def _jobs(databases: dict[str, Database], options: argparse.Namespace) -> Spent:
    found: Spent = defaultdict(lambda: defaultdict(list))
    for round_ in range(options.rounds + 1):
        for url, database in databases.items():
            for job, spent in database.ask("jobs", options.seed + round_).items():
                if round_:
                    found[job][url].append(spent)
    return found


def _printed(what: str, names: dict[str, str], found: Spent) -> int:
    """1 if something costs more than it may."""
    smallest, *_ = names
    print(f"\n| {what} | " + " | ".join(names.values()) + " | growth | |")
    print("| --- " * (len(names) + 3) + "|")
    missed = 0
    for each, by_url in found.items():
        middle = {url: median(by_url[url]) for url in names}
        growth = [middle[url] / middle[smallest] for url in names if url != smallest]
        told = [f"{middle[url]:.3g} ({max(by_url[url]):.3g})" for url in names]
        missed += max(growth) > MUST
        ratios = ", ".join(f"{ratio:.2f}x" for ratio in growth)
        print(f"| {each} | {' | '.join(told)} | {ratios} | {'**missed**' if max(growth) > MUST else 'kept'} |")
    return int(missed > 0)


# --- In the process of one database -----------------------------------------------------------------


def serve_measured(settings: dict[str, str], pipe: Any) -> None:
    os.environ |= settings
    import config.wsgi  # noqa: F401  # as people run it
    from tests.bench.site import Site, _viewers

    site = Site()

    def spent(path: str, cookies: dict[str, str]) -> float:
        return _spent(lambda: site.get(path, cookies))

    acts = {"people": _count, "viewers": lambda count, seed: _viewers(site, count, seed), "spent": spent, "jobs": _done}
    answer(acts, pipe)


def _count() -> int:
    from people.models import Person

    return Person.objects.order_by("-pk").values_list("pk", flat=True)[0]


def _spent(act: Callable[[], object]) -> float:
    """Milliseconds of CPU, of the app and of the process that answers it."""
    from tests.bench.unasked import _cpu

    began = _cpu()
    act()
    return (_cpu() - began) * 1000


def _done(seed: int) -> dict[str, float]:
    """Milliseconds a person, of each job, for some people at a time who live beside each other; taken back after."""
    from django.db import connection, transaction
    from django.utils import timezone

    from people.tidy import tidying
    from recommendations.models import Vouch
    from recommendations.notices.reminders import reminding
    from recommendations.unasked.letters import writing_letters

    start = random.Random(seed).randrange(_count() - LOOKED_AT)
    now = timezone.now
    timezone.now = lambda: A_SATURDAY
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
            some = range(start, start + LOOKED_AT, 10)
            Vouch.objects.filter(author__in=some).update(renewed_at=A_SATURDAY - timedelta(days=600))
            found = {
                "surprises": _chosen(start),
                "reminders": _each(reminding(start), start, LOOKED_AT),
                "reminders, again": _each(reminding(start), start, LOOKED_AT),
                "letters": _each(writing_letters(start), start, LOOKED_AT),
            }
            # All that is over, of everybody: at a time when there is nothing, it is to cost nothing.
            timezone.now = lambda: NOTHING_OVER
            found["tidying"] = _spent(lambda: list(tidying())) / _count()
            transaction.set_rollback(True)
    finally:
        timezone.now = now
    return found


def _chosen(start: int) -> float:
    """Milliseconds for each that was made: many of a small country's people have nobody. The second time, since of a
    page the best round counts too: what is read is in memory then."""
    from django.db import transaction

    from recommendations.unasked.choosing import choosing

    made: list[int] = []
    for _ in range(2):
        before = transaction.savepoint()
        spent = _spent(lambda: made.append(next(choosing(start))[1]))
        transaction.savepoint_rollback(before)
    return spent / made[-1]


def _each(batches: Iterator[tuple[int, int]], start: int, people: int) -> float:
    def some() -> None:
        for reached, _ in batches:
            if reached >= start + people:
                break

    return _spent(some) / people


if __name__ == "__main__":
    sys.exit(main())
