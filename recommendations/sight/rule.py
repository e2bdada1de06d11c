"""Who may read what: the rule of sight, as the one SQL text that everything goes through, and its rows as tuples."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from people.models import Person


class Path(NamedTuple):
    """One way in which one vouch reaches the viewer."""

    vouch: int
    provider: int
    author: int
    trade: int
    distance: int  # 0 one's own, 1 a friend's, 2 a friend's friend's
    through: int | None  # the friend on the way: at distance 1 the author, at 2 the one between
    outcome: int
    hired_on: date
    place: int | None


# The rule of sight. All that reads vouches goes through this text; there is no second copy of it.
#
# First who is near and through whom, outward from the viewer; then what they say, if its scope reaches as far as they
# are away. CROSS JOIN keeps SQLite to the order written, each step in a covering index; to PostgreSQL it is an inner
# join like any other. A tie that stands joins two active people, so authors need no look of their own; and it has two
# rows, so a circle needs no OR.
REACHES = "scope >= near.distance"
NEAR = """
    SELECT %(person)s AS author, 0 AS distance, NULL AS through
    UNION ALL
    SELECT c.friend_id, 1, c.friend_id
      FROM people_tie c
     WHERE c.person_id = %(person)s AND c.standing = TRUE
       AND c.friend_id NOT IN ({blocks})
    UNION ALL
    SELECT t.friend_id, 2, c.friend_id
      FROM people_tie c CROSS JOIN people_person b CROSS JOIN people_tie t
     WHERE c.person_id = %(person)s AND c.standing = TRUE
       AND b.id = c.friend_id AND b.relays = TRUE
       AND t.person_id = c.friend_id AND t.standing = TRUE
       AND t.friend_id <> %(person)s
       AND t.friend_id NOT IN (
         SELECT friend_id FROM people_tie WHERE person_id = %(person)s AND standing = TRUE
         UNION ALL {blocks})"""
PATHS = f"""
SELECT v.id, v.provider_id, v.author_id, v.trade_id, near.distance, near.through, v.outcome, v.hired_on, v.place_id
  FROM ({NEAR}
  ) AS near CROSS JOIN recommendations_vouch v
 WHERE v.author_id = near.author AND v.{REACHES} {{only}}
"""  # noqa: S608
BLOCKS = """
SELECT blocked_id FROM people_block WHERE person_id = %(person)s
 UNION ALL SELECT person_id FROM people_block WHERE blocked_id = %(person)s"""


def sight(
    person: Person, trades: Collection[int] | None = None, providers: Collection[int] | None = None
) -> tuple[str, list[int]]:
    """The statement whose rows are `Path`s, and its parameters. `trades` and `providers`, as ids, only narrow it."""
    values, only = {"person": person.pk}, ""
    narrowed = {"trade": trades, "provider": providers}
    for column, allowed in narrowed.items():
        if allowed is not None:
            names = {f"{column}{number}": pk for number, pk in enumerate(allowed)}
            values |= names
            only += f" AND v.{column}_id IN ({', '.join(f'%({name})s' for name in names) or 'NULL'})"
    return _with_parameters(PATHS.format(only=only, blocks=BLOCKS), values)


def _with_parameters(text: str, values: dict[str, int]) -> tuple[str, list[int]]:
    parameters = [values[name] for name in re.findall(r"%\((\w+)\)s", text)]
    return re.sub(r"%\(\w+\)s", "%s", text), parameters


def paths_to(
    person: Person, trades: Collection[int] | None = None, providers: Collection[int] | None = None
) -> list[Path]:
    return rows(*sight(person, trades, providers))


# The same ways in, each with whether its author is named beyond their circle, and with the name of the trade.
TOLD = """
SELECT paths.*, a.named_beyond, t.name
  FROM ({paths}) AS paths CROSS JOIN people_person a CROSS JOIN recommendations_trade t
 WHERE a.id = paths.author_id AND t.id = paths.trade_id"""


def told_paths_to(person: Person) -> list[tuple[Path, bool, str]]:
    text, parameters = sight(person)
    found = rows(TOLD.format(paths=text), parameters)
    return [(Path(*path), bool(named_beyond), trade) for *path, named_beyond, trade in found]


class Way(NamedTuple):
    """How somebody is near to the viewer: 0 it is they, 1 in their circle, 2 through these friends."""

    distance: int
    through: list[int]

    def reaches(self, scope: int) -> bool:
        """Whether what is shared so far is read along this way: the rule of sight, of a row that is here already."""
        return scope >= self.distance


NOT_NEAR = Way(3, [])


def ways_to(person: Person, others: Iterable[int]) -> dict[int, Way]:
    """By the same rule, of people instead of their vouches: whoever would be read, if they said something."""
    names = {f"other{number}": other for number, other in enumerate(others)}
    some = ", ".join(f"%({name})s" for name in names) or "NULL"
    text = f"SELECT author, distance, through FROM ({NEAR}) AS near WHERE author IN ({some})"  # noqa: S608
    ways: dict[int, Way] = {}
    for author, distance, through in rows(*_with_parameters(text.format(blocks=BLOCKS), names | {"person": person.pk})):
        ways.setdefault(author, Way(distance, [])).through.append(through)
    return ways


def rows(text: str, parameters: Sequence[int]) -> list[Any]:
    """Plain tuples: on the pages people wait for, building the same SQL through the ORM took longer than running it."""
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return cursor.fetchall()


def seen_column(column: str, person: Person) -> RawSQL:
    """One column of the statement, to be used with `__in`."""
    text, parameters = sight(person)
    # Both are constants of this module; people's input reaches the database as parameters only.
    return RawSQL(f"SELECT {column} FROM ({text}) AS paths", parameters)  # noqa: S608, S611


# The same rule, of insights.
INSIGHTS = f"""
SELECT i.id
  FROM ({NEAR}
  ) AS near CROSS JOIN recommendations_insight i
 WHERE i.author_id = near.author AND i.{REACHES}
"""  # noqa: S608


# The newest that others say, by id, since ids are in the order of time. From whoever is near to their words, and never
# from the newest words to whoever wrote them: so it costs what a circle says, and not what everybody says.
NEWEST = """
SELECT DISTINCT id
  FROM ({readable} AND near.distance > 0 AND {word}.id < %(before)s
  ) AS readable
 ORDER BY id DESC LIMIT %(most)s"""


def readable_insights(person: Person) -> RawSQL:
    """The ids of the insights that the person may read, to be used with `__in`."""
    text, parameters = _with_parameters(INSIGHTS.format(blocks=BLOCKS), {"person": person.pk})
    return RawSQL(text, parameters)  # noqa: S611  # a constant of this module


def people_within_two_steps(person: Person) -> RawSQL:
    """The ids of whoever would be read if they said something, to be used with `__in`."""
    text, parameters = _with_parameters(NEAR.format(blocks=BLOCKS), {"person": person.pk})
    return RawSQL(f"SELECT author FROM ({text}) AS near", parameters)  # noqa: S608, S611  # constants of this module


def newest_vouches(person: Person, before: int, most: int) -> list[int]:
    return _newest(PATHS.format(only="", blocks=BLOCKS), "v", person, before, most)


def newest_insights(person: Person, before: int, most: int) -> list[int]:
    return _newest(INSIGHTS.format(blocks=BLOCKS), "i", person, before, most)


def _newest(readable: str, word: str, person: Person, before: int, most: int) -> list[int]:
    text = NEWEST.format(readable=readable, word=word)
    found = rows(*_with_parameters(text, {"person": person.pk, "before": before, "most": most}))
    return [pk for (pk,) in found]
