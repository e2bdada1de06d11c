"""Whom a vouch is about. Asked of what its author can see and of nothing else, so that no question, and none that fails
to come, tells of anybody hidden."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from people.models import Person
from recommendations.identity import host_of, page_of, public_id_of
from recommendations.models import Vouch
from recommendations.providers.suggestion import Suggestion


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
    others = list(Vouch.objects.visible_to(person).filter(provider=vouch.provider_id).exclude(pk=vouch.pk))
    if not others:
        return None
    phones = {other.phone for other in others if other.phone and _told(other, person)}
    return Begun(vouch.provider.public_id, others[0].name, phones)


def meeting(person: Person, vouch: Vouch, begun: Begun | None) -> Meeting:
    """Of a vouch as it is about to be saved. One query, if any."""
    if begun and (not vouch.phone or vouch.phone in begun.phones):
        return Meeting(begun.provider, {})
    maybe = _with_the_same(person, vouch)
    if begun:
        return Meeting(None, {begun.provider: begun.name} | maybe)
    identity = vouch.identity
    known = {public_id_of(identity)} if identity else set()
    return Meeting(None, maybe if maybe.keys() - known else {})


def _with_the_same(person: Person, vouch: Vouch) -> dict[UUID, str]:
    """Names by public id of those whom the person sees to have this number or this page."""
    phone, page = vouch.phone if vouch.pass_on else "", page_of(vouch.website)
    if not phone and not page:
        return {}
    by_phone = Q(phone=phone) if phone else Q(pk=None)
    by_page = Q(website__icontains=host_of(page)) if page else Q(pk=None)
    seen = Vouch.objects.visible_to(person).filter(by_phone | by_page).exclude(pk=vouch.pk)
    return {
        other.provider.public_id: other.name
        for other in seen.select_related("provider").order_by("pk")
        if (phone and other.phone == phone and _told(other, person)) or (page and page_of(other.website) == page)
    }


def _told(other: Vouch, person: Person) -> bool:
    """Whether the person may know its number."""
    return other.pass_on or other.author_id == person.pk
