"""Where races are run: in a process of their own, whose answers and ends are counted."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    answers: Counter[str]
    ends: Counter[str]
    seconds: float
    workers: int


class Racecourse:
    """A process that has the database, gunicorn and the threads, so that this one stays as every other test has it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.parallel"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdin=pipe, stdout=pipe, text=True)

    def run(self, race: str, rounds: int) -> Result:
        print(json.dumps({"race": race, "rounds": rounds}), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, "the races have broken off; they say above why"
        found = json.loads(line)
        said = found.pop("said")
        result = Result(**found | {"answers": Counter(found["answers"]), "ends": Counter(found["ends"])})
        print(f"{race} x {rounds}: {result}\n{said}")  # noqa: T201 (shown with -rA, and whenever it fails)
        assert not [answer for answer in result.answers if ": 5" in answer]
        return result

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(60)


@pytest.fixture(scope="session")
def course():
    """One for all races: to lay it takes longer than most of them."""
    course = Racecourse()
    yield course
    course.stop()


def rounds(few: int, many: int = 100):
    """A few in every run; many in a campaign. SQLite lets one write at a time, which leaves less to happen."""
    few = max(2, round(few * 2 / 3)) if connection.vendor == "postgresql" else max(1, few // 3)
    return pytest.mark.parametrize("rounds", [few, pytest.param(many, marks=pytest.mark.campaign)])
