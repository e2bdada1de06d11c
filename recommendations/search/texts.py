"""The texts that one person may read, by which the search field finds things; nothing else is ever looked at for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length, Replace
from django.db.models.lookups import Exact
from django.utils import timezone

from people.compiled import CompiledOnce, any_of
from people.models import Person, Place
from people.places import folded, folded_each
from recommendations.models import Ask, Entry, Insight, LinkAnswer, Offer, Trade, Vouch
from recommendations.models.insights import InsightQuerySet
from recommendations.search.matching import Vocabulary, all_stand_in, slips_forgiven, stands_in
from recommendations.sight.numbers import number_open_to
from recommendations.sight.rule import seen_column

FOUND_PEOPLE, FOUND_TRADES, FOUND_PLACES, FOUND_INSIGHTS, FOUND_OFFERS = (
    *("people", "trades", "places", "insights", "offers"),
)
FOUND_ASKS, FOUND_LISTED, FOUND_VOUCHED, FOUND_NOTES = "asks", "listed", "vouched", "notes"
# The list of trades knows so many words that nearly every name of four letters is like one of them.
SHORTEST_FOR_TRADES = 5


class Like(Func):
    """Whatever capitals a text of ASCII has, and whatever the language of the database is."""

    arg_joiner, output_field = " LIKE ", BooleanField()
    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        joined = ' COLLATE "C") LIKE '
        return self.as_sql(compiler, connection, template="LOWER(%(expressions)s", arg_joiner=joined)


class Octets(Func):
    function, output_field = "OCTET_LENGTH", IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **context)


def _may_say(like: str, *texts: str) -> Q:
    """For the database to leave out most: of plain texts those stay in which the word stands, with apostrophes or
    without, and all that are not plain. Which of them say it, `stands_in` decides."""
    said = Q()
    for text in texts:
        apart = Q(Like(F(text), Value("%'%"))) & Q(Like(Replace(F(text), Value("'")), Value(like)))
        said |= Q(Like(F(text), Value(like))) | apart | ~Q(Exact(Octets(text), Length(text)))
    return said


def _like(word: str) -> str:
    """Folded, so nothing in it but an underscore, which stands for any letter, means anything but itself."""
    return f"%{word}%"


@CompiledOnce
def _words_told(person: Person) -> QuerySet[Any, Any]:
    return _told_of_vouches(person, Vouch.objects.visible_to(person))


@CompiledOnce
def _words_told_with(person: Person, like: str) -> QuerySet[Any, Any]:
    """By no number but those that the person may see."""
    by_number = Q(Like(F("phone"), Value(like))) & number_open_to(person)
    told = Vouch.objects.visible_to(person).filter(_may_say(like, "words", "job", "name", "other") | by_number)
    return _told_of_vouches(person, told)


def _told_of_vouches(person: Person, told: QuerySet[Vouch]) -> QuerySet[Any, Any]:
    number = Case(When(number_open_to(person), then="phone"), default=Value(""))
    return told.values_list("provider", "name", "other", "job", "words", number)


@CompiledOnce
def _names_told(person: Person) -> QuerySet[Any, Any]:
    return Vouch.objects.visible_to(person).order_by().values_list("name", flat=True).distinct()


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
    told = (readable or Readable(person)).vouches_with(max(wanted, key=len))
    for word in wanted:
        told = [each for each in told if stands_in(word, each.named if by_name else each.words)]
    return {each.provider for each in told}


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
def _places(person: Person) -> QuerySet[Place]:
    done = Q(pk__in=seen_column("place_id", person)) | Q(pk__in=Person.objects.oneself(person).values("place"))
    return Place.objects.filter(done).order_by("-population", "pk")


@CompiledOnce
def _insights_told(person: Person) -> QuerySet[Any, Any]:
    return _told_of_insights(Insight.objects.visible_to(person))


@CompiledOnce
def _insights_told_with(person: Person, like: str) -> QuerySet[Any, Any]:
    said = _may_say(like, "words", "other") | Q(trade__isnull=False) & _may_say(like, "trade__name")
    return _told_of_insights(Insight.objects.visible_to(person).filter(said))


def _told_of_insights(told: InsightQuerySet) -> QuerySet[Any, Any]:
    return told.newest_first().values_list("pk", "words", "trade__name", "other")


@CompiledOnce
def _offers_told(person: Person, today: date) -> QuerySet[Offer]:
    return Offer.objects.visible_to(person, today).select_related("trade", "place").order_by("-written_at", "-pk")


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
def _entries_of_kinds(person: Person, trades: tuple[int, ...]) -> QuerySet[Entry]:
    return person.entries.filter(trade__in=any_of(trades)).select_related("trade")


@CompiledOnce
def _vouches_of_kinds(person: Person, trades: tuple[int, ...]) -> QuerySet[Vouch]:
    return person.vouches.filter(trade__in=any_of(trades)).select_related("trade", "place", "provider")


@CompiledOnce
def _notes_told(person: Person) -> QuerySet[LinkAnswer]:
    return LinkAnswer.objects.notes_of(person).select_related("ask__place", "trade").order_by("-made_at", "-pk")


def _people(readable: Readable) -> list[tuple[Any, str]]:
    friends = sorted(_circle_of(person=readable.person), key=_by_name)
    return [(friend, friend.name) for friend in friends]


def _trades(readable: Readable) -> list[tuple[Any, str]]:
    return [(trade, words_of_trade(trade)) for trade in sorted(all_trades(), key=_by_name)]


def _places_told(readable: Readable) -> list[tuple[Any, str]]:
    """Where whatever may be read has been done, and one's own."""
    return [(place, place.name) for place in _places(person=readable.person)]


def _insights(readable: Readable) -> list[tuple[Any, str]]:
    return _all_of_insights(_insights_told(person=readable.person))


def _all_of_insights(told: list[Any]) -> list[tuple[Any, str]]:
    """By id alone: there are thousands, and a few of them are shown."""
    return [(pk, f"{words} {trade or other}") for pk, words, trade, other in told]


def _offers(readable: Readable) -> list[tuple[Any, str]]:
    told = _offers_told(person=readable.person, today=timezone.localdate())
    return [(each, " ".join((each.in_words, each.kind, each.place.name if each.place else ""))) for each in told]


def _asks(readable: Readable) -> list[tuple[Any, str]]:
    return [(ask, f"{ask.words} {ask.kind}") for ask in _asks_told(person=readable.person)]


def _listed(readable: Readable) -> list[tuple[Any, str]]:
    return _all_of_entries(_entries_of(person=readable.person))


def _all_of_entries(entries: list[Entry]) -> list[tuple[Any, str]]:
    entries.sort(key=_by_name)
    return [(each, " ".join((each.name, each.kind, each.job, each.words, each.phone))) for each in entries]


def _vouched(readable: Readable) -> list[tuple[Any, str]]:
    return _all_of_vouches(_vouches_of(person=readable.person))


def _all_of_vouches(mine: list[Vouch]) -> list[tuple[Any, str]]:
    mine.sort(key=_by_name)
    return [(each, " ".join((each.name, each.kind, each.job, each.words, each.caveat, each.phone))) for each in mine]


def _notes(readable: Readable) -> list[tuple[Any, str]]:
    return [
        (each, " ".join((each.provider, each.kind, each.job, each.words, each.confirmed_as, each.phone)))
        for each in _notes_told(person=readable.person)
    ]


TEXTS_OF: dict[str, Callable[[Readable], list[tuple[Any, str]]]] = {
    FOUND_PEOPLE: _people,
    FOUND_TRADES: _trades,
    FOUND_PLACES: _places_told,
    FOUND_INSIGHTS: _insights,
    FOUND_OFFERS: _offers,
    FOUND_ASKS: _asks,
    FOUND_LISTED: _listed,
    FOUND_VOUCHED: _vouched,
    FOUND_NOTES: _notes,
}


def _folded(found: list[tuple[Any, str]]) -> list[Text]:
    words = folded_each([text for _, text in found])
    return [Text(thing, said) for (thing, _), said in zip(found, words, strict=True)]


def _folded_vouches(told: list[Any]) -> list[VouchTold]:
    providers = [provider for provider, *_ in told]
    named = folded_each([f"{name} {other}" for _, name, other, *_ in told])
    said = folded_each([" ".join(texts) for _, *texts in told])
    return [VouchTold(*each) for each in zip(providers, named, said, strict=True)]


class Readable:
    """Looked up as it is needed, each kind once: by one query, whatever there is of it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._texts: dict[str, list[Text]] = {}
        # By the word that they may say.
        self._vouches: dict[str, list[VouchTold]] = {}
        self._all_vouches: list[VouchTold] | None = None
        self._insights: dict[str, list[Text]] = {}

    def texts(self, kind: str) -> list[Text]:
        if kind not in self._texts:
            found = TEXTS_OF[kind](self)
            # Those of trades are folded already.
            self._texts[kind] = [Text(*each) for each in found] if kind == FOUND_TRADES else _folded(found)
        return self._texts[kind]

    def own_texts(self, trades: Iterable[Trade] | None = None) -> tuple[list[Text], list[Text]]:
        """What one has listed, and what one vouches for; of these trades alone, where only those are wanted."""
        if trades is None:
            return self.texts(FOUND_LISTED), self.texts(FOUND_VOUCHED)
        wanted = tuple(trade.pk for trade in trades)
        entries = _all_of_entries(_entries_of_kinds(person=self.person, trades=wanted))
        vouches = _all_of_vouches(_vouches_of_kinds(person=self.person, trades=wanted))
        return _folded(entries), _folded(vouches)

    def with_words(self, kind: str, words: list[str]) -> list[Any]:
        texts = self.insights_with(max(words, key=len)) if kind == FOUND_INSIGHTS else self.texts(kind)
        return [text.thing for text in texts if all_stand_in(words, text.words)]

    def meant_by(self, word: str) -> str:
        """Another word, if this one stands in nothing that the person may read, and that one does. Or ""."""
        if not slips_forgiven(word) or self.says(word):
            return ""
        return (self._all_words if len(word) >= SHORTEST_FOR_TRADES else self._own_words).meant_by(word)

    def says(self, word: str) -> bool:
        """Whether it stands in anything that the person may read. Most words stand in a vouch, and then nothing else is
        looked through."""
        if self._trades.has(word) or any(stands_in(word, each.words) for each in self.vouches_with(word)):
            return True
        return self._own_words.has(word)

    def vouches_with(self, word: str) -> list[VouchTold]:
        """All that may say it."""
        if self._all_vouches is None and word not in self._vouches:
            self._vouches[word] = _folded_vouches(_words_told_with(person=self.person, like=_like(word)))
        return self._vouches[word] if self._all_vouches is None else self._all_vouches

    def insights_with(self, word: str) -> list[Text]:
        if FOUND_INSIGHTS in self._texts:
            return self._texts[FOUND_INSIGHTS]
        if word not in self._insights:
            told = _insights_told_with(person=self.person, like=_like(word))
            self._insights[word] = _folded(_all_of_insights(told))
        return self._insights[word]

    @cached_property
    def names(self) -> list[str]:
        """Of whom there are vouches that the person may read; folded."""
        return folded_each(_names_told(person=self.person))

    @cached_property
    def _trades(self) -> Vocabulary:
        return Vocabulary([text.words for text in self.texts(FOUND_TRADES)])

    @cached_property
    def _own_words(self) -> Vocabulary:
        """All but the list of trades, which is the same for everyone."""
        rest = [text.words for kind in TEXTS_OF if kind != FOUND_TRADES for text in self.texts(kind)]
        self._all_vouches = _folded_vouches(_words_told(person=self.person))
        return Vocabulary(rest + [each.words for each in self._all_vouches])

    @cached_property
    def _all_words(self) -> Vocabulary:
        return Vocabulary([*self._own_words.texts, *self._trades.texts])
