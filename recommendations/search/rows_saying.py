"""Which of the vouches and insights that one person may read say some words.

There are thousands, so the database looks for them, in the column in which each row stands folded. Beside that, only
numbers are looked at, which the person may see, and the names of trades.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from people.compiled import as_list
from people.models import Person
from people.places import folded, folded_each
from recommendations.models import Insight, Vouch, trade_called
from recommendations.search.matching import all_stand_in, as_it_stands
from recommendations.sight.numbers import ASKED_ABOUT, NUMBER_OPEN
from recommendations.sight.rule import said_in_sight
from recommendations.sight.statements import NO_MORE, among, as_uuid, has_spoken, says

IN_VOUCHES, IN_INSIGHTS = (f"{model._meta.db_table} v" for model in (Vouch, Insight))
MOST_OF_A_KIND = 3  # insights that are shown; by one more it is known whether there are more
BEFORE_EXTENSION = "ext"  # as it stands in a number


def _asked(words: Collection[str]) -> dict[str, str]:
    return {f"word{number}": as_it_stands(word) for number, word in enumerate(words)}


def _saying(asked: Collection[str]) -> str:
    return "".join(f" AND {says('v.words_folded', called)}" for called in asked)


# --- Vouches --------------------------------------------------------------------------------------


def is_said(person: Person, word: str) -> bool:
    """By one vouch at least."""
    if _may_be_of_a_number(word):
        return bool(providers_saying(person, [word]))
    asked = _asked([word])
    return bool(said_in_sight(person, "1", IN_VOUCHES, f"{_saying(asked)} LIMIT 1", asked))


def providers_saying(person: Person, words: Collection[str], of: Collection[int] | None = None) -> set[int]:
    """Of whom one vouch says each of the words, or has it in a number; `of` these, if no more are wanted."""
    if any(_may_be_of_a_number(word) for word in words):
        return _told_with(person, words)
    asked: dict[str, Any] = _asked(words)
    only = _saying(asked)
    if of is not None:
        # The plus keeps SQLite from looking up each of them for whoever is near.
        of_these = f"{has_spoken(among('provider_id', 'providers'))} AND {among('+v.provider_id', 'providers')}"
        only, asked = f" AND {of_these}{only}", asked | {"providers": as_list(of)}
    found = said_in_sight(person, "DISTINCT v.provider_id", IN_VOUCHES, only, asked)
    return {provider for (provider,) in found}


def _told_with(person: Person, words: Collection[str]) -> set[int]:
    """By what says the longest word, or has it in a number that the person may see."""
    longest = max(words, key=len)
    columns = f"v.provider_id, v.words_folded, CASE WHEN {NUMBER_OPEN} THEN v.phone ELSE '' END"
    only = f" AND ({says('v.words_folded', 'said')} OR ({says('v.phone', 'number')} AND {NUMBER_OPEN}))"
    asked = {"said": as_it_stands(longest), "number": longest}
    told = said_in_sight(person, columns, f"{IN_VOUCHES} {ASKED_ABOUT}", only, asked)
    return {provider for provider, said, number in told if all_stand_in(words, f"{said} {folded(number)}")}


def _may_be_of_a_number(word: str) -> bool:
    return word.isdigit() or BEFORE_EXTENSION.startswith(word)


def providers_named(person: Person, words: Collection[str]) -> set[int]:
    """In whose name, or in what else than a trade they are, each of the words stands."""
    asked = _asked(words)
    told = said_in_sight(person, "DISTINCT v.provider_id, v.name, v.other", IN_VOUCHES, _saying(asked), asked)
    names = folded_each([f"{name} {other}" for _, name, other in told])
    return {provider for (provider, *_), name in zip(told, names, strict=True) if all_stand_in(words, name)}


# --- Insights -------------------------------------------------------------------------------------

THEIR_TRADE = "LEFT JOIN recommendations_trade t ON t.id = v.trade_id"
NEWEST_FIRST = " ORDER BY v.outdated_at IS NOT NULL, v.written_at DESC, v.id DESC LIMIT %(most)s"


class FoundInsight(NamedTuple):
    public_id: UUID
    words: str
    trade_slug: str  # "" of something else
    called: str  # its trade, as the database has it; or what else it is about

    @property
    def kind(self) -> str:
        return trade_called(self.trade_slug, self.called)


def insights_saying(
    person: Person, words: Collection[str], trades: Mapping[int, str], most: int = MOST_OF_A_KIND + 1
) -> list[FoundInsight]:
    """The newest few in which each of the words stands, or in the name of their trade. `trades` are the names of all of
    them, folded."""
    asked: dict[str, Any] = _asked(words)
    only = ""
    for called, word in [*asked.items()]:
        goes_by = [pk for pk, name in trades.items() if word in f" {name}"]
        only += f" AND ({says('v.words_folded', called)} OR {among('v.trade_id', f'in_{called}')})"
        asked[f"in_{called}"] = as_list(goes_by)
    columns = "v.public_id, v.words, COALESCE(t.slug, ''), COALESCE(t.name, v.other)"
    found = said_in_sight(person, columns, f"{IN_INSIGHTS} {THEIR_TRADE}", only + NEWEST_FIRST, asked | {"most": most})
    return [FoundInsight(as_uuid(public_id), *told) for public_id, *told in found]


# --- All of them, for whatever may be a slip -------------------------------------------------------


class AllTold:
    """All that vouches and insights say, each folded. `trades` are as above."""

    def __init__(self, person: Person, trades: Mapping[int, str]) -> None:
        self._vouches = said_in_sight(person, "v.provider_id, v.words_folded", IN_VOUCHES, "", NO_MORE)
        told = dict.fromkeys(said_in_sight(person, "v.words_folded, v.trade_id", IN_INSIGHTS, "", NO_MORE))
        self._insights = [f"{said} {trades[trade]}" if trade in trades else said for said, trade in told]

    @property
    def texts(self) -> list[str]:
        return [*dict.fromkeys(said for _, said in self._vouches), *self._insights]

    def providers_saying(self, words: Collection[str], of: Collection[int] | None) -> set[int] | None:
        """None where numbers have to be looked at."""
        if any(_may_be_of_a_number(word) for word in words):
            return None
        some = self._vouches if of is None else [told for told in self._vouches if told[0] in of]
        return {provider for provider, said in some if all_stand_in(words, said)}

    def is_in_insights(self, words: Collection[str]) -> bool:
        return any(all_stand_in(words, said) for said in self._insights)
