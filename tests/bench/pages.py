"""How long every page takes, as a multiple of the least of stock Django: python -m tests.bench.pages --people 10000

First CPU and statements within a process, then wall time by gunicorn, one by one over a connection that stays open.
The app and the yardstick take turns, so that a busy machine slows both alike, on both databases. Of each viewer and
page the best of the rounds counts, and of the viewers the middle one. On PostgreSQL the server's own CPU is in no
figure but the wall time. Read the ratios, not the milliseconds. Fails if a page takes more than it must.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from tests.bench.databases import Database, databases, environment, throwaway_postgres
from tests.bench.fill import fill
from tests.bench.site import Cookies, cookies_of, serve_app, serve_yardstick

YARDSTICK = "stock Django"
# Multiples of it, of CPU on SQLite and of wall time on PostgreSQL; 3 for every page that is not named.
MUST = {"Find, one trade": 4, "vouch form": 5, "ask form": 5, "Find, by words": 12, "Find, words with a slip": 12}
MUST |= dict.fromkeys(["Find, every trade", "home", "provider", "circle", "friend", "own list"], 8)
MUST |= dict.fromkeys(["a question", "a friend’s question"], 8)
MUST_OTHERS, MOST_STATEMENTS = 3, 15
GUNICORN = "-k gthread -w 2 --threads 4 --keep-alive 60 --no-control-socket --log-level warning".split()
LENGTH = re.compile(rb"^content-length: (\d+)", re.IGNORECASE | re.MULTILINE)
LAST_PIECE = b"0\r\n\r\n"
COOKIE = re.compile(r"^set-cookie: (.*?)\r", re.IGNORECASE | re.MULTILINE)


@dataclass
class Viewer:
    pages: dict[str, str]  # addresses
    cookies: dict[bool, Cookies]  # of the app, and of the yardstick
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    served: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # by gunicorn
    statements: dict[str, int] = field(default_factory=dict)


@dataclass
class Engine:
    """One kind of database: the app behind it, and the yardstick."""

    name: str
    people: int
    app: Database
    yardstick: Database
    viewers: list[Viewer]


def main() -> int:
    # So that a run that is told to end takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="whom-bench-")))
        filled = stack.enter_context(databases(options.database))
        for database in filled:
            if not options.filled:
                fill(database, options.people, options.seed)
        _collected(filled[0].url, folder)
        engines = [_engine(database, folder, options, stack) for database in filled]
        lots = random.Random(options.seed)
        for round_ in range(options.rounds + 1):
            for engine in engines:
                _asked(engine, lots, counts=round_ == 0)  # which warms up
        if not options.no_server:
            for engine in engines:
                _served(engine, folder, lots, options.rounds)
    return max(_printed(engine, options) for engine in engines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", nargs="*", default=[], help="URLs of empty databases, instead of throw-away ones")
    parser.add_argument("--filled", action="store_true", help="those are filled already, by tests.bench.fill")
    parser.add_argument("--no-server", action="store_true", help="without what gunicorn takes")
    return parser.parse_args()


def _settings(folder: Path) -> dict[str, str]:
    """Of the app, as an installation has it."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.bench.pages_settings",
        "BENCH_STATIC": str(folder / "static"),
        "HASHED_STATIC": "yes",
        "HTTPS": "no",
    }


def _collected(url: str, folder: Path) -> None:
    told = {**os.environ, **environment(url), **_settings(folder)}
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v0"]
    subprocess.run(command, env=told, check=True)


def _engine(database: Database, folder: Path, options: argparse.Namespace, stack: ExitStack) -> Engine:
    def started(url: str, serve: Callable[..., None], settings: dict[str, str]) -> Database:
        process = Database(url, serve, settings)
        stack.callback(process.stop)
        return process

    is_sqlite = database.name == "SQLite"
    beside = f"sqlite:///{folder}/yardstick.sqlite3" if is_sqlite else throwaway_postgres()
    app = started(database.url, serve_app, _settings(folder))
    yardstick = started(beside, serve_yardstick, {"DJANGO_SETTINGS_MODULE": "tests.bench.yardstick_settings"})
    found = app.ask("viewers", options.viewers, options.seed)
    viewers = [
        Viewer({YARDSTICK: "/", **pages}, {True: cookies, False: yardstick.ask("sign in")}) for cookies, pages in found
    ]
    return Engine(database.name, app.ask("people"), app, yardstick, viewers)


# --- Within a process --------------------------------------------------------------------------------


def _asked(engine: Engine, lots: random.Random, counts: bool) -> None:
    for viewer in lots.sample(engine.viewers, len(engine.viewers)):
        for page in lots.sample(list(viewer.pages), len(viewer.pages)):
            is_app = page != YARDSTICK
            site, asked = (engine.app if is_app else engine.yardstick), (viewer.pages[page], viewer.cookies[is_app])
            if counts:
                viewer.statements[page] = site.ask("statements", *asked)
                continue
            cpu, wall, viewer.cookies[is_app] = site.ask("get", *asked)
            viewer.cpu[page].append(cpu)
            viewer.wall[page].append(wall)


# --- By gunicorn -------------------------------------------------------------------------------------


class Server:
    """A site as it is deployed, and one connection to it."""

    def __init__(self, address: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(address))

    def get(self, path: str, cookies: Cookies) -> float:
        """Milliseconds."""
        sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {sent}\r\n\r\n"
        began = perf_counter()
        self.socket.sendall(request.encode())
        head = self._answer()
        took = (perf_counter() - began) * 1000
        if not head.startswith("HTTP/1.1 200 "):
            sys.exit(f"{path}: {head}")
        cookies |= cookies_of(COOKIE.findall(head))
        return took

    def _answer(self) -> str:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._some()
        head, _, body = got.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        # Stock Django says no length, so that gunicorn sends pieces.
        while len(body) < int(length[1]) if length else not body.endswith(LAST_PIECE):
            body += self._some()
        return head.decode() + "\r\n"

    def _some(self) -> bytes:
        return self.socket.recv(1 << 20) or sys.exit("the server has hung up")


def _served(engine: Engine, folder: Path, lots: random.Random, rounds: int) -> None:
    stock = environment(engine.yardstick.url) | {"DJANGO_SETTINGS_MODULE": "tests.bench.yardstick_settings"}
    with (
        _server("config.wsgi", environment(engine.app.url) | _settings(folder), folder) as app,
        _server("django.core.wsgi:get_wsgi_application()", stock, folder) as yardstick,
    ):
        for round_ in range(rounds + 1):
            for viewer in lots.sample(engine.viewers, len(engine.viewers)):
                for page in lots.sample(list(viewer.pages), len(viewer.pages)):
                    is_app = page != YARDSTICK
                    took = (app if is_app else yardstick).get(viewer.pages[page], viewer.cookies[is_app])
                    if round_:
                        viewer.served[page].append(took)


@contextmanager
def _server(site: str, settings: dict[str, str], folder: Path) -> Iterator[Server]:
    address = folder / f"{len(list(folder.iterdir()))}.socket"
    command = [sys.executable, "-m", "gunicorn", site, *GUNICORN, "-b", f"unix:{address}"]
    with subprocess.Popen(command, env=os.environ | settings) as process:
        try:
            while not address.exists():
                if process.poll() is not None:
                    sys.exit("gunicorn did not start")
                sleep(0.1)
            server = Server(address)
            with closing(server.socket):
                yield server
        finally:
            process.terminate()


# --- What came of it ---------------------------------------------------------------------------------


def _printed(engine: Engine, options: argparse.Namespace) -> int:
    """1 if a page takes more than it must."""
    of_cpu = engine.name == "SQLite"
    print(f"\n### {engine.name}, {engine.people:,} people, {len(engine.viewers)} viewers x {options.rounds} rounds\n")
    print("Milliseconds; in brackets, of the slowest twentieth of all rounds.\n")
    print("| page | CPU | x stock | wall | x stock | by gunicorn | x stock | statements | must | |")
    print("| --- " * 10 + "|")
    missed = 0
    for page in engine.viewers[0].pages:
        columns, ratios = [], []
        for times in ("cpu", "wall", "served"):
            told, ratio = _told(engine, page, times)
            columns += [told, f"{ratio:.1f}x" if ratio else ""]
            ratios.append(ratio)
        statements = max(viewer.statements[page] for viewer in engine.viewers)
        must = MUST.get(page, MUST_OTHERS)
        is_missed = page != YARDSTICK and (ratios[not of_cpu] > must or statements > MOST_STATEMENTS)
        missed += is_missed
        bar = ("", "") if page == YARDSTICK else (f"{must}x", "**missed**" if is_missed else "kept")
        print(f"| {page} |", " | ".join([*columns, str(statements), *bar]), "|")
    return int(missed > 0)


def _told(engine: Engine, page: str, times: str) -> tuple[str, float]:
    all_times = [time for viewer in engine.viewers for time in getattr(viewer, times)[page]]
    if not all_times:
        return "", 0
    best = _middle(engine, page, times)
    return f"{best:.2f} ({quantiles(all_times, n=20)[-1]:.1f})", best / _middle(engine, YARDSTICK, times)


def _middle(engine: Engine, page: str, times: str) -> float:
    return median(min(getattr(viewer, times)[page]) for viewer in engine.viewers)


if __name__ == "__main__":
    sys.exit(main())
