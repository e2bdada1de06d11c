"""A few of the vouches in sight, which an index leads to: else all would be read that anybody near has written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models.expressions import RawSQL

from people.compiled import as_list
from people.models import Person
from recommendations.sight.rule import ids_in_sight
from recommendations.sight.statements import NO_MORE, among_first, like_among

OF_FEW = "SELECT few.{} FROM recommendations_vouch few WHERE {}"
GIVEN_TO_OWN = """
SELECT given.vouch
  FROM recommendations_ask asked CROSS JOIN recommendations_answer given
 WHERE asked.person_id = %(person)s AND given.ask_id = asked.id"""
GIVEN_THROUGH = """
SELECT given.vouch
  FROM recommendations_recipient put CROSS JOIN recommendations_answer given
 WHERE put.passed_by_id = %(person)s AND put.quietly = TRUE AND given.ask_id = put.ask_id"""


def ids_of_those_called(person: Person, names: Collection[str]) -> RawSQL:
    """Of the vouches in sight those that name somebody so, whatever the capitals; their ids, to be used with `__in`."""
    return _ids_of_few(person, like_among("few.name", "names"), {"names": as_list(names)})


def ids_of_those_given(person: Person, to_own: bool) -> RawSQL:
    """The same of those with which people have answered what this person asks; or else, what they have put to their
    circle."""
    return _ids_of_few(person, f"few.public_id IN ({GIVEN_TO_OWN if to_own else GIVEN_THROUGH})")


def ids_of_those_by(person: Person, author: Person) -> RawSQL:
    """The same of those that this one has written."""
    return _ids_of_few(person, "few.author_id = %(author)s", {"author": author.pk})


def _ids_of_few(person: Person, where: str, values: Mapping[str, Any] = NO_MORE) -> RawSQL:
    """Of those for which the condition holds; in it they are called `few`."""
    by, these = (
        among_first(of, OF_FEW.format(column, where)) for of, column in (("near.author", "author_id"), ("v.id", "id"))
    )
    return ids_in_sight(person, f" AND {by} AND {these}", values)
