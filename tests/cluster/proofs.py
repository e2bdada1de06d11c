"""What the cluster promises, each tried for real."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connections
from django.test import Client

from config import standbys
from people.models import Block, Tie
from tests.cluster.programs import NODES, Cluster, until
from tests.cluster.scene import Pair
from tests.cluster.visitors import PAGES, Visitors, asked
from tests.parallel.server import serving

BLOCKS, KILLS = int(os.environ.get("BLOCKS", "1000")), int(os.environ.get("KILLS", "10"))
SERVED_BY = "config.serving.CountingWorker"


@dataclass
class Place:
    cluster: Cluster
    pairs: Iterator[Pair]
    lookers: list[str]

    @contextmanager
    def visited(self, looking: int, blocking: int, pause: float) -> Iterator[Visitors]:
        """By gunicorn as it is deployed, which has answered every kind of page once."""
        with serving(SERVED_BY) as server:
            visitors = Visitors(server.port, self.pairs, self.lookers)
            until(lambda: asked(server.port, self.lookers[0], PAGES[0]).status == 200, 240, "the first page")
            for path in PAGES * 4:
                asked(server.port, self.lookers[0], path)
            visitors.begin(looking, blocking, pause)
            try:
                yield visitors
            finally:
                visitors.end()
                (self.cluster.folder / "app.log").write_text(server.last_words())


# --- What is taken back ---------------------------------------------------------------------------


def seen_after(pair: Pair) -> list[str]:
    """The nodes on which whoever was blocked still sees the other's page, or on which the tie still stands."""
    seen = []
    for name in NODES:
        before = standbys.READ_FROM.set(name)
        try:
            tied = Tie.objects.filter(person=pair.target, friend=pair.blocker).exists()
            client = Client(headers={"host": "localhost"})
            client.cookies["sessionid"] = pair.targets_session
            client.cookies[standbys.STAYS_COOKIE] = "yes"  # so that the page is read where it is said above
            status = client.get(pair.shows).status_code
        finally:
            standbys.READ_FROM.reset(before)
        seen += [name] * (tied or status != 404)
    return seen


def tried(place: Place, blocks: int) -> dict[str, Any]:
    found: list[str] = []
    milliseconds, own, done = [], 0, 0
    with place.visited(looking=3, blocking=1, pause=0.5) as visitors:
        while done < blocks:
            pair = visitors.next_pair()
            answer = asked(visitors.port, pair.session, pair.path, {})
            if answer.status != 302:
                continue
            done += 1
            found += seen_after(pair)
            milliseconds.append((answer.ended - answer.began) * 1000)
            # One's own write, by the app, from another browser of the same person, which has sent nothing.
            own += asked(visitors.port, pair.session, pair.path).status == 302
    return {
        "blocks": done,
        "nodes": len(NODES),
        "seen": len(found),
        "own_read_at_once": own,
        "ms_median": round(median(milliseconds)),
        "failed_beside": len(visitors.failed()),
    }


def blocks_hold_everywhere(place: Place) -> dict[str, Any]:
    return tried(place, BLOCKS)


def without_waiting_it_would_be_seen(place: Place) -> dict[str, Any]:
    """Else the proof above could not fail: the role is told that a commit need not wait, and no standby shows any."""
    _wait_for(place, "local")
    until(place.cluster.is_whole, 120, "whole")
    # Not by asking PostgreSQL to pause: Patroni would have it go on.
    replaying = _asked_of_standbys(place, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'startup'")
    for pid in replaying:
        os.kill(pid, signal.SIGSTOP)
    found = tried(place, 20)
    for pid in replaying:
        os.kill(pid, signal.SIGCONT)
    _wait_for(place, "remote_apply")
    return found


def _wait_for(place: Place, what: str) -> None:
    with place.cluster.straight(place.cluster.leader()) as connection:
        connection.execute(f"ALTER ROLE whom IN DATABASE whom SET synchronous_commit = {what}")
    place.cluster.pooler("RECONNECT")


def _asked_of_standbys(place: Place, question: str) -> list[Any]:
    """One answer of each."""
    answers = []
    for name in _standbys(place):
        with place.cluster.straight(name, "postgres", "postgres") as connection:
            answers += connection.execute(question).fetchone()
    return answers


def what_waiting_costs(place: Place) -> dict[str, Any]:
    """Milliseconds of a commit of one row, by what the role may be told."""
    until(place.cluster.is_whole, 120, "whole")
    found: dict[str, list[float]] = {"local": [], "on": [], "remote_apply": []}
    with place.cluster.straight(place.cluster.leader()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS waited (n int)")
        for said in list(found) * 200:
            connection.execute(f"SET synchronous_commit = {said}")
            began = time.monotonic()
            connection.execute("INSERT INTO waited VALUES (1)")
            found[said].append((time.monotonic() - began) * 1000)
        connection.execute("DROP TABLE waited")
    return {said: round(median(each), 2) for said, each in found.items()}


# --- What is acknowledged -------------------------------------------------------------------------


def lost_of(pairs: list[Pair]) -> dict[str, int]:
    """On each node: of the blocks that were said to be made, how many are not there."""
    lost = {}
    for name in NODES:
        connections[name].close()
        there = set(Block.objects.using(name).values_list("person", "blocked"))
        lost[name] = sum((pair.blocker.pk, pair.target.pk) not in there for pair in pairs)
    return lost


def primary_is_killed(place: Place) -> dict[str, Any]:
    kills, pairs = [], []
    for _ in range(KILLS):
        until(place.cluster.is_whole, 180, "whole before it is killed")
        with place.visited(looking=3, blocking=2, pause=0.4) as visitors:
            time.sleep(4)
            kills.append(killed_under(visitors, place.cluster))
        pairs += visitors.acknowledged()
        print("kill", kills[-1], flush=True)
    return {
        "kills": len(kills),
        "acknowledged": len(pairs),
        "lost": lost_of(pairs),
        **{name: sum(kill[name] for kill in kills) for name in ("pages", "pages_failed", "writes_refused")},
        **{
            f"longest_{name}": max(kill[name] for kill in kills)
            for name in ("writes_back", "no_page_for", "slowest_page")
        },
    }


def killed_under(visitors: Visitors, cluster: Cluster) -> dict[str, Any]:
    leader, moment = cluster.leader(), time.monotonic()
    cluster.kill(leader)
    until(lambda: visitors.first_write_after(moment + 1), 120, "a write after the kill")
    time.sleep(4)
    cluster.start_node(leader)
    until(cluster.is_whole, 180, "whole after it was killed")
    time.sleep(1)
    failed = [each for each in visitors.reads if each.status != 200]
    return {
        "writes_back": round((visitors.first_write_after(moment + 1) or 0) - moment, 1),
        "whole_after": round(time.monotonic() - moment - 1, 1),
        "no_page_for": round(visitors.longest_without_a_page(moment), 2),
        "slowest_page": round(visitors.slowest_page(moment), 2),
        "pages": len(visitors.reads),
        "pages_failed": len(failed),
        "how_they_failed": [(each.status, round(each.began - moment, 1)) for each in failed],
        "writes_refused": sum(answer.status != 302 for answer, _ in visitors.writes),
    }


# --- What is planned ------------------------------------------------------------------------------


def switched(place: Place, to: str) -> str:
    """While what is sent waits in the pooler."""
    cluster = place.cluster
    leader = cluster.leader()
    cluster.pooler("PAUSE whom")
    try:
        said = cluster.asked(leader, "POST", "/switchover", {"leader": leader, "candidate": to})
        until(lambda: cluster.asked(to, "GET", "/primary", seconds=3).startswith("200"), 60, "the new primary")
        time.sleep(1)  # HAProxy asks twice a second
    finally:
        cluster.pooler("RESUME whom")
    return said


def planned(place: Place, do: Callable[[], Any]) -> dict[str, Any]:
    until(place.cluster.is_whole, 120, "whole before")
    with place.visited(looking=3, blocking=1, pause=0.5) as visitors:
        time.sleep(4)
        moment = time.monotonic()
        do()
        took = time.monotonic() - moment
        until(place.cluster.is_whole, 180, "whole after")
        time.sleep(4)
    pairs = visitors.acknowledged()
    slowest = max(answer.ended - answer.began for answer, _ in visitors.writes)
    return {
        "pages": len(visitors.reads),
        "writes": len(visitors.writes),
        "failed": visitors.failed(),
        "lost": sum(lost_of(pairs).values()),
        "lasted": round(took, 1),
        "slowest_write": round(slowest, 1),
        "slowest_page": round(visitors.slowest_page(moment), 2),
    }


def switchover(place: Place) -> dict[str, Any]:
    return planned(place, lambda: switched(place, _standbys(place)[0]))


def rolling_restart(place: Place) -> dict[str, Any]:
    """Of all three: the standbys one after the other, and the primary once another one has taken over."""

    def restarted(name: str) -> None:
        place.cluster.asked(name, "POST", "/restart", {}, seconds=120)
        until(place.cluster.is_whole, 120, f"whole after the restart of {name}")

    def all_of_them() -> None:
        leader, others = place.cluster.leader(), _standbys(place)
        for name in others:
            restarted(name)
        switched(place, others[0])
        until(place.cluster.is_whole, 120, "whole after another took over")
        restarted(leader)

    return planned(place, all_of_them)


def _standbys(place: Place) -> list[str]:
    return [name for name, role in place.cluster.roles().items() if role == "sync_standby"]


# --- How far reading goes -------------------------------------------------------------------------

READS = int(os.environ.get("READS", "600"))


def processor_of(cluster: Cluster, name: str) -> float:
    """Seconds, of PostgreSQL and all its processes that are and were."""
    ticks = 0
    for nth, pid in enumerate(cluster.postgres_of(name)):
        said = Path(f"/proc/{pid}/stat")
        numbers = said.read_text().rsplit(") ", 1)[1].split() if said.exists() else ["0"] * 20
        ticks += sum(int(each) for each in numbers[11 : 13 if nth else 15])
    return ticks / os.sysconf("SC_CLK_TCK")


def spent(place: Place) -> dict[str, float]:
    """Of each node, milliseconds of its processor a page, beside what it does when nobody reads."""
    with place.visited(looking=0, blocking=0, pause=1) as visitors:

        def of_each(pages: int) -> tuple[dict[str, float], float]:
            before, began = {name: processor_of(place.cluster, name) for name in NODES}, time.monotonic()
            for turn in range(pages):
                asked(visitors.port, place.lookers[turn % len(place.lookers)], PAGES[turn % len(PAGES)])
            if not pages:
                time.sleep(15)
            return {n: processor_of(place.cluster, n) - before[n] for n in NODES}, time.monotonic() - began

        of_each(len(PAGES) * 20)  # until every connection knows every page
        idle, idle_for = of_each(0)
        busy, busy_for = of_each(READS)
    return {name: (busy[name] - idle[name] * busy_for / idle_for) * 1000 / READS for name in NODES}


def _is_even(place: Place) -> bool:
    """Whether each standby has as many connections of the app's as the other, or one more."""
    ours = "usename = 'whom' AND backend_type = 'client backend'"
    many = _asked_of_standbys(place, f"SELECT count(*) FROM pg_stat_activity WHERE {ours}")  # noqa: S608
    return len(many) == 2 and abs(many[0] - many[1]) <= 1


def reads_scale(place: Place) -> dict[str, Any]:
    until(place.cluster.is_whole, 120, "whole")
    leader, where = place.cluster.leader(), os.environ["READ_DATABASE_URL"]
    os.environ["READ_DATABASE_URL"] = ""
    alone = spent(place)
    os.environ["READ_DATABASE_URL"] = where
    # Whoever has just come back has few of the pooler's connections, until they have lived for a minute.
    until(lambda: _is_even(place), 120, "even")
    shared = spent(place)
    most = max(shared.values())
    return {
        "pages": READS,
        "alone": round(alone[leader], 2),
        "shared": {n: round(ms, 2) for n, ms in shared.items()},
        "leader": leader,
        "times": round(alone[leader] / most, 2),
    }


PROOFS: dict[str, Callable[[Place], dict[str, Any]]] = {
    "blocks_hold_everywhere": blocks_hold_everywhere,
    "what_waiting_costs": what_waiting_costs,
    "without_waiting_it_would_be_seen": without_waiting_it_would_be_seen,
    "switchover": switchover,
    "rolling_restart": rolling_restart,
    "reads_scale": reads_scale,
    "primary_is_killed": primary_is_killed,
}
