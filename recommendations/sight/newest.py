"""The newest that others say, by id, since ids are in the order of time: statements whose rows are ids, with their
parameters.

From whoever is near to their words, and never from the newest words to whoever wrote them: so it costs what a circle
says, and not what everybody says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from people.models import Person
from recommendations.sight.rule import each_once
from recommendations.sight.statements import for_viewer, on_day

NEWEST = """
SELECT id
  FROM ({readable} AND near.distance > 0 AND id < %(before)s{only}
  ) AS readable
 ORDER BY id DESC LIMIT %(most)s"""


def newest_vouches(person: Person, before: int, most: int) -> tuple[str, list[Any]]:
    return _newest("v", person, before=before, most=most)


def newest_insights(person: Person, before: int, most: int) -> tuple[str, list[Any]]:
    """None that its author calls out of date."""
    return _newest("i", person, " AND outdated_at IS NULL", before=before, most=most)


def newest_offers(person: Person, before: int, most: int, today: date) -> tuple[str, list[Any]]:
    return _newest("o", person, before=before, most=most, **on_day(today))


def _newest(word: str, person: Person, only: str = "", **asked: Any) -> tuple[str, list[Any]]:
    return for_viewer(person, NEWEST.format(readable=each_once(word), only=only), asked)
