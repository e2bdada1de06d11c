import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
ON_POSTGRES = ["-p", "tests.on_postgres", "-m", "not browser and not campaign", "-q", "-p", "no:cacheprovider"]


@pytest.mark.skipif(connection.vendor == "postgresql", reason="this is the run on PostgreSQL")
def test_everything_holds_on_postgresql_too():
    command = [sys.executable, "-m", "pytest", *ON_POSTGRES, f"--ignore={__file__}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    tail = "\n".join((run.stdout + run.stderr).splitlines()[-40:])
    print(tail)  # noqa: T201 (shown with -rA, and whenever it fails)
    assert run.returncode == 0, tail
