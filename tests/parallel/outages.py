"""What happens while the database is really away: python -m tests.parallel.outages [--database postgresql]

The app as it is deployed, on a database of its own under a small file system (as root; else no disk is filled), is
asked for pages and sent forms by a few at a time, without a pause, while each outage begins and ends. A line of JSON
for each tells what was found. Nobody starts Whom anew meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import django
from django.core.management import call_command

from tests.parallel.broken import DATABASES, Breakable
from tests.parallel.overload import CIRCLE, CSRF, GETS, Asked, World, ask, ms, peopled
from tests.parallel.server import Server, serving

# So many that nobody comes to a limit.
PEOPLE, AT_ONCE, PAUSE = 400, 6, 0.1  # seconds
BEFORE, AFTER, BACK_WITHIN = 5, 12, 5  # seconds


@dataclass
class Told:
    at: float
    asked: Asked


class Writing(World):
    def next(self) -> tuple[bytes, str]:
        """Every other is a form."""
        self.count += 1
        session = random.choice(self.sessions)
        if self.count % 2:
            return self.request("GET", random.choice(GETS).format(trade=self.trade), session), ""
        words = f"What was learned, number {self.count}, {uuid4().hex}"
        form = urlencode({"csrfmiddlewaretoken": CSRF, "words": words, "scope": CIRCLE, "key": str(uuid4())})
        return self.request("POST", "/insights/new/", session, form), words


async def asking(world: World, until: asyncio.Event) -> list[Told]:
    async def one() -> list[Told]:
        told = []
        while not until.is_set():
            told.append(Told(monotonic(), await ask(world)))
            await asyncio.sleep(PAUSE)
        return told

    return [each for told in await asyncio.gather(*(one() for _ in range(AT_ONCE))) for each in told]


async def warmed_up(world: World) -> None:
    """Each process of the server has loaded what it needs."""
    while [(await ask(world)).status in (200, 302) for _ in range(20)].count(False):
        await asyncio.sleep(1)


async def lived_through(database: Breakable, outage: str, world: World, server: Server) -> dict[str, Any]:
    breaks, mends, lasts = database.outages()[outage]
    until, said = asyncio.Event(), server.errors()
    asked = asyncio.create_task(asking(world, until))
    await asyncio.sleep(BEFORE)
    began = monotonic()
    await asyncio.to_thread(breaks)
    await asyncio.sleep(lasts)
    await asyncio.to_thread(mends)
    ended = monotonic()
    await asyncio.sleep(AFTER)
    until.set()
    told = await asked
    away = [each for each in told if began <= each.at + each.asked.seconds and each.at < ended]
    bad = [each for each in told if each.asked.status not in (200, 302)]
    refused = [each for each in told if each.asked.status in (429, 503)]
    return {
        "outage": outage,
        "lasted": round(ended - began, 1),
        "before": Counter(each.asked.status for each in told if each.at + each.asked.seconds < began),
        "meanwhile": Counter(each.asked.status for each in away),
        "median": ms(median([each.asked.seconds for each in away] or [0])),
        "longest": ms(max((each.asked.seconds for each in away), default=0)),
        "back_after": round(max((each.at - ended for each in bad), default=0.0), 1),
        "after": Counter(each.asked.status for each in told if each.at > ended + BACK_WITHIN),
        "refused_without_when": sum(not each.asked.says_when for each in refused),
        "lines_of_the_log": lines(server.errors()[len(said) :], len(refused)),
        "is_sound": database.is_sound(),
        "server_gave_up": database.gave_up,
        **kept([each.asked for each in told]),
    }


def lines(said: str, refused: int) -> dict[str, int]:
    away = sum("The database is away" in line for line in said.splitlines())
    return {"refused": refused, "told": away, "tracebacks": said.count("Traceback")}


def kept(asked: list[Asked]) -> dict[str, int]:
    from recommendations.models import Insight

    saved = Counter(Insight.objects.filter(words__startswith="What was learned").values_list("words", flat=True))
    taken = [each.words for each in asked if each.words and each.status == 302]
    return {
        "sent_and_taken": len(taken),
        "taken_and_not_saved_once": sum(saved[words] != 1 for words in taken),
        "saved_twice": sum(count > 1 for count in saved.values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=list(DATABASES))
    parser.add_argument("--outage", nargs="+", help="these alone")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.one and len(options.database) > 1:
        raise SystemExit(max(_in_a_process_of_its_own(name, options.outage) for name in options.database))
    with ExitStack() as stack:
        database = stack.enter_context(DATABASES[options.database[0]].there())
        os.environ |= {"DATABASE_URL": database.url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        from django.db import connections, transaction

        server = stack.enter_context(serving("config.serving.CountingWorker"))
        with transaction.atomic():
            made = peopled(server.port, PEOPLE)
        world = Writing(made.port, made.sessions, made.trade)
        asyncio.run(warmed_up(world))
        for outage in options.outage or database.outages():
            connections.close_all()
            found = asyncio.run(lived_through(database, outage, world, server))
            print(json.dumps({"database": options.database[0]} | found), flush=True)  # noqa: T201
        connections.close_all()


def _in_a_process_of_its_own(name: str, outages: list[str] | None) -> int:
    import subprocess
    import sys

    command = [sys.executable, "-m", "tests.parallel.outages", "--database", name]
    command += ["--outage", *outages] if outages else []
    return subprocess.run(command, cwd=Path(__file__).resolve().parents[2], check=False).returncode


if __name__ == "__main__":
    main()
