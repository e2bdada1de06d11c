"""Whom a vouch is about. Asked of what its author can see and of nothing else, so that no question, and none that fails
to come, tells of anybody hidden."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from people.models import Person
from recommendations.identity import host_of, page_of
from recommendations.models import Vouch
from recommendations.providers.suggestion import Suggestion
from recommendations.sight.numbers import number_open_to


class Begun(NamedTuple):
    """The provider at whom a vouch began, with what its author sees that others say of them."""

    provider: UUID
    name: str
    phones: set[str]


class Meeting(NamedTuple):
    """Either it is clear, or `maybe` names those that it might be, by their public ids."""

    provider: UUID | None  # None: whoever has its identity
    maybe: dict[UUID, str]


def begun_at(seen: Suggestion) -> Begun:
    return Begun(seen.public_id, seen.name, {word.phone for word in seen.words if word.phone})


def begun_before(person: Person, vouch: Vouch) -> Begun | None:
    """At the provider of a vouch that is being edited; None if nobody else is seen to speak of them."""
    others = list(_others_than(vouch, person).filter(provider=vouch.provider_id))
    if not others:
        return None
    phones = {other.phone for other in others if other.phone and other.is_told}
    return Begun(vouch.provider.public_id, others[0].name, phones)


def meeting(person: Person, vouch: Vouch, begun: Begun | None) -> Meeting:
    """Of a vouch as it is about to be saved. One query, if any."""
    if begun and (not vouch.phone or vouch.phone in begun.phones):
        return Meeting(begun.provider, {})
    seen = _with_the_same(person, vouch)
    maybe = {other.provider.public_id: other.name for other in seen}
    if begun:
        return Meeting(None, {begun.provider: begun.name} | maybe)
    # Not by their public ids, which may have been made of the identity by an older key.
    is_clear = all(other.provider.identity == vouch.identity for other in seen)
    return Meeting(None, {} if is_clear else maybe)


def _with_the_same(person: Person, vouch: Vouch) -> list[Any]:
    """What the person can read of those with this number or this page."""
    phone, page = vouch.phone if vouch.pass_on else "", page_of(vouch.website)
    if not phone and not page:
        return []
    by_phone = Q(phone=phone) if phone else Q(pk=None)
    by_page = Q(website__icontains=host_of(page)) if page else Q(pk=None)
    seen = _others_than(vouch, person).filter(by_phone | by_page)
    return [
        other
        for other in seen.select_related("provider").order_by("pk")
        if (phone and other.phone == phone and other.is_told) or (page and page_of(other.website) == page)
    ]


def _others_than(vouch: Vouch, person: Person) -> QuerySet[Any]:
    """That the person may read, each with whether they may see its number."""
    is_told = ExpressionWrapper(number_open_to(person), output_field=BooleanField())
    return Vouch.objects.visible_to(person).exclude(pk=vouch.pk).annotate(is_told=is_told)
