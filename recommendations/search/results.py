"""What the search field finds besides suggestions: a few of each kind, all of it what the person may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.text import Truncator

from people.models import Person, Place
from people.places import folded
from recommendations.models import Ask, Entry, Insight, Trade
from recommendations.pages import PageOf
from recommendations.search.matching import all_stand_in
from recommendations.search.texts import ASKS, INSIGHTS, LISTED, PEOPLE, PLACES, TRADES, Readable
from recommendations.search.understanding import Search

MOST = 3
LONGEST = 120  # letters of what somebody wrote


class Row(NamedTuple):
    name: str
    more: str
    leads_to: PageOf


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    heading: str
    rows: list[Row]
    all_of_them: PageOf | None = None  # where there are more, and a page of them
    all_text: str = ""


@dataclass(frozen=True, slots=True)
class AlsoFound:
    ways: list[Row]  # people, trades and places, whose names are enough
    groups: list[Group]

    def __bool__(self) -> bool:
        return bool(self.ways or self.groups)

    @property
    def announced(self) -> str:
        headings = [group.heading.lower() for group in self.groups]
        kinds = [*(["people, trades or places"] if self.ways else []), *headings]
        return f"Also found: {', '.join(kinds)}." if kinds else ""


NOTHING = AlsoFound([], [])


def also_found(search: Search) -> AlsoFound:
    readable, words = search.readable, search.typed
    if readable is None or not words:
        return NOTHING
    ways = [row for kind in WAYS for row in _some_of(kind, WAYS[kind], readable, search)]
    groups = []
    for kind, heading, shown in GROUPS:
        things = readable.with_words(kind, words)
        if things:
            all_of_them, text = _all_of(kind, words) if len(things) > MOST else (None, "")
            rows = shown(readable.person, things[:MOST])
            groups.append(Group(kind, heading, rows, all_of_them, text))
    return AlsoFound(ways, groups)


def _some_of(kind: str, shown: Callable[[Any], Row], readable: Readable, search: Search) -> list[Row]:
    """Less what is searched already."""
    already = [*(search.trades or []), search.near]
    things = [thing for thing in readable.with_words(kind, search.typed) if thing not in already]
    things.sort(key=lambda thing: not all_stand_in(search.typed, folded(thing.name)))  # then by its everyday words
    return [shown(thing) for thing in things[:MOST]]


def _all_of(kind: str, words: list[str]) -> tuple[PageOf, str]:
    asked = {"q": " ".join(words)}
    return {
        INSIGHTS: (PageOf("insights", asked=asked), "All insights"),
        ASKS: (PageOf("asks"), "All questions"),
        LISTED: (PageOf("vouches", asked=asked), "All on your list"),
    }[kind]


def _friend(friend: Person) -> Row:
    return Row(friend.name, "your circle", PageOf("friend", friend.public_id))


def _trade(trade: Trade) -> Row:
    return Row(trade.name, "kind of work", PageOf("find", asked={"trade": trade.slug}))


def _place(place: Place) -> Row:
    return Row(place.name, "place", PageOf("find", asked={"near": place.full_name}))


def _insights(person: Person, insights: list[Insight]) -> list[Row]:
    """In words alone: by whom it is stands on its own page."""
    return [
        Row(_beginning(each.words), each.trade.name if each.trade else "", PageOf("insight", each.public_id))
        for each in insights
    ]


def _asks(person: Person, asks: list[Ask]) -> list[Row]:
    return [
        Row(_beginning(ask.words) or ask.trade.name, _said_of(ask, person), PageOf("ask", ask.public_id))
        for ask in asks
    ]


def _said_of(ask: Ask, person: Person) -> str:
    whose = "you asked" if ask.person_id == person.pk else "asked of you"
    how = "not sent yet" if ask.is_draft else "" if ask.is_open else "settled"
    return " · ".join(part for part in (ask.trade.name if ask.words else "", whose, how) if part)


def _listed(person: Person, entries: list[Entry]) -> list[Row]:
    return [
        Row(
            each.name,
            " · ".join(part for part in (each.trade.name if each.trade else "", each.job) if part),
            PageOf("vouches", asked={"q": each.name}),
        )
        for each in entries
    ]


def _beginning(words: str) -> str:
    return Truncator(words).chars(LONGEST)


WAYS: dict[str, Callable[[Any], Row]] = {PEOPLE: _friend, TRADES: _trade, PLACES: _place}
GROUPS: list[tuple[str, str, Callable[[Person, Any], list[Row]]]] = [
    (INSIGHTS, "Insights", _insights),
    (ASKS, "Questions", _asks),
    (LISTED, "On your list", _listed),
]
