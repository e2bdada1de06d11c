"""Which lines of what is looked at each test goes through, and how long it takes: kept, since to find it out takes as
long as many slips."""

from __future__ import annotations

import functools
import importlib
import json
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from people.compiled import CompiledIfTimeless, CompiledOnce, ConditionOnce
from tests.mutants.changes import LOOKED_AT, PATHS, ROOT, imported_as

KEPT = ROOT / ".pytest_cache" / "mutants.json"


class Test(TypedDict):
    seconds: float
    lines: dict[str, list[int]]  # by the name of the module


class Mapped(TypedDict):
    tests: dict[str, Test]  # by id
    of: dict[str, str]  # what stands in the file, and in each module that its tests go through


Known = dict[str, Mapped]  # by file


def stands_in(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path.relative_to(ROOT)): sha256(path.read_bytes()).hexdigest() for path in paths}


def known_of(files: list[Path]) -> tuple[Known, list[Path]]:
    """What is known of these files as they are now, and of which nothing is."""
    now = stands_in([*files, *LOOKED_AT])
    kept: Known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    known = {file: each for file, each in kept.items() if file in now and each["of"].items() <= now.items()}
    return known, [file for file in files if str(file.relative_to(ROOT)) not in known]


class Mapping:
    """Runs every test as it stands."""

    def __init__(self) -> None:
        self.known: Known = {}
        self.began_with = stands_in(LOOKED_AT)
        self.coverage = Coverage(data_file=None, config_file=False, include=[*map(str, LOOKED_AT)])

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.began_with |= stands_in({item.path for item in session.items})
        for module in PATHS:  # else the first test to load it would seem to go through all that is run then
            importlib.import_module(imported_as(module))
        seconds = {}
        self.coverage.start()
        for item in session.items:
            forget_what_was_built()
            self.coverage.switch_context(item.nodeid)
            began = time.process_time()
            if failed := failure_of(item):
                raise pytest.UsageError(f"{item.nodeid} fails as it is:\n{failed}")
            seconds[item.nodeid] = time.process_time() - began
        self.coverage.stop()
        lines: dict[str, dict[str, list[int]]] = {test: {} for test in seconds}
        data = self.coverage.get_data()
        for file in data.measured_files():
            for line, tests in data.contexts_by_lineno(file).items():
                for test in filter(None, tests):
                    lines[test].setdefault(Path(file).stem, []).append(line)
        for path in {item.path for item in session.items}:
            tests = [item.nodeid for item in session.items if item.path == path]
            files = {path, *(PATHS[module] for test in tests for module in lines[test])}
            known = {test: Test(seconds=seconds[test], lines=lines[test]) for test in tests}
            of = {name: self.began_with[name] for name in (str(file.relative_to(ROOT)) for file in files)}
            self.known[str(path.relative_to(ROOT))] = Mapped(tests=known, of=of)
        return True

    def kept(self, others: Known) -> Known:
        """Beside what is known of other files, and nothing of files as they were."""
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(others | self.known))
        return self.known


def failure_of(item: pytest.Item) -> str:
    """What is said of it, or "" if it passes. Whatever comes next finds all that belongs to the session as it was."""
    failed = [report for report in runtestprotocol(item, log=False, nextitem=item.session) if report.failed]
    return str(failed[0].longrepr) if failed else ""


def forget_what_was_built() -> None:
    """Statements that are put together once, and all that is kept of a call: else they would be as they were before."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("people.", "recommendations.")):
            for each in vars(module).values():
                if type(each) in (CompiledOnce, CompiledIfTimeless):
                    each._statement = None
                elif type(each) is ConditionOnce:
                    each._text = None
                elif isinstance(each, functools._lru_cache_wrapper):
                    each.cache_clear()
