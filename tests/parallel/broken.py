"""Databases that can be broken in every way that a machine knows, and mended again."""

from __future__ import annotations

import os
import pwd
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.following import kill_postgres, processes
from tests.worlds.migrated import begin_with_it

# What breaks it, what mends it, and the seconds in between.
Outages = dict[str, tuple[Callable[[], object], Callable[[], object], float]]
SMALL = "400m"  # of a file system that can be filled
AS_ROOT = os.getuid() == 0


class Breakable:
    url: str
    gave_up = False  # the database's server: then it was begun anew

    def __init__(self, folder: Path) -> None:
        self.folder, self.ballast = folder, folder / "small" / "ballast"
        (folder / "small").mkdir()

    @classmethod
    @contextmanager
    def there(cls) -> Iterator[Breakable]:
        with TemporaryDirectory(prefix="whom-broken-") as name:
            broken = cls(Path(name))
            if AS_ROOT:
                mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(broken.folder / "small")]
                subprocess.run(mount, check=True)
            try:
                broken.begin()
                yield broken
            finally:
                broken.end()
                if AS_ROOT:
                    subprocess.run(["umount", "-l", str(broken.folder / "small")], check=True)

    def begin(self) -> None: ...

    def end(self) -> None: ...

    def outages(self) -> Outages:
        raise NotImplementedError

    def is_sound(self) -> bool:
        return True

    def fill_the_disk(self) -> None:
        with suppress(OSError), self.ballast.open("wb") as file:
            while file.write(b"0" * 65_536):
                file.flush()

    def free_the_disk(self) -> None:
        self.ballast.unlink()


class BreakableSQLite(Breakable):
    holder: subprocess.Popen | None = None

    def begin(self) -> None:
        self.path = self.folder / "small" / "whom.sqlite3"
        begin_with_it(self.path)
        self.url = f"sqlite:///{self.path}"

    def outages(self) -> Outages:
        full: Outages = {"disk full": (self.fill_the_disk, self.free_the_disk, 8)} if AS_ROOT else {}
        return full | {"locked by a process that is stopped": (self.lock_and_stop, self.end, 15)}

    def lock_and_stop(self) -> None:
        held = (
            f"import sqlite3, signal, os; c = sqlite3.connect({str(self.path)!r}, isolation_level=None, timeout=60)\n"
        )
        held += "c.execute('BEGIN IMMEDIATE'); os.kill(os.getpid(), signal.SIGSTOP)"
        self.holder = subprocess.Popen([sys.executable, "-c", held])
        os.waitid(os.P_PID, self.holder.pid, os.WSTOPPED | os.WNOWAIT)

    def end(self) -> None:
        if self.holder:
            self.holder.kill()
            self.holder.wait()
        self.holder = None

    def is_sound(self) -> bool:
        with sqlite3.connect(self.path) as database:
            return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


class BreakablePostgreSQL(Breakable):
    def begin(self) -> None:
        from tests.on_postgres import binaries

        self.programs, self.account = binaries(), {}
        self.first, self.second = self.folder / "small" / "first", self.folder / "second"
        if AS_ROOT:
            nobody = pwd.getpwnam("nobody")
            self.account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for path in (self.folder, self.folder / "small"):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        self.run("initdb", "-D", self.first, "-U", "whom", "-A", "trust", "-E", "UTF8")
        # Each is reached in a folder of its own, as on a machine of its own.
        self.set_up(self.first)
        self.start(self.first)
        self.asked(self.first, "CREATE DATABASE whom", "postgres")
        both = f"{self.socket(self.first)},{self.socket(self.second)}"
        self.url = f"postgresql://whom@/whom?host={both}&target_session_attrs=read-write"

    def outages(self) -> Outages:
        start = lambda: self.start(self.first)  # noqa: E731
        found: Outages = {
            "killed": (lambda: self.kill(self.first), start, 3),
            "stopped": (lambda: self.run("pg_ctl", "stop", "-m", "fast", "-D", self.first, "-s"), start, 5),
            "silent": (lambda: self.signal(signal.SIGSTOP), lambda: self.signal(signal.SIGCONT), 20),
        }
        if AS_ROOT:
            found["disk full"] = (self.fill_the_disk, self.freed_and_started, 10)
        self.asked(self.first, "SELECT 1", "postgres")
        return found | {"handed over": (self.hand_over, lambda: None, 1)}

    def socket(self, data: Path) -> Path:
        return self.folder / f"reached-{data.name}"

    def set_up(self, data: Path) -> None:
        self.socket(data).mkdir(exist_ok=True)
        self.socket(data).chmod(0o777)
        settings = {"listen_addresses": "", "unix_socket_directories": self.socket(data), "max_wal_size": "64MB"}
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def run(self, program: str, *arguments: object) -> str:
        command = [str(each) for each in (self.programs / program, *arguments)]
        given = {"cwd": self.folder, "stdout": subprocess.PIPE, "text": True, **self.account}
        return subprocess.run(command, check=True, **given).stdout

    def asked(self, data: Path, statement: str, database: str = "whom") -> str:
        said = self.run("psql", "-qAtX", "-h", self.socket(data), "-U", "whom", "-c", statement, database)
        return said.strip()

    def start(self, data: Path) -> None:
        command = [self.programs / "pg_ctl", "start", "-w", "-s", "-D", data, "-l", self.folder / f"{data.name}.log"]
        subprocess.run(command, check=True, cwd=self.folder, **self.account)

    def first_process(self, data: Path) -> int:
        written = data / "postmaster.pid"
        return int(written.read_text().split()[0]) if written.exists() else 0

    def kill(self, data: Path) -> None:
        kill_postgres(data, self.socket(data))

    def signal(self, number: signal.Signals) -> None:
        first = self.first_process(self.first)
        for each in [first, *(process for process, (_, parent) in processes().items() if parent == first)]:
            os.kill(each, number)

    def freed_and_started(self) -> None:
        """A server that has given up is begun anew, as systemd does where it is told to."""
        self.free_the_disk()
        time.sleep(3)
        self.gave_up = processes().get(self.first_process(self.first), ("Z", 0))[0] == "Z"
        if self.gave_up:
            self.start(self.first)

    def hand_over(self) -> None:
        """To a standby that knows whatever was acknowledged. Another one takes over within a second or two."""
        copy = ["-h", self.socket(self.first), "-U", "whom", "-R", "-C", "-S", "second", "-D", self.second]
        self.run("pg_basebackup", *copy)
        self.set_up(self.second)
        self.start(self.second)
        self.asked(self.first, "ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.asked(self.first, "SELECT pg_reload_conf()")
        while self.asked(self.first, "SELECT sync_state FROM pg_stat_replication") != "sync":
            time.sleep(0.1)
        time.sleep(2)
        self.kill(self.first)
        self.run("pg_ctl", "promote", "-w", "-s", "-D", self.second)

    def end(self) -> None:
        for data in (self.first, self.second):
            self.kill(data)


DATABASES = {"sqlite": BreakableSQLite, "postgresql": BreakablePostgreSQL}
