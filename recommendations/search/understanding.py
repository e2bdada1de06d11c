"""What someone means who types "boiler near Otley", "rosa" or "leeds" into the one search field."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace

from people.models import Person, Place
from people.places import folded
from recommendations.identity import normal_phone, readable_phone
from recommendations.models import Trade, Vouch
from recommendations.pages import PageOf
from recommendations.search.matching import all_stand_in
from recommendations.search.texts import FOUND_TRADES, Readable
from recommendations.search.trades import FILLERS, TradeTerms

NEAR_SOMEWHERE = re.compile(r"(?:^|[\s,])(?:(near|in|around)\s+(?P<place>[^,]+(,\s*\w+)*)|anywhere)$", re.IGNORECASE)
ANYWHERE = "anywhere"
ME = "me"
MOST_TRADES = 4
# A whole number, as people write one.
WHOLE_NUMBER = re.compile(r"\+?[\d\s()/.-]{7,30}")


@dataclass(frozen=True, slots=True)
class Search:
    q: str = ""
    trades: list[Trade] | None = None  # None: of every trade
    near: Place | None = None  # None: anywhere
    words: str = ""
    note: str = ""
    near_me: bool = False
    rest: str = field(default="", repr=False)  # what was typed, less the place
    trade: str = ""  # the slug that was chosen, not typed
    phone: str = ""  # what was typed, if it is a number, as people in this country write it
    typed: list[str] = field(default_factory=list, repr=False)  # each word that says something, slips mended
    readable: Readable | None = field(default=None, repr=False, compare=False)

    @property
    def subject(self) -> str:
        """`plumber or heating engineer`, `“rosa”`, or nothing"""
        return " or ".join(trade.name.lower() for trade in self.trades or []) or (
            f"“{self.phone or self.words}”" if self.words else ""
        )

    @property
    def heading(self) -> str:
        where = f"near {self.near.name}" if self.near else "anywhere"
        subject = self.subject
        return f"{subject[:1].upper()}{subject[1:]} {where}" if subject else f"From your circle, {where}"

    @property
    def nobody(self) -> str:
        """What to say when there is no suggestion."""
        where = f" near {self.near.name}" if self.near else ""
        if self.trades:
            article = "an" if self.subject[0] in "aeiou" else "a"
            return f"Nobody in your circle, or in theirs, has vouched for {article} {self.subject}{where} yet."
        if self.words:
            return f"No vouch that reaches you{where} mentions {self.subject}."
        return f"Nothing from your circle, or from theirs, has reached you{where} yet."

    @property
    def anywhere(self) -> bool:
        return self.near is None

    @property
    def anywhere_page(self) -> PageOf:
        return self._page("find", near=ANYWHERE)

    @property
    def near_me_page(self) -> PageOf:
        return self._page("find", near=ME)

    @property
    def ask_page(self) -> PageOf:
        """Where to ask one's circle for what was not found."""
        near = ME if self.near_me else self.near.full_name if self.near else ANYWHERE
        return self._page("ask_new", near=near)

    def more_page(self, after: str) -> PageOf:
        return self._page("find", near=self.near.full_name if self.near else ANYWHERE, after=after)

    def without_words(self, but_oneself: bool = False) -> Search:
        nobody = "Nobody else" if but_oneself else "Nobody"
        return replace(self, words="").with_note(f"{nobody} mentions “{self.words}”, so here is every {self.subject}.")

    def fits(self, trade: int | None, place: Place | None, text: str) -> bool:
        """Whether something of one's own is what is searched for: what has no place is near everywhere, and what has no
        trade may say it in words. `text` is folded."""
        if self.near and place and not place.is_near(self.near):
            return False
        if self.trades and trade:
            return trade in {each.pk for each in self.trades} and all_stand_in(folded(self.words).split(), text)
        return bool(self.typed) and all_stand_in(self.typed, text)

    def with_note(self, note: str) -> Search:
        return replace(self, note=" ".join(part for part in (self.note, note) if part))

    def _page(self, name: str, **more: str) -> PageOf:
        asked = {"trade": self.trade} if self.trade else {}
        return PageOf(name, asked={"q": self.rest, **asked, **more})


def understand(person: Person, q: str, trade: str = "", near: str = "") -> Search:
    """`trade` is a slug; `near` a place, "me", "anywhere" or nothing. A place that stands in `q` goes before it.

    A word that stands in nothing the person may read is taken for the one that was most likely meant, and that is said.
    """
    text, place_text = _split(q)
    words = folded(text).split()
    readable = Readable(person)
    if phone := _phone_in(text, person.country):
        digits, written = folded(phone), readable_phone(phone, person.country)
        return Search(q=q, rest=text, words=digits, phone=written, typed=[digits], readable=readable)
    search = _meant(readable, words, trade, place_text, near)
    mended = {word: other for word in search.words.split() if (other := readable.meant_by(word))}
    if mended:
        words = [mended.get(word, word) for word in words]
        search = _meant(readable, words, trade, place_text, near).with_note(_mended_in_words(mended))
    typed = [word for word in words if word not in FILLERS]
    return replace(search, q=q, rest=text, typed=typed, readable=readable)


def _phone_in(text: str, country: str) -> str:
    with suppress(ValueError):
        return normal_phone(text, country) if WHOLE_NUMBER.fullmatch(text) else ""
    return ""


def _mended_in_words(mended: dict[str, str]) -> str:
    showing, instead_of = (" ".join(some) for some in (mended.values(), mended))
    return f"Showing “{showing}”: nothing that reaches you says “{instead_of}”."


def _meant(readable: Readable, words: list[str], trade: str, place_text: str, near: str) -> Search:
    person = readable.person
    trades, words = (list(Trade.objects.filter(slug=trade)), words) if trade else _trades_in(readable, words)
    if not place_text:
        words, place_text = _place_at_end(person, words, everything=trades is None)
    place, note = _place_meant(person, place_text or near)
    if trade and not trades:
        note, trades = f"We do not know a trade called “{trade}”, so here is everything.", None
    return Search(
        trades=trades,
        near=place,
        words=" ".join(word for word in words if word not in FILLERS),
        note=note,
        near_me=place is not None and place == person.place,
        trade=trade if trades else "",
    )


def _split(q: str) -> tuple[str, str]:
    """`boiler`, `Otley` from `boiler near Otley`"""
    found = NEAR_SOMEWHERE.search(q.strip())
    if not found:
        return q.strip(), ""
    place = (found["place"] or ANYWHERE).strip()
    known = place.lower() in (ME, "here", ANYWHERE) or Place.objects.named(place).exists()
    if not known and found[1].lower() != "near":  # "a leak in the kitchen"
        return q.strip(), ""
    return q.strip()[: found.start()].strip(" ,"), place


def _place_meant(person: Person, text: str) -> tuple[Place | None, str]:
    """The place, None for anywhere, and what to say if it is not as asked."""
    if text.lower() == ANYWHERE:
        return None, ""
    if text.lower() in ("", ME, "here"):
        unknown = (
            ""
            if person.place or not text
            else "Say on “You” where you live, to search near you. This is from anywhere."
        )
        return person.place, unknown
    place = Place.objects.meant_by(text, person.country)
    return place, "" if place else f"We do not know a place called “{text}”, so this is from anywhere."


def _place_at_end(person: Person, words: list[str], everything: bool) -> tuple[list[str], str]:
    """`plumber leeds`: only a town of one's own country, and with no trade only if it is all that was typed."""
    for size in (3, 2, 1):
        name = " ".join(words[-size:])
        if len(words) < size or (everything and len(words) > size):
            continue
        if Place.objects.named(name).filter(country=person.country).exists():
            return words[:-size], name
    return words, ""


def _trades_in(readable: Readable, words: list[str]) -> tuple[list[Trade] | None, list[str]]:
    """The trades that the longest phrase stands for, and the words that say something else. None: no trade at all."""
    terms = TradeTerms(trade for trade, _ in readable.texts(FOUND_TRADES)) if words else TradeTerms([])
    found, rest = terms.in_words(words)
    if found:
        return found, rest
    begun = _trades_begun(readable.person, " ".join(words), terms)
    return (begun, []) if begun else (None, words)


def _trades_begun(person: Person, text: str, terms: TradeTerms) -> list[Trade]:
    """Half a word, as one types it, unless it is in the name of somebody the person could find."""
    found = terms.begun(text)
    if not found or len(found) > MOST_TRADES:
        return []
    names = Vouch.objects.visible_to(person).values_list("name", flat=True)
    return [] if any(text in folded(name) for name in names) else found
