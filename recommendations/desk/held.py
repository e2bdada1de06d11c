"""What the staff see of a vouch while they handle a case: nothing of who wrote it, or for whom."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import pgettext_lazy

from people.models import Person
from recommendations.identity import readable_phone
from recommendations.models import Case, Outcome, Scope, Vouch

OUTCOME_WITHIN = {
    Outcome.YES: pgettext_lazy("would they hire them again", "yes"),
    Outcome.BUT: pgettext_lazy("would they hire them again", "yes, but"),
    Outcome.NO: pgettext_lazy("would they hire them again", "not again"),
}


class Held(NamedTuple):
    public_id: UUID
    name: str
    trade: str
    place: str
    phone: str
    website: str
    email: str
    job: str
    hired_on: date
    outcome: str
    caveat: str
    words: str
    scope: str


def looked_at(case: Case, staff: Person) -> list[Held]:
    return [held_of(vouch, staff.country) for vouch in case.look(staff)]


def held_of(vouch: Vouch, country: str) -> Held:
    return Held(
        public_id=vouch.public_id,
        name=vouch.name,
        trade=vouch.kind,
        place=vouch.place.name if vouch.place else "",
        phone=readable_phone(vouch.phone, country),
        website=vouch.website,
        email=vouch.email,
        job=vouch.job,
        hired_on=vouch.hired_on,
        outcome=str(OUTCOME_WITHIN[Outcome(vouch.outcome)]),
        caveat=vouch.caveat,
        words=vouch.words,
        scope=str(Scope(vouch.scope).label),
    )
