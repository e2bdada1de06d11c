"""What each line, row or card says, checked as if it had been typed into the form, with its faults in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from people.models import Person
from people.places import folded
from people.words import on_one_line
from recommendations.identity import LocalNumberError, normal_phone, normal_website, readable_phone
from recommendations.models import Entry, Trade
from recommendations.my_list.reading.months import month_in
from recommendations.search.understanding import terms_of

LONGEST_PIECE = 5000
SHOWN_LETTERS = 60
web_address = URLValidator(schemes=["http", "https"])


class Piece(NamedTuple):
    """The text of one tradesperson, and where it begins."""

    line: int
    raw: str
    cells: tuple[str, ...] = ()
    fault: str = ""


@dataclass
class Reading:
    line: int
    raw: str
    name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    trade: Trade | None = None
    job: str = ""
    hired_on: date | None = None
    words: str = ""
    phone_as_written: str = ""
    known: str = ""
    faults: list[str] = field(default_factory=list)

    def as_entry(self, person: Person) -> Entry:
        facts = {"name": self.name, "phone": self.phone, "email": self.email, "website": self.website}
        work = {"trade": self.trade, "job": self.job, "hired_on": self.hired_on, "words": self.words}
        return Entry(person=person, **facts, **work)


class ListReader:
    """What is the same for every line: the reader's country, the trades, and who is on the list already."""

    def __init__(self, person: Person) -> None:
        self.country = person.country
        self.today = timezone.localdate()
        self.trades: dict[str, set[Trade]] = {}
        for trade in Trade.objects.all():
            for term in terms_of(trade):
                self.trades.setdefault(term, set()).add(trade)
        self.phones: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for mine in (person.entries, person.vouches):
            for name, phone in mine.values_list("name", "phone"):
                self._remember(name, phone, f"On your list already, as {name}.")

    def reading(self, piece: Piece, told: Callable[[Piece, ListReader], dict[str, str]]) -> Reading:
        reading = Reading(piece.line, piece.raw)
        if len(piece.raw) > LONGEST_PIECE:
            reading.faults.append(f"It is {len(piece.raw):,} letters long, and {LONGEST_PIECE:,} fit.")
        elif piece.fault:
            reading.faults.append(piece.fault)
        else:
            try:
                self._fill(reading, told(piece, self))
            except ValueError as error:
                reading.faults.append(str(error))
        if not reading.faults:
            reading.known = self._known(reading)
            self._remember(reading.name, reading.phone, f"The same as on line {piece.line}.")
        return reading

    def trade_named(self, text: str) -> Trade | None:
        """The one trade that goes by this name; not one of several."""
        term = folded(text)
        found = self.trades.get(term) or self.trades.get(term.removesuffix("s")) or set()
        return next(iter(found)) if len(found) == 1 else None

    def _fill(self, reading: Reading, told: dict[str, str]) -> None:
        said = {name: text.strip() for name, text in told.items()}
        said |= {name: on_one_line(text) for name, text in said.items() if name != "words"}
        reading.trade = self.trade_named(said.get("trade", ""))
        if said.get("trade") and not reading.trade:  # a trade that Whom has no name for is still said
            said["job"] = ": ".join(filter(None, (said["trade"], said.get("job", ""))))
        checks: dict[str, Callable[[str], Any]] = {
            "name": _name,
            "phone": self._phone,
            "email": _email,
            "website": _website,
            "job": _up_to(200, "What for"),
            "hired_on": self._month,
            "words": _up_to(2000, "What you thought"),
        }
        for fact, check in checks.items():
            try:
                setattr(reading, fact, check(said.get(fact, "")))
            except (ValueError, ValidationError) as error:
                reading.faults.append(error.messages[0] if isinstance(error, ValidationError) else str(error))
        reading.phone_as_written = readable_phone(reading.phone, self.country)

    def _phone(self, text: str) -> str:
        try:
            return normal_phone(text, self.country)
        except LocalNumberError as error:
            raise ValueError(f"“{shortened(text)}” lacks its area code.") from error
        except ValueError as error:
            raise ValueError(f"“{shortened(text)}” is not a phone number that can be called.") from error

    def _month(self, text: str) -> date | None:
        if not text:
            return None
        found = month_in(text, self.country)
        if found is None:
            raise ValueError(f"“{shortened(text)}” is not a month like March 2024.")
        if found.month > self.today:
            raise ValueError(f"“{shortened(text)}” is in the future.")
        return found.month

    def _known(self, reading: Reading) -> str:
        if reading.phone:
            return self.phones.get(reading.phone, "")
        return self.names.get(reading.name.casefold(), "")

    def _remember(self, name: str, phone: str, where: str) -> None:
        self.names.setdefault(name.casefold(), where)
        if phone:
            self.phones.setdefault(phone, where)


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"


def _name(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise ValueError("Who is it? There is no name.")
    return _up_to(120, "The name")(text)


def _up_to(most: int, what: str) -> Callable[[str], str]:
    def fitting(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"{what} is {len(text):,} letters long, and {most:,} fit.")
        return text

    return fitting


def _email(text: str) -> str:
    if text:
        try:
            validate_email(_up_to(254, "The e-mail address")(text))
        except ValidationError as error:
            raise ValueError(f"“{shortened(text)}” is not an e-mail address.") from error
    return text


def _website(text: str) -> str:
    if not text:
        return ""
    try:
        found = normal_website(_up_to(280, "The web address")(text))
        web_address(found)
    except (ValueError, ValidationError) as error:
        raise ValueError(f"“{shortened(text)}” is not a web address.") from error
    return found
