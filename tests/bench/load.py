"""What carries a country's town: python -m tests.bench.load --database URL [--seconds 600]

On a database that `tests.bench.fill` has filled: Caddy, gunicorn as it is deployed, and PgBouncer in transaction mode,
all on this machine. First, what it carries: eight who ask again as soon as they are answered. Then requests come at so
much of that, or at a pace that is given, at random moments, whether or not those before were answered; pages as people
look at them, and in a hundred of them four forms. Fails if one in twenty answers takes longer than it may, if any is an
error, or if memory grows. CPU is of everything but the one who asks; nobody else may use that database meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pwd
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from config.databases import PLANNING
from tests.bench.databases import Database, environment
from tests.bench.site import Cookies, serve_app

# So many of a hundred. Of a form no address is led to afterwards: that is a page like any other.
MIX = {"home": 28, "Find, one trade": 18, "Find, every trade": 8, "Find, by words": 4, "provider": 14, "circle": 7}
MIX |= {"friend": 4, "notices": 5, "own list": 3, "ask form": 2, "vouch form": 1, "you": 2, "an insight": 2, "read": 2}
FORMS = ("an insight", "read")
CSRF = "a" * 32
AT_ONCE, CARRIED, GIVEN_UP = 8, 20, 15  # people; seconds
SLOWEST_TWENTIETH, MEMORY_GROWS = 0.3, 1.1
HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")
BOUNCER = """
[databases]
whom = host={host} port={port} user={user} dbname={name} connect_query='{settings}'
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 200
ignore_startup_parameters = options,extra_float_digits
{prepared}
"""
# What the app would say as a connection begins, to which a pooler does not listen.
SETTINGS = "SET statement_timeout = 5000; SET lock_timeout = 2000; "
SETTINGS += "; ".join(f"SET {name} = {value}" for name, value in PLANNING.items())
CADDY = "{{\n admin off\n auto_https off\n}}\nhttp://{host}:{port} {{\n reverse_proxy unix/{socket}\n}}\n"


@dataclass
class Run:
    took: list[float] = field(default_factory=list)  # seconds, of what was answered
    answers: Counter = field(default_factory=Counter)
    slow: Counter = field(default_factory=Counter)  # pages that took longer than they may


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True, help="the URL of a filled PostgreSQL database, by a socket file")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--share", type=float, default=0.6, help="of what it carries")
    parser.add_argument("--pace", type=float, help="requests a second, whatever it carries")
    parser.add_argument("--viewers", type=int, default=100)
    parser.add_argument("--pooler", choices=["pgbouncer", "none"], default="pgbouncer")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="whom-load-")))
        folder.chmod(0o755)
        (folder / "pooler").mkdir()
        viewers = _viewers(options)
        url = options.database
        if options.pooler == "pgbouncer":
            url = stack.enter_context(_pooled(url, folder))
        with socket.create_server((HOST, 0)) as free:
            port = free.getsockname()[1]
        web = stack.enter_context(_serving(url, folder, port))
        asyncio.run(_asking(viewers, port, 5, at_once=AT_ONCE))  # warms up
        carried = asyncio.run(_asking(viewers, port, CARRIED, at_once=AT_ONCE))
        carries = len(carried.took) / CARRIED
        print(f"Carries {carries:.1f} requests a second; answers {dict(carried.answers)}.", flush=True)
        before, memory = _cpu_by_kind(web, options.database), [_memory(web)]
        pace = options.pace or options.share * carries
        run = asyncio.run(_asking(viewers, port, options.seconds, pace=pace, watch=(web, memory)))
        spent = {name: now - before[name] for name, now in _cpu_by_kind(web, options.database).items()}
    return _told(run, spent, memory, options.seconds)


def _told(run: Run, cpu: dict[str, float], memory: list[float], seconds: int) -> int:
    """1 if it is not as it must be."""
    count = len(run.took)
    cuts = quantiles(run.took, n=100)
    grown = max(memory[len(memory) // 2 :]) / memory[len(memory) // 5]
    errors = count - sum(run.answers[status] for status in (200, 302))
    each = {name: spent / count * 1000 for name, spent in cpu.items()}
    print(f"{count:,} requests in {seconds} s, {count / seconds:.1f} a second; answers {dict(run.answers)}")
    print(f"p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms; {errors} errors")
    print(
        f"CPU a request, ms: {sum(each.values()):.1f}, of which " + ", ".join(f"{k} {v:.1f}" for k, v in each.items())
    )
    print(f"memory of the web processes, MB: {', '.join(f'{each:.0f}' for each in memory)}; grown {grown:.2f}x")
    print(f"slowest: {run.slow.most_common(5)}")
    return int(cuts[94] > SLOWEST_TWENTIETH or errors > 0 or grown > MEMORY_GROWS)


# --- Who asks ---------------------------------------------------------------------------------------


def _viewers(options: argparse.Namespace) -> list[tuple[Cookies, dict[str, str]]]:
    app = Database(options.database, serve_app, {"HTTPS": "no"})
    found = app.ask("viewers", options.viewers, 1)
    app.stop()
    return found


def _request(viewers: list[tuple[Cookies, dict[str, str]]]) -> tuple[str, bytes]:
    cookies, addresses = random.choice(viewers)
    page = random.choices(list(MIX), list(MIX.values()))[0]
    sent = "; ".join(f"{name}={value}" for name, value in {**cookies, "csrftoken": CSRF}.items())
    method, path, form = "GET", addresses.get(page, ""), ""
    if page in FORMS:
        method, path = "POST", {"an insight": "/insights/new/", "read": "/notices/read/"}[page]
        said = {"words": f"What I learned, number {uuid4()}", "scope": "1", "key": str(uuid4())}
        form = urlencode({"csrfmiddlewaretoken": CSRF, **(said if page == "an insight" else {})})
    head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nCookie: {sent}\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    return page, (head + form).encode()


async def _asking(
    viewers: list, port: int, seconds: float, at_once: int = 0, pace: float = 0, watch: tuple | None = None
) -> Run:
    """By so many, one request after the other; or at this pace, so many a second, at random moments."""
    run, until = Run(), perf_counter() + seconds

    async def ask(began: float) -> None:
        page, request = _request(viewers)
        status = 0
        try:
            async with asyncio.timeout(GIVEN_UP):
                reader, writer = await asyncio.open_connection(HOST, port)
                writer.write(request)
                status = int((await reader.read()).split(b" ", 2)[1])
                writer.close()
        except (OSError, TimeoutError, IndexError):
            pass
        run.took.append(perf_counter() - began)
        run.answers[status] += 1
        run.slow[page] += run.took[-1] > SLOWEST_TWENTIETH

    async def one() -> None:
        while perf_counter() < until:
            await ask(perf_counter())

    if at_once:
        await asyncio.gather(*(one() for _ in range(at_once)))
        return run
    tasks, due, noted = set(), perf_counter(), perf_counter()
    while due < until:
        await asyncio.sleep(max(0.0, due - perf_counter()))
        # From when it was due: else whoever asks too slowly would find it quick.
        task = asyncio.create_task(ask(due))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        due += random.expovariate(pace)
        if watch and perf_counter() - noted > max(seconds / 60, 2):
            noted = perf_counter()
            watch[1].append(_memory(watch[0]))
    await asyncio.gather(*tasks)
    return run


# --- What answers -----------------------------------------------------------------------------------


@contextmanager
def _pooled(url: str, folder: Path) -> Iterator[str]:
    there, home = urlsplit(url), folder / "pooler"
    at = {name: values[0] for name, values in parse_qs(there.query).items()}
    said = {"host": at["host"], "port": at.get("port", "5432"), "user": there.username, "name": there.path[1:]}
    prepared = "max_prepared_statements = 1000" if _pooler_prepares() else ""
    (home / "pgbouncer.ini").write_text(BOUNCER.format(**said, settings=SETTINGS, folder=home, prepared=prepared))
    as_nobody = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    with subprocess.Popen(["pgbouncer", "-q", home / "pgbouncer.ini"], **as_nobody) as process:
        try:
            _wait_for(home / ".s.PGSQL.6432", process)
            yield f"postgresql://{there.username}@/whom?host={home}&port=6432"
        finally:
            process.kill()  # asked to end, it would wait for those who are connected


def _pooler_prepares() -> bool:
    said = subprocess.run(["pgbouncer", "--version"], capture_output=True, text=True, check=True).stdout
    return [int(each) for each in said.split()[1].split(".")] >= [1, 22]


@contextmanager
def _serving(url: str, folder: Path, port: int) -> Iterator[list[int]]:
    """The numbers of its processes, the pooler's too."""
    prepared = "yes" if "6432" not in url or _pooler_prepares() else "no"
    # All through the run, since what PostgreSQL's processes have spent is seen while they are there.
    web = {"HTTPS": "no", "ALLOWED_HOSTS": HOST, "PREPARED_STATEMENTS": prepared, "CONN_MAX_AGE": "3600"}
    told = {**os.environ, **environment(url), **web}
    place = folder / "web.socket"
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi", "-b", f"unix:{place}"]
    with subprocess.Popen([*command, "--log-level", "warning"], env=told) as gunicorn:
        try:
            _wait_for(place, gunicorn)
            (folder / "Caddyfile").write_text(CADDY.format(host=HOST, port=port, socket=place))
            caddy = ["caddy", "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"]
            with subprocess.Popen(caddy, stderr=subprocess.DEVNULL) as proxy:
                try:
                    sleep(3)
                    yield [gunicorn.pid, proxy.pid]
                finally:
                    proxy.terminate()
        finally:
            gunicorn.terminate()


def _wait_for(place: Path, process: subprocess.Popen) -> None:
    while not place.exists():
        if process.poll() is not None:
            sys.exit(f"{process.args[0]} did not start")
        sleep(0.1)


# --- What it costs ----------------------------------------------------------------------------------


def _cpu_by_kind(web: list[int], database: str) -> dict[str, float]:
    """Seconds, by what they were spent for; of processes that have ended too, once they were waited for."""
    gunicorn, caddy = web
    found = {"gunicorn": _cpu_of_family(gunicorn), "caddy": _cpu_of_family(caddy)}
    found["pgbouncer"] = sum(_cpu_of_family(pid) for pid in _called("pgbouncer"))
    found["postgres"] = sum(map(_cpu_of_family, _backends(database)))
    return found


def _backends(database: str) -> list[int]:
    """PostgreSQL's processes for this database."""
    import psycopg

    text = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(database) as connection:
        return [pid for (pid,) in connection.execute(text)]


def _cpu_of_family(pid: int) -> float:
    spent = sum(map(int, _stat(pid)[11:15])) / TICKS
    return spent + sum(_cpu_of_family(child) for child in _children(pid))


def _stat(pid: int) -> list[str]:
    """From its state on: the parent comes next, and the four kinds of time at 11."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:  # it has ended meanwhile
        return ["0"] * 20


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _called(name: str) -> list[int]:
    return [each for each in _children(os.getpid()) if Path(f"/proc/{each}/comm").read_text().strip() == name]


def _memory(web: list[int]) -> float:
    """Megabytes of the web server's processes, what they share counted once."""
    family = [web[0], *_children(web[0])]
    rolled = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in family if Path(f"/proc/{pid}").exists()]
    return sum(int(line.split()[1]) for each in rolled for line in each.splitlines() if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    sys.exit(main())
