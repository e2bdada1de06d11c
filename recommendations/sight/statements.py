"""Statements about what one viewer may see: their parameters, the lists of ids in them, and their rows as tuples."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection, connections, router

from people.compiled import as_list
from people.models import Person
from people.planned_once import rows_by

NO_MORE: Mapping[str, Any] = MappingProxyType({})
# A list is one parameter, so that a text is the same for every list, and is read and planned once.
AMONG = {"sqlite": "{} IN (SELECT value FROM json_each(%({})s))", "postgresql": "{} = ANY(%({})s)"}
AMONG_FIRST = {"sqlite": "{} IN ({})", "postgresql": "{} = ANY(ARRAY({}))"}
LIKE_AMONG = {
    "sqlite": "UPPER({}) IN (SELECT UPPER(value) FROM json_each(%({})s))",
    "postgresql": "UPPER({}) IN (SELECT UPPER(each) FROM unnest(%({})s::text[]) AS each)",
}
# Of most tradespeople few people have spoken, and to look those up first takes a third of the time; where they are
# more, as of a firm that has been hired all over a country, it would take longer.
MOST_SPEAKERS = {"sqlite": 600, "postgresql": 2000}
SPEAKERS = "SELECT author_id FROM recommendations_vouch WHERE {} LIMIT {}"
SPOKEN = "((SELECT COUNT(*) FROM ({speakers}) AS too_many) = {most} OR near.author IN ({speakers}))"
# SQLite looks for a pattern faster than for a text; what is folded holds nothing that means something else in one.
SAYS = {"sqlite": "{} GLOB '*' || %({})s || '*'", "postgresql": "STRPOS({}, %({})s) > 0"}


def for_viewer(person: Person, text: str, more: Mapping[str, Any] = NO_MORE) -> tuple[str, list[Any]]:
    """A statement about what is near to the viewer, and its parameters."""
    values = {"person": person.pk, **more}
    unnamed, names = _unnamed(text)
    return unnamed, [values[name] for name in names]


@lru_cache
def _unnamed(text: str) -> tuple[str, list[str]]:
    """A statement whose parameters have places, not names; and the name of each."""
    return re.sub(r"%\(\w+\)s", "%s", text), re.findall(r"%\((\w+)\)s", text)


def on_day(today: date) -> dict[str, Any]:
    """The parameter `today`, as the database compares it with a day."""
    return {"today": connection.ops.adapt_datefield_value(today)}


def among(column: str, called: str) -> str:
    """The condition that the column is one of the ids that the parameter so called lists, as `as_list` makes it."""
    return AMONG[connection.vendor].format(column, called)


def among_ids(column: str, called: str, ids: Collection[int]) -> tuple[str, Any]:
    """The same condition, and its parameter. One alone is no list: PostgreSQL looks it up in an index in three quarters
    of the time."""
    if len(ids) == 1:
        return f"{column} = %({called})s", next(iter(ids))
    return among(column, called), as_list(ids)


def among_first(column: str, ids: str) -> str:
    """The condition that the column is one of the ids that a statement finds, which is done before all else: PostgreSQL
    takes a list of unknown length for ten, and where these name many it would begin at the other end."""
    return AMONG_FIRST[connection.vendor].format(column, ids)


def has_spoken(of: str) -> str:
    """A condition that only leaves out early, of those who are near, who has said nothing of what `of` asks of a vouch.
    What is read has to meet that all the same."""
    most = MOST_SPEAKERS[connection.vendor]
    return SPOKEN.format(speakers=SPEAKERS.format(of, most), most=most)


def like_among(column: str, called: str) -> str:
    """The same of texts, whatever their capitals, as `Upper` knows them."""
    return LIKE_AMONG[connection.vendor].format(column, called)


def says(column: str, called: str) -> str:
    """The condition that the text so called, which is folded, stands in the column."""
    return SAYS[connection.vendor].format(column, called)


def as_uuid(value: UUID | str) -> UUID:
    """As PostgreSQL hands it over, or as SQLite does."""
    return value if isinstance(value, UUID) else _uuid_of(value)


@lru_cache(maxsize=10_000)
def _uuid_of(text: str) -> UUID:
    """Kept, since a page of cards reads hundreds, most of them several times, and each takes longer than its row."""
    return UUID(text)


def rows(text: str, parameters: Sequence[Any]) -> list[Any]:
    """Plain tuples: on the pages people wait for, building the same SQL through the ORM took longer than running it."""
    return rows_by(connections[router.db_for_read(Person)], text, parameters)
