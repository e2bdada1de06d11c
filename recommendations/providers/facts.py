"""All that is told of a vouch, as rows; by their reader it is decided who is told what of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from recommendations.models import trade_called
from recommendations.sight.numbers import ASKED_ABOUT, NUMBER_OPEN


class Fact(NamedTuple):
    """One row of FACTS: a vouch with all that is told about it to those who may know everything but its number."""

    vouch: int
    public_id: UUID | str
    provider: int
    provider_public_id: UUID | str
    author: int
    author_public_id: UUID | str
    author_name: str
    author_email: str
    named_beyond: bool
    trade: str  # as it stands in the database; or what else it is, in the words of its author
    trade_slug: str  # "" of something else
    place: str | None
    name: str
    phone: str  # "" if the viewer may not see it
    email: str
    website: str
    job: str
    hired_on: date
    outcome: int
    words: str
    caveat: str
    cost: str
    relation: str
    pass_on: bool
    scope: int
    warns_from: date | None
    number_asked: bool  # by the viewer
    photo: UUID | str | None  # its first
    alt: str
    width: int
    height: int

    def kind_in(self, language: str | None) -> str:
        return trade_called(self.trade_slug, self.trade, language)


FACTS = f"""
SELECT v.id, v.public_id, v.provider_id, p.public_id, v.author_id, a.public_id, a.name, a.email,
       a.named_beyond, COALESCE(t.name, v.other), COALESCE(t.slug, ''), l.name, v.name,
       CASE WHEN {NUMBER_OPEN} THEN v.phone ELSE '' END, v.email, v.website, v.job, v.hired_on, v.outcome,
       v.words, v.caveat, v.cost, v.relation, v.pass_on, v.scope, v.warns_from, asked.id IS NOT NULL,
       ph.public_id, ph.alt, ph.width, ph.height
  FROM recommendations_vouch v
  JOIN recommendations_provider p ON p.id = v.provider_id
  LEFT JOIN recommendations_trade t ON t.id = v.trade_id
  JOIN people_person a ON a.id = v.author_id
  LEFT JOIN people_place l ON l.id = v.place_id
  LEFT JOIN recommendations_photo ph
    ON ph.id = (SELECT MIN(first.id) FROM recommendations_photo AS first WHERE first.vouch_id = v.id)
  {ASKED_ABOUT}
 WHERE {{chosen}}
"""  # noqa: S608
