"""`python -m tests.mutants`: does each small slip in `recommendations/sight/`, or in how it is asked, make a test fail?

Says which slips no test notices, on neither database, but for those that `equivalent.txt` lists with the reason why
nobody could, and ends with 1 if there is one. A name or a part of it, `rule.ways_to`, tries those alone.

What takes long is done once: a process loads the app, collects the tests and makes the database, and each slip is put
into a fork of it, which runs the tests that go through that place, those first that noticed most in least time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.changes import PATHS, Mutant, imported_as, mutants_of
from tests.mutants.mapping import Mapping, known_of
from tests.mutants.trying import KILLED, LATER, SURVIVED, Trying, say

HERE = Path(__file__).parent
SAYS_IT = HERE.parent / "recommendations" / "sight"
SAYS_HOW = HERE.parent / "people" / "test_planned_once.py"
# What says in little time whether the rule of sight holds; these take long, and are about the pages too.
NOT_THESE = "test_rule_of_sight test_side_channels test_the_oracle_catches_faults".split()
SAY_IT = [path for path in sorted(SAYS_IT.glob("test_*.py")) if path.stem not in NOT_THESE]
FILES = [HERE / "worlds.py", *SAY_IT, SAYS_HOW]
AFRESH = [SAYS_IT / f"test_{name}.py" for name in ("scopes", "naming", "asked", "ways")]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--budget", type=float, default=10, help="seconds of tests that may try one slip")
    parser.add_argument("--listed", action="store_true", help="try what equivalent.txt lists, and nothing else")
    parser.add_argument("--sqlite", action="store_true", help="do not try on PostgreSQL what is left")
    given = parser.parse_args()
    began = time.monotonic()
    every = [each for module in PATHS for each in mutants_of(module)]
    listed = equivalent()
    if lost := listed - {each.name for each in every}:
        raise SystemExit("equivalent.txt lists what is no slip any more:\n" + "\n".join(sorted(lost)))
    asked = [each for each in every if not given.names or any(name in each.name for name in given.names)]
    mutants = [each for each in asked if (each.name in listed) == given.listed]
    known, new = known_of(FILES)
    if new:
        known |= in_a_process(lambda: run(Mapping(), new).kept(known))
    ended = in_a_process(lambda: run(Trying(mutants, known, given.budget, given.at_once), FILES).ended)
    ended |= {each.name: tried_afresh(each) for each in mutants if ended[each.name] == LATER}
    left = [each for each in mutants if ended[each.name] != KILLED]
    if left and not given.sqlite:
        # One at a time, since two would wait for each other's rows.
        ended |= run(Trying(left, known, given.budget, 1), FILES, "-p", "tests.on_postgres").ended
        left = [each for each in left if ended[each.name] != KILLED]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    busy = sum(each.ru_utime + each.ru_stime for each in used)
    say(f"{len(asked)} slips in {(time.monotonic() - began) / 60:.0f} minutes, {busy / 60:.1f} of a processor:")
    say(f"{len(mutants) - len(left)} noticed, {len(asked) - len(mutants)} left out, {len(left)} not noticed")
    wrong = [each for each in mutants if (ended[each.name] == KILLED) == given.listed]
    for each in wrong:
        say(f"  {each.name}  (line {each.line}{', which is listed' if given.listed else ''})")
    return 1 if wrong else 0


def equivalent() -> set[str]:
    """Lines of the list, but for its reasons, which stand before them and begin with #."""
    lines = (HERE / "equivalent.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def run(plugin: Any, files: list[Path], *options: str) -> Any:
    options = ("-qq", "-x", "--tb=native", "--assert=plain", "-p", "no:cacheprovider", "-m", "not campaign", *options)
    if status := pytest.main([*options, *map(str, files)], plugins=[plugin]):
        raise SystemExit(f"pytest ended with {status}")
    return plugin


def in_a_process(do: Callable[[], Any]) -> Any:
    """What it gives, as JSON carries it: of its own, so that Django is loaded once more for each database."""
    with tempfile.NamedTemporaryFile("r+") as given:
        if not (pid := os.fork()):
            try:
                with open(given.name, "w") as file:
                    json.dump(do(), file)
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(pid, 0)[1]:
            raise SystemExit(1)
        return json.load(given)


def tried_afresh(mutant: Mutant) -> int:
    """In a process that loads everything with it."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as source:
        source.write(mutant.source)
        source.flush()
        given = os.environ | {"MUTANT_OF": imported_as(mutant.module), "MUTANT_SOURCE": source.name}
        options = ["-qq", "-x", "-p", "tests.mutants.afresh", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", *options, *AFRESH]
        return KILLED if subprocess.run(command, env=given, capture_output=True).returncode else SURVIVED


if __name__ == "__main__":
    sys.exit(main())
