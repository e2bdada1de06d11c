"""Chooses the one thing of a day for everyone: as many queries a person, however much reaches them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from people.models import Person
from recommendations.identity import identity_of, public_id_of
from recommendations.models import Ask, Entry, Gratitude, Insight, Kept, Offer, Saved, Thanks, Vouch, write_once
from recommendations.sight.names import Bridges
from recommendations.sight.rule import ways_to
from recommendations.unasked.rule import FRESH_INSIGHT, Before, Candidate, Reader, choose, good_vouches

CHOOSING_BATCH = 100
# A bound for whoever has very much within reach: the freshest of them.
MOST_CANDIDATES = 2000
LONGEST_FRESH = timedelta(days=400)


def choose_offers(day: date | None = None) -> int:
    """How many were made. Run twice or killed halfway, each person has one a day."""
    day = day or timezone.localdate()
    made = last = 0
    while some := list(_waiting(day).filter(pk__gt=last).order_by("pk")[:CHOOSING_BATCH]):
        made += _offer_to(some, day)
        last = some[-1].pk
    return made


def _waiting(day: date) -> QuerySet[Person]:
    return Person.objects.filter(~Exists(Offer.objects.filter(person=OuterRef("pk"), day=day)), is_active=True)


def _offer_to(people: Sequence[Person], day: date) -> int:
    known = _Known(people)
    offers = []
    for person in people:
        chosen = choose(candidates_for(person, day), known.reader(person), day, known.before[person.pk])
        if chosen:
            offers.append(_offer(person, day, chosen))
    return write_once(Offer.objects, offers)


def _offer(person: Person, day: date, chosen: Candidate) -> Offer:
    said = {"insight": chosen.thing} if chosen.provider is None else {"vouch": chosen.thing}
    return Offer(person=person, day=day, trade_id=chosen.trade, through_id=chosen.bridge, **said)


def candidates_for(person: Person, day: date) -> list[Candidate]:
    """All that the rule could choose from, by four queries."""
    vouches = good_vouches(person).filter(hired_on__gt=day - LONGEST_FRESH).order_by("-hired_on", "-pk")
    about = ("public_id", "provider__public_id", "trade", "hired_on")
    found: list[Any] = list(vouches.values_list("author", "author__named_beyond", *about)[:MOST_CANDIDATES])
    insights = Insight.objects.visible_to(person).exclude(author=person)
    fresh = insights.filter(written_at__gt=timezone.now() - FRESH_INSIGHT).order_by("-written_at", "-pk")
    for author, named, thing, trade, at in fresh.values_list(
        "author", "author__named_beyond", "public_id", "trade", "written_at"
    )[:MOST_CANDIDATES]:
        found.append((author, named, thing, None, trade, timezone.localdate(at)))
    ways = ways_to(person, {each[0] for each in found}) if found else {}
    bridges = Bridges(person, ways.values())
    return [
        Candidate(thing, provider, trade, ways[author].distance, bridges.friend_to(author, named, ways[author]), on)
        for author, named, thing, provider, trade, on in found
        if author in ways
    ]


class _Known:
    """What these people have vouched for, asked for, listed, saved, thanked for and been offered: nine queries."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self.trades: dict[int, set[int]] = defaultdict(set)
        self.things: dict[int, set[UUID]] = defaultdict(set)
        self.saved: dict[int, set[UUID]] = defaultdict(set)
        self.before: dict[int, list[Before]] = defaultdict(list)
        for person, trade, thing in self._theirs():
            if trade:
                self.trades[person].add(trade)
            if thing:
                self.things[person].add(thing)
        for person, provider in Saved.objects.filter(person__in=people).values_list("person", "provider"):
            self.saved[person].add(provider)
        self._offered()

    def _theirs(self) -> Iterator[tuple[int, int | None, UUID | None]]:
        some = {"person__in": self.people}
        yield from Vouch.objects.filter(author__in=self.people).values_list("author", "trade", "provider__public_id")
        for person, trade in Ask.objects.filter(**some).values_list("person", "trade"):
            yield person, trade, None
        entries = Entry.objects.filter(**some).values_list("person", "trade", "phone", "website")
        for person, trade, phone, website in entries:
            identity = identity_of(phone, website)
            yield person, trade, public_id_of(identity) if identity else None
        yield from Kept.objects.filter(**some).values_list("person", "insight__trade", "insight__public_id")
        thanked = [
            Thanks.objects.filter(**some).values_list("person", "vouch__provider__public_id"),
            Gratitude.objects.filter(**some).values_list("person", "insight__public_id"),
        ]
        for each in thanked:
            for person, thing in each:
                yield person, None, thing

    def _offered(self) -> None:
        offers = Offer.objects.filter(person__in=self.people)
        about = Vouch.objects.filter(public_id__in=offers.filter(vouch__isnull=False).values("vouch"))
        providers = dict(about.values_list("public_id", "provider__public_id"))
        for offer in offers:
            thing = cast(UUID, offer.vouch or offer.insight)  # it is one of the two
            self.before[offer.person_id].append(
                Before(offer.day, thing, offer.vouch is None, offer.trade_id, offer.through_id, offer.dismissed)
            )
            if thing in providers:
                self.things[offer.person_id].add(providers[thing])

    def reader(self, person: Person) -> Reader:
        saved = self.saved[person.pk]
        # Their trades only as they may see them: others would tell of what is hidden.
        of_saved = Vouch.objects.visible_to(person).filter(provider__public_id__in=saved) if saved else None
        trades = self.trades[person.pk].union(of_saved.values_list("trade", flat=True) if of_saved is not None else ())
        return Reader(str(person.public_id), trades, self.things[person.pk] | saved)
