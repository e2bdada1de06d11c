"""The mutants of a module: each is the module with one small slip in it.

Slips of Python are those that `mutmut` makes, anywhere in the file; `mutmut` itself makes them in functions alone, and
the rule of sight is a constant. Slips of SQL are ours (`sql.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string

from tests.mutants.sql import is_sql, slips

ROOT = Path(__file__).resolve().parents[2]
# The rule of sight, and how its statements are asked: modules by their own names, by which slips are called.
LOOKED_AT = [*sorted((ROOT / "recommendations" / "sight").glob("[!_]*.py")), ROOT / "people" / "planned_once.py"]
PATHS = {path.stem: path for path in LOOKED_AT}
# What says nothing by itself: types, names of modules, and what a decorator makes of a class.
PASSED_OVER = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Decorator, cst.Comment)
WORDS = m.Call(func=m.Name("_") | m.Name("pgettext_lazy"))
STRINGS = (cst.SimpleString, cst.FormattedStringText)


@dataclass(frozen=True, eq=False)
class Mutant:
    module: str
    where: str  # the name that stands at the top of the file
    slip: str  # what stood there, and what stands there now
    line: int
    statement: int  # its place in the body of the module
    tree: cst.Module
    old: cst.CSTNode
    new: cst.CSTNode
    in_a_function: bool

    @property
    def name(self) -> str:
        return f"{self.module}.{self.where}: {self.slip}"

    @cached_property
    def changed(self) -> cst.CSTNode:
        return self.tree.body[self.statement].deep_replace(self.old, self.new)

    @cached_property
    def makes_constants(self) -> bool:
        """It is a function that is called while the module is loaded."""
        lines = [each for each in self.tree.body if isinstance(each, cst.SimpleStatementLine)]
        return self.in_a_function and any(m.findall(each, m.Name(self.where)) for each in lines)

    @property
    def part(self) -> str:
        """The one statement at the top of the file that is another."""
        return cst.Module([self.changed]).code

    @property
    def source(self) -> str:
        body = [*self.tree.body]
        body[self.statement] = self.changed
        return self.tree.with_changes(body=body).code


class Finding(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.found: list[tuple[cst.CSTNode, cst.CSTNode, str, int, bool]] = []
        self.functions, self.words = 0, 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, PASSED_OVER) or is_docstring(node):
            return False
        self.functions += isinstance(node, cst.FunctionDef | cst.Lambda)
        self.words += m.matches(node, WORDS)
        for new, slip in self.slips_of(node):
            line = self.get_metadata(PositionProvider, node).start.line
            self.found.append((node, new, slip, line, self.functions > 0))
        return True

    def on_leave(self, node: cst.CSTNode) -> None:
        self.functions -= isinstance(node, cst.FunctionDef | cst.Lambda)
        self.words -= m.matches(node, WORDS)

    def slips_of(self, node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, str]]:
        if isinstance(node, STRINGS) and is_sql(node.value):
            for value, slip in slips(node.value):
                yield node.with_changes(value=value), slip
            return
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                made = list(operator(node))
                # A sentence in other capitals is as good as any other slip in it.
                some = made[:1] if operator is operator_string and self.words else made
                for new in some:
                    yield new, f"{code(node)} → {code(new)}"


def is_docstring(node: cst.CSTNode) -> bool:
    return m.matches(node, m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString())]))


def code(node: cst.CSTNode) -> str:
    said = re.sub(r"\s+", " ", cst.Module([]).code_for_node(node)).strip()
    return said if len(said) <= 120 else f"{said[:80]} … {said[-38:]}"


def mutants_of(module: str) -> list[Mutant]:
    wrapper = MetadataWrapper(cst.parse_module(PATHS[module].read_text()))
    tree, made, seen = wrapper.module, [], Counter()
    for place, statement in enumerate(tree.body):
        finding = Finding()
        finding.metadata = {PositionProvider: wrapper.resolve(PositionProvider)}
        statement.visit(finding)
        for old, new, slip, line, in_a_function in finding.found:
            where = name_of(statement)
            seen[where, slip] += 1
            count = seen[where, slip]
            said = slip if count == 1 else f"{slip} ({count})"
            made.append(Mutant(module, where, said, line, place, tree, old, new, in_a_function))
    return made


def imported_as(module: str) -> str:
    return ".".join(PATHS[module].relative_to(ROOT).with_suffix("").parts)


def name_of(statement: cst.CSTNode) -> str:
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return statement.name.value
    [targets] = m.findall(statement, m.Assign() | m.AnnAssign())[:1] or [None]
    if isinstance(targets, cst.Assign):
        return code(targets.targets[0].target)
    return code(targets.target) if targets else code(statement)
