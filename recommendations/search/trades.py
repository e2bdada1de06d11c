"""Which trades somebody names: by a phrase for each, or by the half of a word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from people.places import folded
from recommendations.models import Trade
from recommendations.search.said import COMMA, Typed
from recommendations.search.texts import FOUND_TRADES, Readable

# So that half a word finds its trade while one types, and two letters do not find ten.
SHORTEST_PREFIX = 3
MOST_TRADES = 4
# No trade is called by so many words.
LONGEST_PHRASE = 6
JOINS_TRADES = frozenset({COMMA, "and", "or", "plus"})
Terms = Mapping[str, list[Trade]]


def terms_of(trade: Trade) -> frozenset[str]:
    return _terms(trade.name, trade.slug, trade.synonyms)


@lru_cache(maxsize=1000)
def _terms(name: str, slug: str, synonyms: str) -> frozenset[str]:
    """Kept, since the list of trades is looked through for every search, and is nearly always the same."""
    return frozenset(folded(term) for term in (name, slug, *synonyms.splitlines()))


def trades_in(readable: Readable, said: list[Typed]) -> tuple[list[Trade] | None, list[Typed]]:
    """The trades that are named, and the words that say something else. None: no trade at all.

    After a comma, or “and”, another one may be named; beside a phrase that stands for a trade, no other is looked for.
    """
    terms: dict[str, list[Trade]] = {}
    for trade, _ in readable.texts(FOUND_TRADES) if said else ():
        for term in terms_of(trade):
            terms.setdefault(term, []).append(trade)
    found, rest = _named(terms, said)
    if not found:
        plain = [each for each in said if each.word != COMMA]
        begun = _begun(readable, " ".join(each.word for each in plain), terms)
        return (begun, []) if begun else (None, plain)
    said_already = {word for term, some in terms.items() if not found.keys().isdisjoint(some) for word in term.split()}
    return list(found), [each for each in rest if each.quoted or each.word not in said_already | {COMMA}]


def _named(terms: Terms, said: list[Typed]) -> tuple[dict[Trade, None], list[Typed]]:
    """In the order in which they are named."""
    found: dict[Trade, None] = {}
    rest: list[Typed] = []
    parts = [said]
    while parts:
        part = parts.pop(0)
        begin, end, trades = _longest(terms, part)
        if not trades:
            rest += part
            continue
        before = next((at for at in range(begin - 1, -1, -1) if part[at].word in JOINS_TRADES), -1)
        after = next((at for at in range(end, len(part)) if part[at].word in JOINS_TRADES), len(part))
        rest += part[before + 1 : begin] + part[end:after]
        parts = [each for each in (part[: max(before, 0)], part[after + 1 :]) if each] + parts
        found |= dict.fromkeys(trades)
    return found, sorted(rest, key=lambda each: each.start)


def _longest(terms: Terms, said: list[Typed]) -> tuple[int, int, list[Trade]]:
    """Where the longest phrase stands that names a trade, and which trades; none, if there is no such phrase."""
    for size in range(min(len(said), LONGEST_PHRASE), 0, -1):
        for begin in range(len(said) - size + 1):
            words = said[begin : begin + size]
            phrase = " ".join(each.word for each in words)
            trades = [*terms.get(phrase, ()), *terms.get(phrase.removesuffix("s"), ())]
            if trades and not any(each.quoted for each in words):
                return begin, begin + size, sorted(set(trades), key=lambda trade: (trade.name.casefold(), trade.pk))
    return 0, 0, []


def _begun(readable: Readable, text: str, terms: Terms) -> list[Trade]:
    """Half a word, as one types it, unless it is in the name of somebody the person could find."""
    if len(text) < SHORTEST_PREFIX:
        return []
    found = list(dict.fromkeys(trade for term, some in terms.items() if term.startswith(text) for trade in some))
    if not found or len(found) > MOST_TRADES:
        return []
    return [] if any(text in name for name in readable.names) else found
