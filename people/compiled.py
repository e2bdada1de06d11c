"""Querysets whose statement is put together once, and asked with other values each time.

On the pages people wait for, Django takes several times as long to put a statement together as a database to answer it.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, connections
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.expressions import RawSQL

from people.planned_once import rows_by

# What is put where a value of this type will stand: nothing that anything else could be by chance.
STAND_INS: dict[type, Callable[[], Any]] = {
    int: lambda: 2**30 + secrets.randbits(30),  # no more than every column of numbers may hold
    str: lambda: f"a text {secrets.token_hex()}",
    UUID: uuid4,
    date: lambda: date(4000, 1, 1) + timedelta(days=secrets.randbits(21)),
    datetime: lambda: datetime(4000, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(55)),
    tuple: lambda: (2**30 + secrets.randbits(30),),
}
ANY_OF = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}
ANY_TEXT_OF = ANY_OF | {"postgresql": "SELECT unnest(%s::text[])"}
HOLDS_ANY_OF = {
    "sqlite": "EXISTS (SELECT 1 FROM json_each(%s) WHERE INSTR(UPPER({column}), UPPER(value)) > 0)",
    "postgresql": "EXISTS (SELECT 1 FROM unnest(%s::text[]) AS each WHERE STRPOS(UPPER({column}), UPPER(each)) > 0)",
}
# Tables in subqueries; where a condition stands, another table may be called the same.
CALLED_BY_DJANGO = re.compile(r"\bk*[A-Z]+\d+\b")
DAY_IN_A_TEXT = re.compile(r"\d{4}-\d\d-\d\d")


def as_list(ids: Iterable[int] | Iterable[str]) -> str | list[Any]:
    """As one parameter, so that a text is the same for every list, and is read and planned once."""
    return json.dumps([*ids]) if connection.vendor == "sqlite" else [*ids]


def any_of(ids: Iterable[int]) -> RawSQL:
    """As one parameter, to be used with `__in`."""
    return RawSQL(ANY_OF[connection.vendor], [as_list(ids)])  # noqa: S611  # a constant of this module


def any_text_of(texts: Iterable[str]) -> RawSQL:
    """The same of texts."""
    return RawSQL(ANY_TEXT_OF[connection.vendor], [as_list(texts)])  # noqa: S611  # a constant of this module


def holds_any_of(column: str, texts: Iterable[str]) -> RawSQL:
    """Whether one of the texts stands in this column, which is named with its table; whatever their capitals."""
    text = HOLDS_ANY_OF[connection.vendor].format(column=column)
    return RawSQL(text, [as_list(texts)], output_field=BooleanField())  # noqa: S611  # a constant of the caller's


class _BuiltOnce:
    """Calls `build` once, with stand-ins, and keeps the text that is made of its queryset."""

    __call__: Callable[..., Any]
    _made: Callable[..., Any]

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self._text: Any = None
        update_wrapper(self, build)

    def text_for(self, given: Mapping[str, Any]) -> Any:
        if self._text is None:
            stand_ins = {name: _stand_in_for(value) for name, value in given.items()}
            self._text = self._made(self.build(**stand_ins), stand_ins)
        return self._text


class CompiledOnce(_BuiltOnce):
    """Called with what `build` takes, by name, it gives the rows of the queryset that `build` makes of that, as a list.
    It may be numbers, strings, days, moments, public ids, rows for the sake of their primary key, and a tuple of
    numbers for `any_of`, or of texts for `any_text_of` and `holds_any_of`.

    `build` is called once, with stand-ins. So its statement has to be the same whatever it is given, and it cannot ask
    for the time, which is to be given too. Raises TypeError where it sees that this is not so; the tests
    compare its uses with what `build` makes of the same, two of each kind of values.
    """

    def __call__(self, **given: Any) -> list[Any]:
        return self.text_for(given).rows(given)

    def _made(self, queryset: QuerySet[Any, Any], stand_ins: Mapping[str, Any]) -> _Statement:
        return _Statement(queryset, stand_ins)


class DayInStatementError(TypeError):
    """What is given is put in, and a day that is not given would stand there as it was on the first use."""


class CompiledIfTimeless(CompiledOnce):
    """The same, where it is not known whether the statement asks for the time: if it does, it is put together anew for
    each use."""

    is_timeless = True

    def __call__(self, **given: Any) -> list[Any]:
        if self.is_timeless:
            try:
                self.text_for(given)
            except DayInStatementError:
                self.is_timeless = False
        return super().__call__(**given) if self.is_timeless else list(self.build(**given))


class ConditionOnce(_BuiltOnce):
    """The same for a part of many statements: called with what `build` takes, by name, it gives for `filter` the
    condition by which the queryset that `build` makes chooses its rows. That queryset may look at other tables in
    subqueries alone: raises TypeError if it joins any.
    """

    def __call__(self, **given: Any) -> Func:
        text = self.text_for(given)
        return Condition(text.text, text.parameters(given))

    def _made(self, queryset: QuerySet[Any, Any], stand_ins: Mapping[str, Any]) -> _Text:
        return _Text(*condition_of(queryset), stand_ins)


def condition_of(queryset: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """As a text and its parameters. Its subqueries call their tables as no other part of a statement does."""
    query: Any = queryset.query
    text, filled = query.where.as_sql(query.get_compiler(queryset.db), connections[queryset.db])
    if [each for each in query.alias_map if query.alias_refcount[each]] != [query.get_initial_alias()]:
        raise TypeError(f"The condition of {queryset.model} joins other tables.")
    return CALLED_BY_DJANGO.sub(r"k\g<0>", text), tuple(filled)


def in_statement(queryset: QuerySet[Any, Any]) -> Func:
    """Its condition, put together for this once."""
    return Condition(*condition_of(queryset))


class Condition(Func):
    """A text and its parameters, for `filter`. From the primary key it learns what its table is called where it stands:
    in a subquery, by another name."""

    conditional = True

    def __init__(self, text: str, parameters: Sequence[Any]) -> None:
        super().__init__(F("pk"), output_field=BooleanField())
        self.text, self.parameters = text, parameters

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Sequence[Any]]:  # type: ignore[override]
        key: Any = self.source_expressions[0]
        table, called = key.target.model._meta.db_table, compiler.quote_name_unless_alias(key.alias)
        return self.text.replace(f"{connection.ops.quote_name(table)}.", f"{called}."), self.parameters


class _Text:
    """A part of a statement, and where in its parameters stands what is given."""

    def __init__(self, text: str, filled: tuple[Any, ...], stand_ins: Mapping[str, Any]) -> None:
        self.text, self.filled = text, filled
        names = {_key(of): name for name, each in stand_ins.items() for of in (_plain(each), _stored(each))}
        self.places = {n: names[_key(each)] for n, each in enumerate(filled) if _key(each) in names}
        self._must_be_the_same_for_all(stand_ins)

    def parameters(self, given: Mapping[str, Any]) -> tuple[Any, ...]:
        stored = {name: _stored(value) for name, value in given.items()}
        return tuple(stored[self.places[n]] if n in self.places else each for n, each in enumerate(self.filled))

    def _must_be_the_same_for_all(self, stand_ins: Mapping[str, Any]) -> None:
        if lost := set(stand_ins) - set(self.places.values()):
            raise TypeError(f"What is given as {lost} does not stand in the statement as it is.")
        fixed = [each for n, each in enumerate(self.filled) if n not in self.places]
        if any(isinstance(each, date) or (isinstance(each, str) and DAY_IN_A_TEXT.match(each)) for each in fixed):
            raise DayInStatementError("A day in the statement would stand there for ever.")


class _Statement(_Text):
    def __init__(self, queryset: Any, stand_ins: Mapping[str, Any]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        text, filled = self.compiler.as_sql()
        super().__init__(text, filled, stand_ins)
        columns = [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        # Of `person.entries`, each entry knows its person.
        self.owners = {
            field: name
            for field, rows in queryset._known_related_objects.items()
            for name, each in stand_ins.items()
            if _plain(each) in rows
        }

    def rows(self, given: Mapping[str, Any]) -> list[Any]:
        driver = connections[self.queryset.db]  # which belongs to one thread
        found = rows_by(driver, self.text, self.parameters(given))
        return self._made_of(found, given, driver) if found else []

    def _made_of(self, found: list[Any], given: Mapping[str, Any], driver: Any) -> list[Any]:
        compiler = copy(self.compiler)
        compiler.connection = driver
        rows = map(tuple, compiler.apply_converters(found, self.converters)) if self.converters else iter(found)
        compiler.execute_sql, compiler.results_iter = _nothing_more, lambda *how, **else_how: rows
        ready: Any = _Ready(self.queryset.query, compiler)
        queryset: Any = QuerySet(self.queryset.model, ready, self.queryset.db)
        queryset._fields = self.queryset._fields
        queryset._known_related_objects = {field: {given[name].pk: given[name]} for field, name in self.owners.items()}
        return list(self.queryset._iterable_class(queryset))


def _nothing_more(*how: Any, **else_how: Any) -> None:
    """It is asked already."""


class _Ready:
    """A query that is compiled already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self.query, self.compiler = query, compiler

    def get_compiler(self, using: str) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)


def _stand_in_for(value: Any) -> Any:
    if isinstance(value, Model):
        return value.__class__(pk=STAND_INS[int]())  # `request.user` only behaves like its type
    return STAND_INS[type(value)]()


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _stored(value: Any) -> Any:
    """As the database takes it."""
    plain = _plain(value)
    if isinstance(plain, tuple):
        return as_list(plain)
    return plain if isinstance(plain, int | str) else Value(plain).output_field.get_db_prep_value(plain, connection)


def _key(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
