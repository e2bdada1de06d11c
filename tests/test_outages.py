"""The database is really away, under load: all are answered, and what was acknowledged is kept, with no hand."""

import json
import os
import subprocess
import sys

import pytest

from tests.test_architecture import ROOT

LONGEST = 11_000  # milliseconds: SQLite waits five seconds for a lock, and once more to give back what it counted


def answered(answers: dict[str, int]) -> float:
    return sum(answers.get(status, 0) for status in ("200", "302")) / sum(answers.values())


@pytest.mark.campaign
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_outages_lose_nothing_and_pass_by_themselves(database):
    command = [sys.executable, "-m", "tests.parallel.outages", "--database", database]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    found = [json.loads(line) for line in run.stdout.splitlines()]

    print(*found, sep="\n")  # noqa: T201 (the figures of docs/benchmarks.md, with -rA)
    assert len(found) >= 1
    for each in found:
        assert answered(each["before"]) > 0.95 < answered(each["after"]), each  # a busy machine sheds some at any time
        assert set(each["meanwhile"]) <= {"200", "302", "429", "503"}, each
        assert each["longest"] <= LONGEST, each
        assert each["back_after"] <= 5, each
        assert each["lines_of_the_log"]["tracebacks"] == each["refused_without_when"] == 0, each
        assert each["lines_of_the_log"]["told"] <= each["lines_of_the_log"]["refused"], each
        assert each["is_sound"], each
        assert each["sent_and_taken"] > 0, each
        assert each["taken_and_not_saved_once"] == each["saved_twice"] == 0, each
