"""What the choice of the day costs: python -m tests.bench.unasked --people 10000 100000

CPU, of the app and of the database's process together, of one person's choice: of people at random, of the stars, and
of people with half a year of earlier choices and something saved. Then the worker's part of it for everybody, for so
many seconds at most: it is killed then, and what it made stays.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from tests.bench.databases import databases
from tests.bench.network import Network, made

DAY = date(2026, 11, 28)
MOST_MS, MOST_SECONDS, FOR_PEOPLE = 5, 900, 100_000
EARLIER, SAVED = 180, 2
ROUNDS = 3
INSIGHTS_FOR = 3  # one insight for so many people


def main() -> int:
    # So that a run that is told to end takes its server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _options()
    kept = [_measured(people, options) for people in options.people]
    return int(not all(kept))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000])
    parser.add_argument("--viewers", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=MOST_SECONDS, help="the most that choosing for everybody takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", nargs="*", default=[], help="URLs of empty databases, instead of throw-away ones")
    return parser.parse_args()


def _measured(people: int, options: argparse.Namespace) -> bool:
    with ExitStack() as stack:
        engines = stack.enter_context(databases(options.database))
        prepared = [engine.ask("prepare") for engine in engines]
        places, _ = prepared[0]
        network = made(people, places, options.seed)
        viewers = _viewers(network, options)
        print(f"\n| {people:,} people | CPU p50 / p95 / most, ms | everybody | killed | CPU each, ms |", flush=True)
        print("| --- " * 5 + "|")
        kept = []
        for engine in engines:
            engine.ask("load", network)
            engine.ask("fill unasked", viewers["lived"], options.seed)
            for kind, some in viewers.items():
                took = np.array(engine.ask("choose", some))
                kept.append(float(np.percentile(took, 50)) <= MOST_MS)
                print(f"| {engine.name}, {kind} ({len(some)}) | {_spread(took)} | | | |", flush=True)
            made_, seconds, cpu, killed = engine.ask("choose for everybody", options.seconds)
            rate = made_ / seconds
            kept.append(rate * MOST_SECONDS >= FOR_PEOPLE)
            so = f"{made_:,} in {seconds:.0f} s, {rate:.0f} a second"
            print(f"| {engine.name}, everybody | | {so} | {'yes' if killed else 'no'} | {cpu / made_ * 1000:.2f} |")
        return all(kept)


def _viewers(network: Network, options: argparse.Namespace) -> dict[str, list[int]]:
    """By their ids."""
    random = np.random.default_rng(options.seed)
    ordinary = np.setdiff1d(np.flatnonzero(network.active), network.stars)
    some = random.choice(ordinary, 2 * options.viewers, replace=False) + 1
    lived, new = np.split(some, 2)
    return {"new": new.tolist(), "lived": lived.tolist(), "stars": (network.stars + 1).tolist()}


def _spread(took: np.ndarray) -> str:
    return " / ".join(f"{each:.2f}" for each in np.percentile(took, [50, 95, 100]))


# --- In the process of one database -----------------------------------------------------------------


def fill(lived: list[int], seed: int) -> None:
    """Insights; and what has been offered to these people, and saved by them."""
    from django.db import connection

    from people.models import Person
    from recommendations.models import Insight, Provider, Saved, Surprise, Trade, Vouch

    random = np.random.default_rng(seed)
    people, trades = Person.objects.count(), list(Trade.objects.values_list("pk", flat=True))
    count = people // INSIGHTS_FOR
    authors, ages = random.integers(1, people + 1, count).tolist(), random.integers(0, 365, count).tolist()
    scopes = random.choice(3, count, p=[0.05, 0.15, 0.80]).tolist()
    about = random.choice([None, *trades], count).tolist()
    written = [_noon(age) for age in range(365)]
    Insight.objects.bulk_create(
        (
            Insight(author_id=author, written_at=written[age], scope=scope, trade_id=trade, words="Ask for old parts.")
            for author, age, scope, trade in zip(authors, ages, scopes, about, strict=True)
        ),
        batch_size=5_000,
    )
    ids = np.array(Vouch.objects.values_list("pk", flat=True))
    vouches = list(Vouch.objects.filter(pk__in=random.choice(ids, 5 * EARLIER).tolist()).values_list("public_id"))
    providers = list(Provider.objects.values_list("public_id", flat=True)[:1000])
    for person in lived:
        Surprise.objects.bulk_create(
            Surprise(person_id=person, day=DAY - timedelta(days=ago + 1), vouch=vouches[ago][0])
            for ago in range(EARLIER)
        )
        theirs = random.choice(len(providers), SAVED, replace=False).tolist()
        Saved.objects.bulk_create(Saved(person_id=person, provider=providers[each]) for each in theirs)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _noon(days_ago: int) -> Any:
    from datetime import UTC, datetime, time

    return datetime.combine(DAY - timedelta(days=days_ago), time(12), tzinfo=UTC)


def choose(viewers: list[int]) -> list[float]:
    """CPU of one person's choice, in milliseconds, the median of some rounds: without what is read for a hundred."""
    from people.models import Person
    from recommendations.unasked.choosing import _Known, chosen_for

    people = list(Person.objects.filter(pk__in=viewers))
    known = _Known(people, DAY)

    def choice(person: Person) -> None:
        chosen_for(person, DAY, known.reader(person), known.before[person.pk], known.muted[person.pk])

    rounds = [[_cpu_of(choice, person) * 1000 for person in people] for _ in range(ROUNDS)]
    return np.median(rounds, axis=0).tolist()


def choose_for_everybody(seconds: int) -> tuple[int, float, float, bool]:
    """How many choices were made, in which time, at how much CPU, in seconds; and whether it was killed."""
    from recommendations.models import Surprise
    from recommendations.unasked.choosing import choose_surprises

    def over(*about: Any) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    before, began, cpu, killed = Surprise.objects.filter(day=DAY).count(), perf_counter(), _cpu(), False
    try:
        choose_surprises(DAY)
    except TimeoutError:
        killed = True
    signal.alarm(0)
    took, spent = perf_counter() - began, _cpu() - cpu
    return Surprise.objects.filter(day=DAY).count() - before, took, spent, killed


def _cpu_of(act: Callable[[Any], None], about: Any) -> float:
    began = _cpu()
    act(about)
    return _cpu() - began


def _cpu() -> float:
    """In seconds: of this process, and of the one that answers it."""
    return process_time() + _cpu_of_backend()


def _cpu_of_backend() -> float:
    """Of PostgreSQL's process; the system tells it to the nanosecond."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    run = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return int(run.split()[0]) / 1e9


if __name__ == "__main__":
    sys.exit(main())
