"""What `deploy/continuous` sets up keeps all but the last minute of a lost disk, and nobody who has left is back."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.test_architecture import ROOT

MOST_LOST, MOST_TAKEN = 60, 900  # seconds
PROGRAMS = {"sqlite": "litestream", "postgresql": "pgbackrest"}


@pytest.mark.campaign
@pytest.mark.parametrize("database", PROGRAMS)
def test_a_lost_disk_costs_less_than_a_minute_and_nobody_is_back(database):
    if not shutil.which(PROGRAMS[database]):
        pytest.skip(f"{PROGRAMS[database]} is not here")
    command = [sys.executable, "-m", "tests.bench.continuous", "--database", database, "--people", "300"]
    run = subprocess.run(
        [*command, "--seconds", "60"], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(run.stdout.splitlines()[-1])

    print(found)  # noqa: T201 (the figures of docs/benchmarks.md, with -rA)
    assert found["killed"]["written"] > 0
    assert found["killed"]["lost"] == 0
    for name in ("to_the_end", "once_more", "to_a_moment"):
        each = found[name]
        assert each["written"] > each["lost"], name
        assert each["lost_in_between"] == 0, name
        assert each["lost_seconds"] <= MOST_LOST, name
        assert each["restored_in_seconds"] <= MOST_TAKEN, name
        assert each["erased_who_is_back"] is False, name
    assert found["to_a_moment"]["from_after_it"] == 0
