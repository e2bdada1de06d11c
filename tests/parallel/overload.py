"""Five times what the server carries: python -m tests.parallel.overload [--seconds 20] [--threads gthread]

On the PostgreSQL server that DATABASE_URL names, else on SQLite. First what it carries is measured, by eight who ask
again as soon as they are answered; then requests come at five times that pace, whether or not those before were
answered; ten seconds later it is asked as before. A line of JSON tells what was found.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import django
from django.core.management import call_command

from tests.environment import GIVEN_DATABASE_URL
from tests.parallel.server import HOST, fresh_database, serving

TIMES, AT_ONCE, REST = 5, 8, 10
PEOPLE, FRIENDS, VOUCHES, MEASURED = 60, 10, 5, 8
GETS = ["/", "/find/?trade={trade}", "/circle/", "/vouches/", "/find/?trade={trade}", "/you/"]
SENT, GIVEN_UP = 10, 15  # one of so many requests is a form that is sent; seconds
CSRF = "a" * 32
CIRCLE = "1"


@dataclass
class Asked:
    status: int
    seconds: float
    says_when: bool
    words: str = ""  # that were sent


@dataclass
class World:
    port: int
    sessions: list[str]
    trade: str
    count: int = 0

    def next(self) -> tuple[bytes, str]:
        """A request, and the words that it sends."""
        self.count += 1
        session = random.choice(self.sessions)
        if self.count % SENT:
            return self.request("GET", random.choice(GETS).format(trade=self.trade), session), ""
        words = f"What was learned, number {self.count}, by and by"
        form = urlencode({"csrfmiddlewaretoken": CSRF, "words": words, "scope": CIRCLE, "key": str(uuid4())})
        return self.request("POST", "/insights/new/", session, form), words

    def request(self, method: str, path: str, session: str, form: str = "") -> bytes:
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
        head += f"Cookie: csrftoken={CSRF}; sessionid={session}\r\nContent-Length: {len(form)}\r\n"
        return f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}".encode()


async def ask(world: World) -> Asked:
    request, words = world.next()
    began = perf_counter()
    try:
        async with asyncio.timeout(GIVEN_UP):
            reader, writer = await asyncio.open_connection(HOST, world.port)
            writer.write(request)
            head = (await reader.read()).partition(b"\r\n\r\n")[0].decode()
            writer.close()
    except (OSError, TimeoutError):
        head = ""
    status = int(head.split(" ", 2)[1]) if head else 0
    return Asked(status, perf_counter() - began, "\r\nretry-after:" in head.lower(), words)


async def closed(world: World, seconds: float, at_once: int) -> list[Asked]:
    """By so many, each of whom asks again once they are answered."""
    until = perf_counter() + seconds

    async def one() -> list[Asked]:
        asked = []
        while perf_counter() < until:
            asked.append(await ask(world))
        return asked

    return [each for asked in await asyncio.gather(*(one() for _ in range(at_once))) for each in asked]


async def opened(world: World, seconds: float, pace: float) -> list[Asked]:
    """At this pace, so many a second."""
    began, tasks = perf_counter(), []
    for number in range(int(seconds * pace)):
        await asyncio.sleep(max(0.0, began + number / pace - perf_counter()))
        tasks.append(asyncio.create_task(ask(world)))
    return list(await asyncio.gather(*tasks))


async def measured(world: World, seconds: int) -> dict[str, Any]:
    await closed(world, 2, AT_ONCE)  # warms up
    carried = await closed(world, MEASURED, AT_ONCE)
    before = await closed(world, MEASURED / 2, 1)
    carries = sum(each.status < 400 for each in carried) / MEASURED
    asked = await opened(world, seconds, TIMES * carries)
    await asyncio.sleep(REST)
    after = await closed(world, MEASURED / 2, 1)
    return {
        "carries": round(carries, 1),
        "asked": len(asked),
        "answers": Counter(each.status for each in asked),
        "refused_without_when": sum(each.status in (429, 503) and not each.says_when for each in asked),
        "pages_a_second": round(sum(each.status < 400 for each in asked) / seconds, 1),
        "p50": ms(median(each.seconds for each in asked)),
        "p99": ms(quantiles([each.seconds for each in asked], n=100)[98]),
        "most": ms(max(each.seconds for each in asked)),
        "most_of_refused": ms(max(each.seconds for each in asked if each.status == 503)),
        "alone_before": ms(median(each.seconds for each in before)),
        "alone_after": ms(median(each.seconds for each in after)),
        "answers_alone": Counter(each.status for each in [*before, *after]),
        **kept([*carried, *before, *asked, *after]),
    }


def ms(seconds: float) -> int:
    return round(seconds * 1000)


def kept(asked: list[Asked]) -> dict[str, int]:
    from recommendations.models import Insight

    saved = Counter(Insight.objects.values_list("words", flat=True))
    refused = [each.words for each in asked if each.words and each.status in (429, 503)]
    taken = [each.words for each in asked if each.words and each.status == 302]
    return {
        "sent_and_taken": len(taken),
        "taken_and_not_saved_once": sum(saved[words] != 1 for words in taken),
        "sent_and_refused": len(refused),
        "refused_and_saved": sum(saved[words] > 0 for words in refused),
    }


def peopled(port: int, count: int = PEOPLE) -> World:
    from tests.parallel.scene import browsers, newcomers
    from tests.worlds.builders import befriend, make_trade, make_vouch

    people, trade = newcomers(*[f"Person {number}" for number in range(count)]), make_trade()
    for at, person in enumerate(people):
        for step in range(1, FRIENDS // 2 + 1):
            befriend(person, people[(at + step) % count])
        for _ in range(VOUCHES):
            make_vouch(author=person, trade=trade)
    return World(port, browsers(people), trade.slug)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--threads", default="config.serving.CountingWorker")
    options = parser.parse_args()
    with fresh_database(GIVEN_DATABASE_URL) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        from django.db import connections, transaction

        with serving(options.threads) as server:
            with transaction.atomic():
                world = peopled(server.port)
            found = asyncio.run(measured(world, options.seconds))
            print(json.dumps(found | {"said": server.last_words()[-600:]}), flush=True)  # noqa: T201
        connections.close_all()


if __name__ == "__main__":
    main()
