"""`python -m tests.mutants`: does each small slip in `recommendations/sight/` make a test fail?

Says which slips no test notices, but for those that `equivalent.txt` lists with the reason why nobody could, and ends
with 1 if there is one. A name or a part of it, `rule.ways_to`, tries those alone.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from tests.mutants.changes import SIGHT, Mutant, mutants_of

HERE = Path(__file__).parent
MODULES = [path.stem for path in sorted(SIGHT.glob("*.py")) if path.stem != "__init__"]
LONGEST = 120  # seconds that one slip may take, all its tests together: then it has made something endless
KILLED, SURVIVED, LATER, BROKEN = 1, 0, 3, 9


def rooms(names: str) -> list[str]:
    return [f"tests/recommendations/{name}.py" for name in names.split()]


TESTS = [
    "tests/mutants/worlds.py",
    *rooms("""
    sight/test_scopes sight/test_asked sight/test_naming sight/test_statements
    sight/test_named_friend sight/test_muting sight/test_warnings
    asks/test_asks asks/test_quiet_asks asks/test_answered asks/test_handed_on asks/test_answering
    circle/test_seen_as circle/test_thanks circle/test_circle_pages
    insights/test_insights insights/test_short_words offers/test_offers offers/test_taking_up
    introductions/test_introduction_asks home/test_feed home/test_few_of_each
    providers/test_numbers_asked providers/test_suggestions providers/test_reach
    """),
]


AFRESH = rooms("sight/test_scopes sight/test_naming sight/test_asked sight/test_named_friend")


class Mapping:
    """Runs every test as it stands, and says which lines of `sight/` it goes through, and how long it takes."""

    def __init__(self, to: Path) -> None:
        self.to, self.seconds = to, {}
        self.coverage = Coverage(data_file=None, config_file=False, include=[f"{SIGHT}/*"])

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.coverage.start()
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            self.coverage.switch_context(item.nodeid)
            began = time.process_time()
            if not passes(item, following):
                raise pytest.UsageError(f"{item.nodeid} fails as it is")
            self.seconds[item.nodeid] = time.process_time() - began
        self.coverage.stop()
        data, through = self.coverage.get_data(), {}
        for file in data.measured_files():
            through[Path(file).stem] = {line: tests for line, tests in data.contexts_by_lineno(file).items() if tests}
        self.to.write_text(json.dumps({"through": through, "seconds": self.seconds}))
        return True


def passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    failed = [report for report in runtestprotocol(item, log=False, nextitem=following) if report.failed]
    if failed and os.environ.get("TELL"):
        say(str(failed[0].longrepr))
    return not failed


class Mutating:
    """Instead of running the tests: for each slip a process that has it runs those that go through it, to the first
    that fails."""

    def __init__(self, mutants: list[Mutant], known: dict, at_once: int, budget: float) -> None:
        self.mutants, self.at_once, self.budget = mutants, at_once, budget
        self.through, self.seconds = known["through"], known["seconds"]
        self.ended: dict[Mutant, int] = {}
        self.kills: Counter[tuple[str, str]] = Counter()
        self.told, self.tell = os.pipe()
        os.set_blocking(self.told, False)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        import tests.mutants.transplant  # noqa: F401

        items = {item.nodeid: item for item in session.items}
        ready, *others = session.items
        assert passes(ready, others[-1]), "no database"
        running: dict[int, Mutant] = {}
        for mutant in [*self.mutants, *[None] * self.at_once]:
            if len(running) >= self.at_once or (mutant is None and running):
                pid, status = os.wait()
                self.ended[gone := running.pop(pid)] = os.waitstatus_to_exitcode(status)
                self.learn()
                if self.ended[gone] not in (KILLED, SURVIVED, LATER):
                    say(f"  ended with {self.ended[gone]}: {gone.name}")
                if len(self.ended) % 50 == 0:
                    killed = sum(each == KILLED for each in self.ended.values())
                    say(f"{len(self.ended)} of {len(self.mutants)}, {killed} killed")
                if self.ended[gone] == SURVIVED:
                    say(f"  survived: {gone.name}  (line {gone.line})")
            if mutant:
                pid = os.fork()
                if not pid:
                    try:
                        self.live(mutant, [items[name] for name in self.tests_of(mutant) if name in items])
                    finally:
                        os._exit(BROKEN)
                running[pid] = mutant
        return True

    def learn(self) -> None:
        """Which tests have noticed a slip, and where it was."""
        try:
            said = os.read(self.told, 100_000).decode()
        except BlockingIOError:
            return
        for line in said.splitlines():
            where, _, test = line.partition("\t")
            self.kills[where, test] += 1

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Those first that have noticed much in little time."""
        lines = self.through.get(mutant.module, {})
        chosen = lines.get(str(mutant.line), []) if mutant.in_a_function else []
        if not chosen:
            users = users_of(mutant)
            chosen = {name for module, line in users for name in self.through.get(module, {}).get(str(line), [])}

        def cost(name: str) -> float:
            kills = self.kills[f"{mutant.module}.{mutant.where}", name]
            kills += 5 if "/sight/" in name or "test_a_few_worlds" in name else 0
            return (self.seconds[name] + 0.05) / (1 + 3 * kills)

        names = sorted(set(chosen) & set(self.seconds), key=cost)
        spent = 0.0
        some = []
        for name in names:
            spent += self.seconds[name]
            if some and spent > self.budget:
                break
            some.append(name)
        return some

    def live(self, mutant: Mutant, items: list[pytest.Item]) -> None:
        from tests.mutants.transplant import CannotBeTransplantedError, transplant

        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        try:
            transplant(mutant)
        except CannotBeTransplantedError:
            os._exit(LATER)
        except BaseException:
            os._exit(KILLED)
        for item, following in zip(items, [*items[1:], None], strict=False):
            if not passes(item, following):
                os.write(self.tell, f"{mutant.module}.{mutant.where}\t{item.nodeid}\n".encode())
                os._exit(KILLED)
        os._exit(SURVIVED)


def users_of(mutant: Mutant) -> list[tuple[str, int]]:
    """The lines of all functions of `sight/` in which the constant is used, or one that is made of it."""
    names, found = set(re.findall(r"\w+", mutant.where)), []
    for _ in range(5):
        found = []
        for module in MODULES:
            for statement in ast.parse((SIGHT / f"{module}.py").read_text()).body:
                used = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name)}
                used |= {getattr(statement, "name", "")}
                if used & names and isinstance(statement, ast.Assign):
                    names |= {each.id for each in ast.walk(statement.targets[0]) if isinstance(each, ast.Name)}
                elif used & names and isinstance(statement, ast.FunctionDef | ast.ClassDef):
                    found += [(module, line) for line in range(statement.lineno, statement.end_lineno + 1)]
                    if isinstance(statement, ast.FunctionDef) and False:
                        names.add(statement.name)
    return found


def say(line: str) -> None:
    os.write(2, f"{line}\n".encode())


def run(plugin: object) -> None:
    options = ["-qq", "-x", "-p", "no:cacheprovider", "-m", "not campaign"]
    status = pytest.main([*options, *[each for each in TESTS if Path(each).exists()]], plugins=[plugin])
    if status:
        raise SystemExit(f"pytest ended with {status}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--budget", type=float, default=1000)
    parser.add_argument("--map", type=Path, help="kept there, and read from there")
    given = parser.parse_args()
    mutants = [each for module in MODULES for each in mutants_of(module)]
    mutants = [each for each in mutants if not given.names or any(name in each.name for name in given.names)]
    to = given.map or Path(tempfile.mkstemp(suffix=".json")[1])
    if not (to.exists() and to.stat().st_size):
        pid = os.fork()
        if not pid:
            run(Mapping(to))
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0
    mutating = Mutating(mutants, json.loads(to.read_text()), given.at_once, given.budget)
    run(mutating)
    ended = mutating.ended
    for mutant in [each for each, status in ended.items() if status == LATER]:
        ended[mutant] = tried_afresh(mutant)
    known = equivalent()
    left = [each for each, status in ended.items() if status == SURVIVED and each.name not in known]
    broken = [each for each, status in ended.items() if status not in (SURVIVED, KILLED)]
    killed = sum(status == KILLED for status in ended.values())
    say(f"{len(ended)} mutants: {killed} killed, {len(ended) - killed - len(left) - len(broken)} equivalent,")
    say(f"{len(left)} survived, {len(broken)} ended otherwise")
    for mutant in left + broken:
        say(f"  {mutant.name}")
    return 1 if left or broken else 0


def tried_afresh(mutant: Mutant) -> int:
    """In a process that loads everything with it."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as source:
        source.write(mutant.source)
        source.flush()
        given = os.environ | {"MUTANT_OF": mutant.module, "MUTANT_SOURCE": source.name}
        options = ["-qq", "-x", "-p", "tests.mutants.afresh", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", *options, *AFRESH]
        return KILLED if subprocess.run(command, env=given, capture_output=True).returncode else SURVIVED


def equivalent() -> set[str]:
    """Lines of the list, but for its reasons, which stand before them and begin with #."""
    lines = (HERE / "equivalent.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


if __name__ == "__main__":
    sys.exit(main())
