"""Each slip in a process of its own, a fork of one that has loaded all and made the database."""

from __future__ import annotations

import ast
import inspect
import os
import re
import resource
from collections import Counter
from functools import cache

import pytest
from django.db import connection

from tests.mutants.changes import LOOKED_AT, Mutant
from tests.mutants.mapping import Known, failure_of, forget_what_was_built

LONGEST = 60  # seconds of a processor that one slip may take: then it has made something endless
SURVIVED, KILLED, LATER, BROKEN = 0, 1, 3, 9
WARM = 0.1  # seconds: what is quicker is run once beforehand, so that what it loads is there for every slip


class Trying:
    def __init__(self, mutants: list[Mutant], known: Known, budget: float, at_once: int) -> None:
        self.mutants, self.budget, self.at_once = mutants, budget, at_once
        tests = {name: test for file in known.values() for name, test in file["tests"].items()}
        self.cost = {name: test["seconds"] for name, test in tests.items()}
        self.lines = {
            name: {(module, line) for module, lines in test["lines"].items() for line in lines}
            for name, test in tests.items()
        }
        self.ended: dict[str, int] = {}
        self.kills: Counter[tuple[str, str]] = Counter()
        self.told, self.tell = os.pipe()
        os.set_blocking(self.told, False)
        self.seconds = 0.0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests as pytest would."""
        self.items = {item.nodeid: item for item in session.items}
        self.words = {
            test: set(re.findall(r"\w+", inspect.getsource(item.function))) for test, item in self.items.items()
        }
        for item in session.items:
            # That they pass on SQLite is known from when they were mapped.
            chosen = item is session.items[0] or self.cost[item.nodeid] < WARM or connection.vendor == "postgresql"
            if chosen and (said := failure_of(item)):
                raise pytest.UsageError(f"{item.nodeid} fails as it is:\n{said}")
        forget_what_was_built()
        connection.close()
        running: dict[int, Mutant] = {}
        for mutant in [*self.mutants, *[None] * self.at_once]:
            if len(running) >= self.at_once or (mutant is None and running):
                pid, status, used = os.wait4(-1, 0)
                self.seconds += used.ru_utime + used.ru_stime
                self.note(running.pop(pid), status)
            if mutant:
                running[self.born(mutant)] = mutant
        return True

    def born(self, mutant: Mutant) -> int:
        tests = self.tests_of(mutant)
        if pid := os.fork():
            return pid
        try:
            self.live(mutant, tests)
        finally:
            os._exit(BROKEN)

    def note(self, mutant: Mutant, status: int) -> None:
        self.ended[mutant.name] = how = KILLED if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
        self.learn()
        if how == SURVIVED:
            say(f"  not noticed: {mutant.name}  (line {mutant.line})")
        elif how == BROKEN:
            say(f"  ended otherwise: {mutant.name}")
        if len(self.ended) % 50 == 0 or len(self.ended) == len(self.mutants):
            killed = sum(each == KILLED for each in self.ended.values())
            each = self.seconds / len(self.ended)
            say(f"{len(self.ended)} of {len(self.mutants)} tried, {killed} noticed, {each:.2f} s of a processor each")

    def learn(self) -> None:
        """Which tests have noticed a slip, and where it was."""
        try:
            said = os.read(self.told, 100_000).decode()
        except BlockingIOError:
            return
        for line in said.splitlines():
            where, _, test = line.partition("\t")
            self.kills[where, test] += 1
            self.kills[where.partition(".")[0], test] += 1

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Those that go through its place: first those that have noticed much there in little time."""
        chosen = self.through({(mutant.module, mutant.line)}) if mutant.in_a_function else set()
        chosen = chosen or self.through(users_of(mutant.where)) | self.naming(mutant.where) or set(self.lines)
        some, spent = [], 0.0
        for name in sorted(chosen, key=lambda name: self.worth(mutant, name)):
            spent += self.cost[name]
            if some and spent > self.budget:
                break
            some.append(name)
        return some

    def worth(self, mutant: Mutant, test: str) -> float:
        kills = self.kills[f"{mutant.module}.{mutant.where}", test] + self.kills[mutant.module, test] / 10
        return (self.cost[test] + 0.02) / (1 + 3 * kills)

    def through(self, places: set[tuple[str, int]]) -> set[str]:
        return {name for name, lines in self.lines.items() if lines & places}

    def naming(self, where: str) -> set[str]:
        """The tests that use it themselves."""
        names = set(re.findall(r"\w+", where))
        return {test for test, words in self.words.items() if names & words}

    def live(self, mutant: Mutant, tests: list[str]) -> None:
        from tests.mutants.transplant import CannotBeTransplantedError, transplant

        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        try:
            transplant(mutant)
        except CannotBeTransplantedError:
            os._exit(LATER)
        except BaseException:
            os._exit(KILLED)
        for name in tests:
            if said := failure_of(self.items[name]):
                if os.environ.get("TELL"):
                    say(f"{mutant.name}\n{said}")
                os.write(self.tell, f"{mutant.module}.{mutant.where}\t{name}\n".encode())
                os._exit(KILLED)
        os._exit(SURVIVED)


@cache
def users_of(where: str) -> set[tuple[str, int]]:
    """The lines of all functions in which the constant is used, or one that is made of it."""
    names, found = set(re.findall(r"\w+", where)), set()
    for _ in range(5):
        for path in LOOKED_AT:
            for statement in ast.parse(path.read_text()).body:
                used = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name)}
                if not names & (used | {getattr(statement, "name", "")}):
                    continue
                if isinstance(statement, ast.Assign):
                    names |= {each.id for each in ast.walk(statement.targets[0]) if isinstance(each, ast.Name)}
                elif isinstance(statement, ast.FunctionDef | ast.ClassDef):
                    found |= {(path.stem, line) for line in range(statement.lineno, statement.end_lineno + 1)}
    return found


def say(line: str) -> None:
    """Whatever pytest does with what is said."""
    os.write(2, f"{line}\n".encode())
