"""How much is said along each way that leads to the viewer, for the picture of their circle."""

from __future__ import annotations

from typing import Any, NamedTuple

from people.models import Person
from recommendations.sight.rule import NEAR, PATHS_IN_CIRCLE, REACHES, with_hidden
from recommendations.sight.statements import for_viewer, rows

# Of friends by trade, and whether they would not hire them again. Of others each way is counted where it is found,
# since to put thousands of words together by way and author takes longer than all else.
COUNTED = f"""
{{unseen}}
SELECT said.author_id, said.author_id, NULL, t.name, t.slug, said.warns, said.vouches
  FROM (SELECT author_id, trade_id, outcome = 0 AS warns, COUNT(*) AS vouches
          FROM ({PATHS_IN_CIRCLE}) AS paths
         WHERE distance = 1
         GROUP BY author_id, trade_id, warns) AS said LEFT JOIN recommendations_trade t ON t.id = said.trade_id
UNION ALL
SELECT near.author, near.through, a.named_beyond, NULL, NULL, FALSE,
       (SELECT COUNT(*) FROM recommendations_vouch v WHERE v.author_id = near.author AND v.{REACHES})
  FROM ({NEAR}
  ) AS near CROSS JOIN people_person a
 WHERE near.distance = 2 AND a.id = near.author"""  # noqa: S608


class Counted(NamedTuple):
    """So many vouches of one author, by way of one friend: of a friend by way of themselves."""

    author: int
    through: int
    named_beyond: bool | None  # None of a friend
    trade: str | None  # its name, of what friends say themselves
    trade_slug: str | None
    warns: bool  # a friend who would not hire them again
    vouches: int  # may be none of whoever is beyond the circle


def counted_for(person: Person) -> list[Any]:
    """As in `Counted`."""
    return rows(*for_viewer(person, with_hidden(COUNTED)))
