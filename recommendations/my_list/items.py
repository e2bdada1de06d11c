"""One's own list: everyone one has hired, vouched for or not, and whom one saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from people.compiled import CompiledOnce
from people.models import Person
from people.places import folded
from people.spreadsheets import as_csv
from people.words import in_figures
from recommendations.asks.notes import Note, notes_of
from recommendations.identity import readable_phone
from recommendations.models import Entry, Outcome, Vouch
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import saved_by
from recommendations.search.understanding import Search
from recommendations.sight.scopes import MEANING_OF_SCOPE, Scope

# More than a life's worth of tradespeople, and more than a phone's contacts.
MOST_ENTRIES = 10_000
# So few are found by looking.
FEW_ITEMS = 8
VOUCH, ENTRY, SAVED, NOTE = "vouch", "entry", "saved", "note"
# Translators: the headings of the table that one takes out of one's list. It can be brought in again.
TABLE_COLUMNS = (
    pgettext_lazy("heading of a column", "Name"),
    pgettext_lazy("heading of a column", "Phone"),
    pgettext_lazy("heading of a column", "E-mail"),
    pgettext_lazy("heading of a column", "Web site"),
    pgettext_lazy("heading of a column", "Trade"),
    pgettext_lazy("heading of a column", "What for"),
    pgettext_lazy("heading of a column", "When"),
    pgettext_lazy("heading of a column", "What you thought"),
    pgettext_lazy("heading of a column", "Who may read it"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One tradesperson on the list, as their owner may see them."""

    kind: str
    public_id: UUID
    name: str
    phone: str
    phone_as_written: str
    email: str
    website: str
    trade: str
    place: str
    job: str
    hired_on: date | None
    outcome: str
    caveat: str
    words: str
    readers: str
    provider: UUID | None  # whose page one may see
    told_by: str = ""

    @property
    def said(self) -> str:
        return folded(" ".join((self.name, self.trade, self.job, self.words, self.caveat, self.place, self.told_by)))

    @property
    def is_not_again(self) -> bool:
        return self.outcome == Outcome.NO.label

    @property
    def digits(self) -> str:
        return "".join(letter for letter in f"{self.phone} {self.phone_as_written}" if letter.isdigit())


def list_of(person: Person, q: str = "") -> list[Item]:
    """By name, as in any address book. Whoever one vouches for and has saved as well stands there once."""
    vouches, entries = _vouches_of(person=person), _entries_of(person=person)
    mine = {vouch.provider.public_id for vouch in vouches}
    items = [
        *(_of_vouch(vouch, person.country) for vouch in vouches),
        *(_of_entry(entry, person.country) for entry in entries),
        *(_of_saved(shown) for shown in saved_by(person) if shown.public_id not in mine),
        *(_of_note(note) for note in notes_of(person)),
    ]
    wanted = folded(q).split()
    items = [item for item in items if all(word in item.said or word in item.digits for word in wanted)]
    return sorted(items, key=lambda item: (item.name.casefold(), item.trade, str(item.public_id)))


@CompiledOnce
def _vouches_of(person: Person) -> QuerySet[Vouch]:
    return person.vouches.select_related("trade", "place", "provider")


@CompiledOnce
def _entries_of(person: Person) -> QuerySet[Entry]:
    return person.entries.select_related("trade")


def own_for(person: Person, search: Search) -> list[Item]:
    """Whom one has hired or listed oneself, of those searched for: whom one would call first first. Of whom one vouches
    for an entry says no more. Where only a place is searched for, one's own vouches stand among the suggestions."""
    if search.readable is None or not (search.trades or search.typed):
        return []
    country = person.country
    if search.typed:
        # Nothing fits but what has one of the trades, or says all that was typed.
        either = [search.typed, *(folded(trade.name).split() for trade in search.trades)] if search.trades else []
        entries, mine = search.readable.own_with(folded(search.words).split(), either)
    else:  # nothing else fits
        entries, mine = search.readable.own_of(search.trades or [])
    listed = [
        _of_entry(each, country) for each, text in entries if search.fits(each.trade_id, None, _named(each), text)
    ]
    if not search.has_subject:
        return listed
    vouches = [each for each, text in mine if search.fits(each.trade_id, each.place, _named(each), text)]
    vouches.sort(key=lambda vouch: (vouch.outcome, vouch.hired_on), reverse=True)
    hired = [_of_vouch(each, country) for each in vouches]
    known = {item.phone or item.name for item in hired}
    listed = [item for item in listed if (item.phone or item.name) not in known]
    listed.sort(key=lambda item: not item.phone)
    return sorted([*hired, *listed], key=lambda item: (item.is_not_again, item.kind == ENTRY))


def _named(each: Entry | Vouch) -> str:
    return f"{each.name} {each.kind}"


def _of_vouch(vouch: Vouch, country: str) -> Item:
    return Item(
        kind=VOUCH,
        public_id=vouch.public_id,
        name=vouch.name,
        phone=vouch.phone,
        phone_as_written=readable_phone(vouch.phone, country),
        email=vouch.email,
        website=vouch.website,
        trade=vouch.kind,
        place=vouch.place.name if vouch.place else "",
        job=vouch.job,
        hired_on=vouch.hired_on,
        outcome=str(vouch.get_outcome_display()),
        caveat=vouch.caveat,
        words=vouch.words,
        readers=str(vouch.meaning.readers),
        provider=vouch.provider.public_id,
    )


def _of_entry(entry: Entry, country: str) -> Item:
    return Item(
        kind=ENTRY,
        public_id=entry.public_id,
        name=entry.name,
        phone=entry.phone,
        phone_as_written=readable_phone(entry.phone, country),
        email=entry.email,
        website=entry.website,
        trade=entry.kind,
        place="",
        job=entry.job,
        hired_on=entry.hired_on,
        outcome="",
        caveat="",
        words=entry.words,
        readers=str(MEANING_OF_SCOPE[Scope.ME].readers),
        provider=None,
    )


def _of_saved(shown: Suggestion) -> Item:
    """How to reach them. What others say of them stands on their page."""
    return Item(
        kind=SAVED,
        public_id=shown.public_id,
        name=shown.name,
        phone=shown.phone,
        phone_as_written=shown.phone_as_written,
        email=shown.email,
        website=shown.website,
        trade=shown.lead.trade,
        place=shown.place,
        job="",
        hired_on=None,
        outcome="",
        caveat="",
        words="",
        readers="",
        provider=shown.public_id,
    )


def _of_note(note: Note) -> Item:
    """What a friend said who is not here. It is theirs: it is told of, and not given as one's own."""
    return Item(
        kind=NOTE,
        public_id=note.public_id,
        name=note.name,
        phone=note.phone,
        phone_as_written=note.phone_as_written,
        email="",
        website=note.website,
        trade=note.trade,
        place="",
        job=note.job,
        hired_on=note.hired_on,
        outcome=str(note.outcome.label) if note.outcome is not None else "",
        caveat=note.caveat,
        words=note.words,
        readers=str(MEANING_OF_SCOPE[Scope.ME].readers),
        provider=None,
        told_by=note.told_by,
    )


def list_full() -> str:
    said = ngettext(
        "Your list holds {count} person at most, and has not that much room left. Remove some first.",
        "Your list holds {count} people at most, and has not that much room left. Remove some first.",
        MOST_ENTRIES,
    )
    return said.format(count=in_figures(MOST_ENTRIES))


def has_room(person: Person, more: int = 1) -> bool:
    return person.entries.count() + more <= MOST_ENTRIES


def as_table(items: Iterable[Item]) -> str:
    """In columns that the import understands."""
    return as_csv(tuple(str(column) for column in TABLE_COLUMNS), (_row(item) for item in items))


def _row(item: Item) -> tuple[str, ...]:
    reach = (item.name, item.phone, item.email, item.website)
    month = f"{item.hired_on:%Y-%m}" if item.hired_on and item.kind != NOTE else ""
    told = _("Told by {name}.").format(name=item.told_by) if item.told_by else ""
    words = f"{told} {item.words}".strip()
    return (*reach, item.trade, item.job, month, words, item.readers)
