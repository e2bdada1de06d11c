"""A database of its own, and the app on it as it is deployed. Both are gone at the end."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.worlds.migrated import TEMPLATE, begin_with_it

HOST = "127.0.0.1"
GUNICORN = "-w 2 --threads 4 --no-control-socket --log-level warning --access-logformat %(p)s".split()


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """On the PostgreSQL server that `url` names; a file in a temporary folder where it names none."""
    if not url.startswith("postgres"):
        with TemporaryDirectory(prefix="whom-parallel-") as folder:
            begin_with_it(Path(folder, "whom.sqlite3"))
            yield f"sqlite:///{folder}/whom.sqlite3"
        return
    name = f"parallel_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        there = connection.execute("SELECT datname FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if there else 'template1'}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True)
class Server:
    port: int
    folder: Path

    def workers(self) -> int:
        """How many processes have answered."""
        return len(set((self.folder / "access").read_text().split()))

    def last_words(self) -> str:
        return self.errors()[-8000:]

    def errors(self) -> str:
        return (self.folder / "errors").read_text()


@contextmanager
def serving(threads: str = "gthread") -> Iterator[Server]:
    """By plain threads, with which presses wait for each other as long as they must, and nobody is refused."""
    with TemporaryDirectory(prefix="whom-server-") as name, socket.create_server((HOST, 0), backlog=200) as listening:
        server = Server(listening.getsockname()[1], Path(name))
        place = ["-b", f"fd://{listening.fileno()}", "--access-logfile", server.folder / "access"]
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-k", threads, *GUNICORN, *place]
        with (
            (server.folder / "errors").open("w") as errors,
            subprocess.Popen(command, env=os.environ, pass_fds=[listening.fileno()], stderr=errors) as process,
        ):
            try:
                yield server
            finally:
                process.terminate()
