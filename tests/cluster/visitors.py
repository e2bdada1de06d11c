"""People who look at pages and block each other, all the time; and what each was answered, when."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Lock, Thread
from urllib.parse import urlencode

from tests.cluster.scene import Pair
from tests.parallel.presses import CSRF
from tests.parallel.server import HOST

PAGES = ("/find/", "/circle/", "/notices/", "/vouches/", "/insights/")
WAITS = 60  # seconds


@dataclass(frozen=True)
class Answer:
    began: float
    ended: float
    status: int  # 0 where there was none


def asked(port: int, session: str, path: str, form: dict[str, str] | None = None) -> Answer:
    began, status = time.monotonic(), 0
    line = HTTPConnection(HOST, port, timeout=WAITS)
    headers = {"Cookie": f"csrftoken={CSRF}; sessionid={session}"}
    try:
        if form is None:
            line.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("POST", path, urlencode({"csrfmiddlewaretoken": CSRF} | form), headers)
        response = line.getresponse()
        response.read()
        status = response.status
    except (OSError, HTTPException):
        status = 0
    finally:
        line.close()
    return Answer(began, time.monotonic(), status)


@dataclass
class Visitors:
    """So many who look, each every `pause` seconds, and so many who block."""

    port: int
    pairs: Iterator[Pair]
    lookers: list[str]
    reads: list[Answer] = field(default_factory=list)
    writes: list[tuple[Answer, Pair]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)
    threads: list[Thread] = field(default_factory=list)

    def begin(self, looking: int, blocking: int, pause: float) -> None:
        doing: list[Callable[[], None]] = [self._look] * looking + [self._block] * blocking
        self.threads = [Thread(target=self._go_on, args=(each, pause)) for each in doing]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _go_on(self, do: Callable[[], None], pause: float) -> None:
        while not self.over.is_set():
            do()
            self.over.wait(random.uniform(pause / 2, pause * 3 / 2))

    def _look(self) -> None:
        self.reads.append(asked(self.port, random.choice(self.lookers), random.choice(PAGES)))

    def _block(self) -> None:
        pair = self.next_pair()
        self.writes.append((asked(self.port, pair.session, pair.path, {}), pair))

    def next_pair(self) -> Pair:
        with self.lock:
            return next(self.pairs)

    # --- What came of it -------------------------------------------------------------------------

    def acknowledged(self) -> list[Pair]:
        return [pair for answer, pair in self.writes if answer.status == 302]

    def failed(self, since: float = 0) -> list[tuple[str, int, float]]:
        """Of what began since then and was not answered as it must be: what it was, its status, and the seconds that it
        took."""
        failed = [("page", each) for each in self.reads if each.status != 200]
        failed += [("form", each) for each, _ in self.writes if each.status != 302]
        return [(what, each.status, round(each.ended - each.began, 1)) for what, each in failed if each.began >= since]

    def longest_without_a_page(self, since: float) -> float:
        ends = sorted(each.ended for each in self.reads if each.status == 200 and each.ended >= since)
        return max((after - before for before, after in zip([since, *ends], ends, strict=False)), default=float("inf"))

    def slowest_page(self, since: float) -> float:
        return max((each.ended - each.began for each in self.reads if each.began >= since), default=0)

    def first_write_after(self, moment: float) -> float | None:
        """Of those that began after it: when it was answered as saved."""
        ends = [answer.ended for answer, _ in self.writes if answer.began > moment and answer.status == 302]
        return min(ends, default=None)
