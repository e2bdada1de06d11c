"""Databases that are followed as `deploy/continuous` has it, in a folder that stands for the machine."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tests.bench.databases import environment

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy" / "continuous"
PLACES = {
    "/var/lib/whom": "disk",
    "/var/backups/whom": "elsewhere",
    "/var/lib/postgresql/VERSION/main": "disk/main",
    "/var/lib/pgbackrest": "elsewhere",
    "/run/postgresql": "run",
}
PORT = "5432"  # of a socket in a folder of its own


class Followed:
    """What is under `disk` is lost; the list of whoever left is not, and `elsewhere` holds the copy."""

    url: str

    def __init__(self, folder: Path) -> None:
        self.folder, self.disk, self.erased = folder, folder / "disk", folder / "erased.txt"
        for name in ("disk", "elsewhere", "run"):
            (folder / name).mkdir()

    def as_deployed(self, name: str) -> str:
        text = (DEPLOY / name).read_text()
        for there, here in PLACES.items():
            text = text.replace(there, str(self.folder / here))
        return text.replace("PORT", PORT)

    def manage(self, *arguments: str) -> str:
        surroundings = os.environ | environment(self.url) | {"ERASED_LIST": str(self.erased)}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE, text=True).stdout

    @contextmanager
    def running(self) -> Iterator[None]:
        self.start()
        try:
            yield
        finally:
            self.kill()

    def start(self) -> None: ...

    def begin(self) -> None:
        """A first whole copy, from which on it is followed."""
        raise NotImplementedError

    def kill(self) -> None: ...

    def lose(self) -> None:
        shutil.rmtree(self.disk)
        self.disk.mkdir()

    def restore(self, moment: datetime | None) -> None:
        """As docs/running.md says, to this moment or to the last."""
        raise NotImplementedError

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.disk.rglob("*") if path.is_file())


class ByLitestream(Followed):
    process: subprocess.Popen | None = None

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.path = self.disk / "whom.sqlite3"
        self.url, self.config = f"sqlite:///{self.path}", folder / "litestream.yml"
        self.config.write_text(self.as_deployed("litestream.yml"))

    def start(self) -> None:
        if self.path.exists() and not self.process:
            with (self.folder / "said").open("a") as said:
                command = ["litestream", "replicate", "-config", self.config]
                self.process = subprocess.Popen(command, stdout=said, stderr=said)

    def begin(self) -> None:
        self.start()
        whole, ends = self.folder / "elsewhere" / "litestream" / "ltx" / "9", time.monotonic() + 600
        while not (whole.exists() and any(whole.glob("*.ltx"))) and time.monotonic() < ends:
            time.sleep(0.1)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
        self.process = None

    def restore(self, moment: datetime | None) -> None:
        restored = self.disk / "restored.sqlite3"
        to = ["-timestamp", f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"] if moment else []
        command = ["litestream", "restore", "-config", self.config, "-o", restored, *to, self.path]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        if not self.erased.exists():
            self.erased.touch()
        self.manage("restore", "--replace", str(restored))
        restored.unlink()


class ByPgBackRest(Followed):
    def __init__(self, folder: Path) -> None:
        from tests.on_postgres import binaries

        super().__init__(folder)
        self.data, self.programs = self.disk / "main", binaries()
        self.url = f"postgresql://whom@/whom?host={folder / 'run'}"
        (folder / "pgbackrest.conf").write_text(self.as_deployed("pgbackrest.conf"))
        # Of another account, and on no socket of Debian's.
        self.at = {"PGBACKREST_CONFIG": str(folder / "pgbackrest.conf"), "PGBACKREST_PG1_USER": "postgres"}
        self.at["PGBACKREST_SPOOL_PATH"] = str(folder / "run" / "spool")
        self.account: dict[str, object] = {}
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            for path in (folder, *(folder / name for name in ("disk", "elsewhere", "run", "pgbackrest.conf"))):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        self.run(self.programs / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(self.as_deployed("postgresql.conf"))
            settings.write(f"listen_addresses = ''\nunix_socket_directories = '{folder / 'run'}'\n")

    def run(self, *command: object) -> str:
        given = {
            "cwd": self.folder,
            "env": os.environ | self.at,
            "stdout": subprocess.PIPE,
            "text": True,
            **self.account,
        }
        return subprocess.run([str(each) for each in command], check=True, **given).stdout

    def asked(self, statement: str, database: str = "postgres") -> str:
        return self.run(
            self.programs / "psql", "-qAtX", "-h", self.folder / "run", "-U", "postgres", "-c", statement, database
        )

    def start(self) -> None:
        log = self.folder / "disk" / "log"
        command = [self.programs / "pg_ctl", "start", "-w", "-t", "900", "-D", self.data, "-l", log, "-s"]
        # Not by `run`: the server would hold its pipe.
        if subprocess.run(command, check=False, cwd=self.folder, env=os.environ | self.at, **self.account).returncode:
            raise RuntimeError(log.read_text()[-2000:])
        while self.asked("SELECT pg_is_in_recovery()") != "f\n":
            time.sleep(0.2)
        if not self.asked("SELECT 1 FROM pg_roles WHERE rolname = 'whom'"):
            self.asked("CREATE ROLE whom LOGIN SUPERUSER")  # so that the fill may vacuum all
            self.asked("CREATE DATABASE whom OWNER whom TEMPLATE template0")

    def begin(self) -> None:
        self.run("pgbackrest", "--stanza=whom", "stanza-create")
        self.run("pgbackrest", "--stanza=whom", "check")
        self.run("pgbackrest", "--stanza=whom", "--type=full", "backup")

    def kill(self) -> None:
        kill_postgres(self.data, self.folder / "run")

    def restore(self, moment: datetime | None) -> None:
        if os.getuid() == 0:
            os.chown(self.disk, int(str(self.account["user"])), int(str(self.account["group"])))
        to = ["--type=time", f"--target={moment:%Y-%m-%d %H:%M:%S.%f+00}", "--target-action=promote"] if moment else []
        self.run("pgbackrest", "--stanza=whom", "--delta", *to, "restore")
        self.start()
        if self.erased.exists():
            self.manage("erase", "--replay")
        self.manage("end_sessions")


def kill_postgres(data: Path, socket: Path) -> None:
    """At once, and wait until all of it is gone."""
    written = data / "postmaster.pid"
    first = int(written.read_text().split()[0]) if written.exists() else 0
    if first not in processes():
        return
    os.kill(first, signal.SIGSTOP)  # it has no more children from now on
    killed = [first, *(process for process, (_, parent) in processes().items() if parent == first)]
    for each in killed:
        os.kill(each, signal.SIGKILL)
    while any(processes().get(each, ("Z", 0))[0] != "Z" for each in killed):
        time.sleep(0.05)
    # Where the dead are reaped late, their number would seem to be that of a server.
    for path in (written, *socket.glob(".s.PGSQL.*")):
        path.unlink()


def processes() -> dict[int, tuple[str, int]]:
    """Of each its state, as in `ps`, and its parent."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
            found[int(status.parent.name)] = (state, int(parent))
    return found


FOLLOWED = {"sqlite": ByLitestream, "postgresql": ByPgBackRest}
