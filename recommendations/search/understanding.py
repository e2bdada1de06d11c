"""What someone means who types "boiler near Otley", "rosa" or "leeds" into the one search field."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.compiled import CompiledOnce
from people.models import Person, Place
from people.places import NEAR_KM, folded
from people.postcodes import postcode_in
from people.words import Lazy, either_of, lowered
from recommendations.identity import normal_phone, readable_phone
from recommendations.models import Trade, with_article
from recommendations.pages import PageOf
from recommendations.search import sentences
from recommendations.search.matching import all_stand_in
from recommendations.search.own_words import says_little
from recommendations.search.said import Typed, all_but, left_of, said_in
from recommendations.search.sentences import HEADINGS, NOBODY_YET
from recommendations.search.texts import Readable
from recommendations.search.trades import telling, trades_in
from recommendations.search.whereabouts import (
    ANYWHERE,
    HERE,
    ME,
    PlacesCalled,
    Where,
    like,
    place_implied,
    place_said,
)

# How far around, as the form says it.
KM_WITHIN = {"here": 5, "10": 10, str(NEAR_KM): NEAR_KM, "100": 100}
FRIENDS_ONLY = "friends"
# A whole number, as people write one.
WHOLE_NUMBER = re.compile(r"\+?[\d\s()/.-]{7,30}")


class Chosen(NamedTuple):
    """What stands in the form beside the words: a slug; a place, "me", "anywhere" or nothing; how far; whose words."""

    trade: str = ""
    near: str = ""
    within: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    q: str = ""
    trades: list[Trade] | None = None  # None: of every trade
    near: Place | None = None  # None: anywhere. It may be the middle of a postcode, which is no row of the table
    words: str = ""
    note: str = ""
    from_home: bool = False  # `centre` is where the person lives
    rest: str = field(default="", repr=False)  # what was typed, less the place
    trade: str = ""  # the slug that was chosen, not typed
    phone: str = ""  # what was typed, if it is a number, as people in this country write it
    typed: list[str] = field(default_factory=list, repr=False)  # each word that says something, slips mended
    readable: Readable | None = field(default=None, repr=False, compare=False)
    km: int = NEAR_KM
    centre: Place | None = None  # what it would be near to, if not anywhere
    by_friends: bool = False
    instead: tuple[str, PageOf] | None = None  # where what was typed may mean something else

    @property
    def has_subject(self) -> bool:
        return bool(self.trades or self.words)

    @property
    def subject(self) -> str:
        """`plumber or heating engineer`, `“rosa”`, or nothing"""
        if self.trades:
            return either_of([lowered(trade.called) for trade in self.trades])
        return _("“{words}”").format(words=self.phone or self.words) if self.words else ""

    @property
    def heading(self) -> str:
        subject = self.subject
        return self._said(HEADINGS[bool(subject)], subject=f"{subject[:1].upper()}{subject[1:]}")

    @property
    def nobody(self) -> str:
        """What to say when there is no suggestion."""
        kind = sentences.OF_TRADE if self.trades else sentences.OF_WORDS if self.words else sentences.OF_ALL
        subject = self.subject
        whom = with_article(subject) if subject else ""
        return self._said(NOBODY_YET[kind, self.by_friends], whom=whom, words=subject)

    @property
    def _where(self) -> int:
        if self.near is None:
            return sentences.IS_ANYWHERE
        return sentences.IS_NEAR if self.km == NEAR_KM else sentences.IS_WITHIN

    def _said(self, sentences_of_each: tuple[Lazy, Lazy, Lazy], **told: str) -> str:
        return sentences_of_each[self._where].format(place=self.near.name if self.near else "", km=self.km, **told)

    @property
    def anywhere(self) -> bool:
        return self.near is None

    @property
    def within(self) -> str:
        """As the form says it. With no place to start from it says nothing, so that one that is typed next counts."""
        if self.centre is None:
            return ""
        return ANYWHERE if self.near is None else next(code for code, km in KM_WITHIN.items() if km == self.km)

    @property
    def how_far(self) -> tuple[tuple[str, str], ...]:
        """What may be chosen."""
        within = _("Within {km} km")
        # With no place to start from, a choice would ask for one.
        anywhere = ANYWHERE if self.centre else ""
        return (
            ("here", pgettext("how far away", "Here")),
            *((code, within.format(km=code)) for code in KM_WITHIN if code.isdecimal()),
            (anywhere, pgettext("how far away", "Anywhere")),
        )

    @property
    def asked_near(self) -> str:
        """As an address says it: where from, however far."""
        if self.centre is None:
            return ANYWHERE
        return ME if self.from_home else self.centre.full_name

    @property
    def in_words(self) -> str:
        """What stands in the search field: a trade that was chosen is as good as typed."""
        return self.q or (self.trades[0].called if self.trade and self.trades else "")

    @property
    def anywhere_page(self) -> PageOf:
        return self._page("find", within=ANYWHERE)

    @property
    def near_me_page(self) -> PageOf:
        return self._page("find", near=ME, within=self.within if self.near else "")

    @property
    def theirs_page(self) -> PageOf:
        return self._page("find", whose="")

    @property
    def ask_page(self) -> PageOf:
        """Where to ask one's circle for what was not found."""
        near = ANYWHERE if self.near is None else self.asked_near
        asked = {"trade": self.trade} if self.trade else {}
        return PageOf("ask_new", asked={"q": self.rest, **asked, "near": near})

    def more_page(self, after: str) -> PageOf:
        return self._page("find", after=after)

    def without_words(self, but_oneself: bool = False) -> Search:
        nobody = sentences.NOT_MENTIONED_BY_OTHERS if but_oneself else sentences.NOT_MENTIONED
        return replace(self, words="").with_note(
            nobody.format(words=self.words, trades=replace(self, words="").subject)
        )

    @property
    def says_little(self) -> bool:
        """Its words tell no kind of work from another, and there is no trade beside them."""
        return not self.trades and not self.phone and says_little(folded(self.words).split())

    def fits(self, trade: int | None, place: Place | None, named: str, text: str) -> bool:
        """Whether something of one's own is what is searched for: what has no place is near everywhere, and what has no
        trade may say it in words. `named` says whose and what it is, `text`, folded, all of it."""
        if not self.reaches(place):
            return False
        if self.says_little:
            return bool(self.typed) and all_stand_in(self.typed, folded(named))
        if self.trades and trade:
            return trade in {each.pk for each in self.trades} and all_stand_in(folded(self.words).split(), text)
        return bool(self.typed) and all_stand_in(self.typed, text)

    def reaches(self, place: Place | None) -> bool:
        return not (self.near and place) or place.is_near(self.near, self.km)

    def with_note(self, note: str) -> Search:
        return replace(self, note=" ".join(part for part in (self.note, note) if part))

    def _page(self, name: str, **more: str) -> PageOf:
        asked = {"q": self.rest, "trade": self.trade, "near": self.asked_near, "within": self.within}
        asked |= {"whose": FRIENDS_ONLY if self.by_friends else "", **more}
        if asked["near"] == ANYWHERE:
            del asked["within"]
        return PageOf(name, asked={key: value for key, value in asked.items() if value or key == "q"})


def understand(person: Person, q: str, trade: str = "", near: str = "", within: str = "", whose: str = "") -> Search:
    """A place that stands in `q` goes before `near`, and “anywhere” there before `within`; what is not known of those
    says nothing.

    A word that stands in nothing the person may read is taken for the one that was most likely meant, and that is said.
    """
    readable, chosen = Readable(person), Chosen(trade, near, within, whose)
    if phone := _phone_in(q.strip(), person.country):
        digits, written = folded(phone), readable_phone(phone, person.country)
        found = Search(q=q, rest=q.strip(), words=digits, phone=written, typed=[digits], readable=readable)
        return replace(found, by_friends=whose == FRIENDS_ONLY)
    said = said_in(q)
    search = _meant(readable, q, said, chosen)
    mended = {word: other for word in search.words.split() if (other := readable.meant_by(word))}
    if mended:
        said = [each._replace(word=mended.get(each.word, each.word)) for each in said]
        showing, typed = (" ".join(some) for some in (mended.values(), mended))
        note = sentences.WORDS_UNKNOWN.format(showing=showing, typed=typed)
        return _meant(readable, q, said, chosen).with_note(note)
    return search


def _phone_in(text: str, country: str) -> str:
    with suppress(ValueError):
        return normal_phone(text, country) if WHOLE_NUMBER.fullmatch(text) else ""
    return ""


@CompiledOnce
def _trades_called(slug: str) -> QuerySet[Trade]:
    return Trade.objects.filter(slug=slug)


def _meant(readable: Readable, q: str, said: list[Typed], chosen: Chosen) -> Search:
    person, named = readable.person, PlacesCalled(said)
    where = place_said(person, q, said, named)
    left = all_but(said, where.taken) if where else said
    if chosen.trade:
        trades: list[Trade] | None = _trades_called(slug=chosen.trade)
        words = left
    else:
        trades, words = trades_in(readable, left)
    implied = None if where else place_implied(readable, words, named, alone=trades is None)
    if where is None and trades and len(words) > len(implied.taken if implied else ()):
        implied = _with_a_slip(readable, words) or implied
    words = all_but(words, implied.taken) if implied else words
    search = _searched(person, where or (implied if implied and implied.place else None), chosen)
    if trades == [] and chosen.trade:
        trades, search = None, search.with_note(sentences.TRADE_UNKNOWN.format(trade=chosen.trade))
    taken = where.taken if where else implied.taken if implied else []
    search = replace(
        search,
        q=q,
        trades=trades,
        words=" ".join(each.word for each in telling(words)),
        rest=left_of(q, taken),
        trade=chosen.trade if trades else "",
        typed=[each.word for each in telling(left)],
        readable=readable,
    )
    return replace(search, instead=_instead(search, q, implied)) if implied else search


def _with_a_slip(readable: Readable, words: list[Typed]) -> Where | None:
    """Beside a trade, a name of a town that is not written right, if it says nothing to the person."""
    words = telling(words)
    name = " ".join(each.word for each in words)
    if any(each.quoted for each in words) or all(readable.says(each.word) for each in words):
        return None
    place = like(name, readable.person.country)
    return Where(place, words, note=name) if place else None


def _searched(person: Person, where: Where | None, chosen: Chosen) -> Search:
    """Where, how far, and whose words; and what to say if it is not as asked."""
    within = chosen.within if chosen.within in {*KM_WITHIN, ANYWHERE} else ""
    near = chosen.near.strip()
    if near.lower() == ANYWHERE:
        near, within = "", within or ("" if where and where.place else ANYWHERE)
    home, note = person.place, where.note if where else ""
    if where and where.place is None and not where.me and not note:
        within = ANYWHERE
    if where and (where.place or note):
        centre = where.place
        note = sentences.PLACE_MENDED.format(place=centre.name, typed=note) if note and centre else note
    elif where or near.lower() in {"", *HERE}:
        asked_for_home = (where and where.me) or near or (within and within != ANYWHERE)
        centre, note = home, str(sentences.HOME_UNKNOWN) if asked_for_home and within != ANYWHERE and not home else ""
    else:
        postcode = postcode_in(near, person.country)
        centre = postcode.spot if postcode else Place.objects.meant_by(near, person.country)
        note = "" if centre else sentences.PLACE_UNKNOWN.format(place=near)
    return Search(
        near=None if within == ANYWHERE else centre,
        centre=centre,
        km=KM_WITHIN.get(within, NEAR_KM),
        from_home=centre is not None and centre == home,
        by_friends=chosen.whose == FRIENDS_ONLY,
        note=note,
    )


def _instead(search: Search, q: str, implied: Where) -> tuple[str, PageOf] | None:
    """What may be a place or somebody's name can be looked for as the other one too."""
    if implied.perhaps:
        name = implied.perhaps.name
        typed = f"{left_of(q, implied.taken)} near {implied.perhaps.full_name}"
        page = replace(search, rest=typed)._page("find", near="")  # its own
        return sentences.AS_A_PLACE.format(place=name), page
    if not implied.is_also_a_name:
        return None
    begin, end = implied.taken[0].start, implied.taken[-1].end
    page = replace(search, rest=f'{q[:begin]}"{q[begin:end]}"{q[end:]}')._page("find", near="")
    return sentences.AS_A_WORD.format(typed=q[begin:end]), page
