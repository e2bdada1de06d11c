"""By which words people call the trades."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from people.places import folded
from recommendations.models import Trade, trade_names
from recommendations.search.trades import terms_of

WORDS_FILE = Path(__file__).resolve().parents[2] / "data" / "trades_elsewhere.csv"
LONGEST_TRADE = 5
# Whoever does it, not what is done or broken.
WHO_DOES_IT = re.compile(r"(?:er|or|ist|ian|smith|man|woman|person|surgeon|sweep|vet|physio|nanny|carer)s?$")
# A firm, by the last words of its name.
FIRM = re.compile(
    r"\b(?:ltd|limited|llp|llc|inc|plc|co|gmbh|ug|kg|ohg|gbr|e ?k|meisterbetrieb|sarl|sas|eurl|sasu|s ?l|s ?a|slu|b ?v"
    r"|vof|bvba|srl|snc|sp z o ?o|sons|services|solutions|contractors|brothers|bros)$"
)


class TradeFound(NamedTuple):
    trade: Trade
    start: int  # in words
    size: int


@cache
def _words_elsewhere() -> tuple[tuple[str, str, str], ...]:
    """Each with its trade, and whether it says who does it or what is done."""
    with WORDS_FILE.open(encoding="utf-8", newline="") as lines:
        return tuple((folded(row["word"]), row["slug"], row["says"]) for row in csv.DictReader(lines))


class TradeNames:
    """All trades, by all their names and by everyday words for them, in a few other languages too."""

    def __init__(self) -> None:
        self.terms: dict[str, set[Trade]] = {}
        by_slug = {trade.slug: trade for trade in Trade.objects.all()}
        for trade in by_slug.values():
            for term in terms_of(trade):
                self.terms.setdefault(term, set()).add(trade)
        for word, slug, _ in _words_elsewhere():
            if slug in by_slug:
                self.terms.setdefault(word, {by_slug[slug]})

    def named(self, text: str) -> Trade | None:
        """The one trade that goes by this name; not one of several."""
        return self._of_term(folded(text))

    def found_in(self, words: list[str]) -> TradeFound | None:
        """The longest phrase among these words that names one trade, the first of those."""
        plain = [folded(word) for word in words]
        for size in range(min(LONGEST_TRADE, len(plain)), 0, -1):
            for start in range(len(plain) - size + 1):
                if trade := self._of_term(" ".join(plain[start : start + size])):
                    return TradeFound(trade, start, size)
        return None

    def in_name(self, name: str) -> Trade | None:
        """Of `Ackersby Plumbing`"""
        found = self.found_in(name.split())
        return found.trade if found else None

    def _of_term(self, term: str) -> Trade | None:
        if not term:
            return None
        found = self.terms.get(term) or self.terms.get(term.removesuffix("s")) or set()
        return next(iter(found)) if len(found) == 1 else None


def is_firm(name: str) -> bool:
    return bool(FIRM.search(folded(name)))


def is_somebody(phrase: str) -> bool:
    """`plumber`, not `plumbing` or `leak`"""
    term = folded(phrase)
    return any(term == word and says == "who" for word, _, says in _words_elsewhere()) or bool(WHO_DOES_IT.search(term))


def says_only(text: str, trade: Trade) -> bool:
    """`plumbers` and `plombière` say no more than the trade does; `fence` and `joiner` do."""
    term = folded(text).removesuffix("s")
    return term in {name.removesuffix("s") for name in trade_names(trade.slug, trade.name)} or any(
        says == "who" and slug == trade.slug and term == word.removesuffix("s")
        for word, slug, says in _words_elsewhere()
    )
