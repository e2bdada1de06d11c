"""The texts that one person may read, by which the search field finds things; nothing else is ever looked at for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, Q, QuerySet, Value, When

from people.compiled import CompiledOnce, any_of
from people.models import Person, Place
from people.places import folded
from recommendations.models import Ask, Entry, Insight, LinkAnswer, Trade, Vouch
from recommendations.search.matching import Vocabulary, all_stand_in
from recommendations.sight.numbers import number_open_to
from recommendations.sight.rule import seen_column

FOUND_PEOPLE, FOUND_TRADES, FOUND_PLACES, FOUND_INSIGHTS, FOUND_ASKS, FOUND_LISTED, FOUND_VOUCHED, FOUND_NOTES = (
    *("people", "trades", "places", "insights", "asks", "listed", "vouched", "notes"),
)
# The list of trades knows so many words that nearly every name of four letters is like one of them.
SHORTEST_FOR_TRADES = 5


@CompiledOnce
def _words_told(person: Person) -> QuerySet[Any, Any]:
    number = Case(When(number_open_to(person), then="phone"), default=Value(""))
    return Vouch.objects.visible_to(person).values_list("provider", "name", "other", "job", "words", number)


@CompiledOnce
def _names_told(person: Person) -> QuerySet[Any, Any]:
    return Vouch.objects.visible_to(person).values_list("name")


class Text(NamedTuple):
    thing: Any
    words: str  # folded


class VouchTold(NamedTuple):
    provider: int
    named: str  # whom it names, and what else than a trade it is; folded
    words: str  # all that it says; folded


def providers_told_with(
    person: Person, words: str, readable: Readable | None = None, by_name: bool = False
) -> set[int] | None:
    """Those of whom one vouch that the person may read says each of the words, with or without its accents and
    capitals; `by_name`, in their name or in what else it is. Without a word None: whoever it is. `readable`, if these
    texts may have been looked up already."""
    wanted = folded(words).split()
    if not wanted:
        return None
    told = (readable or Readable(person)).vouches_told
    return {each.provider for each in told if all_stand_in(wanted, each.named if by_name else each.words)}


def words_of_trade(trade: Trade) -> str:
    return _words_of_trade(trade.name, trade.slug, trade.synonyms)


@lru_cache(maxsize=1000)
def _words_of_trade(*texts: str) -> str:
    """Kept, since the list of trades is looked through for every search, and is nearly always the same."""
    return folded(" ".join(texts))


def _by_name(thing: Person | Trade | Entry | Vouch) -> tuple[str, int]:
    """Not by the database, since each has its own alphabet."""
    return thing.name.casefold(), thing.pk


@CompiledOnce
def _circle_of(person: Person) -> QuerySet[Person]:
    return Person.objects.circle_of(person)


@CompiledOnce
def all_trades() -> QuerySet[Trade]:
    return Trade.objects.all()


@CompiledOnce
def _places_told(person: Person, home: tuple[int, ...]) -> QuerySet[Place]:
    named = Place.objects.filter(Q(pk__in=seen_column("place_id", person)) | Q(pk__in=any_of(home)))
    return named.order_by("-population", "pk")


@CompiledOnce
def _insights_told(person: Person) -> QuerySet[Insight]:
    return Insight.objects.visible_to(person).newest_first().select_related("trade")


@CompiledOnce
def _asks_told(person: Person) -> QuerySet[Ask]:
    return Ask.objects.visible_to(person).select_related("trade").order_by("-made_at", "-pk")


@CompiledOnce
def _entries_of(person: Person) -> QuerySet[Entry]:
    return person.entries.select_related("trade")


@CompiledOnce
def _vouches_of(person: Person) -> QuerySet[Vouch]:
    return person.vouches.select_related("trade", "place", "provider")


@CompiledOnce
def _notes_told(person: Person) -> QuerySet[LinkAnswer]:
    return LinkAnswer.objects.notes_of(person).select_related("ask", "trade").order_by("-made_at", "-pk")


def _people(person: Person) -> Iterable[tuple[Any, str]]:
    friends = sorted(_circle_of(person=person), key=_by_name)
    return [(friend, friend.name) for friend in friends]


def _trades(person: Person) -> Iterable[tuple[Any, str]]:
    return [(trade, words_of_trade(trade)) for trade in sorted(all_trades(), key=_by_name)]


def _places(person: Person) -> Iterable[tuple[Any, str]]:
    return [
        (place, place.name) for place in _places_told(person=person, home=(person.place_id,) if person.place_id else ())
    ]


def _insights(person: Person) -> Iterable[tuple[Any, str]]:
    return [(each, f"{each.words} {each.kind}") for each in _insights_told(person=person)]


def _asks(person: Person) -> Iterable[tuple[Any, str]]:
    return [(ask, f"{ask.words} {ask.kind}") for ask in _asks_told(person=person)]


def _listed(person: Person) -> Iterable[tuple[Any, str]]:
    entries = sorted(_entries_of(person=person), key=_by_name)
    return [(each, " ".join((each.name, each.kind, each.job, each.words, each.phone))) for each in entries]


def _vouched(person: Person) -> Iterable[tuple[Any, str]]:
    mine = sorted(_vouches_of(person=person), key=_by_name)
    return [(each, " ".join((each.name, each.kind, each.job, each.words, each.caveat, each.phone))) for each in mine]


def _notes(person: Person) -> Iterable[tuple[Any, str]]:
    return [
        (each, " ".join((each.provider, each.kind, each.job, each.words, each.confirmed_as, each.phone)))
        for each in _notes_told(person=person)
    ]


TEXTS_OF: dict[str, Callable[[Person], Iterable[tuple[Any, str]]]] = {
    FOUND_PEOPLE: _people,
    FOUND_TRADES: _trades,
    FOUND_PLACES: _places,
    FOUND_INSIGHTS: _insights,
    FOUND_ASKS: _asks,
    FOUND_LISTED: _listed,
    FOUND_VOUCHED: _vouched,
    FOUND_NOTES: _notes,
}


class Readable:
    """Looked up as it is needed, each kind once: by one query, whatever there is of it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._texts: dict[str, list[Text]] = {}

    def texts(self, kind: str) -> list[Text]:
        if kind not in self._texts:
            found = TEXTS_OF[kind](self.person)
            # Those of trades are folded already.
            self._texts[kind] = [Text(thing, text if kind == FOUND_TRADES else folded(text)) for thing, text in found]
        return self._texts[kind]

    def with_words(self, kind: str, words: list[str]) -> list[Any]:
        return [text.thing for text in self.texts(kind) if all_stand_in(words, text.words)]

    def meant_by(self, word: str) -> str:
        """Another word, if this one stands in nothing that the person may read, and that one does. Or ""."""
        if len(word) >= SHORTEST_FOR_TRADES:
            return self._all_words.meant_by(word)
        return "" if self._trades.has(word) else self._own_words.meant_by(word)

    @cached_property
    def vouches_told(self) -> list[VouchTold]:
        """Every one."""
        return [
            VouchTold(provider, named := folded(f"{name} {other}"), f"{named} {folded(' '.join(texts))}")
            for provider, name, other, *texts in _words_told(person=self.person)
        ]

    @cached_property
    def names(self) -> list[str]:
        """Of whom there are vouches that the person may read; folded."""
        return [folded(name) for (name,) in _names_told(person=self.person)]

    def says(self, word: str) -> bool:
        """Whether it stands in anything that the person may read."""
        return self._trades.has(word) or self._own_words.has(word)

    @cached_property
    def _trades(self) -> Vocabulary:
        return Vocabulary([text.words for text in self.texts(FOUND_TRADES)])

    @cached_property
    def _own_words(self) -> Vocabulary:
        """All but the list of trades, which is the same for everyone."""
        rest = [text.words for kind in TEXTS_OF if kind != FOUND_TRADES for text in self.texts(kind)]
        return Vocabulary(rest + [each.words for each in self.vouches_told])

    @cached_property
    def _all_words(self) -> Vocabulary:
        return Vocabulary([*self._own_words.words, *self._trades.words])
