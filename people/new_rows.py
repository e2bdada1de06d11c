"""Rows into a table without a model instance for each, which would cost more than reading the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model, UUIDField

REMEMBERED_VALUES = 1000
AS_THEY_STAND = {str, int, float, type(None)}


class NewRows:
    """Adds rows that give these fields, by `attname`, in this order; the others have what the model begins with.

    With `once`, a row that a constraint refuses as said already is left out. One insert of many rows on SQLite, COPY on
    PostgreSQL.
    """

    def __init__(self, model: type[Model], *given: str, once: bool = False) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.attname in given]
        quote = connection.ops.quote_name
        self.name = quote(model._meta.db_table)
        self.columns = ", ".join(quote(field.column) for field in fields if field.column)
        self.once = once
        self._column_of = [_column_maker(field, given) for field in fields]

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        given = list(zip(*rows, strict=True))
        columns = [column_of(given, len(rows)) for column_of in self._column_of]
        written = zip(*columns, strict=True)
        if connection.vendor == "postgresql":
            self._copy(written)
        else:
            self._insert(written)

    def _insert(self, rows: Iterable[tuple]) -> None:
        values = ", ".join(repeat("%s", len(self._column_of)))
        once = " ON CONFLICT DO NOTHING" if self.once else ""
        with connection.cursor() as cursor:
            text = f"INSERT INTO {self.name} ({self.columns}) VALUES ({values}){once}"  # noqa: S608  # of the model
            cursor.executemany(text, list(rows))

    def _copy(self, rows: Iterable[tuple]) -> None:
        """By way of a table of this transaction, if a row may be refused: COPY itself leaves nothing out."""
        target = '"import_staging"' if self.once else self.name
        with connection.cursor() as cursor:
            if self.once:
                cursor.execute(
                    f"CREATE TEMPORARY TABLE {target} ON COMMIT DROP AS "  # noqa: S608
                    f"SELECT {self.columns} FROM {self.name} WITH NO DATA"
                )
            with cursor.copy(f"COPY {target} ({self.columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if self.once:
                cursor.execute(
                    f"INSERT INTO {self.name} ({self.columns}) SELECT {self.columns} FROM {target} "  # noqa: S608
                    "ON CONFLICT DO NOTHING"
                )
                cursor.execute(f"DROP TABLE {target}")


def _column_maker(field: Field, given: Sequence[str]) -> Callable[[list[tuple], int], Iterable[Any]]:
    """Of the rows' given columns and their number, the values of this field."""
    written = _writer(field)
    if field.attname in given:
        place = given.index(field.attname)
        return lambda columns, _: map(written, columns[place])
    if callable(field.default) and isinstance(field, UUIDField):
        return lambda _, size: (written(field.get_default()) for _ in range(size))
    if field.default is NOT_PROVIDED and not field.null and field.empty_strings_allowed is False:
        raise TypeError(f"{field} has to be given")
    begins = field.get_db_prep_save(field.get_default(), connection)
    return lambda _, size: repeat(begins, size)


def _writer(field: Field) -> Callable[[Any], Any]:
    """What the database is given for a value: texts and numbers as they are, and choices as what they stand for."""

    def prepared(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    if isinstance(field, UUIDField):
        return prepared
    remembered = lru_cache(REMEMBERED_VALUES)(prepared)
    return lambda value: value if type(value) in AS_THEY_STAND else remembered(value)
