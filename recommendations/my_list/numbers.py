"""The numbers that one person wants at hand: of those they hired, those on their own list, those they saved, and those
that a friend told them of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from people.models import Person
from recommendations.asks.notes import notes_of
from recommendations.identity import readable_phone
from recommendations.models import Outcome
from recommendations.providers.suggestions import saved_by

NO_TRADE = "Others"


class OwnNumber(NamedTuple):
    trade: str
    name: str
    phone: str  # "" if there is none
    phone_as_written: str
    note: str


def numbers_of(person: Person) -> list[tuple[str, list[OwnNumber]]]:
    """By trade, in the order of the alphabet; those of no trade last."""
    found = sorted(_once(person), key=lambda number: (number.trade == "", number.trade, number.name.casefold()))
    return [(trade or NO_TRADE, list(some)) for trade, some in groupby(found, key=lambda number: number.trade)]


def _once(person: Person) -> Iterator[OwnNumber]:
    """What one knows oneself comes before what others say of the same number."""
    told = set()
    for number in (*_hired_by(person), *_listed_by(person), *_saved_by(person), *_told_to(person)):
        key = (number.trade, number.phone or number.name)
        if key not in told:
            told.add(key)
            yield number


def _hired_by(person: Person) -> Iterator[OwnNumber]:
    for vouch in person.vouches.select_related("trade").order_by("-hired_on", "pk"):
        note = "You would not hire them again" if vouch.outcome == Outcome.NO else f"Hired {vouch.hired_on:%B %Y}"
        yield _number(person, vouch.kind, vouch.name, vouch.phone, note)


def _listed_by(person: Person) -> Iterator[OwnNumber]:
    for entry in person.entries.select_related("trade").order_by("pk"):
        note = f"Hired {entry.hired_on:%B %Y}" if entry.hired_on else "On your list"
        yield _number(person, entry.kind, entry.name, entry.phone, note)


def _saved_by(person: Person) -> Iterator[OwnNumber]:
    for saved in saved_by(person):
        yield _number(person, saved.lead.trade, saved.name, saved.phone, saved.warning_beyond or "Saved")


def _told_to(person: Person) -> Iterator[OwnNumber]:
    for note in notes_of(person):
        said = f"{note.told_by} would not hire them again" if note.outcome == Outcome.NO else f"Told by {note.told_by}"
        yield _number(person, note.trade, note.name, note.phone, said)


def _number(person: Person, trade: str, name: str, phone: str, note: str) -> OwnNumber:
    return OwnNumber(trade, name, phone, readable_phone(phone, person.country), note)
