"""The friends-of-friends answer: who do the people you trust hire?

`paths_to` says what may be read and how it comes here, `rank` puts it in order, and only the few that are shown are
then looked up and `dressed` for this viewer.
"""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from people.compiled import CompiledOnce, any_of
from people.models import Person, Place
from people.places import NEAR_KM
from people.sealed import opened, sealed
from recommendations.models import Provider, Trade
from recommendations.providers.ranking import NO_OTHERS, Order, Part, Ranked, may_stand_in, rank
from recommendations.providers.same import group_of, same_as
from recommendations.providers.suggestion import Suggestion, WithdrawnError, dressed
from recommendations.providers.word import Word
from recommendations.sight.rule import Path, paths_to, paths_within_circle
from recommendations.sight.warnings import warned_of

PAGE = 20
MOST_TIMES_READ = 3
Called = ParamSpec("Called")
Read = TypeVar("Read")


def read_again(read: Callable[Called, Read]) -> Callable[Called, Read]:
    """If a vouch is withdrawn between the queries, so that what is told is of one moment."""

    @wraps(read)
    def read_until_it_holds(*args: Called.args, **kwargs: Called.kwargs) -> Read:
        for _ in range(MOST_TIMES_READ - 1):
            with suppress(WithdrawnError):
                return read(*args, **kwargs)
        return read(*args, **kwargs)

    return read_until_it_holds


# Of whom something is told, of these providers or of all. None: whoever it is.
TellsOf = Callable[[Collection[int] | None], Collection[int] | None]


class Only(NamedTuple):
    """Who is chosen; all that is said of those still counts."""

    near: Place | None = None
    km: int = NEAR_KM  # around it
    among: Collection[int] | None = None  # ids of providers
    by_friends: bool = False  # of whom a friend speaks, or oneself
    told: TellsOf | None = None  # where a trade is asked for: of its few alone it is looked up

    def of(self, paths: list[Path], same: Mapping[int, int]) -> list[Path]:
        if self.near:
            paths = _about(paths, _providers_near(paths, self.near, self.km), same)
        if self.among is not None:
            paths = _about(paths, self.among, same)
        if self.told:
            some = self.told(_with_the_same({path[1] for path in paths}, same))
            paths = paths if some is None else _about(paths, some, same)
        if self.by_friends:
            paths = _about(paths, _providers_of_friends(paths), same)
        return paths


ALL_WHO_REACH = Only()


def ranked_for(person: Person, trades: Sequence[Trade] | None = None, only: Only = ALL_WHO_REACH) -> list[Ranked]:
    """Without a trade, of every trade."""
    return _ranked(person, trades, only, same_as(person))


def _ranked(
    person: Person,
    trades: Sequence[Trade] | None,
    only: Only,
    same: Mapping[int, int],
    providers: set[int] | None = None,
) -> list[Ranked]:
    """`providers`, if no more than these are wanted, and whoever is the same as one of them."""
    ids = None if trades is None else [trade.pk for trade in trades]
    wanted = only.among if providers is None else providers
    paths = paths_to(person, ids, None if wanted is None else _with_the_same(wanted, same))
    return _in_order(person, only.of(paths, same), same)


def _in_order(person: Person, paths: list[Path], same: Mapping[int, int] = NO_OTHERS) -> list[Ranked]:
    """By one query more: of whom people beyond the circle warn."""
    warned = warned_of(person, {path[1] for path in paths})
    return rank(paths, timezone.localdate(), same, warned)


@read_again
def suggestions_for(
    person: Person,
    trades: Sequence[Trade] | None = None,
    near: Place | None = None,
    among: Collection[int] | None = None,
    after: str = "",
    size: int = PAGE,
    beyond: int | None = None,
    beside_own: bool = False,
    km: int = NEAR_KM,
    by_friends: bool = False,
    told: TellsOf | None = None,
) -> tuple[list[Suggestion], str]:
    """The next `size` suggestions after the mark `after`, and the mark of the last if there are more, else "".

    Without a trade, of every trade. Of each provider every vouch, or what a card tells, with no more than so many from
    `beyond` the circle. With `beside_own`, where one's own words stand apart, whom nobody else speaks of is left out,
    and of the rest others' words come first. By six queries mostly, and by thirteen at most, however many reach them.
    """
    if told and trades is None:
        among, told = told(None), None
    mark, only = _opened(person, after), Only(near, km, among, by_friends, told)
    window, is_last = _next(person, trades, only, mark, size, beside_own)
    rest = _after(_by_name(window, dressed(person, window, beyond, beside_own)), mark)
    page = rest[:size]
    has_more = page and (len(rest) > size or not is_last)
    return [shown for _, shown in page], _sealed(person, page[-1][0]) if has_more else ""


@read_again
def suggestion_of(person: Person, public_id: UUID, alone: bool = False) -> Suggestion | None:
    """All that reaches this viewer about one provider, and unless `alone`, about those they say are the same; None if
    nothing does. Of one that there is not it asks as of any other, so that hidden and unknown cost the same."""
    provider = Provider.objects.row_of(public_id)
    same = {} if alone else same_as(person)
    paths = paths_to(person, providers=group_of(provider, same))
    if provider not in {path[1] for path in paths}:
        return None
    return dressed(person, _in_order(person, paths, same))[0]


@read_again
def shared_by(person: Person, friend: Person) -> list[Suggestion]:
    """What one friend says, without what others add: best first."""
    theirs = paths_to(person, authors=[friend.pk])
    ranked = _in_order(person, theirs, same_as(person))
    return [shown for _, shown in _by_name(ranked, dressed(person, ranked))]


@read_again
def saved_by(person: Person) -> list[Suggestion]:
    """Those saved whom the person can still see, by name."""
    saved = tuple(_saved_in_sight(person=person))
    ranked = _in_order(person, paths_to(person, providers=saved)) if saved else []
    return sorted(dressed(person, ranked), key=lambda shown: shown.name.casefold())


@CompiledOnce
def _saved_in_sight(person: Person) -> QuerySet[Any, Any]:
    """Their rows."""
    ids = person.saved.values("provider")
    return Provider.objects.visible_to(person).filter(public_id__in=ids).values_list("pk", flat=True)


@read_again
def words_of_vouches(person: Person, about: Mapping[int, int]) -> dict[int, tuple[Suggestion, Word]]:
    """Of these vouches, by id with the id of their provider, those that may be read: about whom, and what they say."""
    if not about:
        return {}
    same = same_as(person)
    providers = {each for provider in about.values() for each in group_of(provider, same)}
    shown = dressed(person, _in_order(person, paths_to(person, providers=providers), same))
    words = [(each, word) for each in shown for word in each.words if word.vouch in about]
    return {word.vouch: (replace(each, about=word.about), word) for each, word in words}


@CompiledOnce
def _places(pks: tuple[int, ...]) -> QuerySet[Place]:
    return Place.objects.filter(pk__in=any_of(pks))


def _providers_near(paths: list[Path], near: Place, km: int) -> set[int]:
    places = _places(pks=tuple({place for *_, place, _ in paths if place}))
    close = {place.pk for place in places if place.is_near(near, km)}
    return {provider for _, provider, *_, place, _ in paths if place in close}


def _providers_of_friends(paths: list[Path]) -> set[int]:
    """Of whom a friend speaks, or oneself."""
    return {provider for _, provider, _, _, distance, *_ in paths if distance < 2}


def _about(paths: list[Path], providers: Iterable[int], same: Mapping[int, int]) -> list[Path]:
    """Those about one of these providers, or about one that is the same."""
    firsts = _firsts(providers, same)
    return [path for path in paths if same.get(path[1], path[1]) in firsts]


def _firsts(providers: Iterable[int], same: Mapping[int, int]) -> set[int]:
    return {same.get(provider, provider) for provider in providers}


def _with_the_same(providers: Iterable[int], same: Mapping[int, int]) -> set[int]:
    firsts = _firsts(providers, same)
    return firsts.union(each for each, first in same.items() if first in firsts)


# --- A page of them, and the mark of where the next one begins ------------------------------------

PURPOSE, MARK = "recommendations.suggestions.mark", struct.Struct(">qdqqq")


class Mark(NamedTuple):
    """The last that was shown: its order, which stays its place if it has gone since, and its provider."""

    order: Order
    provider: int


def _next(
    person: Person, trades: Sequence[Trade] | None, only: Only, mark: Mark | None, size: int, beside_own: bool
) -> tuple[list[Ranked], bool]:
    """The window of what follows the mark."""
    same = same_as(person)
    if trades is None and only.among is None and (mark is None or mark.order[0] <= Part.FRIENDS):
        window, is_last = _window(_first_of_all(person, only, same, size), mark, size)
        if not is_last:
            return window, False
    ranked = _ranked(person, trades, only, same)
    return _window([each for each in ranked if each.score is not None] if beside_own else ranked, mark, size)


def _first_of_all(person: Person, only: Only, same: Mapping[int, int], size: int) -> list[Ranked]:
    """The beginning of what `ranked_for` gives of every trade, if friends' own words fill more than a page; or nothing.

    Whom no friend would hire again stands behind whoever one would. So a page is mostly full without nine providers in
    ten, of whom only friends' friends speak, and whom to read and weigh takes most of the time.
    """
    circle, today = paths_within_circle(person), timezone.localdate()
    for part in (Part.FRIENDS_LATELY, Part.FRIENDS):
        wanted = may_stand_in(part, circle, today)
        chosen = only.of([path for path in circle if path.provider in wanted], same)
        if len(_firsts((path.provider for path in chosen), same)) > size:
            return [each for each in _ranked(person, None, only, same, wanted) if each.part <= part]
    return []


def _window(ranked: list[Ranked], mark: Mark | None, size: int) -> tuple[list[Ranked], bool]:
    """As many as the next page may need, and whether nothing follows them: with each all of equal rank, since those are
    ordered by name, which is known only once they are looked up."""
    begin = bisect_left(ranked, mark.order, key=_order) if mark else 0
    past = bisect_right(ranked, mark.order, key=_order) if mark else 0
    last = ranked[past + size - 1 : past + size]
    end = bisect_right(ranked, last[0].order, key=_order) if last else len(ranked)
    return ranked[begin:end], end == len(ranked)


def _after(ordered: list[tuple[Ranked, Suggestion]], mark: Mark | None) -> list[tuple[Ranked, Suggestion]]:
    """What follows the one that the mark names; if that has gone, all from its place on."""
    providers = [ranked.provider for ranked, _ in ordered]
    return ordered[providers.index(mark.provider) + 1 :] if mark and mark.provider in providers else ordered


def _sealed(person: Person, ranked: Ranked) -> str:
    """Sealed, since the score would tell how many authors stand behind words without names."""
    return sealed(person, PURPOSE, MARK.pack(*ranked.order, ranked.provider))


def _opened(person: Person, mark: str) -> Mark | None:
    content = opened(person, PURPOSE, mark)
    if content is None or len(content) != MARK.size:
        return None
    *order, provider = MARK.unpack(content)
    return Mark(tuple(order), provider)


def _order(ranked: Ranked) -> Order:
    return ranked.order


def _by_name(ranked: list[Ranked], shown: list[Suggestion]) -> list[tuple[Ranked, Suggestion]]:
    """Where the rank is equal, by name; where that is too, by what the viewer may read, not by who was known first."""
    return sorted(
        zip(ranked, shown, strict=True),
        key=lambda pair: (pair[0].order, pair[1].name.casefold(), pair[1].words[0].vouch),
    )
