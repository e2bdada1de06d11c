"""At five times what the server carries, every answer comes soon, and nothing that was refused is saved."""

import json
import os
import subprocess
import sys

import pytest

from tests.test_architecture import ROOT

SOON = 2000  # milliseconds


@pytest.mark.campaign
def test_overload_is_shed_and_leaves_no_trace():
    command = [sys.executable, "-m", "tests.parallel.overload"]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(run.stdout)

    print(found)  # noqa: T201 (the figures of docs/benchmarks.md, with -rA)
    assert set(found["answers"]) <= {"200", "302", "429", "503"}
    assert found["answers"]["503"] > found["asked"] / 2
    assert set(found["answers_alone"]) <= {"200", "302", "429"}
    assert [found[name] for name in ("refused_without_when", "refused_and_saved", "taken_and_not_saved_once")] == [
        0
    ] * 3
    assert min(found["sent_and_taken"], found["sent_and_refused"]) > 0
    assert found["most"] <= SOON
    assert found["alone_after"] <= 2 * found["alone_before"]
