"""What others said lately that one may read, newest first: of each all that a line tells, in plain rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from people.models import Person
from recommendations.sight.names import Bridges, Naming
from recommendations.sight.newest import newest_insights, newest_offers, newest_vouches
from recommendations.sight.rule import Way
from recommendations.sight.statements import rows

SAID_LATELY = """
SELECT w.id, w.written_at, w.author_id, a.name, a.named_beyond, w.scope,
       COALESCE(t.slug, ''), COALESCE(t.name, w.other), w.words, {of_it}
  FROM ({{newest}}
  ) AS newest CROSS JOIN {table} w CROSS JOIN people_person a
       LEFT JOIN recommendations_trade t ON t.id = w.trade_id {beside}
 WHERE w.id = newest.id AND a.id = w.author_id
 ORDER BY w.id DESC"""
IN_PLACE = "LEFT JOIN people_place l ON l.id = w.place_id"
SAID_OF_VOUCHES = SAID_LATELY.format(
    table="recommendations_vouch",
    of_it="l.name, w.name, w.hired_on, w.outcome, w.caveat, w.relation, p.public_id",
    beside=f"LEFT JOIN recommendations_provider p ON p.id = w.provider_id {IN_PLACE}",
)
SAID_OF_INSIGHTS = SAID_LATELY.format(table="recommendations_insight", of_it="w.public_id", beside="")
SAID_OF_OFFERS = SAID_LATELY.format(
    table="recommendations_offer", of_it="l.name, w.gladly, w.until, w.public_id", beside=IN_PLACE
)


class SaidVouch(NamedTuple):
    pk: int
    at: datetime
    author: int
    author_name: str
    named_beyond: bool
    scope: int
    trade_slug: str  # "" of something else
    trade: str  # as it stands in the database; or what else it is, in the words of its author
    words: str
    place: str | None
    name: str
    hired_on: date
    outcome: int
    caveat: str
    relation: str
    provider: UUID | str


class SaidInsight(NamedTuple):
    pk: int
    at: datetime
    author: int
    author_name: str
    named_beyond: bool
    scope: int
    trade_slug: str
    trade: str
    words: str
    public_id: UUID | str


class SaidOffer(NamedTuple):
    pk: int
    at: datetime
    author: int
    author_name: str
    named_beyond: bool
    scope: int
    trade_slug: str
    trade: str
    words: str
    place: str | None
    gladly: str
    until: date
    public_id: UUID | str


SaidLately = SaidVouch | SaidInsight | SaidOffer


def naming_in(bridges: Bridges, said: SaidLately, way: Way) -> Naming:
    """By which name its author is told of."""
    return bridges.naming(said.author, said.author_name, bool(said.named_beyond), way)


def vouches_said(person: Person, before: int, most: int) -> list[SaidVouch]:
    """By falling ids from `before` on, as are the other two."""
    text, parameters = newest_vouches(person, before, most)
    return [SaidVouch(*row) for row in rows(SAID_OF_VOUCHES.format(newest=text), parameters)]


def insights_said(person: Person, before: int, most: int) -> list[SaidInsight]:
    text, parameters = newest_insights(person, before, most)
    return [SaidInsight(*row) for row in rows(SAID_OF_INSIGHTS.format(newest=text), parameters)]


def offers_said(person: Person, before: int, most: int) -> list[SaidOffer]:
    text, parameters = newest_offers(person, before, most, timezone.localdate())
    return [SaidOffer(*row) for row in rows(SAID_OF_OFFERS.format(newest=text), parameters)]
