"""How long the suggestions take, as multiples of the floor: python -m tests.bench.suggestions --people 10000 100000

Both databases, the floor and the sizes take turns, query by query, so that a busy machine slows them alike: read the
ratios, not the milliseconds. Every row is compared with the floor's first, and one difference ends the run.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

import numpy as np

from tests.bench.databases import FORMS, Database, databases, plain
from tests.bench.floor import Floor
from tests.bench.network import Network, made, popularity

PASSES = 3
SELDOM = 6  # one query of so many is asked for every trade too
TYPICAL = range(500, 1501)  # paths
FLOOR = "floor"
EVERY = "every trade"
# (must, aim), ratios
ROWS_TO_FLOOR = {"SQLite": (6, 3), "PostgreSQL": (17, 8)}
WORST_TO_TYPICAL = (15, 8)
GROWTH = (1.5, 1.1)


@dataclass
class Query:
    person: int
    trade: int
    paths: int
    star: bool
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def took(self, what: str) -> float:
        """In milliseconds."""
        return median(self.times[what]) * 1000


@dataclass
class Country:
    """One network in every database, and what is asked of it."""

    people: int
    floor: Floor
    engines: list[Database]
    queries: list[Query]


def main() -> int:
    # So that a run that is told to end takes its server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _options()
    with ExitStack() as stack:
        countries = [
            _loaded(people, stack.enter_context(databases(options.database)), options) for people in options.people
        ]
        for country in countries:
            _checked(country)
        _timed(countries)
    for country in countries:
        _print_times(country)
        _print_stars(country)
    return _print_verdict(countries)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000])
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", nargs="*", default=[], help="URLs of empty databases, instead of throw-away ones")
    options = parser.parse_args()
    if options.database and len(options.people) > 1:
        parser.error("one size at a time in databases of yours")
    return options


def _loaded(people: int, engines: list[Database], options: argparse.Namespace) -> Country:
    (places, trades), *others = [engine.ask("prepare") for engine in engines]
    assert all(trades == ids for _, ids in others)
    network = made(people, places, options.seed)
    floor = Floor(network, trades)
    for engine in engines:
        began = perf_counter()
        engine.ask("load", network)
        print(f"{people} people, {len(network.tie)} ties in {engine.name}: {perf_counter() - began:.0f} s")
    return Country(people, floor, engines, _queries(network, floor, trades, options.queries, options.seed))


def _queries(network: Network, floor: Floor, trades: list[int], count: int, seed: int) -> list[Query]:
    """Viewers at random and every star, each with a trade as often as it is hired."""
    generator = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.flatnonzero(network.active), network.stars)
    viewers = generator.choice(ordinary, count)
    stars = set(network.stars.tolist())
    people = [*viewers.tolist(), *network.stars.tolist()]
    wanted = generator.choice(trades, len(people), p=popularity()).tolist()
    return [
        Query(person, trade, floor.paths(person), person in stars) for person, trade in zip(people, wanted, strict=True)
    ]


def _checked(country: Country) -> None:
    """Also warms every cache."""
    rows = 0
    for query in country.queries:
        expected = plain(country.floor.paths_to(query.person, query.trade))
        suggested = []
        for engine in country.engines:
            found, suggestions = engine.ask("check", query.person, query.trade)
            suggested.append(suggestions)
            if found != expected:
                sys.exit(f"{engine.name} and the floor differ for {query}: {(found - expected) | (expected - found)}")
        assert all(each == suggested[0] for each in suggested), f"different suggestions for {query}"
        rows += expected.total()
    print(f"{country.people} people, {len(country.queries)} queries, {rows} rows: 0 differences from the floor")


def _timed(countries: list[Country]) -> None:
    for _ in range(PASSES):
        for number, queries in enumerate(zip(*(country.queries for country in countries), strict=True)):
            for form in random.sample(list(FORMS), len(FORMS)):
                if form.endswith(EVERY) and number % SELDOM:
                    continue
                for country, query in zip(countries, queries, strict=True):
                    _time_floor(query, country.floor, form)
                    for engine in country.engines:
                        query.times[f"{engine.name} {form}"].append(engine.ask("time", form, query.person, query.trade))


def _time_floor(query: Query, floor: Floor, form: str) -> None:
    """Before every turn of the databases, so that its own caches are as cold as theirs."""
    began = perf_counter()
    if form.endswith(EVERY):
        floor.paths_to(query.person)
    else:
        floor.paths_to(query.person, query.trade)
    query.times[f"{FLOOR} {form}"].append(perf_counter() - began)


def _asked(queries: list[Query], form: str) -> list[Query]:
    return [query for query in queries if f"{FLOOR} {form}" in query.times]


def _ratio(queries: list[Query], name: str, form: str) -> float:
    typical = [query for query in _asked(queries, form) if not query.star and query.paths in TYPICAL]
    return median(query.took(f"{name} {form}") / query.took(f"{FLOOR} {form}") for query in typical)


def _print_times(country: Country) -> None:
    queries, names = country.queries, [engine.name for engine in country.engines]
    ordinary = [query for query in queries if not query.star]
    paths = [query.paths for query in ordinary]
    print(f"\n### {country.people:,} people\n")
    print(f"{len(ordinary)} viewers; {median(paths):.0f} paths in the middle, {max(paths)} at most.")
    print("Milliseconds, p50 / p95; in brackets the ratio to the floor for viewers with")
    print(f"{TYPICAL.start} to {TYPICAL.stop - 1} paths.\n")
    print(f"| | {FLOOR} |", " | ".join(names), "|")
    print("| --- " * (len(names) + 2) + "|")
    for form in FORMS:
        cells = [_spread(ordinary, FLOOR, form)]
        cells += [f"{_spread(ordinary, name, form)} ({_ratio(queries, name, form):.1f}x)" for name in names]
        print(f"| {form} |", " | ".join(cells), "|")


def _spread(queries: list[Query], name: str, form: str) -> str:
    p50, p95 = np.percentile([query.took(f"{name} {form}") for query in _asked(queries, form)], [50, 95])
    return f"{p50:.2f} / {p95:.2f}"


def _print_stars(country: Country) -> None:
    queries, names = country.queries, [engine.name for engine in country.engines]
    stars = [query for query in queries if query.star]
    print(f"\nThe same for the {len(stars)} stars, {median(query.paths for query in stars):.0f} paths;")
    print("in brackets times a typical viewer:\n")
    print(f"| | {FLOOR} |", " | ".join(names), "|")
    print("| --- " * (len(names) + 2) + "|")
    for form in FORMS:
        cells = [f"{_spread(stars, name, form)} ({_worst(queries, name, form):.1f}x)" for name in [FLOOR, *names]]
        print(f"| {form} |", " | ".join(cells), "|")


def _worst(queries: list[Query], name: str, form: str) -> float:
    stars = median(query.took(f"{name} {form}") for query in _asked(queries, form) if query.star)
    return stars / _typical(queries, name, form)


def _typical(queries: list[Query], name: str, form: str) -> float:
    typical = [query for query in _asked(queries, form) if not query.star and query.paths in TYPICAL]
    return median(query.took(f"{name} {form}") for query in typical)


def _print_verdict(countries: list[Country]) -> int:
    """1 if something that must be is not."""
    print("\n| rows | measured | must | aim | |\n| --- | --- | --- | --- | --- |")
    verdicts = []
    for name in [engine.name for engine in countries[0].engines]:
        for country in countries:
            size, queries = f"{country.people:,}", country.queries
            verdicts += [
                _verdict(f"{name} / floor, {size}", _ratio(queries, name, "rows"), ROWS_TO_FLOOR[name]),
                _verdict(f"{name}, star / typical, {size}", _worst(queries, name, "rows"), WORST_TO_TYPICAL),
            ]
        first, *_, last = [countries[0], *countries]
        if first is not last:
            growth = _typical(last.queries, name, "rows") / _typical(first.queries, name, "rows")
            verdicts.append(_verdict(f"{name}, {last.people:,} / {first.people:,} people", growth, GROWTH))
    return int(not all(verdicts))


def _verdict(what: str, ratio: float, bar: tuple[float, float]) -> bool:
    must, aim = bar
    word = "aim reached" if ratio <= aim else "must reached" if ratio <= must else "**missed**"
    print(f"| {what} | {ratio:.2f}x | {must}x | {aim}x | {word} |")
    return ratio <= must


if __name__ == "__main__":
    sys.exit(main())
