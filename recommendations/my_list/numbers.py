"""The numbers that one person wants at hand: of those they hired, those on their own list, those they saved, and those
that a friend told them of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from people.compiled import CompiledOnce
from people.models import Person
from people.places import folded
from people.spoken import spoken
from recommendations.asks.notes import notes_of
from recommendations.identity import readable_phone
from recommendations.models import Outcome, trade_called
from recommendations.providers.suggestions import saved_by

HIRED_IN_MONTH, LISTED_BY_YOU = gettext_lazy("Hired {month}"), gettext_lazy("On your list")
HIRE_NOT_AGAIN = gettext_lazy("You would not hire them again")
NO_TRADE = pgettext_lazy("tradespeople of no trade", "Others")


class OwnNumber(NamedTuple):
    trade: str
    name: str
    phone: str  # "" if there is none
    phone_as_written: str
    note: str


def numbers_of(person: Person) -> list[tuple[str, list[OwnNumber]]]:
    """By trade, in the order of the alphabet; those of no trade last."""
    found = sorted(
        _once(person),
        key=lambda number: (number.trade == "", folded(number.trade), number.trade, number.name.casefold()),
    )
    return [(trade or str(NO_TRADE), list(some)) for trade, some in groupby(found, key=lambda number: number.trade)]


def _once(person: Person) -> Iterator[OwnNumber]:
    """What one knows oneself comes before what others say of the same number."""
    told = set()
    for number in (*_hired_by(person), *_listed_by(person), *_saved_by(person), *_told_to(person)):
        key = (number.trade, number.phone or number.name)
        if key not in told:
            told.add(key)
            yield number


KEPT_OF_EACH = ("trade__slug", "trade__name", "other", "name", "phone", "hired_on")


@CompiledOnce
def _vouches_of(person: Person) -> QuerySet[Any, Any]:
    return person.vouches.order_by("-hired_on", "pk").values_list(*KEPT_OF_EACH, "outcome")


@CompiledOnce
def _entries_of(person: Person) -> QuerySet[Any, Any]:
    return person.entries.order_by("pk").values_list(*KEPT_OF_EACH)


def _hired_by(person: Person) -> Iterator[OwnNumber]:
    said = spoken()
    for slug, trade, other, name, phone, hired_on, outcome in _vouches_of(person=person):
        hired = said(HIRED_IN_MONTH).format(month=said.month(hired_on))
        note = said(HIRE_NOT_AGAIN) if outcome == Outcome.NO else hired
        yield _number(person, trade_called(slug, trade) if slug else other, name, phone, note)


def _listed_by(person: Person) -> Iterator[OwnNumber]:
    said = spoken()
    for slug, trade, other, name, phone, hired_on in _entries_of(person=person):
        hired = said(HIRED_IN_MONTH).format(month=said.month(hired_on)) if hired_on else said(LISTED_BY_YOU)
        yield _number(person, trade_called(slug, trade) if slug else other, name, phone, hired)


def _saved_by(person: Person) -> Iterator[OwnNumber]:
    for saved in saved_by(person):
        yield _number(
            person, saved.lead.trade, saved.name, saved.phone, saved.warning_beyond or pgettext("of a number", "Saved")
        )


def _told_to(person: Person) -> Iterator[OwnNumber]:
    for note in notes_of(person):
        said = _("{name} would not hire them again") if note.outcome == Outcome.NO else _("Told by {name}")
        yield _number(person, note.trade, note.name, note.phone, said.format(name=note.told_by))


def _number(person: Person, trade: str, name: str, phone: str, note: str) -> OwnNumber:
    return OwnNumber(trade, name, phone, readable_phone(phone, person.country), note)
