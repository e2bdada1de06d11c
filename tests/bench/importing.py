"""How long `import_network` takes, beside the plainest way to write the same rows: one `executemany` a table.

uv run --group bench python -m tests.bench.importing [--vouches 40000] [--folder DIR] [--rounds 3] [--database URL]...

Without a folder, a made-up one: people with circles of eight, each of whose vouches is about one of a third as many
providers with a web address. With one, that: its trades are made, and its circles may be as large as they are. Whoever
names a database gives an empty one. Wall time and the CPU of this process, each the best of some rounds;
what PostgreSQL does meanwhile is in the wall time alone.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.databases import environment, throwaway_postgres

EACH, CIRCLE = 8, 8  # vouches of a person, and friends


def lay_out(folder: Path, vouches: int) -> Path:
    people = max(vouches // EACH, CIRCLE + 1)
    address = "person{}@example.org".format
    files = {
        "people": (
            "email name place relays named_beyond",
            ([address(each), f"Person {each}", "", "yes", "no"] for each in range(people)),
        ),
        "ties": (
            "person friend how",
            (
                [address(each), address((each + step * step) % people), ""]
                for each in range(people)
                for step in range(1, CIRCLE // 2 + 1)
            ),
        ),
        "vouches": (
            "author provider phone website place trade job hired_on outcome words scope relation pass_on",
            (_vouch(number, address(number % people), max(vouches // 3, 1)) for number in range(vouches)),
        ),
    }
    for name, (header, rows) in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
            out = csv.writer(lines)
            out.writerow(header.split())
            out.writerows(rows)
    return folder


def _vouch(number: int, author: str, providers: int) -> list[str]:
    provider = number * 7919 % providers
    about = [f"Number {provider} and Daughters", "", f"https://number{provider}.example", "", "plumber"]
    month = f"{2021 + number % 5}-{1 + number % 12:02d}"
    said = ["repaired what was broken", month, "yes", f"Came when they said they would ({number}).", "beyond"]
    return [author, *about, *said, "none", "yes"]


def measure(folder: Path, rounds: int) -> None:
    """In a process of its own, on the database of its environment."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("prepare", verbosity=0)
    times = [_round(folder) for _ in range(rounds)]
    wall, cpu, plain_wall, plain_cpu = (min(column) for column in zip(*times, strict=True))
    ours, plain = f"import {wall:6.1f} s ({cpu:6.1f} CPU)", f"plain {plain_wall:6.1f} s ({plain_cpu:6.1f} CPU)"
    print(f"{connection.vendor:<10} {ours}   {plain}   {wall / plain_wall:.1f}x ({cpu / plain_cpu:.1f}x)", flush=True)


def _round(folder: Path) -> tuple[float, float, float, float]:
    from django.core.management import call_command
    from django.db import connection, transaction

    from people.models import Block, Person, Tie
    from recommendations.models import Provider, Vouch

    models = [Person, Block, Tie, Provider, Vouch]
    taken = ["--create-trades", "--large-circles"]
    imported = _timed(lambda: call_command("import_network", str(folder), *taken, stdout=StringIO()))
    rows = {}
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")
            rows[table] = cursor.fetchall()
        _emptied(models)

        def plain() -> None:
            with transaction.atomic():
                for table, some in rows.items():
                    if some:
                        values = ", ".join(["%s"] * len(some[0]))
                        cursor.executemany(f"INSERT INTO {table} VALUES ({values})", some)

        written = _timed(plain)
        _emptied(models)
    return (*imported, *written)


def _emptied(models: list) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for model in reversed(models):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _timed(act) -> tuple[float, float]:
    from time import perf_counter, process_time

    began, cpu = perf_counter(), process_time()
    act()
    return perf_counter() - began, process_time() - cpu


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--vouches", type=int, default=40_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--database", action="append", default=[])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.measure:
        measure(chosen.folder, chosen.rounds)
        return
    with ExitStack() as stack:
        made = Path(stack.enter_context(TemporaryDirectory(prefix="whom-bench-")))
        folder = chosen.folder or lay_out(made, chosen.vouches)
        for url in chosen.database or [f"sqlite:///{made}/whom.sqlite3", throwaway_postgres()]:
            command = [sys.executable, "-m", "tests.bench.importing", "--measure", "--folder", str(folder)]
            command += ["--rounds", str(chosen.rounds)]
            subprocess.run(command, check=True, env=os.environ | environment(url))


if __name__ == "__main__":
    main()
