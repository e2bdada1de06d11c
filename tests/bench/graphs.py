"""The bare friends-of-friends question, asked of graphs in memory and of Whom.

uv run --group graphs python -m tests.bench.graphs [--people 10000] [--queries 300]

Which vouches of one trade were written by a friend, or by a friend's friend? igraph, rustworkx, DuckDB and Ladybug
answer no more than that: nobody has blocked anybody, everybody passes on, every vouch is for all, and nobody has a
name. They hold everything in the memory of this one process, and what they would lose with it is not counted; whichever
is not installed is left out. Whom answers its own question, with the whole rule of sight, from its SQLite file. All are
asked in turn, query by query: read the ratios. What each found is compared first, and one difference ends the run.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from tests.bench.databases import Database
from tests.bench.network import Network, made, popularity

PASSES = 3
Answer = Callable[[int, int], set[int]]  # of a person and a trade, counted from 0: the vouches, counted from 1


def plain_sets(network: Network) -> Answer:
    """The plainest Python, by which the others are judged."""
    circle, said = _circles(network), _said(network)

    def answer(person: int, trade: int) -> set[int]:
        near = set(circle[person]).union(*(circle[friend] for friend in circle[person])) - {person}
        return {vouch for author in near for vouch in said.get((author, trade), ())}

    return answer


def with_igraph(network: Network) -> Answer:
    import igraph

    graph = igraph.Graph(n=network.people, edges=network.tie[network.tie[:, 0] < network.tie[:, 1]])
    said = _said(network)

    def answer(person: int, trade: int) -> set[int]:
        near = graph.neighborhood(person, order=2, mindist=1)
        return {vouch for author in near for vouch in said.get((author, trade), ())}

    return answer


def with_rustworkx(network: Network) -> Answer:
    import rustworkx

    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(network.people))
    graph.add_edges_from_no_data([(a, b) for a, b in network.tie.tolist() if a < b])
    said = _said(network)

    def answer(person: int, trade: int) -> set[int]:
        friends = graph.neighbors(person)
        near = set(friends).union(*map(graph.neighbors, friends)) - {person}
        return {vouch for author in near for vouch in said.get((author, trade), ())}

    return answer


def with_duckdb(network: Network) -> Answer:
    import duckdb

    there = duckdb.connect()
    there.execute("SET threads = 1")
    a, b = network.tie[:, 0], network.tie[:, 1]
    author, trade, vouch = network.author, network.trade, np.arange(1, len(network.author) + 1)
    given = {"a": a, "b": b}, {"author": author, "trade": trade, "vouch": vouch}
    for name, columns in zip(("tie", "vouch"), given, strict=True):
        there.register("given", {key: np.ascontiguousarray(column) for key, column in columns.items()})
        there.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    there.execute("CREATE INDEX tie_of ON tie (a)")
    there.execute("CREATE INDEX vouch_of ON vouch (author)")
    text = """
        WITH friend AS (SELECT b FROM tie WHERE a = $person),
             near AS (SELECT b FROM friend UNION SELECT tie.b FROM friend JOIN tie ON tie.a = friend.b)
        SELECT vouch FROM near JOIN vouch ON author = b WHERE trade = $trade AND b <> $person"""

    def answer(person: int, trade: int) -> set[int]:
        return {row for (row,) in there.execute(text, {"person": person, "trade": trade}).fetchall()}

    return answer


def with_ladybug(network: Network) -> Answer:
    import csv
    import os

    import ladybug

    there = ladybug.Connection(ladybug.Database(":memory:"), num_threads=1)
    there.execute("CREATE NODE TABLE Person(id INT64, PRIMARY KEY(id))")
    there.execute("CREATE NODE TABLE Vouch(id INT64, trade INT64, PRIMARY KEY(id))")
    there.execute("CREATE REL TABLE Tie(FROM Person TO Person)")
    there.execute("CREATE REL TABLE Said(FROM Person TO Vouch)")
    vouches = range(1, len(network.author) + 1)
    tables: dict[str, Any] = {
        "Person": ([each] for each in range(network.people)),
        "Vouch": zip(vouches, network.trade.tolist(), strict=True),
        "Tie": network.tie.tolist(),
        "Said": zip(network.author.tolist(), vouches, strict=True),
    }
    with TemporaryDirectory(prefix="whom-bench-") as folder:
        for name, rows in tables.items():
            path = os.path.join(folder, f"{name}.csv")
            with open(path, "w", encoding="utf-8", newline="") as lines:
                csv.writer(lines).writerows(rows)
            there.execute(f"COPY {name} FROM '{path}'")
    text = """
        MATCH (me:Person {id: $person})-[:Tie*1..2]->(near:Person)-[:Said]->(v:Vouch)
        WHERE v.trade = $trade AND near.id <> $person RETURN DISTINCT v.id"""

    def answer(person: int, trade: int) -> set[int]:
        found = there.execute(text, {"person": person, "trade": trade})
        return {row for (row,) in found.get_all()}

    return answer


GRAPHS: dict[str, Callable[[Network], Answer]] = {
    "igraph": with_igraph,
    "rustworkx": with_rustworkx,
    "duckdb": with_duckdb,
    "ladybug": with_ladybug,
}


def _circles(network: Network) -> list[list[int]]:
    circle: list[list[int]] = [[] for _ in range(network.people)]
    for a, b in network.tie.tolist():
        circle[a].append(b)
    return circle


def _said(network: Network) -> dict[tuple[int, int], list[int]]:
    said: dict[tuple[int, int], list[int]] = defaultdict(list)
    pairs = zip(network.author.tolist(), network.trade.tolist(), strict=True)
    for vouch, key in enumerate(pairs, 1):
        said[key].append(vouch)
    return dict(said)


def _queries(network: Network, count: int) -> Iterator[tuple[int, int]]:
    generator = np.random.default_rng(1)
    viewers = generator.choice(np.flatnonzero(network.active), count).tolist()
    trades = generator.choice(len(popularity()), count, p=popularity()).tolist()
    return zip(viewers, trades, strict=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=300)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="whom-bench-") as folder:
        whom = Database(f"sqlite:///{folder}/whom.sqlite3")
        places, trades = whom.ask("prepare")
        network = made(options.people, places)
        whom.ask("load", network)
        asked = list(_queries(network, options.queries))
        truth = plain_sets(network)
        answers = {name: make(network) for name, make in GRAPHS.items() if find_spec(name)}
        for name, answer in answers.items():
            for query in asked:
                assert answer(*query) == truth(*query), f"{name} finds something else for {query}"
        times: dict[str, list[list[float]]] = defaultdict(lambda: [[] for _ in asked])
        for _ in range(PASSES):
            for number, (person, trade) in enumerate(asked):
                for name, answer in answers.items():
                    began = perf_counter()
                    answer(person, trade)
                    times[name][number].append(perf_counter() - began)
                times["Whom"][number].append(whom.ask("time", "rows", person, trades[trade]))
        whom.stop()
    took = {name: median(median(each) for each in some) * 1000 for name, some in times.items()}
    for name in sorted(took, key=lambda each: took[each]):
        print(f"{name:<10} {took[name]:7.2f} ms   {took['Whom'] / took[name]:5.1f}x as quick as Whom")


if __name__ == "__main__":
    main()
