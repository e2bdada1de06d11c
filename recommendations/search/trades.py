"""Which trades somebody names, in Find and in every form: by a phrase for each, or by the half of a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from people.places import folded
from recommendations.models import Trade, trade_names, trade_words_elsewhere, trade_words_of_reader
from recommendations.search.matching import Vocabulary, all_stand_in, stands_in
from recommendations.search.said import COMMA, Typed, said_in
from recommendations.search.texts import Readable, Text, all_trades

# So that half a word finds its trade while one types, and two letters do not find ten.
SHORTEST_PREFIX = 3
MOST_TRADES = 4
MOST_TO_CHOOSE = 5  # of what a form asks back
# In the languages of the pages.
FILLERS = frozenset(
    "a an and any anyone can for from get good i in is me my near need of or our someone the to who "
    "bei brauche brauchen das dem den der die ein eine einen einer fur gute guten guter ich jemand jemanden kennt mein "
    "meine meinen meiner mir nahe oder suche suchen und von wer wir zum zur "
    "au aux bon bonne cherche chez connait dans de du en et je la le ma mes mon ou pour pres quelquun qui un une "
    "al alguien algun alguna buen buena busco cerca conoce del el los mi mis necesito o para por que quien y".split()
)
# No trade is called by so many words.
LONGEST_PHRASE = 6
JOINS_TRADES = frozenset({COMMA, *"and or plus und oder et ou y o".split()})
Terms = Mapping[str, list[Trade]]


def telling(said: list[Typed]) -> list[Typed]:
    """Those that say something."""
    return [each for each in said if each.word != COMMA and each.word not in FILLERS]


def terms_of(trade: Trade) -> frozenset[str]:
    """By all its names and everyday words, in all languages."""
    return _terms(trade.name, trade.slug, trade.synonyms)


def _terms_of_reader(trade: Trade) -> Iterable[str]:
    """In the language in which somebody reads."""
    return map(folded, trade_words_of_reader(trade.slug, (trade.name, trade.slug, *trade.synonyms.splitlines())))


@lru_cache(maxsize=1000)
def _terms(name: str, slug: str, synonyms: str) -> frozenset[str]:
    """Kept, since the list of trades is looked through for every search, and is nearly always the same."""
    return frozenset(folded(term) for term in (name, slug, *synonyms.splitlines(), *trade_words_elsewhere(slug)))


def trades_in(readable: Readable, said: list[Typed]) -> tuple[list[Trade] | None, list[Typed]]:
    """The trades that are named, and the words that say something else. None: no trade at all.

    After a comma, or “and”, another one may be named; beside a phrase that stands for a trade, no other is looked for.
    """
    terms = _ByTerm(readable.trades) if said else {}
    found, rest = _named(terms, said)
    if not found:
        plain = [each for each in said if each.word != COMMA]
        begun = _begun(readable, " ".join(each.word for each in plain), terms)
        return (begun, []) if begun else (None, plain)
    return list(found), _left_by(found, rest)


class _ByTerm(Mapping[str, list[Trade]]):
    """The list of some thousand terms is kept, and only what is looked up is put together."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.trades = [trade for trade, _ in texts]
        self.numbers = _numbers_by_term(tuple((trade.name, trade.slug, trade.synonyms) for trade in self.trades))

    def __getitem__(self, term: str) -> list[Trade]:
        return [self.trades[number] for number in self.numbers[term]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


@lru_cache(maxsize=10)
def _numbers_by_term(trades: tuple[tuple[str, str, str], ...]) -> Mapping[str, list[int]]:
    """Which of the trades go by each term; kept, as `_terms` is."""
    terms: dict[str, list[int]] = {}
    for number, texts in enumerate(trades):
        for term in _terms(*texts):
            terms.setdefault(term, []).append(number)
    return terms


def _left_by(trades: Iterable[Trade], said: list[Typed]) -> list[Typed]:
    """What says more than the words by which these trades go."""
    known = {word for trade in trades for term in terms_of(trade) for word in term.split()} | {COMMA}
    return [each for each in said if each.quoted or each.word not in known]


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
                return begin, begin + size, sorted(set(trades), key=lambda trade: trade.in_order)
    return 0, 0, []


def _begun(readable: Readable, text: str, terms: Terms) -> list[Trade]:
    """Half a word, as one types it, unless it is in the name of somebody the person could find."""
    found = _begun_by(text, terms)
    if not found or len(found) > MOST_TRADES:
        return []
    return [] if any(text in name for name in readable.names) else found


def _begun_by(text: str, terms: Terms) -> list[Trade]:
    """In the language in which one reads; where it begins no word of that, in any."""
    if len(text) < SHORTEST_PREFIX:
        return []
    some = {trade for term in terms if term.startswith(text) for trade in terms[term]}
    of_reader = {trade for trade in some if any(term.startswith(text) for term in _terms_of_reader(trade))}
    return sorted(of_reader or some, key=lambda trade: trade.in_order)


# --- In a form, which asks back what is not certain -----------------------------------------------


class TradesMeant(NamedTuple):
    """What a text may stand for, the likeliest first; certain is one alone, of which all that was typed speaks."""

    trades: list[Trade]
    is_certain: bool = False


NO_TRADE_MEANT = TradesMeant([])


def trades_meant(text: str) -> TradesMeant:
    """By its name, by everyday words, by the beginning of either; or, with slips forgiven, by what it is most like.
    One query, unless there is no word in it."""
    said = [each for each in said_in(text) if each.word != COMMA]
    if not said:
        return NO_TRADE_MEANT
    terms = _ByTerm(all_trades())
    meant = _meant_by(said, terms)
    if not meant.trades:
        vocabulary = Vocabulary(terms)
        mended = [each._replace(word=vocabulary.meant_by(each.word) or each.word) for each in said]
        meant = _meant_by(mended, terms)._replace(is_certain=False)
    words = [each.word for each in said]
    first = sorted(meant.trades, key=lambda trade: not all_stand_in(words, trade.all_names))
    return meant._replace(trades=first[:MOST_TO_CHOOSE])


def _meant_by(said: list[Typed], terms: Terms) -> TradesMeant:
    text = " ".join(each.word for each in said)
    called = {text, text.removesuffix("s")}
    names = {trade: (folded(trade.slug), *trade_names(trade.slug, trade.name)) for trade in _each(terms)}
    by_name = [trade for trade, some in names.items() if not called.isdisjoint(some)]
    if by_name:
        return TradesMeant(by_name, len(by_name) == 1)
    begin, end, found = _longest(terms, said)
    if found:
        more = {each.word for each in _left_by(found, said[:begin] + said[end:])}
        return TradesMeant(found, len(found) == 1 and FILLERS.issuperset(more))
    if begun := _begun_by(text, terms):
        return TradesMeant(begun, len(begun) == 1)
    return TradesMeant(_with_most_of(said, terms) if len(text) >= SHORTEST_PREFIX else [])


def _each(terms: Terms) -> list[Trade]:
    trades = {trade.pk: trade for some in terms.values() for trade in some}
    return sorted(trades.values(), key=lambda trade: trade.in_order)


def _with_most_of(said: list[Typed], terms: Terms) -> list[Trade]:
    told = [each.word for each in telling(said)]
    goes_by = {trade: " ".join(terms_of(trade)) for trade in _each(terms)}
    count = {trade: sum(stands_in(word, text) for word in told) for trade, text in goes_by.items()}
    most = max(count.values(), default=0)
    return [trade for trade in count if most and count[trade] == most]
