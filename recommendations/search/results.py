"""What the search field finds besides suggestions: a few of each kind, all of it what the person may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from people.models import Person, Place
from people.places import folded
from people.words import Lazy, beginning, commas
from recommendations.models import Ask, Offer, Trade
from recommendations.pages import PageOf
from recommendations.search.matching import all_stand_in
from recommendations.search.own_words import says_little
from recommendations.search.rows_saying import MOST_OF_A_KIND, FoundInsight
from recommendations.search.texts import (
    FOUND_ASKS,
    FOUND_INSIGHTS,
    FOUND_OFFERS,
    FOUND_PEOPLE,
    FOUND_PLACES,
    FOUND_TRADES,
    Readable,
    Text,
)
from recommendations.search.trades import terms_of
from recommendations.search.understanding import Search

LONGEST_FOUND = 120  # letters of what somebody wrote


class FoundRow(NamedTuple):
    name: str
    more: str
    leads_to: PageOf


class GroupNames(NamedTuple):
    heading: Lazy
    below: Lazy  # what leads down to it
    announced: Lazy  # in a list of what was found


@dataclass(frozen=True, slots=True)
class FoundGroup:
    kind: str
    named: GroupNames
    rows: list[FoundRow]
    all_of_them: PageOf | None = None  # where there are more, and a page of them
    all_text: str = ""


@dataclass(frozen=True, slots=True)
class AlsoFound:
    ways: list[FoundRow]  # people, trades and places, whose names are enough
    groups: list[FoundGroup]

    def __bool__(self) -> bool:
        return bool(self.ways or self.groups)

    @property
    def announced(self) -> str:
        ways = [pgettext("among what was also found", "people, trades or places")] if self.ways else []
        kinds = [*ways, *(str(group.named.announced) for group in self.groups)]
        return _("Also found: {kinds}.").format(kinds=commas(kinds)) if kinds else ""


NOTHING_FOUND = AlsoFound([], [])


def also_found(search: Search) -> AlsoFound:
    readable, words = search.readable, search.typed
    if readable is None or not words:
        return NOTHING_FOUND
    ways = [row for kind in WAYS_TO_SHOW for row in _some_of(kind, WAYS_TO_SHOW[kind], readable, search)]
    groups = []
    for kind, named, shown in GROUPS:
        things = readable.with_words(kind, words) if kind != FOUND_OFFERS else _offers_that_fit(readable, search)
        if things:
            all_of_them, text = _all_of(kind, words) if len(things) > MOST_OF_A_KIND else (None, "")
            rows = shown(readable.person, things[:MOST_OF_A_KIND])
            groups.append(FoundGroup(kind, named, rows, all_of_them, text))
    return AlsoFound(ways, groups)


def _some_of(kind: str, shown: Callable[[Any], FoundRow], readable: Readable, search: Search) -> list[FoundRow]:
    """Less what is searched already."""
    already = [*(search.trades or []), search.near]
    found = _trades_called(search) if kind == FOUND_TRADES else readable.with_words(kind, search.typed)
    things = [thing for thing in found if thing not in already]
    things.sort(key=lambda thing: not all_stand_in(search.typed, folded(thing.name)))  # then by its everyday words
    return [shown(thing) for thing in things[:MOST_OF_A_KIND]]


def _offers_that_fit(readable: Readable, search: Search) -> list[Offer]:
    """By its words, or as something of one's own is found: by the kind of work and the place that are searched."""
    return [text.thing for text in readable.few_with(FOUND_OFFERS) if _fits(text, search)]


def _fits(text: Text, search: Search) -> bool:
    offer: Offer = text.thing
    in_words = search.reaches(offer.place) and all_stand_in(search.typed, text.words)
    return in_words or search.fits(offer.trade_id, offer.place, f"{offer.in_words} {offer.kind}", text.words)


def _trades_called(search: Search) -> list[Trade]:
    """In whose name, or in one of whose everyday phrases, all of the words stand."""
    if search.readable is None or says_little(search.typed):
        return []
    trades = search.readable.with_words(FOUND_TRADES, search.typed)
    return [each for each in trades if any(all_stand_in(search.typed, term) for term in terms_of(each))]


def _all_of(kind: str, words: list[str]) -> tuple[PageOf, str]:
    asked = {"q": " ".join(words)}
    return {
        FOUND_INSIGHTS: (PageOf("insights", asked=asked), _("All insights")),
        FOUND_OFFERS: (PageOf("offers"), _("All offers")),
        FOUND_ASKS: (PageOf("asks"), _("All questions")),
    }[kind]


def _friend(friend: Person) -> FoundRow:
    return FoundRow(friend.name, pgettext("beside what was found", "your circle"), PageOf("friend", friend.public_id))


def _trade(trade: Trade) -> FoundRow:
    return FoundRow(
        trade.called, pgettext("beside what was found", "kind of work"), PageOf("find", asked={"trade": trade.slug})
    )


def _place(place: Place) -> FoundRow:
    return FoundRow(
        place.name, pgettext("beside what was found", "place"), PageOf("find", asked={"near": place.full_name})
    )


def _insights(_: Person, insights: list[FoundInsight]) -> list[FoundRow]:
    """In words alone: by whom it is stands on its own page."""
    return [FoundRow(_beginning(each.words), each.kind, PageOf("insight", each.public_id)) for each in insights]


def _offers(person: Person, offers: list[Offer]) -> list[FoundRow]:
    """In words alone, as insights."""
    return [
        FoundRow(
            _beginning(each.in_words),
            " · ".join(part for part in (each.kind, each.place.name if each.place else "") if part),
            PageOf("offer", each.public_id),
        )
        for each in offers
    ]


def _asks(person: Person, asks: list[Ask]) -> list[FoundRow]:
    return [
        FoundRow(_beginning(ask.words) or ask.kind, _said_of(ask, person), PageOf("ask", ask.public_id)) for ask in asks
    ]


def _said_of(ask: Ask, person: Person) -> str:
    mine = ask.person_id == person.pk
    whose = pgettext("of a question", "you asked") if mine else pgettext("of a question", "asked of you")
    settled = "" if ask.is_open else pgettext("of a question", "settled")
    how = pgettext("of a question", "not sent yet") if ask.is_draft else settled
    return " · ".join(part for part in (ask.kind if ask.words else "", whose, how) if part)


def _beginning(words: str) -> str:
    return beginning(words, LONGEST_FOUND)


OFFERS_FOUND = GroupNames(
    gettext_lazy("Offers"), gettext_lazy("Offers below"), pgettext_lazy("among what was also found", "offers")
)
INSIGHTS_FOUND = GroupNames(
    gettext_lazy("Insights"), gettext_lazy("Insights below"), pgettext_lazy("among what was also found", "insights")
)
ASKS_FOUND = GroupNames(
    gettext_lazy("Questions"), gettext_lazy("Questions below"), pgettext_lazy("among what was also found", "questions")
)
WAYS_TO_SHOW: dict[str, Callable[[Any], FoundRow]] = {FOUND_PEOPLE: _friend, FOUND_TRADES: _trade, FOUND_PLACES: _place}
GROUPS: list[tuple[str, GroupNames, Callable[[Person, Any], list[FoundRow]]]] = [
    (FOUND_OFFERS, OFFERS_FOUND, _offers),
    (FOUND_INSIGHTS, INSIGHTS_FOUND, _insights),
    (FOUND_ASKS, ASKS_FOUND, _asks),
]
