"""“These two are the same”, as one person sees it: their pages show them as one, and nobody else’s do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When

from people.compiled import CompiledOnce, holds_any_of
from people.models import Person
from recommendations.identity import host_of, page_of
from recommendations.models import Alike, Provider, Vouch
from recommendations.providers.suggestion import Suggestion
from recommendations.sight.numbers import number_open_to
from recommendations.sight.statements import as_uuid, for_viewer, rows

MOST_LOOKALIKES = 3
SAID_NOT, SAID_SAME, IS_SAVED = range(3)  # marks of a person on a provider, or on two


SAID_TO_BE_THE_SAME = f"SELECT one, other FROM {Alike._meta.db_table} WHERE person_id = %(person)s AND same = TRUE"  # noqa: S608


def same_as(person: Person) -> dict[int, int]:
    """Provider → the one that stands for all that this person says are the same. One query, or two."""
    pairs = rows(*for_viewer(person, SAID_TO_BE_THE_SAME))
    groups = _groups((as_uuid(one), as_uuid(other)) for one, other in pairs)
    if not groups:
        return {}
    known = Provider.objects.known_as(each for group in groups for each in group)
    same: dict[int, int] = {}
    for group in groups:
        members = sorted(known[each] for each in group if each in known)
        same |= dict.fromkeys(members, members[0]) if members else {}
    return same


def _groups(pairs: Iterable[tuple[UUID, UUID]]) -> list[set[UUID]]:
    """Those that pairs connect, each together with whatever its others are connected with."""
    groups: list[set[UUID]] = []
    for pair in pairs:
        touched = [group for group in groups if not group.isdisjoint(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    return groups


def group_of(provider: int, same: dict[int, int]) -> list[int]:
    first = same.get(provider, provider)
    return [each for each, by in same.items() if by == first] or [provider]


def ids_of(person: Person, provider: int) -> list[UUID]:
    """Public ids of all that this person says are this one."""
    return Provider.objects.public_ids(group_of(provider, same_as(person)))


class Joined(NamedTuple):
    """What a person may see, and has said, about who else one provider is."""

    same: list[Vouch]  # one for each other provider that they say is the same
    maybe: list[Vouch]  # one for each that looks alike, and of whom they have not said
    saved: bool


def say(person: Person, one: Provider, other: Provider, same: bool) -> None:
    """With no, `other` leaves all that `one` is joined with."""
    with transaction.atomic():
        if not same:
            group = ids_of(person, one.pk)
            of_other = Q(one=other.public_id, other__in=group) | Q(other=other.public_id, one__in=group)
            person.alike.filter(of_other).update(same=False)
        first, second = sorted((one.public_id, other.public_id))
        Alike.objects.update_or_create(person=person, one=first, other=second, defaults={"same": same})


def numbers_differ(person: Person, one: Provider, other: Provider) -> bool:
    """Whether each has a number that the person may know, and none of them is the other's."""
    told = Vouch.objects.visible_to(person).filter(number_open_to(person)).exclude(phone="")
    ones, others = (set(told.filter(provider=each).values_list("phone", flat=True)) for each in (one, other))
    return bool(ones and others) and ones.isdisjoint(others)


def joined_with(person: Person, suggestion: Suggestion) -> Joined:
    """Nothing, if the provider has gone since it was looked up."""
    marks = _said_and_saved(person=person)
    pairs = [(*pair, mark == SAID_SAME) for *pair, mark in marks if mark != IS_SAVED]
    others, ids = _others_of(person, suggestion) if any(same for *_, same in pairs) else [], {suggestion.public_id}
    if others:
        ids.update(Provider.objects.public_ids(others))
    known = ids.union(*(pair for *pair, _ in pairs if not ids.isdisjoint(pair)))
    maybe = [vouch for vouch in _alike(person, suggestion) if vouch.provider.public_id not in known]
    saved = not ids.isdisjoint(provider for provider, _, mark in marks if mark == IS_SAVED)
    same = _one_each(_by_name(Vouch.objects.visible_to(person).filter(provider__in=others))) if others else []
    return Joined(same, _one_each(maybe)[:MOST_LOOKALIKES], saved)


def _others_of(person: Person, suggestion: Suggestion) -> list[int]:
    """By two queries, or three."""
    provider = Provider.objects.row_of(suggestion.public_id)
    return [each for each in group_of(provider, same_as(person)) if each != provider]


@CompiledOnce
def _said_and_saved(person: Person) -> QuerySet[Any, Any]:
    """Of whom they have said whether they are the same, and whom they have saved, who is both of the two here."""
    mark = Case(When(same=True, then=Value(SAID_SAME)), default=Value(SAID_NOT))
    saved = person.saved.values_list("provider", "provider", Value(IS_SAVED))
    return person.alike.values_list("one", "other", mark).union(saved, all=True)


def _by_name(vouches: QuerySet[Vouch]) -> QuerySet[Vouch]:
    return vouches.select_related("provider").order_by("name", "pk")


def _alike(person: Person, suggestion: Suggestion) -> list[Vouch]:
    """By name or web page. Not by number: whoever does not pass it on must not be found by it."""
    pages = {page for word in suggestion.words if (page := page_of(word.website))}
    alike = _called(person=person, names=tuple({word.name for word in suggestion.words}))
    if pages:
        found = _with_a_site_at(person=person, hosts=tuple({host_of(page) for page in pages}))
        known = {vouch.pk for vouch in alike}
        alike += [vouch for vouch in found if vouch.pk not in known and page_of(vouch.website) in pages]
        alike.sort(key=lambda vouch: (vouch.name, vouch.pk))
    return alike


@CompiledOnce
def _called(person: Person, names: tuple[str, ...]) -> QuerySet[Vouch]:
    return _by_name(Vouch.objects.visible_of_those_called(person, names))


@CompiledOnce
def _with_a_site_at(person: Person, hosts: tuple[str, ...]) -> QuerySet[Vouch]:
    """With an address in which one of the hosts stands."""
    at_a_host = Q(holds_any_of("recommendations_vouch.website", hosts))
    return _by_name(Vouch.objects.visible_to(person).filter(at_a_host))


def _one_each(vouches: Iterable[Vouch]) -> list[Vouch]:
    first: dict[int, Vouch] = {}
    for vouch in vouches:
        first.setdefault(vouch.provider_id, vouch)
    return list(first.values())
