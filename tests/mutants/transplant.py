"""A slip put into a module that is loaded already, since to load all of the app anew takes seconds.

Whatever was imported from the module by name stays the object that it is, and does what the slip makes of it: functions
are given other code, lists and dictionaries other contents, and constants are replaced wherever they have come to.
"""

from __future__ import annotations

import functools
import importlib
import sys
from enum import EnumType
from types import FunctionType, ModuleType
from typing import Any

from tests.mutants.changes import Mutant, imported_as

# What builds constants of its own from those of `sight`, in the order in which it does.
BUILDS_ON = ["sight.rule", "sight.names", "sight.warnings", "providers.facts"]
CONSTANTS = (str, int, tuple, dict, list)


class CannotBeTransplantedError(Exception):
    """What a class has been made of, and cannot be told any more."""


def transplant(mutant: Mutant) -> None:
    """Raises whatever the module would raise on being loaded."""
    module = importlib.import_module(imported_as(mutant.module))
    if mutant.in_a_function:
        made = executed(mutant.part, module)
        name = mutant.where
        graft(getattr(module, name), made[name])
        if not mutant.makes_constants:
            return
    if isinstance(old := getattr(module, mutant.where, None), type):
        replace_class(old, executed(mutant.part, module)[mutant.where])
    replace_constants(module, executed(mutant.source, module, afresh=True))
    for name in BUILDS_ON:
        if name != f"sight.{mutant.module}":
            other = importlib.import_module(f"recommendations.{name}")
            with open(other.__file__) as file:
                replace_constants(other, executed(file.read(), other, afresh=True), (str,))


def executed(source: str, module: ModuleType, afresh: bool = False) -> dict[str, Any]:
    told = ("__name__", "__package__", "__file__", "__spec__")
    given = {name: module.__dict__[name] for name in told} if afresh else dict(module.__dict__)
    exec(compile("from __future__ import annotations\n" * (not afresh) + source, module.__file__, "exec"), given)  # noqa: S102
    return given


def graft(old: Any, new: Any) -> None:
    if isinstance(old, FunctionType):
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
    elif isinstance(old, property):
        graft(old.fget, new.fget)
    elif isinstance(old, type):
        for name, each in vars(new).items():
            if name in vars(old) and isinstance(each, FunctionType | property) and is_of(each, old):
                graft(vars(old)[name], each)
    elif isinstance(old, functools._lru_cache_wrapper):
        graft(old.__wrapped__, new.__wrapped__)
        old.cache_clear()


def replace_class(old: type, new: type) -> None:
    """Labels, and what is not given."""
    if isinstance(old, EnumType):
        if [(each.name, each.value) for each in old] != [(each.name, each.value) for each in new]:
            raise CannotBeTransplantedError
        for each in old:
            each._label_ = new[each.name]._label_
        return
    makes = "__new__" if issubclass(old, tuple) else "__init__"
    before, after = (getattr(getattr(each, makes), "__defaults__", None) for each in (old, new))
    if before == after:
        raise CannotBeTransplantedError
    getattr(old, makes).__defaults__ = after


def is_of(each: FunctionType | property, owner: type) -> bool:
    """Not what a base, or a decorator, has given it."""
    return isinstance(each, property) or each.__qualname__.startswith(f"{owner.__name__}.")


def replace_constants(module: ModuleType, made: dict[str, Any], kinds: tuple[type, ...] = (object,)) -> None:
    for name, new in made.items():
        old = module.__dict__.get(name)
        if name.startswith("__") or not isinstance(new, kinds) or isinstance(old, ModuleType | type | FunctionType):
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            values = dict(new)
            old.clear(), old.update(values)
        elif isinstance(old, list) and isinstance(new, list):
            old[:] = new
        elif not isinstance(old, functools._lru_cache_wrapper):
            for other in list(sys.modules.values()):
                known = getattr(other, "__dict__", {})
                if (other is module or is_ours(other)) and known.get(name, made) is old:
                    known[name] = new
            for each in vars(module).values():
                if isinstance(each, FunctionType) and each.__defaults__:
                    each.__defaults__ = tuple(new if given is old else given for given in each.__defaults__)


def is_ours(module: Any) -> bool:
    return str(getattr(module, "__name__", "")).startswith(("people.", "recommendations.", "tests."))
