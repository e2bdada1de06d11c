"""What does not count as a customer's word, and of whom people beyond the circle warn without a name.

Such a warning has no author, no number and no words. It stands once WARNERS authors beyond the viewer's circle, who
have nothing to do with the provider, have said "not again" and that it may go so far, and come by at least BY_WAY_OF
friends who relay and have a crowd that the viewer does not know. Whoever is blocked or muted by the viewer counts like
anybody else, since to block and unblock somebody would otherwise tell what they said. Whoever blocked the viewer does
not count: nothing of theirs reaches the viewer. It changes from Monday to Monday: `models.warnings` says when.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from people.models import Person
from recommendations.models import TakenBack, week_of_warnings
from recommendations.sight.rule import CROWDED, MOST_NUMBERED, for_viewer, placed, rows

WARNERS, BY_WAY_OF = 3, 2
IS_RELATED, IS_WARNED_OF = 0, 1

# Both in one statement, so that it is one more question and not two. CROSS JOIN keeps SQLite to the order written:
# from the few warnings about these providers to their authors' friends, and of those to the viewer's.
WARNINGS = f"""
SELECT {IS_RELATED}, v.id
  FROM recommendations_vouch v
 WHERE v.id IN ({{vouches}}) AND v.relation <> 'none'
 UNION ALL
SELECT {IS_WARNED_OF}, w.provider_id
  FROM (
    SELECT provider_id, author_id FROM recommendations_vouch
     WHERE provider_id IN ({{providers}}) AND relation = 'none' AND warns_from >= %s AND warns_from <= %s
     UNION ALL
    SELECT provider_id, author_id FROM {TakenBack._meta.db_table}
     WHERE provider_id IN ({{providers}}) AND counts_until > %s
  ) AS w CROSS JOIN people_tie t CROSS JOIN people_tie c CROSS JOIN people_person b
 WHERE t.person_id = w.author_id AND t.standing = TRUE
   AND c.person_id = %s AND c.friend_id = t.friend_id AND c.standing = TRUE
   AND b.id = c.friend_id AND b.relays = TRUE
   AND w.author_id <> c.person_id
   AND NOT EXISTS (
     SELECT 1 FROM people_tie f WHERE f.person_id = c.person_id AND f.friend_id = w.author_id AND f.standing = TRUE)
   AND NOT EXISTS (SELECT 1 FROM people_block k WHERE k.person_id = w.author_id AND k.blocked_id = c.person_id)
   AND {{crowded}}
 GROUP BY w.provider_id
HAVING COUNT(DISTINCT w.author_id) >= {WARNERS} AND COUNT(DISTINCT b.id) >= {BY_WAY_OF}
"""  # noqa: S608


class Apart(NamedTuple):
    related: set[int]  # of these vouches those that do not count
    warned: set[int]  # of these providers those of whom people beyond the circle warn


def apart(person: Person, vouches: Collection[int], providers: Collection[int]) -> Apart:
    """One query for some thousands of them; none for nothing."""
    found: list[set[int]] = [set(), set()]
    said, about = list(vouches), list(providers)
    since, today = week_of_warnings()
    crowded, whom = for_viewer(person, CROWDED.format(friend="b.id"))
    for start in range(0, max(len(said), len(about)), MOST_NUMBERED):
        some, few = said[start : start + MOST_NUMBERED], about[start : start + MOST_NUMBERED]
        text = WARNINGS.format(vouches=placed(some), providers=placed(few), crowded=crowded)
        parameters: list[Any] = [*some, *few, since, today, *few, today, person.pk, *whom]
        for kind, pk in rows(text, parameters):
            found[kind].add(pk)
    return Apart(*found)
