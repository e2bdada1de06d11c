"""Which kinds of work somebody means who types "boiler", "electri" or "plumer": for Find and for every form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from people.places import folded
from recommendations.models import Trade
from recommendations.search.matching import Vocabulary, all_stand_in, stands_in

# So that half a word finds its trade while one types, and two letters do not find ten.
SHORTEST_PREFIX = 3
# Of what a form asks back.
MOST_TO_CHOOSE = 5
FILLERS = frozenset(
    "a an and any anyone can for from get good i in is me my near need of or our someone the to who".split()
)


class TradesMeant(NamedTuple):
    """What a text may stand for, the likeliest first; certain is one alone, of which all that was typed speaks."""

    trades: list[Trade]
    is_certain: bool = False


NO_TRADE_MEANT = TradesMeant([])


def trades_meant(text: str) -> TradesMeant:
    """By its name, by everyday words, by the beginning of either; or, with slips forgiven, by what it is most like.
    One query, unless there is no word in it."""
    words = folded(text).split()
    if not words:
        return NO_TRADE_MEANT
    terms = TradeTerms(Trade.objects.all())
    meant = terms.meant_by(words)
    if not meant.trades:
        vocabulary = Vocabulary(" ".join(each) for each in terms.of.values())
        meant = terms.meant_by([vocabulary.meant_by(word) or word for word in words])._replace(is_certain=False)
    first = sorted(meant.trades, key=lambda trade: not all_stand_in(words, folded(trade.name)))
    return meant._replace(trades=first[:MOST_TO_CHOOSE])


class TradeTerms:
    """The words by which each of some trades goes, all folded."""

    def __init__(self, trades: Iterable[Trade]) -> None:
        self.of = {trade: terms_of(trade) for trade in trades}

    def in_words(self, words: list[str]) -> tuple[list[Trade], list[str]]:
        """Those that the longest phrase stands for, and the words that say something else; none, if no phrase does."""
        for size in range(len(words), 0, -1):
            for start in range(len(words) - size + 1):
                phrase = " ".join(words[start : start + size])
                one = phrase.removesuffix("s")
                if found := [trade for trade, terms in self.of.items() if phrase in terms or one in terms]:
                    said = {word for trade in found for term in self.of[trade] for word in term.split()}
                    rest = words[:start] + words[start + size :]
                    return found, [word for word in rest if word not in said]
        return [], words

    def begun(self, text: str) -> list[Trade]:
        """Half a word, as one types it."""
        if len(text) < SHORTEST_PREFIX:
            return []
        return [trade for trade, terms in self.of.items() if any(term.startswith(text) for term in terms)]

    def meant_by(self, words: list[str]) -> TradesMeant:
        text = " ".join(words)
        names = {text, text.removesuffix("s")}
        if called := [trade for trade in self.of if not names.isdisjoint(map(folded, (trade.name, trade.slug)))]:
            return TradesMeant(called, len(called) == 1)
        found, rest = self.in_words(words)
        if found:
            return TradesMeant(found, len(found) == 1 and FILLERS.issuperset(rest))
        if begun := self.begun(text):
            return TradesMeant(begun, len(begun) == 1)
        return TradesMeant(self._with_most_of(words) if len(text) >= SHORTEST_PREFIX else [])

    def _with_most_of(self, words: list[str]) -> list[Trade]:
        said = {trade: " ".join(terms) for trade, terms in self.of.items()}
        told = [word for word in words if word not in FILLERS]
        count = {trade: sum(stands_in(word, text) for word in told) for trade, text in said.items()}
        most = max(count.values(), default=0)
        return [trade for trade in count if most and count[trade] == most]


def terms_of(trade: Trade) -> frozenset[str]:
    return _folded_terms(trade.name, trade.slug, trade.synonyms)


@lru_cache(maxsize=1_000)
def _folded_terms(name: str, slug: str, synonyms: str) -> frozenset[str]:
    return frozenset(folded(term) for term in (name, slug, *synonyms.splitlines()))
