"""Which of the vouches and insights that one person may read say some words.

There are thousands, so the database looks for them, in the column in which each row stands folded. Beside that, only
numbers are looked at, which the person may see, and the names of trades.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import zip_longest
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from people.compiled import CompiledOnce, any_of
from people.models import Person
from people.places import folded, folded_each
from recommendations.models import Insight, Vouch
from recommendations.models.words_folded import ANYTHING, says
from recommendations.search.matching import all_stand_in, as_it_stands
from recommendations.sight.numbers import number_open_to

# So many words are asked of the database, the longest; what more there are is looked for in what it finds.
WORDS_ASKED = ("one", "two", "three", "four")
MOST_OF_A_KIND = 3  # insights that are shown; by one more it is known whether there are more
BEFORE_EXTENSION = "ext"  # as it stands in a number


def _asked(words: Iterable[str]) -> dict[str, str]:
    longest = sorted(words, key=len, reverse=True)[: len(WORDS_ASKED)]
    return dict(zip_longest(WORDS_ASKED, map(as_it_stands, longest), fillvalue=ANYTHING))


# --- Vouches --------------------------------------------------------------------------------------


@CompiledOnce
def _providers_saying(person: Person, one: str, two: str, three: str, four: str) -> QuerySet[Any, Any]:
    told = Vouch.objects.visible_to(person, first=True).filter(says(one), says(two), says(three), says(four))
    return told.order_by().values_list("provider", flat=True).distinct()


@CompiledOnce
def _told_with(person: Person, text: str, number: str) -> QuerySet[Any, Any]:
    """What says the text, or has this in a number that the person may see."""
    by_number = Q(GreaterThan(StrIndex(F("phone"), Value(number)), 0)) & number_open_to(person)
    shown = Case(When(number_open_to(person), then="phone"), default=Value(""))
    told = Vouch.objects.visible_to(person, first=True).filter(says(text) | by_number)
    return told.order_by().values_list("provider", "words_folded", shown)


@CompiledOnce
def _names_saying(person: Person, one: str, two: str, three: str, four: str) -> QuerySet[Any, Any]:
    told = Vouch.objects.visible_to(person, first=True).filter(says(one), says(two), says(three), says(four))
    return told.order_by().values_list("provider", "name", "other").distinct()


@CompiledOnce
def _all_vouches(person: Person) -> QuerySet[Any, Any]:
    return Vouch.objects.visible_to(person, first=True).order_by().values_list("provider", "words_folded")


def providers_saying(person: Person, words: Collection[str]) -> set[int]:
    """Of whom one vouch says each of the words, or has it in a number."""
    if len(words) <= len(WORDS_ASKED) and not any(_may_be_of_a_number(word) for word in words):
        return set(_providers_saying(person=person, **_asked(words)))
    longest = max(words, key=len)
    told = _told_with(person=person, text=as_it_stands(longest), number=longest)
    return {provider for provider, said, number in told if all_stand_in(words, f"{said} {folded(number)}")}


def _may_be_of_a_number(word: str) -> bool:
    return word.isdigit() or BEFORE_EXTENSION.startswith(word)


def providers_named(person: Person, words: Collection[str]) -> set[int]:
    """In whose name, or in what else than a trade they are, each of the words stands."""
    told = _names_saying(person=person, **_asked(words))
    names = folded_each([f"{name} {other}" for _, name, other in told])
    return {provider for (provider, *_), name in zip(told, names, strict=True) if all_stand_in(words, name)}


# --- Insights -------------------------------------------------------------------------------------


@CompiledOnce
def _insights_saying(person: Person, **asked: Any) -> QuerySet[Any, Any]:
    return _said_in_insights(person, asked).values_list("pk", flat=True)[: MOST_OF_A_KIND + 1]


@CompiledOnce
def _insights_told(person: Person, **asked: Any) -> QuerySet[Any, Any]:
    return _said_in_insights(person, asked).values_list("pk", "words_folded", "trade")


def _said_in_insights(person: Person, asked: Mapping[str, Any]) -> QuerySet[Insight]:
    """In their words, or in the name of their trade, which is one of those given for the word."""
    each_said = [says(asked[word]) | Q(trade__in=any_of(asked[f"in_{word}"])) for word in WORDS_ASKED]
    return Insight.objects.visible_to(person, first=True).newest_first().filter(*each_said)


@CompiledOnce
def _all_insights(person: Person) -> QuerySet[Any, Any]:
    return Insight.objects.visible_to(person, first=True).order_by().values_list("words_folded", "trade")


def insights_saying(person: Person, words: Collection[str], trades: Mapping[int, str]) -> list[int]:
    """The ids of the newest few in which each of the words stands. `trades` are the names of all of them, folded."""
    asked: dict[str, Any] = _asked(words)
    for word in WORDS_ASKED:
        asked[f"in_{word}"] = tuple(_called(asked[word], trades) if asked[word] != ANYTHING else ())
    if len(words) <= len(WORDS_ASKED):
        return _insights_saying(person=person, **asked)
    told = _insights_told(person=person, **asked)
    found = [pk for pk, said, trade in told if all_stand_in(words, f"{said} {trades.get(trade, '')}")]
    return found[: MOST_OF_A_KIND + 1]


def _called(text: str, trades: Mapping[int, str]) -> list[int]:
    return [pk for pk, name in trades.items() if text in f" {name}"]


# --- All of them, for whatever may be a slip -------------------------------------------------------


class AllTold:
    """All that vouches and insights say, each folded. `trades` are as above."""

    def __init__(self, person: Person, trades: Mapping[int, str]) -> None:
        self._vouches = _all_vouches(person=person)
        told = _all_insights(person=person)
        self._insights = [f"{said} {trades[trade]}" if trade in trades else said for said, trade in told]

    @property
    def texts(self) -> list[str]:
        return [*(said for _, said in self._vouches), *self._insights]

    def providers_saying(self, words: Collection[str]) -> set[int] | None:
        """None where numbers have to be looked at."""
        if any(_may_be_of_a_number(word) for word in words):
            return None
        return {provider for provider, said in self._vouches if all_stand_in(words, said)}

    def is_in_insights(self, words: Collection[str]) -> bool:
        return any(all_stand_in(words, said) for said in self._insights)
