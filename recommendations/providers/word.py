"""One vouch as its viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from people.spoken import Spoken, spoken
from recommendations.identity import readable_phone
from recommendations.models import LONG_AGO_MONTHS, Outcome, Relation, Scope, Warns
from recommendations.providers.evidence import HIRED, HIRED_LONG_AGO, connection, not_again_by
from recommendations.providers.pictures import Picture
from recommendations.sight.names import Link, Told, at_beginning, introducer_in

DEED, DEED_AND_COST = gettext_lazy("{month}: {job}"), gettext_lazy("{month}: {job} · {cost}")
KEY_SALT, KEY_LENGTH = "recommendations.shown.key", 20


def key_for(viewer: int, vouch: int) -> str:
    """Names a vouch in an address, to this viewer alone: no two vouches or viewers can be linked by it."""
    return salted_hmac(KEY_SALT, f"{viewer} {vouch}", algorithm="sha256").hexdigest()[:KEY_LENGTH]


class Earlier(NamedTuple):
    """An earlier time that the author of a vouch hired them."""

    job: str
    hired_on: date


@dataclass(slots=True)
class Word(Told):
    """One vouch as this viewer may see it: nothing here has to be hidden from them."""

    public_id: UUID | None  # of one's own only, for changing it; another's could link two vouches
    distance: int
    shown_as: str
    author_email: str | None  # for the command line; no page shows it
    through: str | None
    chain: tuple[Link, ...]
    author: UUID | None  # of one who is named, though not of the circle: the viewer may block them
    about: UUID  # the provider, who may be shown as one with others
    trade: str
    trade_slug: str
    place: str
    name: str
    phone: str
    email: str
    website: str
    job: str
    hired_on: date
    months: int
    outcome: Outcome
    words: str
    caveat: str
    cost: str
    relation: Relation
    scope: Scope
    warns: Warns  # of one's own “not again”: whom it warns
    country: str  # the viewer's, for writing numbers as they do
    # Of whom it is and who reads it, for `key` alone.
    vouch: int
    viewer: int
    photos: tuple[Picture, ...]  # the first; on the provider's own page all
    number_asked: bool = False  # by the viewer, whatever became of it
    # Only there.
    earlier: tuple[Earlier, ...] = ()
    thanks: UUID | None = None  # the viewer's own
    said: Spoken = field(default_factory=spoken, repr=False, compare=False)

    @property
    def may_be_thanked(self) -> bool:
        return self.distance > 0 and self.outcome != Outcome.NO

    @property
    def number_may_be_asked(self) -> bool:
        """Of every friend whose words bring no number, whether they have one or not."""
        return self.distance == 1 and not self.phone

    @property
    def key(self) -> str:
        return key_for(self.viewer, self.vouch)

    @property
    def is_beyond(self) -> bool:
        return self.distance > 1

    @property
    def long_ago(self) -> bool:
        return self.months > LONG_AGO_MONTHS

    @property
    def month(self) -> str:
        return self.said.month(self.hired_on)

    @property
    def when(self) -> str:
        return (HIRED_LONG_AGO if self.long_ago else HIRED).told(self.months, self.said)

    @property
    def deed(self) -> str:
        said = self.said(DEED_AND_COST if self.cost else DEED)
        return said.format(month=self.month, job=self.job, cost=self.cost)

    @property
    def friend(self) -> Link | None:
        """The one of the circle on the way to these words, if they may be named."""
        return self.chain[0] if self.chain and self.chain[0].is_friend else None

    @property
    def introducer(self) -> Link | None:
        return introducer_in(self.chain)

    @property
    def connection(self) -> str:
        return connection(self.chain, self.month, self.said)

    @property
    def reserved(self) -> bool:
        return self.outcome != Outcome.YES

    @property
    def refusal(self) -> str:
        return not_again_by([self.shown_as])

    @property
    def related(self) -> bool:
        return self.relation != Relation.NONE

    @property
    def said_by(self) -> str:
        """`shown_as` at the beginning of a line."""
        return at_beginning(self.shown_as)

    @property
    def phone_as_written(self) -> str:
        return readable_phone(self.phone, self.country, self.said.language)
