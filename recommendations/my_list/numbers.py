"""The numbers that one person wants at hand: of those they hired, those on their own list, those they saved, and those
that a friend told them of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from people.compiled import CompiledOnce
from people.models import Person
from people.places import folded
from people.spoken import month_in_words
from recommendations.asks.notes import notes_of
from recommendations.identity import readable_phone
from recommendations.models import Entry, Outcome, Vouch
from recommendations.providers.suggestions import saved_by

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


@CompiledOnce
def _vouches_of(person: Person) -> QuerySet[Vouch]:
    return person.vouches.select_related("trade").order_by("-hired_on", "pk")


@CompiledOnce
def _entries_of(person: Person) -> QuerySet[Entry]:
    return person.entries.select_related("trade").order_by("pk")


def _hired_by(person: Person) -> Iterator[OwnNumber]:
    for vouch in _vouches_of(person=person):
        hired = _("Hired {month}").format(month=month_in_words(vouch.hired_on))
        note = _("You would not hire them again") if vouch.outcome == Outcome.NO else hired
        yield _number(person, vouch.kind, vouch.name, vouch.phone, note)


def _listed_by(person: Person) -> Iterator[OwnNumber]:
    for entry in _entries_of(person=person):
        hired = _("Hired {month}").format(month=month_in_words(entry.hired_on)) if entry.hired_on else ""
        note = hired or _("On your list")
        yield _number(person, entry.kind, entry.name, entry.phone, note)


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
