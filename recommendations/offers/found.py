"""Offers as one person may read them: what somebody would gladly do, and by which name they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from people.compiled import CompiledOnce
from people.models import Person
from people.words import month_within_a_year
from recommendations.models import Offer, OfferScope
from recommendations.providers.evidence import TOLD_OF_OFFERING, connected
from recommendations.sight.names import Bridges, Link, ToldShared
from recommendations.sight.rule import Way, ways_to

OFFERS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ToldOffer(ToldShared):
    """One offer as this viewer may see it: nothing here has to be hidden from them."""

    public_id: UUID
    name: str
    is_named: bool  # by their own name
    chain: tuple[Link, ...]
    author: UUID | None  # of one who is named, though not of the circle: the viewer may block them
    words: str  # the whole sentence
    kind: str
    place: str
    until: date  # its last day, for its author alone
    lasts: str
    scope: OfferScope
    mine: bool
    is_over: bool
    is_ending: bool

    @property
    def read_by(self) -> str:
        """By whom, after its author’s name; for them alone."""
        return _("nobody else sees it any more") if self.is_over else self.scope.read_by

    @property
    def connection(self) -> str:
        return connected(self.chain, TOLD_OF_OFFERING) if self.chain else ""


def told_offers(person: Person, offers: Iterable[Offer]) -> list[ToldOffer]:
    """Those that they may read, in the same order, by a fixed number of queries."""
    some = list(offers)
    if not some:
        return []
    prefetch_related_objects(some, "author", "trade", "place")  # asks for nothing that is there already
    ways = ways_to(person, {offer.author_id for offer in some} - {person.pk})
    bridges = Bridges(person, ways.values())
    ways[person.pk] = Way(0, [])
    # A tie may have ended since they were fetched.
    return [_told(each, ways[each.author_id], bridges) for each in some if _is_read(each, ways)]


def _is_read(offer: Offer, ways: dict[int, Way]) -> bool:
    way = ways.get(offer.author_id)
    return way is not None and way.reaches(offer.scope) and (way.distance == 0 or not offer.is_over)


def _told(offer: Offer, way: Way, bridges: Bridges) -> ToldOffer:
    naming = bridges.naming_of(offer.author, way)
    return ToldOffer(
        public_id=offer.public_id,
        name=naming.shown_as,
        is_named=naming.is_named,
        chain=naming.chain,
        author=naming.stranger(offer.author.public_id),
        words=offer.in_words,
        kind=offer.kind,
        place=offer.place.name if offer.place else "",
        until=offer.until,
        lasts=how_long(offer.until),
        scope=OfferScope(offer.scope),
        mine=way.distance == 0,
        is_over=offer.is_over,
        is_ending=offer.is_ending,
    )


def how_long(until: date) -> str:
    """Never closer than a month: by the day, two offers of one author's could be linked."""
    return _("Until {month}").format(month=month_within_a_year(until, timezone.localdate()))


# --- Which of them ------------------------------------------------------------------------------


class FoundOffers(NamedTuple):
    offers: list[ToldOffer]
    last: str  # the id of the last of them if there are more, else ""


def offers_for(person: Person, own: bool = False, after: str = "") -> FoundOffers:
    """Those of others, or one's own: the next ones after the one of this id, newest first."""
    visible = Offer.objects.visible_to(person)
    found: QuerySet[Offer] = person.offers.all() if own else visible.exclude(author=person)
    if last := _last_seen(visible, after):
        found = found.filter(Q(written_at__lt=last.written_at) | Q(written_at=last.written_at, pk__lt=last.pk))
    page = list(_newest_first(found)[: OFFERS_A_PAGE + 1])
    more = str(page[OFFERS_A_PAGE - 1].public_id) if len(page) > OFFERS_A_PAGE else ""
    return FoundOffers(told_offers(person, page[:OFFERS_A_PAGE]), more)


def offers_by(person: Person, friend: Person) -> list[ToldOffer]:
    today = timezone.localdate()
    return told_offers(person, _offered_by(person=person, friend=friend.pk, today=today))


@CompiledOnce
def _offered_by(person: Person, friend: int, today: date) -> QuerySet[Offer]:
    return _newest_first(Offer.objects.visible_to(person, today, by=[friend]).filter(author=friend))


def _newest_first(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.select_related("author", "trade", "place").order_by("-written_at", "-pk")


def _last_seen(visible: QuerySet[Offer], after: str) -> Offer | None:
    """One that has gone leaves no place behind, which would have to be its time: then it begins again."""
    try:
        return visible.filter(public_id=UUID(after)).first()
    except ValueError:
        return None
