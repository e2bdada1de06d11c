"""Of whom people beyond the circle warn without a name.

Such a warning has no author, no number and no words. It stands once WARNERS authors beyond the viewer's circle, who
have nothing to do with the provider, have said "not again" and that it may go so far, and come by at least BY_WAY_OF
friends who relay and have a crowd that the viewer does not know. Whoever is blocked or muted by the viewer counts like
anybody else, since to block and unblock somebody would otherwise tell what they said. Whoever blocked the viewer does
not count: nothing of theirs reaches the viewer. It changes from Monday to Monday: `models.warnings` says when.
"""

from __future__ import annotations

from collections.abc import Collection

from people.compiled import as_list
from people.models import Person
from recommendations.models import TakenBack, week_of_warnings
from recommendations.sight.rule import CROWDED
from recommendations.sight.statements import among, for_viewer, rows

WARNERS, BY_WAY_OF = 3, 2

# CROSS JOIN keeps SQLite to the order written: from the few warnings about these providers to their authors' friends,
# and of those to the viewer's.
WARNINGS = f"""
SELECT w.provider_id
  FROM (
    SELECT provider_id, author_id FROM recommendations_vouch
     WHERE {{providers}} AND relation = 'none' AND warns_from >= %(since)s AND warns_from <= %(today)s
     UNION ALL
    SELECT provider_id, author_id FROM {TakenBack._meta.db_table}
     WHERE {{providers}} AND counts_until > %(today)s
  ) AS w CROSS JOIN people_tie t CROSS JOIN people_tie c CROSS JOIN people_person b
 WHERE t.person_id = w.author_id AND t.standing = TRUE
   AND c.person_id = %(person)s AND c.friend_id = t.friend_id AND c.standing = TRUE
   AND b.id = c.friend_id AND b.relays = TRUE
   AND w.author_id <> %(person)s
   AND NOT EXISTS (
     SELECT 1 FROM people_tie f WHERE f.person_id = %(person)s AND f.friend_id = w.author_id AND f.standing = TRUE)
   AND NOT EXISTS (SELECT 1 FROM people_block k WHERE k.person_id = w.author_id AND k.blocked_id = %(person)s)
   AND {CROWDED.format(friend="b.id")}
 GROUP BY w.provider_id
HAVING COUNT(DISTINCT w.author_id) >= {WARNERS} AND COUNT(DISTINCT b.id) >= {BY_WAY_OF}
"""  # noqa: S608


def warned_of(person: Person, providers: Collection[int]) -> set[int]:
    """Of these providers those of whom people beyond the circle warn. By one query; none for nobody."""
    if not providers:
        return set()
    since, today = week_of_warnings()
    text = WARNINGS.format(providers=among("provider_id", "providers"))
    values = {"providers": as_list(providers), "since": since, "today": today}
    return {provider for (provider,) in rows(*for_viewer(person, text, values))}
