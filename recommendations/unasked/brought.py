"""What comes to somebody by way of some of their friends, good and fresh: by three queries, and one for the names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from people.models import Person
from people.places import folded
from recommendations.models import Outcome
from recommendations.sight.names import Bridges, here
from recommendations.sight.rule import Way, insights_in_sight, offers_in_sight, oldest_first, sight, sight_within_circle
from recommendations.sight.statements import rows
from recommendations.unasked.rule import FRESH_INSIGHT, OF_A_VOUCH, OF_AN_INSIGHT, OF_AN_OFFER, Candidate

# A bound for a friend by whom very much comes: the freshest of it. Of each friend, so that nobody's hides another's.
MOST_BY_ONE = 2000
LONGEST_FRESH = timedelta(days=400)

GOOD_VOUCHES = f"""
SELECT v.author_id, a.named_beyond, paths.distance, paths.through, v.public_id, p.public_id, v.trade_id, v.other,
       v.hired_on,
       ROW_NUMBER() OVER (PARTITION BY paths.through ORDER BY v.hired_on DESC, v.id DESC) AS place
  FROM ({{paths}}) AS paths CROSS JOIN recommendations_vouch v
       CROSS JOIN recommendations_provider p CROSS JOIN people_person a
 WHERE paths.distance > 0 AND paths.outcome = {Outcome.YES} AND NOT paths.is_related AND paths.hired_on > %s
   AND v.id = paths.id AND p.id = v.provider_id AND a.id = v.author_id
   AND v.provider_id NOT IN (SELECT provider_id FROM ({{near}}) AS near WHERE outcome = {Outcome.NO})"""  # noqa: S608
SHARED_BY_OTHERS = """
SELECT i.author_id, a.named_beyond, paths.distance, paths.through, i.public_id, NULL, i.trade_id, i.other, i.written_at,
       ROW_NUMBER() OVER (PARTITION BY paths.through ORDER BY i.written_at DESC, i.id DESC) AS place
  FROM ({{paths}}) AS paths CROSS JOIN {table} i CROSS JOIN people_person a
 WHERE paths.distance > 0 AND i.id = paths.id AND a.id = i.author_id"""
FRESH_INSIGHTS = (
    SHARED_BY_OTHERS.format(table="recommendations_insight") + " AND i.written_at > %s AND i.outdated_at IS NULL"
)
OFFERS_THAT_LAST = SHARED_BY_OTHERS.format(table="recommendations_offer")
FRESHEST = "SELECT * FROM ({found}) AS found WHERE place <= %s"


class _Found(NamedTuple):
    author: int
    named_beyond: bool
    distance: int
    through: int
    thing: UUID | str
    provider: UUID | str | None
    trade: int | None
    other: str
    on: Any
    place: int


def brought_by(person: Person, friends: Collection[int], bridges: Bridges, day: date) -> list[Candidate]:
    """By these friends, whoever else leads there: each thing with the one friend who is named on its way. `bridges`
    are those of the whole circle."""
    found = [(kind, each) for kind, some in KINDS_BROUGHT.items() for each in some(person, friends, day)]
    ways: dict[int, Way] = {}
    for _, each in found:
        ways.setdefault(each.author, Way(each.distance, [])).through.append(each.through)
    oldest_first(person, ways.items(), all_ways=False)
    things = {each.thing: (kind, each) for kind, each in found}
    return [_candidate(kind, each, ways[each.author], bridges) for kind, each in things.values()]


def _candidate(kind: str, each: _Found, way: Way, bridges: Bridges) -> Candidate:
    provider = None if each.provider is None else UUID(str(each.provider))
    friend = bridges.friend_to(each.author, bool(each.named_beyond), way)
    of_whom = (folded(each.other), each.author, bool(each.named_beyond))
    return Candidate(UUID(str(each.thing)), kind, provider, each.trade, each.distance, friend, _day(each.on), *of_whom)


def _day(on: date | datetime) -> date:
    moment = here(on) if isinstance(on, datetime) else None
    return moment.date() if moment else on


def _vouches(person: Person, friends: Collection[int], day: date) -> Iterator[_Found]:
    paths, parameters = sight(person, by=friends)
    # No “not again” is read beyond the circle.
    near, others = sight_within_circle(person)
    text = GOOD_VOUCHES.format(paths=paths, near=near)
    # By its day as a `Path` has it, in the index: else the rows of all that is too old would be looked up.
    oldest = (day - LONGEST_FRESH).isoformat()
    return _freshest(text, [*parameters, oldest, *others])


def _insights(person: Person, friends: Collection[int], day: date) -> Iterator[_Found]:
    paths, parameters = insights_in_sight(person, by=friends)
    oldest = connection.ops.adapt_datetimefield_value(midnight_of(day - FRESH_INSIGHT))
    return _freshest(FRESH_INSIGHTS.format(paths=paths), [*parameters, oldest])


def _offers(person: Person, friends: Collection[int], day: date) -> Iterator[_Found]:
    paths, parameters = offers_in_sight(person, day, by=friends)
    return _freshest(OFFERS_THAT_LAST.format(paths=paths), parameters)


def midnight_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _freshest(text: str, parameters: list[Any]) -> Iterator[_Found]:
    return (_Found(*row) for row in rows(FRESHEST.format(found=text), [*parameters, MOST_BY_ONE]))


KINDS_BROUGHT = {OF_A_VOUCH: _vouches, OF_AN_INSIGHT: _insights, OF_AN_OFFER: _offers}
