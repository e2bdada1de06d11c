"""The app in a process of its own for each database, answering over a pipe, so that two can be asked in turn."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from itertools import count
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psycopg

from tests.bench.network import Network

SECRET_KEY = "only-for-measuring-" * 4
_numbers = count(1)


class Database:
    """A filled database behind the app as people run it."""

    def __init__(self, url: str, serve: Callable[..., None] | None = None, settings: Mapping[str, str] = {}) -> None:
        """`serve` and `settings`, of the environment, if it is not the app that answers, or not by its own settings."""
        self.name = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
        self.url = url
        self.pipe, there = multiprocessing.Pipe()
        spawn = multiprocessing.get_context("spawn")
        self.process = spawn.Process(target=serve or _serve, args=(environment(url) | settings, there), daemon=True)
        self.process.start()

    def ask(self, act: str, *arguments: Any) -> Any:
        self.pipe.send((act, arguments))
        answer, problem = self.pipe.recv()
        if problem:
            raise RuntimeError(f"{self.name}: {problem}")
        return answer

    def stop(self) -> None:
        self.pipe.send(None)
        self.process.join(10)


@contextmanager
def databases(urls: list[str]) -> Iterator[list[Database]]:
    """At the `urls`, which must be empty; without any, SQLite in a temporary folder and a throw-away PostgreSQL."""
    with ExitStack() as stack:
        if not urls:
            folder = stack.enter_context(TemporaryDirectory(prefix="whom-bench-"))
            urls = [f"sqlite:///{folder}/whom.sqlite3", throwaway_postgres()]
        found = []
        for url in urls:
            found.append(Database(url))
            stack.callback(found[-1].stop)
        yield found


@cache
def _server() -> str:
    # With a URL set, the plugin starts nothing by itself.
    os.environ["DATABASE_URL"] = "none"
    from tests import on_postgres

    on_postgres.FAST += " -c shared_buffers=2GB -c jit=on -c synchronous_commit=on"
    return on_postgres.start()


def throwaway_postgres() -> str:
    """The URL of a new, empty database on a server that ends with this process."""
    name = f"bench_{next(_numbers)}"
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return _server().replace("/postgres?", f"/{name}?")


def environment(url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET_KEY,
        "DEBUG": "no",
        "HASHED_STATIC": "no",
        "LOG_LEVEL": "WARNING",
    }


def _serve(settings: dict[str, str], pipe: Any) -> None:
    os.environ |= settings
    import config.wsgi  # noqa: F401  # as people run it

    acts: dict[str, Callable[..., Any]] = {
        "prepare": _prepare,
        "load": _load,
        "load things": _load_things,
        "check": _check,
        "check feed": _check_feed,
        "time": _time,
        "fill unasked": _fill_unasked,
        "choose": _choose,
        "choose for everybody": _choose_for_everybody,
        "work": _work,
    }
    answer(acts, pipe)


def answer(acts: dict[str, Callable[..., Any]], pipe: Any) -> None:
    while (asked := pipe.recv()) is not None:
        act, arguments = asked
        try:
            pipe.send((acts[act](*arguments), None))
        except Exception:  # to be told in the parent
            pipe.send((None, traceback.format_exc()))


def _prepare() -> Any:
    from tests.bench.network import prepared, trade_ids

    return prepared(), trade_ids()


def _load(network: Network) -> None:
    from django.db import connection

    from tests.bench.network import load

    load(network)
    connection.close()  # and with it the settings of the load


def _load_things(people: int, of_each: int) -> None:
    from tests.bench.fill import load_things

    load_things(people, of_each)


def _check(person: int, trade: int) -> tuple[Counter, list]:
    """What is read and suggested, in a form that is equal wherever the answer is."""
    from people.models import Person
    from recommendations.models import Trade
    from recommendations.providers.suggestions import suggestions_for
    from recommendations.sight.rule import paths_to

    viewer, trades = Person.objects.get(pk=person + 1), [Trade.objects.get(pk=trade)]
    found, _ = suggestions_for(viewer, trades)
    return plain(paths_to(viewer, [trade])), [(each.public_id, each.score, each.evidence) for each in found]


def _check_feed(person: int) -> tuple[list[int], int]:
    """The newest ids, and how many were asked for."""
    from people.models import Person
    from recommendations.home.feed import LOOKED_UP

    viewer = Person.objects.get(pk=person + 1)
    _home(viewer)
    return _newest(viewer), LOOKED_UP + 1


def plain(rows: list[tuple]) -> Counter:
    """With the dates as text, and without what the floor does not know."""
    return Counter((*row[:7], str(row[7]), row[8]) for row in rows)


def _time(form: str, person: int, trade: int) -> float:
    from people.models import Person
    from recommendations.models import Trade

    viewer = Person.objects.select_related("place").get(pk=person + 1)
    trades = [Trade.objects.get(pk=trade)]
    call = (FORMS | FEEDS)[form]
    began = perf_counter()
    call(viewer, trades)
    return perf_counter() - began


def _rows(person: Any, trades: Any) -> Any:
    from recommendations.sight.rule import paths_to

    return paths_to(person, None if trades is None else [trade.pk for trade in trades])


def _ranked(person: Any, trades: Any) -> Any:
    from recommendations.providers.suggestions import ranked_for

    return ranked_for(person, trades)


def _suggested(person: Any, trades: Any) -> Any:
    """As the Find page does."""
    from recommendations.providers.suggestions import suggestions_for
    from recommendations.views.find import BEYOND_ON_A_CARD

    return suggestions_for(person, trades, beyond=BEYOND_ON_A_CARD)


def _suggested_near(person: Any, trades: Any) -> Any:
    from recommendations.providers.suggestions import suggestions_for
    from recommendations.views.find import BEYOND_ON_A_CARD

    return suggestions_for(person, trades, near=person.place, beyond=BEYOND_ON_A_CARD)


FORMS: dict[str, Callable[[Any, Any], Any]] = {
    "rows": _rows,
    "ranked": _ranked,
    "suggestions": _suggested,
    "suggestions near": _suggested_near,
    "rows, every trade": lambda person, trades: _rows(person, None),
    "suggestions, every trade": lambda person, trades: _suggested(person, None),
}


def _newest(person: Any) -> list[int]:
    """By id alone, of vouches, as many as one page of the feed looks up."""
    from recommendations.home.feed import LOOKED_UP, NOWHERE
    from recommendations.sight.newest import newest_vouches
    from recommendations.sight.statements import rows

    return [pk for (pk,) in rows(*newest_vouches(person, NOWHERE, LOOKED_UP + 1))]


def _home(person: Any) -> Any:
    """“From your circle”, as the home page shows it."""
    from recommendations.home.feed import feed_of

    return feed_of(person, date(2000, 1, 1))


FEEDS: dict[str, Callable[[Any, Any], Any]] = {
    "newest ids": lambda person, trades: _newest(person),
    "a page of the feed": lambda person, trades: _home(person),
}


def _fill_unasked(lived: list[int], seed: int) -> None:
    from tests.bench.unasked import fill

    fill(lived, seed)


def _choose(viewers: list[int]) -> list[float]:
    from tests.bench.unasked import choose

    return choose(viewers)


def _work() -> list[tuple[str, int, float, float, float]]:
    from tests.bench.work import work

    return work()


def _choose_for_everybody(seconds: int) -> tuple[int, float, float, bool]:
    from tests.bench.unasked import choose_for_everybody

    return choose_for_everybody(seconds)
