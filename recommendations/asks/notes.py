"""What friends with no account have told one person, by the link of a question: that person's own notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from people.compiled import CompiledOnce
from people.models import Person, Place
from people.places import folded
from recommendations.identity import readable_phone
from recommendations.models import LinkAnswer, Outcome, Vouch
from recommendations.search.matching import all_stand_in
from recommendations.search.texts import FOUND_NOTES
from recommendations.search.understanding import Search
from recommendations.sight.names import named_to


@dataclass(frozen=True, slots=True)
class Note:
    public_id: UUID
    told_by: str  # in the asker’s own words; "" if they have not said who it is
    told_as: str  # as whoever said it calls themselves
    name: str
    phone: str
    phone_as_written: str
    website: str
    trade_id: int | None
    trade: str
    place: Place | None  # that the question was about
    job: str
    hired_on: date | None
    outcome: Outcome | None  # None of what names nobody to hire
    caveat: str
    words: str

    @property
    def said(self) -> str:
        return folded(" ".join((self.name, self.trade, self.job, self.words, self.caveat, self.told_by, self.phone)))


@CompiledOnce
def _notes_for(person: Person) -> QuerySet[LinkAnswer]:
    told = LinkAnswer.objects.notes_of(person).select_related("trade", "ask__place")
    return told.order_by("-made_at", "-pk")


def notes_of(person: Person) -> list[Note]:
    """Newest first. Not those that their writer has made a vouch of, where the person may read it under their name:
    that says it now. Else it would tell that they are here, and which words are theirs."""
    return _notes(person, _notes_for(person=person))


def _notes(person: Person, told: list[LinkAnswer]) -> list[Note]:
    made = [each.vouch for each in told if each.vouch]
    readable = _readable_by_name(person, made) if made else set()
    return [note_of(each, person.country) for each in told if each.vouch not in readable]


def _readable_by_name(person: Person, vouches: list[UUID]) -> set[UUID]:
    of_theirs = Vouch.objects.few_visible_to(person).filter(named_to(person, "author"), public_id__in=vouches)
    return set(of_theirs.values_list("public_id", flat=True))


def told_for(person: Person, search: Search) -> list[Note]:
    """Those that fit what is searched for. Without a trade or a word, nothing is."""
    if not search.has_subject:
        return []
    # What is looked through for words is looked up once.
    if search.readable and search.typed:
        told = [text.thing for text in search.readable.few_with(FOUND_NOTES)]
    else:
        told = _notes_for(person=person)
    return [note for note in _notes(person, told) if _fits(note, search)]


def _fits(note: Note, search: Search) -> bool:
    wanted_trades = {trade.pk for trade in search.trades or []}
    if wanted_trades and note.trade_id not in wanted_trades:
        return False
    if not search.reaches(note.place):
        return False
    said = folded(f"{note.name} {note.trade}") if search.says_little else note.said
    return all_stand_in(folded(search.words).split(), said)


def note_of(told: LinkAnswer, country: str) -> Note:
    return Note(
        public_id=told.public_id,
        told_by=told.confirmed_as,
        told_as=told.name,
        name=told.provider,
        phone=told.phone,
        phone_as_written=readable_phone(told.phone, country),
        website=told.website,
        trade_id=told.trade_id,
        trade=told.kind,
        place=told.ask.place,
        job=told.job,
        hired_on=told.hired_on,
        outcome=None if told.outcome is None else Outcome(told.outcome),
        caveat=told.caveat,
        words=told.words,
    )
