"""Answers a second on the database that the settings name: random people ask for random trades, one after another.

DATABASE_URL=... uv run --group bench python -m tests.bench.answers --questions 2000
"""

import argparse
import os
import random
import statistics
import time

import django


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--questions", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from people.models import Person
    from recommendations.models import Trade, Vouch
    from recommendations.providers.suggestions import suggestions_for

    pick = random.Random(chosen.seed)
    people, trades = list(Person.objects.all()), list(Trade.objects.filter(pk__in=Vouch.objects.values("trade")))
    taken, found = [], 0
    for _ in range(chosen.questions):
        person, trade = pick.choice(people), pick.choice(trades)
        begun = time.perf_counter()
        shown, _ = suggestions_for(person, [trade])
        taken.append((time.perf_counter() - begun) * 1000)
        found += bool(shown)
    taken.sort()
    print(
        f"{chosen.questions} questions by {len(people)} people about {len(trades)} trades: "
        f"{1000 * len(taken) / sum(taken):.0f} answers a second, "
        f"p50 {statistics.median(taken):.1f} ms, p95 {taken[int(len(taken) * 0.95)]:.1f} ms, p99 "
        f"{taken[int(len(taken) * 0.99)]:.1f} ms, slowest {taken[-1]:.1f} ms; {found / len(taken):.0%} found somebody"
    )


if __name__ == "__main__":
    main()
