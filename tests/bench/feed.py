"""How long the feed takes, as multiples of the floor: python -m tests.bench.feed --people 10000 100000

The databases, the floor and the sizes take turns, as in `tests.bench.suggestions`: read the ratios, not the
milliseconds. The ids of every viewer are compared with the floor's first, and one difference ends the run.
"""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack
from statistics import median
from time import perf_counter

import numpy as np

from tests.bench.databases import FEEDS, databases
from tests.bench.suggestions import FLOOR, PASSES, TYPICAL, Country, Query, _loaded, _options

FLAT = 1.5  # the most that the larger size may take, as a multiple of the smaller


def main() -> int:
    # So that a run that is told to end takes its server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _options()
    with ExitStack() as stack:
        countries = [
            _loaded(people, stack.enter_context(databases(options.database)), options) for people in options.people
        ]
        most = max([_checked(country) for country in countries])
        for _ in range(PASSES):
            for queries in zip(*(country.queries for country in countries), strict=True):
                for country, query in zip(countries, queries, strict=True):
                    _time(country, query, most)
    for country in countries:
        _print_times(country)
    return _print_growth(countries)


def _checked(country: Country) -> int:
    """Also warms every cache. How many ids a page asks for."""
    most = 0
    for query in country.queries:
        for engine in country.engines:
            found, most = engine.ask("check feed", query.person)
            expected = country.floor.newest(query.person, most)
            if found != expected:
                sys.exit(f"{engine.name} and the floor differ for {query}: {set(found) ^ set(expected)}")
    print(f"{country.people} people, {len(country.queries)} viewers: 0 differences from the floor")
    return most


def _time(country: Country, query: Query, most: int) -> None:
    for form in FEEDS:
        began = perf_counter()
        country.floor.newest(query.person, most)
        query.times[f"{FLOOR} {form}"].append(perf_counter() - began)
        for engine in country.engines:
            query.times[f"{engine.name} {form}"].append(engine.ask("time", form, query.person, query.trade))


def _typical(country: Country) -> list[Query]:
    return [query for query in country.queries if not query.star and query.paths in TYPICAL]


def _print_times(country: Country) -> None:
    names = [engine.name for engine in country.engines]
    print(f"\n| {country.people:,} people | {FLOOR} |", " | ".join(names), "|")
    print("| --- " * (len(names) + 2) + "|")
    for form in FEEDS:
        cells = [f"{_spread(country, name, form)}{_ratio(country, name, form)}" for name in [FLOOR, *names]]
        print(f"| {form} |", " | ".join(cells), "|")


def _spread(country: Country, name: str, form: str) -> str:
    took = [query.took(f"{name} {form}") for query in country.queries if not query.star]
    p50, p95 = np.percentile(took, [50, 95])
    return f"{p50:.2f} / {p95:.2f}"


def _ratio(country: Country, name: str, form: str) -> str:
    if name == FLOOR:
        return ""
    ratios = [query.took(f"{name} {form}") / query.took(f"{FLOOR} {form}") for query in _typical(country)]
    return f" ({median(ratios):.1f}x)"


def _print_growth(countries: list[Country]) -> int:
    """1 if the last size takes too much longer than the first, for viewers with as many paths."""
    first, last = countries[0], countries[-1]
    grown = {}
    for name in [engine.name for engine in first.engines] if first is not last else []:
        for form in FEEDS:
            larger, smaller = (
                median(query.took(f"{name} {form}") for query in _typical(country)) for country in (last, first)
            )
            grown[f"{name}, {form}"] = larger / smaller
    for what, ratio in grown.items():
        print(f"{what}, {last.people:,} / {first.people:,} people: {ratio:.2f}x, at most {FLAT}x")
    return int(any(ratio > FLAT for ratio in grown.values()))


if __name__ == "__main__":
    sys.exit(main())
