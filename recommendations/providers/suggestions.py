"""The friends-of-friends answer: who do the people you trust hire?

`paths_to` says what may be read and how it comes here, `rank` puts it in order, and only the few that are shown are
then looked up and `dressed` for this viewer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils import timezone

from people.models import Person, Place
from recommendations.models import Provider, Saved, Trade, Vouch
from recommendations.providers.ranking import Ranked, rank
from recommendations.providers.same import group_of, joined, same_as
from recommendations.providers.suggestion import Suggestion, Word, dressed
from recommendations.sight.rule import Path, paths_to

PAGE = 20


def ranked_for(
    person: Person,
    trades: Sequence[Trade] | None = None,
    near: Place | None = None,
    among: Collection[int] | None = None,
) -> list[Ranked]:
    """Without a trade, of every trade. `near` and `among`, ids of providers, choose; all that is said of those who are
    chosen still counts."""
    return _ranked(person, trades, near, among, same_as(person))


def _ranked(
    person: Person,
    trades: Sequence[Trade] | None,
    near: Place | None,
    among: Collection[int] | None,
    same: dict[int, int],
) -> list[Ranked]:
    paths = joined(paths_to(person, None if trades is None else [trade.pk for trade in trades]), same)
    if near:
        paths = _of_providers(paths, _providers_near(paths, near))
    if among is not None:
        paths = _of_providers(paths, {same.get(provider, provider) for provider in among})
    return rank(paths, timezone.localdate())


def suggestions_for(
    person: Person,
    trades: Sequence[Trade] | None = None,
    near: Place | None = None,
    among: Collection[int] | None = None,
    after: str = "",
    size: int = PAGE,
    words_each: int | None = None,
) -> tuple[list[Suggestion], str]:
    """The next `size` suggestions after the mark `after`, and the mark of the last if there are more, else "".

    Of each provider the `words_each` nearest and freshest vouches, or all. By five queries at most.
    """
    same = same_as(person)
    ranked = _ranked(person, trades, near, among, same)
    seen, start, end = _window(ranked, after, size, same)
    ordered = _by_name(ranked[start:end], dressed(person, ranked[start:end], words_each))
    past = next((number for number, (each, _) in enumerate(ordered, 1) if each.provider == seen), 0)
    page = ordered[past : past + size]
    more = end < len(ranked) or len(ordered) > past + size
    return [shown for _, shown in page], _mark(*page[-1]) if page and more else ""


def suggestion_of(person: Person, public_id: UUID, alone: bool = False) -> Suggestion | None:
    """All that reaches this viewer about one provider, and unless `alone`, about those they say are the same; None if
    nothing does. Of one that there is not it asks as of any other, so that hidden and unknown cost the same."""
    provider = Provider.objects.known_as([public_id]).get(public_id, 0)
    same = {} if alone else same_as(person)
    paths = paths_to(person, providers=group_of(provider, same))
    if provider not in {path[1] for path in paths}:
        return None
    return dressed(person, rank(joined(paths, same), timezone.localdate()))[0]


def shared_by(person: Person, friend: Person) -> list[Suggestion]:
    """What one friend says, without what others add: best first."""
    theirs = joined([path for path in paths_to(person) if path[2] == friend.pk], same_as(person))
    ranked = rank(theirs, timezone.localdate())
    return [shown for _, shown in _by_name(ranked, dressed(person, ranked))]


def saved_by(person: Person) -> list[Suggestion]:
    """Those saved whom the person can still see, by name."""
    ids = Saved.objects.in_sight_of(person).values_list("provider", flat=True)
    saved = Provider.objects.known_as(ids).values()
    ranked = rank(paths_to(person, providers=saved), timezone.localdate()) if saved else []
    return sorted(dressed(person, ranked), key=lambda shown: shown.name.casefold())


def told_by(person: Person, vouches: Collection[UUID]) -> dict[UUID, tuple[Suggestion, Word]]:
    """By the public id of each of these vouches that may be read: whom it is about, and what it says."""
    chosen = Vouch.objects.visible_to(person).filter(public_id__in=vouches) if vouches else Vouch.objects.none()
    read = {pk: (public_id, provider) for pk, public_id, provider in chosen.values_list("pk", "public_id", "provider")}
    if not read:
        return {}
    same = same_as(person)
    providers = {each for _, provider in read.values() for each in group_of(provider, same)}
    shown = dressed(person, rank(joined(paths_to(person, providers=providers), same), timezone.localdate()))
    words = [(each, word) for each in shown for word in each.words if word.vouch in read]
    return {read[word.vouch][0]: (each, word) for each, word in words}


def _providers_near(paths: list[Path], near: Place) -> set[int]:
    places = Place.objects.filter(pk__in={place for *_, place in paths if place})
    close = {place.pk for place in places if place.is_near(near)}
    return {provider for _, provider, *_, place in paths if place in close}


def _of_providers(paths: list[Path], providers: set[int]) -> list[Path]:
    return [path for path in paths if path[1] in providers]


def _mark(ranked: Ranked, shown: Suggestion) -> str:
    return f"{ranked.order[0]}_{shown.public_id}"


def _window(ranked: list[Ranked], after: str, size: int, same: dict[int, int]) -> tuple[int | None, int, int]:
    """The provider last seen, and from where to where the next `size` after it lie, with all of equal rank.

    Equal ranks are ordered by name, which is known only once they are looked up.
    """
    seen, start = _last_seen(after, ranked, same)
    if start == len(ranked):
        return seen, start, start
    orders = [each.order for each in ranked]
    last = min(bisect_right(orders, orders[start]) if seen else start, len(orders)) + size
    return seen, start, bisect_right(orders, orders[min(last, len(orders)) - 1])


def _last_seen(after: str, ranked: list[Ranked], same: dict[int, int]) -> tuple[int | None, int]:
    """The provider that the mark names, and where its rank begins. One that has gone leaves its score as the place."""
    try:
        score, provider = after.split("_")
        place, public_id = float(score), UUID(provider)
    except ValueError:
        return None, 0
    pk = Provider.objects.known_as([public_id]).get(public_id)
    pk = same.get(pk, pk) if pk else None
    order = next((each.order for each in ranked if each.provider == pk), (place,))
    return pk, bisect_left(ranked, order, key=lambda each: each.order)


def _by_name(ranked: list[Ranked], shown: list[Suggestion]) -> list[tuple[Ranked, Suggestion]]:
    """Where the rank is equal, by name; where that is too, by what the viewer may read, not by who was known first."""
    return sorted(
        zip(ranked, shown, strict=True), key=lambda pair: (pair[0].order, pair[1].name.casefold(), pair[0].lead)
    )
