"""Where somebody means who types “plumber near Otley”, “leeds plumber” or “LS6 boiler”."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple, cast

from django.core.cache import caches
from django.db.models import QuerySet

from people.compiled import CompiledOnce, any_text_of
from people.models import Person, Place
from people.places import folded
from people.postcodes import postcode_in
from recommendations.search.matching import likeliest, stands_in
from recommendations.search.said import COMMA, Typed
from recommendations.search.sentences import PLACE_UNKNOWN, POSTCODE_UNKNOWN
from recommendations.search.texts import Readable

ANYWHERE = "anywhere"
ME = "me"
HERE = frozenset({ME, *"here mir hier moi ici mi aqui".split()})
ANYWHERE_WORDS = frozenset({ANYWHERE, "uberall", "partout", "dondequiera"})
# What stands before a place, and what says “near me”, folded, in the languages of the pages. Only after those that are
# sure a place is looked for that nobody knows, and may one that is no city stand before other words: “a leak in the
# kitchen”, “mould in bath room”. With its accent “à” is no English word.
SURELY_NEAR, BEFORE_A_PLACE, MEANS_ME = (
    {tuple(phrase.split()) for phrase in phrases.split(",")}
    for phrases in (
        "near,in der nahe von,nahe,rund um,in der gegend von,pres de,pres du,proche de,autour de,a cote de,"
        "aux environs de,a proximite de,cerca de,alrededor de",
        "in,around,um,bei,in der nahe,à,dans,en,junto a",
        "in meiner nahe,in der nahe,bei mir,hier in der nahe,pres de moi,pres de chez moi,pres dici,autour de moi,"
        "a proximite,cerca de mi,cerca de mi casa,cerca de aqui,por aqui,en mi zona",
    )
)
MAY_BE_BEFORE = SURELY_NEAR | BEFORE_A_PLACE
LONGEST_BEFORE = max(map(len, MAY_BE_BEFORE | MEANS_ME))  # words
WORDS_IN_A_NAME = 4  # words
# So many words are looked at for a place, in one query.
WORDS_LOOKED_AT = 20
# Of another country only a city is meant by its name alone.
CITY = 100_000
# Whose name is forgiven a slip.
TOWN = 5_000
TOWNS_ARE_KEPT = 3600  # seconds


class Where(NamedTuple):
    place: Place | None
    taken: list[Typed]  # the words that say it
    me: bool = False
    note: str = ""
    # Of a name that may be a place or somebody's: what it is taken for is the other one of the two.
    perhaps: Place | None = None
    is_also_a_name: bool = False


@CompiledOnce
def _places_called(names: tuple[str, ...]) -> QuerySet[Place]:
    return Place.objects.called(any_text_of(names))


@CompiledOnce
def _towns_told(country: str, people: int) -> QuerySet[Any, Any]:
    return Place.objects.filter(country=country, population__gte=people).values_list("search_name", "pk")


class PlacesCalled:
    """The places that these words name, largest first: by one query, once the first of them is asked for."""

    def __init__(self, said: list[Typed]) -> None:
        self._words = [each.word for each in said[:WORDS_LOOKED_AT]]

    def get(self, said: list[Typed]) -> list[Place]:
        return self._by_name.get(" ".join(each.word for each in said), [])

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        names = {
            " ".join(words)
            for size in range(1, WORDS_IN_A_NAME + 1)
            for begin in range(len(self._words) - size + 1)
            if COMMA not in (words := self._words[begin : begin + size])
        }
        found: dict[str, list[Place]] = {}
        for place in _places_called(names=tuple(names)):
            found.setdefault(place.search_name, []).append(place)
        return found


def place_said(person: Person, text: str, said: list[Typed], named: PlacesCalled) -> Where | None:
    """A postcode, or what follows “near”, “in” or “around”. None, if nothing is said of where."""
    if postcode := postcode_in(text, person.country):
        within = [at for at, each in enumerate(said) if postcode.start < each.end and each.start < postcode.end]
        sizes = range(min(LONGEST_BEFORE, within[0]), 0, -1)
        said_before = (size for size in sizes if _written(text, said[within[0] - size : within[0]]) in MAY_BE_BEFORE)
        begin = within[0] - next(said_before, 0)
        note = "" if postcode.spot else POSTCODE_UNKNOWN.format(place=postcode.written)
        return Where(postcode.spot, said[begin : within[-1] + 1], note=note)
    for at in range(len(said)):
        for size in range(min(LONGEST_BEFORE, len(said) - at), 0, -1):
            before = said[at : at + size]
            if any(each.quoted for each in before):
                continue
            if _written(text, before) in MAY_BE_BEFORE and (found := _after(person, text, said, at, size, named)):
                return found
            if _written(text, before) in MEANS_ME:
                return Where(None, before, me=True)
    if said and said[-1].word in ANYWHERE_WORDS:
        return Where(None, said[-1:])
    return None


def _written(text: str, said: list[Typed]) -> tuple[str, ...]:
    return tuple("à" if text[each.start : each.end].casefold() == "à" else each.word for each in said)


def _after(person: Person, text: str, said: list[Typed], at: int, length: int, named: PlacesCalled) -> Where | None:
    """What follows so many words."""
    before, following = said[at : at + length], said[at + length :]
    is_sure = _written(text, before) in SURELY_NEAR
    if not following or following[0].word == COMMA:
        return None
    if following[0].word in HERE or following[0].word in ANYWHERE_WORDS:
        return Where(None, [*before, following[0]], me=following[0].word in HERE)
    for size in range(WORDS_IN_A_NAME, 0, -1):
        if len(following) >= size and (places := named.get(following[:size])):
            places, more = _of_country(places, following[size:])
            place = _of_home(places, person.country) or places[0]
            goes_on = len(following) > size + more and following[size + more].word != COMMA
            if is_sure or not goes_on or place.population >= CITY:
                return Where(place, [*before, *following[: size + more]])
    if not is_sure:
        return None
    last = next((each for each in following if each.word == COMMA), None)
    name = following[: following.index(last)] if last else following
    called = text[name[0].start : name[-1].end]
    if alike := like(called, person.country):
        return Where(alike, [*before, *name], note=called)
    return Where(None, [*before, *name], note=PLACE_UNKNOWN.format(place=called))


def _of_country(places: list[Place], following: list[Typed]) -> tuple[list[Place], int]:
    """Those of the state and the country that are said next, after a comma; and how many words say so."""
    taken = 0
    for _ in ("state", "country"):
        if len(following) < taken + 2 or following[taken].word != COMMA:
            break
        said = following[taken + 1].word.upper()
        some = [place for place in places if said in (place.country, place.region)]
        if not some:
            break
        places, taken = some, taken + 2
    return places, taken


def _of_home(places: list[Place], country: str) -> Place | None:
    return next((place for place in places if place.country == country), None)


def place_implied(readable: Readable, rest: list[Typed], named: PlacesCalled, alone: bool) -> Where | None:
    """“plumber leeds”, “leeds plumber”: a town of one's own country, or a city of another that is nobody's name. Where
    `alone`, no trade was named, and it must be all that was typed."""
    rest = [each for each in rest if each.word != COMMA]
    for size in range(min(len(rest), WORDS_IN_A_NAME), 0, -1):
        if alone and size < len(rest):
            return None
        for taken in (rest[-size:], rest[:size]):
            places = named.get(taken)
            if places and not any(each.quoted for each in taken) and (found := _meant(readable, places, taken)):
                return found
    return None


def _meant(readable: Readable, places: list[Place], taken: list[Typed]) -> Where | None:
    place = _of_home(places, readable.person.country)
    if place is None and places[0].population < CITY:
        return None
    name = (place or places[0]).search_name
    is_also_a_name = any(stands_in(name, each) for each in readable.names)
    if place is None and is_also_a_name:
        return Where(None, [], perhaps=places[0])
    return Where(place or places[0], taken, is_also_a_name=is_also_a_name)


def _towns_of(country: str) -> dict[str, int]:
    """Kept for a while, since all places are read for it."""

    def read() -> dict[str, int]:
        return dict(_towns_told(country=country, people=TOWN))

    return cast("dict[str, int]", caches["process"].get_or_set(f"towns:{country}", read, TOWNS_ARE_KEPT))


def like(name: str, country: str) -> Place | None:
    """The town of this country that was most likely meant by a name with a slip in it."""
    towns = _towns_of(country)
    pk = towns.get(likeliest(folded(name), list(towns)))
    return Place.objects.filter(pk=pk).first() if pk else None
