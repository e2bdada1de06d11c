"""Which of a few rows are in sight, each looked at by itself: where something else has found them, it would take longer
to look up all that is in sight. The same rule, beginning at the other end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from people.compiled import Condition
from people.models import Person
from recommendations.sight.rule import NEAR, REACHES, STILL_OFFERED, with_hidden
from recommendations.sight.statements import NO_MORE, for_viewer, on_day

BY_ITSELF = f"""EXISTS (
{{unseen}}
SELECT 1
  FROM ({NEAR}
  ) AS near
 WHERE near.author = {{{{table}}}}.author_id AND {{{{table}}}}.{REACHES}{{only}})"""  # noqa: S608


def read_by(person: Person, table: str, only: str = "", values: Mapping[str, Any] = NO_MORE) -> Condition:
    """For `filter` of rows of this table, which somebody has written and shared so far: those that the person may read.
    `only` narrows it, by `values`."""
    text = with_hidden(BY_ITSELF, only).format(table=f'"{table}"')
    return Condition(*for_viewer(person, text, values))


def offer_read_by(person: Person, table: str, today: date) -> Condition:
    """The same of offers, on this day."""
    return read_by(person, table, STILL_OFFERED.format("{table}"), on_day(today))
