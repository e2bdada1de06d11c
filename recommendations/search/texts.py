"""The texts that one person may read, by which the search field finds things; nothing else is ever looked at for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import get_language

from people.compiled import CompiledOnce, any_of
from people.models import Person, Place
from people.places import folded, folded_each
from recommendations.models import Ask, Entry, Gladly, LinkAnswer, Offer, Trade, Vouch, trade_words_elsewhere
from recommendations.models.offers import SAYING
from recommendations.search.matching import Vocabulary, all_stand_in, slips_forgiven
from recommendations.search.rows_saying import (
    AllTold,
    FoundInsight,
    insights_saying,
    is_said,
    providers_named,
    providers_saying,
)
from recommendations.sight.rule import seen_column

FOUND_PEOPLE, FOUND_TRADES, FOUND_PLACES, FOUND_INSIGHTS, FOUND_OFFERS = (
    *("people", "trades", "places", "insights", "offers"),
)
FOUND_ASKS, FOUND_NOTES, FOUND_LISTED, FOUND_VOUCHED = "asks", "notes", "listed", "vouched"
# The list of trades knows so many words that nearly every name of four letters is like one of them.
SHORTEST_FOR_TRADES = 5


@CompiledOnce
def _names_told(person: Person) -> QuerySet[Any, Any]:
    return Vouch.objects.visible_to(person).order_by().values_list("name", flat=True).distinct()


class Text(NamedTuple):
    thing: Any
    words: str  # folded


def providers_told_with(
    person: Person,
    words: str,
    readable: Readable | None = None,
    by_name: bool = False,
    of: Collection[int] | None = None,
) -> set[int] | None:
    """Those of whom one vouch that the person may read says each of the words, with or without its accents and
    capitals; `by_name`, in their name or in what else it is. Without a word None: whoever it is. `readable`, if these
    texts may have been looked up already; `of` these providers, if no more are wanted."""
    wanted = folded(words).split()
    if not wanted:
        return None
    return providers_named(person, wanted) if by_name else (readable or Readable(person)).providers_saying(wanted, of)


def words_of_trade(trade: Trade) -> str:
    """In all languages, folded."""
    return folded(" ".join((trade.name, trade.synonyms, trade.slug, *trade_words_elsewhere(trade.slug))))


def _by_name(thing: Person | Entry | Vouch) -> tuple[str, int]:
    """Not by the database, since each has its own alphabet."""
    return thing.name.casefold(), thing.pk


COLUMNS_OF_TRADES = ("id", "slug", "name", "group", "synonyms")


@CompiledOnce
def _rows_of_trades() -> QuerySet[Any, Any]:
    return Trade.objects.values_list(*COLUMNS_OF_TRADES)


def all_trades() -> tuple[Text, ...]:
    """In the order of the alphabet in which they are read, by one query."""
    return _texts_of_trades(tuple(_rows_of_trades()), get_language())


@lru_cache(maxsize=20)
def _texts_of_trades(rows: tuple[tuple[Any, ...], ...], language: str | None) -> tuple[Text, ...]:
    """Kept for each language, as the words of each are; so nobody may change any of these."""
    trades = (Trade.from_db(None, COLUMNS_OF_TRADES, row) for row in rows)
    return tuple(Text(trade, words_of_trade(trade)) for trade in sorted(trades, key=lambda each: each.in_order))


# Of each kind of which there are few: what is read of a row. All of them are asked for at once, and of those in which
# the words stand the rows.
FEW = {
    FOUND_PEOPLE: ("name",),
    FOUND_PLACES: ("name",),
    FOUND_OFFERS: ("gladly", "words", "trade__slug", "other", "place__name"),
    FOUND_ASKS: ("words", "trade__slug", "other"),
    FOUND_NOTES: ("provider", "trade__slug", "other", "job", "words", "confirmed_as", "phone"),
    FOUND_LISTED: ("name", "trade__slug", "other", "job", "words", "phone"),
    FOUND_VOUCHED: ("name", "trade__slug", "other", "job", "words", "caveat", "phone"),
}
MOST_TEXTS = max(map(len, FEW.values()))


@CompiledOnce
def _few_told(person: Person, today: date) -> QuerySet[Any, Any]:
    circle, offers = Person.objects.circle_of(person), Offer.objects.visible_to(person, today)
    asks, notes = Ask.objects.visible_to(person), LinkAnswer.objects.notes_of(person)
    # By two statements: PostgreSQL would read all places for the one or the other.
    places, home = Place.objects.filter(_seen(person)), Place.objects.filter(_home_of(person))
    own: list[tuple[str, Any]] = [(FOUND_LISTED, person.entries.all()), (FOUND_VOUCHED, person.vouches.all())]
    some = [(FOUND_PEOPLE, circle), (FOUND_PLACES, places), (FOUND_PLACES, home), (FOUND_OFFERS, offers)]
    some += [(FOUND_ASKS, asks), (FOUND_NOTES, notes), *own]
    first, *more = (_texts_in(rows, kind) for kind, rows in some)
    return first.union(*more, all=True)


def _texts_in(some: QuerySet[Any, Any], kind: str) -> QuerySet[Any, Any]:
    none = [Value("")] * (MOST_TEXTS - len(FEW[kind]))
    return some.order_by().values_list(Value(kind), "pk", *FEW[kind], *none)


def _seen(person: Person) -> Q:
    """Places where whatever may be read has been done."""
    return Q(pk__in=seen_column("place_id", person))


def _home_of(person: Person) -> Q:
    return Q(pk__in=Person.objects.oneself(person).values("place"))


def _text_of(kind: str, texts: list[str | None], names: Mapping[str | None, str]) -> str:
    """`names` are those of the trades, by slug."""
    if "trade__slug" in FEW[kind]:
        at = FEW[kind].index("trade__slug")
        texts = [*texts[:at], names.get(texts[at]), *texts[at + 1 :]]
    if kind == FOUND_OFFERS:
        gladly, words, *more = texts
        texts = [SAYING[Gladly(gladly or "")].format(what=words), *more]
    return " ".join(text for text in texts if text)


@CompiledOnce
def _people(person: Person, ids: tuple[int, ...]) -> QuerySet[Person]:
    return Person.objects.circle_of(person).filter(pk__in=any_of(ids))


@CompiledOnce
def _places(person: Person, ids: tuple[int, ...]) -> QuerySet[Place]:
    near = Place.objects.filter(_seen(person) | _home_of(person), pk__in=any_of(ids))
    return near.order_by("-population", "pk")


@CompiledOnce
def _offers(person: Person, ids: tuple[int, ...], today: date) -> QuerySet[Offer]:
    found = Offer.objects.visible_to(person, today).filter(pk__in=any_of(ids))
    return found.select_related("trade", "place").order_by("-written_at", "-pk")


@CompiledOnce
def _asks(person: Person, ids: tuple[int, ...]) -> QuerySet[Ask]:
    found = Ask.objects.visible_to(person).filter(pk__in=any_of(ids))
    return found.select_related("trade").order_by("-made_at", "-pk")


@CompiledOnce
def _entries(person: Person, ids: tuple[int, ...]) -> QuerySet[Entry]:
    return person.entries.filter(pk__in=any_of(ids)).select_related("trade")


@CompiledOnce
def _vouches(person: Person, ids: tuple[int, ...]) -> QuerySet[Vouch]:
    return person.vouches.filter(pk__in=any_of(ids)).select_related("trade", "place", "provider")


@CompiledOnce
def _entries_of_kinds(person: Person, trades: tuple[int, ...]) -> QuerySet[Entry]:
    return person.entries.filter(trade__in=any_of(trades)).select_related("trade")


@CompiledOnce
def _vouches_of_kinds(person: Person, trades: tuple[int, ...]) -> QuerySet[Vouch]:
    return person.vouches.filter(trade__in=any_of(trades)).select_related("trade", "place", "provider")


@CompiledOnce
def _notes(person: Person, ids: tuple[int, ...]) -> QuerySet[LinkAnswer]:
    found = LinkAnswer.objects.notes_of(person).filter(pk__in=any_of(ids))
    return found.select_related("ask__place", "trade").order_by("-made_at", "-pk")


def _unread(mine: list[Any]) -> list[Text]:
    return [Text(each, "") for each in sorted(mine, key=_by_name)]


ROWS_OF: dict[str, Callable[[Person, tuple[int, ...]], list[Any]]] = {
    FOUND_PEOPLE: lambda person, ids: sorted(_people(person=person, ids=ids), key=_by_name),
    FOUND_PLACES: lambda person, ids: _places(person=person, ids=ids),
    FOUND_OFFERS: lambda person, ids: _offers(person=person, ids=ids, today=timezone.localdate()),
    FOUND_ASKS: lambda person, ids: _asks(person=person, ids=ids),
    FOUND_NOTES: lambda person, ids: _notes(person=person, ids=ids),
    FOUND_LISTED: lambda person, ids: sorted(_entries(person=person, ids=ids), key=_by_name),
    FOUND_VOUCHED: lambda person, ids: sorted(_vouches(person=person, ids=ids), key=_by_name),
}


def _folded(found: list[tuple[Any, str]]) -> list[Text]:
    words = folded_each([text for _, text in found])
    return [Text(thing, said) for (thing, _), said in zip(found, words, strict=True)]


class Readable:
    """Looked up as it is needed, each kind once: by one query, whatever there is of it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.says = cache(self._says)
        self._insights_saying = cache(self._newest_insights_saying)

    @cached_property
    def trades(self) -> tuple[Text, ...]:
        return all_trades()

    def own_with(self, words: list[str], either: Collection[list[str]] = ()) -> tuple[list[Text], list[Text]]:
        """What one has listed, and what one vouches for, in which each of the words stands; and each of one of the
        lists in `either`, if there is any."""
        return self.few_with(FOUND_LISTED, words, either), self.few_with(FOUND_VOUCHED, words, either)

    def own_of(self, trades: Iterable[Trade]) -> tuple[list[Text], list[Text]]:
        """The same of these trades, whatever they say, which is left out."""
        mine = {"person": self.person, "trades": tuple(trade.pk for trade in trades)}
        return _unread(_entries_of_kinds(**mine)), _unread(_vouches_of_kinds(**mine))

    @cached_property
    def _few(self) -> dict[str, list[Text]]:
        """By kind, each with the id of its row."""
        few: dict[str, list[tuple[int, str]]] = {kind: [] for kind in FEW}
        names = {text.thing.slug: text.thing.all_names for text in self.trades}
        for kind, pk, *texts in _few_told(person=self.person, today=timezone.localdate()):
            few[kind].append((pk, _text_of(kind, texts, names)))
        return {kind: _folded(found) for kind, found in few.items()}

    def few_with(self, kind: str, words: Collection[str] = (), either: Collection[list[str]] = ()) -> list[Text]:
        """Of one of the kinds of which there are few: the rows in which each of the words stands, and `either`."""
        texts = {
            text.thing: text.words
            for text in self._few[kind]
            if all_stand_in(words, text.words)
            and (not either or any(all_stand_in(some, text.words) for some in either))
        }
        rows = ROWS_OF[kind](self.person, tuple(texts)) if texts else []
        return [Text(row, texts[row.pk]) for row in rows]

    def with_words(self, kind: str, words: list[str]) -> list[Any]:
        """Of insights no more than tell whether there are more than are shown."""
        if kind == FOUND_TRADES:
            return [text.thing for text in self.trades if all_stand_in(words, text.words)]
        if kind == FOUND_INSIGHTS:
            return self._insights_saying(*words)
        return [text.thing for text in self.few_with(kind, words)]

    def meant_by(self, word: str) -> str:
        """Another word, if this one stands in nothing that the person may read, and that one does. Or ""."""
        if not slips_forgiven(word) or self.says(word):
            return ""
        return (self._all_words if len(word) >= SHORTEST_FOR_TRADES else self._own_words).meant_by(word)

    def _says(self, word: str) -> bool:
        """Whether it stands in anything that the person may read. Most words stand in a vouch, and then nothing else is
        looked through."""
        if self._trade_words.has(word):
            return True
        if "_all_told" in vars(self):
            return self._own_words.has(word) or bool(self.providers_saying([word]))
        return is_said(self.person, word) or self._own_words.has(word)

    def providers_saying(self, words: Collection[str], of: Collection[int] | None = None) -> set[int]:
        found = self._all_told.providers_saying(words, of) if "_all_told" in vars(self) else None
        return providers_saying(self.person, words, of) if found is None else found

    def _newest_insights_saying(self, *words: str) -> list[FoundInsight]:
        if "_all_told" in vars(self) and not self._all_told.is_in_insights(words):
            return []
        return insights_saying(self.person, words, self._names_of_trades)

    @cached_property
    def _all_told(self) -> AllTold:
        """Once it is there, nothing of it is looked for in the database again."""
        return AllTold(self.person, self._names_of_trades)

    @cached_property
    def _names_of_trades(self) -> dict[int, str]:
        return {text.thing.pk: text.thing.all_names for text in self.trades}

    @cached_property
    def names(self) -> list[str]:
        """Of whom there are vouches that the person may read; folded."""
        return folded_each(_names_told(person=self.person))

    @cached_property
    def _trade_words(self) -> Vocabulary:
        return Vocabulary([text.words for text in self.trades])

    @cached_property
    def _own_words(self) -> Vocabulary:
        """All but the list of trades, which is the same for everyone."""
        few = [text.words for some in self._few.values() for text in some]
        return Vocabulary(few + self._all_told.texts)

    @cached_property
    def _all_words(self) -> Vocabulary:
        return Vocabulary([*self._own_words.texts, *self._trade_words.texts])
