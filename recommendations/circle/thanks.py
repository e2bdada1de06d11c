"""The thanks that reached one person, with everyone called as that person may know them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from people.models import Person
from recommendations.models import Thanks, Vouch
from recommendations.sight.names import Bridges, Link, at_beginning
from recommendations.sight.rule import NOT_NEAR, Way, ways_to


@dataclass(frozen=True, slots=True)
class ThanksReceived:
    public_id: UUID
    giver: str
    friend: UUID | None  # the giver, if it is one of the circle
    giver_id: UUID | None  # of one who is named, though not of the circle: the reader may block them
    author: Link | None  # None: the reader
    provider: str  # "" if the reader cannot see them any more
    provider_id: str
    words: str
    sent_at: datetime

    @property
    def says(self) -> str:
        """Who hired whom on whose word: `giver`, `provider` and `author` are to be put in, as text or as links."""
        if self.author and self.provider:
            return _("{giver} hired {provider} on {author}’s word, which reached them through you.")
        if self.author:
            return _("{giver} hired someone on {author}’s word, which reached them through you.")
        return (
            _("{giver} hired {provider} on your word.") if self.provider else _("{giver} hired someone on your word.")
        )


def thanks_to(person: Person, most: int | None = None, among: Collection[UUID] | None = None) -> list[ThanksReceived]:
    """Newest first, or of these public ids alone; by four queries."""
    reached = Thanks.objects.visible_to(person).select_related("person", "vouch__author", "vouch__provider")
    reached = reached if among is None else reached.filter(public_id__in=among)
    some = list(reached.order_by("-sent_at", "-pk")[:most])
    if not some:
        return []
    everyone = {each.person_id for each in some} | {each.vouch.author_id for each in some}
    ways = ways_to(person, everyone)
    bridges = Bridges(person, ways.values())
    shown = set(Vouch.objects.few_visible_to(person).filter(thanks__in=some).values_list("pk", flat=True))
    # A tie may have ended between the first query and the others.
    known = {person.pk, *bridges.links}
    return [
        _received(each, person, ways, bridges, each.vouch_id in shown) for each in some if each.vouch.author_id in known
    ]


def _received(
    each: Thanks, person: Person, ways: dict[int, Way], bridges: Bridges, provider_is_shown: bool
) -> ThanksReceived:
    giver, vouch = each.person, each.vouch
    naming = bridges.naming_of(giver, ways.get(giver.pk, NOT_NEAR))
    return ThanksReceived(
        public_id=each.public_id,
        giver=at_beginning(naming.shown_as),
        friend=naming.friend,
        giver_id=naming.stranger(giver.public_id),
        author=None if vouch.author_id == person.pk else bridges.links[vouch.author_id],
        provider=vouch.name if provider_is_shown else "",
        provider_id=str(vouch.provider.public_id) if provider_is_shown else "",
        words=each.words,
        sent_at=each.sent_at,
    )
