"""How long the Find page takes, as a multiple of a trivial one: python -m tests.bench.page --people 10000

Both are asked for in turn, one by one, by people who are signed in, over a connection that stays open to gunicorn; on
both databases in turn as well, so that a busy machine slows all alike. Read the ratios, not the milliseconds.
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
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import numpy as np

from tests.bench.databases import Database, databases, environment
from tests.bench.network import Network, made, popularity

TRIVIAL, FIND = "trivial", "Find, one trade"
PAGES = {TRIVIAL: "/trivial/", FIND: "/find/?trade={trade}&near=anywhere", "Find, every trade": "/find/?near=anywhere"}
CARDS = 20
CARD = b'<article class="card offered"'
MUST, AIM = 4, 2.5
GUNICORN = "-k gthread -w 2 --threads 4 --keep-alive 60 --no-control-socket --log-level warning".split()
LENGTH = re.compile(rb"^content-length: (\d+)", re.IGNORECASE | re.MULTILINE)
COOKIE = re.compile(r"^set-cookie: (.*?)\r", re.IGNORECASE | re.MULTILINE)


@dataclass
class Visit:
    """Someone for whom there are enough suggestions of this trade to fill a page."""

    person: int
    trade: str  # its slug
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)  # by database


class Server:
    """The app as it is deployed, and one connection to it."""

    def __init__(self, name: str, address: Path) -> None:
        self.name = name
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(address))
        self.times: dict[str, list[float]] = defaultdict(list)

    def get(self, page: str, visit: Visit) -> bytes:
        cookies = visit.cookies[self.name]
        lines = [
            f"GET {PAGES[page].format(trade=visit.trade)} HTTP/1.1",
            "Host: localhost",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}",
        ]
        request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        began = perf_counter()
        self.socket.sendall(request)
        head, body = self._answer()
        self.times[page].append((perf_counter() - began) * 1000)
        if not head.startswith(b"HTTP/1.1 200 "):
            sys.exit(f"{self.name}, {page}: {head.decode()}")
        for text in COOKIE.findall(head.decode()):
            cookies |= {name: morsel.value for name, morsel in SimpleCookie(text).items()}
        return body

    def _answer(self) -> tuple[bytes, bytes]:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._some()
        head, _, body = got.partition(b"\r\n\r\n")
        parts, missing = [body], int(LENGTH.search(head)[1]) - len(body)
        while missing > 0:
            parts.append(self._some())
            missing -= len(parts[-1])
        return head + b"\r\n", b"".join(parts)

    def _some(self) -> bytes:
        return self.socket.recv(1 << 20) or sys.exit(f"{self.name}: the server has hung up")


def main() -> int:
    # So that a run that is told to end takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = _options()
    random.seed(options.seed)
    with ExitStack() as stack:
        engines = stack.enter_context(databases(options.database))
        (places, trades), *_ = [engine.ask("prepare") for engine in engines]
        network = made(options.people, places, options.seed)
        for engine in engines:
            engine.ask("load", network)
        visits = _visits(network, trades, engines, options.visits, options.seed)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="whom-bench-")))
        subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v0"],
            env=_environment(engines[0].url, folder),
            check=True,
        )
        servers = [stack.enter_context(_served(engine, folder)) for engine in engines]
        _measured(servers, visits, options.rounds)
    return _printed(options, servers, len(visits))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--visits", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", nargs="*", default=[], help="URLs of empty databases, instead of throw-away ones")
    return parser.parse_args()


def _visits(network: Network, trades: list[int], engines: list[Database], count: int, seed: int) -> list[Visit]:
    """By people at random, each for a trade as often as it is hired, of whom enough is found to fill a page."""
    generator = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.flatnonzero(network.active), network.stars)
    visits: list[Visit] = []
    while len(visits) < count:
        person, trade = int(generator.choice(ordinary)), int(generator.choice(trades, p=popularity()))
        found, slug = engines[0].ask("found", person, trade)
        if found >= CARDS:
            visits.append(Visit(person, slug))
    for visit in visits:
        visit.cookies = {engine.name: {"sessionid": engine.ask("sign in", visit.person)} for engine in engines}
    return visits


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        **environment(url),
        "DJANGO_SETTINGS_MODULE": "tests.bench.page_settings",
        "BENCH_STATIC": str(folder / "static"),
        "HASHED_STATIC": "yes",
        "HTTPS": "no",
    }


@contextmanager
def _served(engine: Database, folder: Path) -> Iterator[Server]:
    address = folder / f"{engine.name}.socket"
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", *GUNICORN, "-b", f"unix:{address}"]
    with subprocess.Popen(command, env=_environment(engine.url, folder)) as process:
        try:
            while not address.exists():
                if process.poll() is not None:
                    sys.exit("gunicorn did not start")
                sleep(0.1)
            server = Server(engine.name, address)
            with closing(server.socket):
                yield server
        finally:
            process.terminate()


def _measured(servers: list[Server], visits: list[Visit], rounds: int) -> None:
    for number in range(rounds + 1):
        for visit in visits:
            for page in random.sample(list(PAGES), len(PAGES)):
                for server in servers:
                    body = server.get(page, visit)
                    cards = 0 if page == TRIVIAL else CARDS
                    # Whom the viewer has on their own list stands before them.
                    assert body.count(CARD) >= cards, f"{server.name}, {page}: {body.count(CARD)} cards"
        if number == 0:  # which warmed the caches, and wrote down when the session was last seen
            for server in servers:
                server.times.clear()


def _printed(options: argparse.Namespace, servers: list[Server], visits: int) -> int:
    """1 if a page takes longer than it must."""
    print(f"\n### Pages, {options.people:,} people\n")
    print(f"Milliseconds, p50 / p95, {visits} visits x {options.rounds}; in brackets the ratio to the trivial page.\n")
    print("| |", " | ".join(server.name for server in servers), "|")
    print("| --- " * (len(servers) + 1) + "|")
    for page in PAGES:
        print(f"| {page} |", " | ".join(_spread(server, page) for server in servers), "|")
    print("\n| page | measured | must | aim | |\n| --- | --- | --- | --- | --- |")
    ratios = [_ratio(server, FIND) for server in servers]
    for server, ratio in zip(servers, ratios, strict=True):
        word = "aim reached" if ratio <= AIM else "must reached" if ratio <= MUST else "**missed**"
        print(f"| {FIND} / trivial, {server.name} | {ratio:.2f}x | {MUST}x | {AIM}x | {word} |")
    return int(max(ratios) > MUST)


def _spread(server: Server, page: str) -> str:
    p50, p95 = np.percentile(server.times[page], [50, 95])
    return f"{p50:.2f} / {p95:.2f}" + (f" ({_ratio(server, page):.1f}x)" if page != TRIVIAL else "")


def _ratio(server: Server, page: str) -> float:
    return median(server.times[page]) / median(server.times[TRIVIAL])


if __name__ == "__main__":
    sys.exit(main())
