"""etcd, Patroni, HAProxy and PgBouncer by the files of deploy/cluster/, in a folder that is gone at the end."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import mkdtemp

import psycopg

FILES = Path(__file__).resolve().parents[2] / "deploy" / "cluster"
# Another one where two run at once.
NET = os.environ.get("CLUSTER_NET", "127.77.0")
NODES = {f"node{number}": f"{NET}.{number}" for number in (1, 2, 3)}
FRONT = f"{NET}.9"
PASSWORD = "whom-for-tests"
NEEDED = ("etcd", "patroni", "haproxy", "pgbouncer")
PATH = f"{os.environ['PATH']}:/usr/sbin"


def missing() -> list[str]:
    return [name for name in NEEDED if not shutil.which(name, path=PATH)]


def until(done: Callable[[], object], seconds: float, what: str) -> float:
    """How long it took. Raises TimeoutError."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with suppress(OSError, HTTPException, psycopg.Error, ValueError):
            if done():
                return time.monotonic() - began
        time.sleep(0.1)
    raise TimeoutError(what)


class Cluster:
    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="whom-cluster-"))
        self.folder.chmod(0o755)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        nobody = pwd.getpwnam("nobody")
        self.owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
        for name in (*NODES, "front"):
            (self.folder / name).mkdir(mode=0o700)
        self._place()
        if self.owner:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def _place(self) -> None:
        """The files as they are, but for where they listen and where they lie."""
        for name in NODES:
            said = (FILES / "patroni.yml").read_text().replace("/run/postgresql", str(self.folder / name))
            (self.folder / name / "patroni.yml").write_text(said)
        for name in ("haproxy.cfg", "pgbouncer.ini"):
            said = (FILES / name).read_text().replace("127.0.0.1", FRONT)
            said = said.replace("/etc/pgbouncer/userlist.txt", str(self.folder / "front" / "userlist.txt"))
            (self.folder / "front" / name).write_text(said)
        (self.folder / "front" / "userlist.txt").write_text(f'"whom" "{PASSWORD}"\n')

    def env_of(self, file: str, name: str) -> dict[str, str]:
        """What a file of variables says, for this node."""
        lines = [line for line in (FILES / file).read_text().splitlines() if line and not line.startswith("#")]
        said = dict(line.split("=", 1) for line in lines)
        binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        for key, value in said.items():
            if key != "ETCD_INITIAL_CLUSTER" and "HOSTS" not in key:
                value = value.replace("10.0.0.1:", f"{NODES[name]}:")
            value = value.replace("10.0.0.", f"{NET}.").replace("/usr/lib/postgresql/15/bin", str(binaries))
            value = value.replace("/var/lib/postgresql", str(self.folder / name)).replace(
                "/var/lib", str(self.folder / name)
            )
            said[key] = PASSWORD if key.endswith("PASSWORD") else value
        said |= {key: name for key in said if key.endswith("_NAME")}
        return said

    def start(self, name: str, *command: str, env: dict[str, str] | None = None) -> None:
        env = {"PATH": PATH, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"} | (env or {})
        with (self.folder / f"{name}.log").open("ab") as log:
            how = {"cwd": self.folder, "stdout": log, "stderr": log, "start_new_session": True}
            self.running[name] = subprocess.Popen(command, env=env, **how, **self.owner)

    def start_etcd(self) -> None:
        for name in NODES:
            env = self.env_of("etcd.env", name)
            Path(env["ETCD_DATA_DIR"]).parent.mkdir(exist_ok=True)
            if self.owner:
                os.chown(Path(env["ETCD_DATA_DIR"]).parent, self.owner["user"], self.owner["group"])
            self.start(f"etcd-{name}", "etcd", env=env)

    def start_node(self, name: str) -> None:
        self.start(name, "patroni", str(self.folder / name / "patroni.yml"), env=self.env_of("node.env", name))

    def start_front(self) -> None:
        env = {name.upper(): address for name, address in NODES.items()}
        self.start("haproxy", "haproxy", "-db", "-f", str(self.folder / "front" / "haproxy.cfg"), env=env)
        self.start("pgbouncer", "pgbouncer", str(self.folder / "front" / "pgbouncer.ini"))

    def asked(self, name: str, method: str, path: str, body: dict | None = None, seconds: float = 60) -> str:
        line = HTTPConnection(NODES[name], 8008, timeout=seconds)
        line.request(method, path, json.dumps(body) if body is not None else None)
        response = line.getresponse()
        said = response.read().decode()
        line.close()
        return f"{response.status} {said}"

    def roles(self) -> dict[str, str]:
        """By the name of each node: leader, sync_standby, replica; of those that run, or follow."""
        for name in NODES:
            with suppress(OSError, HTTPException, ValueError):
                members = json.loads(self.asked(name, "GET", "/cluster", seconds=3).split(" ", 1)[1])["members"]
                return {each["name"]: each["role"] for each in members if each["state"] in ("running", "streaming")}
        return {}

    def is_whole(self) -> bool:
        return sorted(self.roles().values()) == ["leader", "sync_standby", "sync_standby"]

    def leader(self) -> str:
        return next(name for name, role in self.roles().items() if role == "leader")

    def kill(self, name: str) -> None:
        """Patroni, then PostgreSQL and all its processes, without a word."""
        self.running[name].kill()
        self.running[name].wait()
        for pid in self.postgres_of(name):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def postgres_of(self, name: str) -> list[int]:
        """Its postmaster first; none where there is none, as of etcd."""
        said = self.folder / name / "whom" / "postmaster.pid"
        if not said.exists():
            return []
        postmaster = int(said.read_text().split()[0])
        return [postmaster, *children_of(postmaster)]

    def straight(self, name: str, user: str = "whom", database: str = "whom") -> psycopg.Connection:
        where = {"host": NODES[name], "user": user, "password": PASSWORD, "dbname": database}
        return psycopg.connect(**where, autocommit=True, connect_timeout=3)

    def pooler(self, said: str) -> None:
        """At its own console."""
        with psycopg.connect(
            host=FRONT, port=6432, user="whom", password=PASSWORD, dbname="pgbouncer", autocommit=True
        ) as console:
            console.execute(said)

    def stop(self) -> None:
        for name in self.running:
            self.kill(name)


def children_of(pid: int) -> list[int]:
    said = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in said.read_text().split()] if said.exists() else []


@contextmanager
def running() -> Iterator[Cluster]:
    cluster = Cluster()
    try:
        cluster.start_etcd()
        for name in NODES:
            cluster.start_node(name)
        until(cluster.is_whole, 240, "three nodes, two of them synchronous")
        with cluster.straight(cluster.leader(), "postgres", "postgres") as connection:
            connection.execute(f"CREATE ROLE whom LOGIN CREATEDB PASSWORD '{PASSWORD}'")
            connection.execute("CREATE DATABASE whom OWNER whom")
        cluster.start_front()
        yield cluster
    finally:
        cluster.stop()
        if not os.environ.get("KEEP"):
            shutil.rmtree(cluster.folder, ignore_errors=True)
