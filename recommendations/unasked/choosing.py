"""Chooses the one thing of a day for everyone, a hundred people at a time; it looks at what one drawn friend brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import chain
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from people.compiled import any_text_of
from people.jobs import in_windows
from people.models import Person, Tie
from recommendations.identity import identity_of
from recommendations.models import (
    Ask,
    Entry,
    Gratitude,
    IntroductionAsk,
    Kept,
    Provider,
    Saved,
    ShortWord,
    Surprise,
    Thanks,
    Vouch,
    write_once,
)
from recommendations.sight.names import Bridges
from recommendations.sight.rule import Path, paths_to
from recommendations.unasked.brought import KINDS_BROUGHT, brought_by, midnight_of
from recommendations.unasked.rule import (
    ASKED_LATELY,
    Before,
    Candidate,
    Reader,
    asked_for,
    choose,
    in_turn,
    is_encounter,
    kind_in,
    may_lead_to_somebody,
)

CHOOSING_BATCH = 100
DRAWS_GROW = 4


def choose_surprises(day: date | None = None) -> int:
    """How many were made. Done twice or killed halfway, each person has one a day."""
    return sum(made for _, made in choosing(day=day))


def choosing(after: int = 0, day: date | None = None) -> Iterator[tuple[int, int]]:
    day = day or timezone.localdate()
    for reached, people in in_windows(_waiting(day), after, CHOOSING_BATCH):
        some = list(people)
        yield reached, _surprise_to(some, day) if some else 0


def _waiting(day: date) -> QuerySet[Person]:
    return Person.objects.filter(~Exists(Surprise.objects.filter(person=OuterRef("pk"), day=day)), is_active=True)


def _surprise_to(people: Sequence[Person], day: date) -> int:
    known = _Known(people, day)
    surprises = []
    for person in people:
        reader = known.reader(person)
        chosen = chosen_for(person, day, reader, known.before[person.pk], known.muted[person.pk])
        if chosen:
            surprises.append(_surprise(person, day, chosen, is_encounter(chosen, reader)))
    return write_once(Surprise.objects, surprises)


def _surprise(person: Person, day: date, chosen: Candidate, encounter: bool) -> Surprise:
    said = {chosen.kind: chosen.thing, "encounter": encounter}
    return Surprise(person=person, day=day, trade_id=chosen.trade, through_id=chosen.bridge, **said)


def chosen_for(
    person: Person, day: date, reader: Reader, before: Sequence[Before], muted: Set[int]
) -> Candidate | None:
    """What the rule chooses from all that there is, by looking only at what comes by the friends who are drawn first:
    by one query, and four for each time that it has to draw more of them."""
    bridges = Bridges(person)
    nameless = bridges.friends - bridges.crowded
    for some in _more_each_time(in_turn({None, *bridges.friends} - muted, reader, day, before)):
        through = {friend for friend in some if friend} | (nameless if None in some else set())
        brought = brought_by(person, through, bridges, day) if through else []
        theirs = [each for each in brought if each.bridge in some]
        if chosen := choose(theirs, reader, day, before):
            return chosen
    return None


def _more_each_time(friends: Sequence[int | None]) -> Iterator[Sequence[int | None]]:
    """One, and then ever more: nearly always one is enough, and where there is next to nothing, few steps see it."""
    start, size = 0, 1
    while start < len(friends):
        yield friends[start : start + size]
        start, size = start + size, size * DRAWS_GROW


class _Known:
    """What these people have vouched for, asked for, listed, saved, thanked for and been brought, and whom they have
    muted: by as many queries for all of them."""

    def __init__(self, people: Sequence[Person], day: date) -> None:
        self.people = people
        self.usual: dict[int, set[int | str]] = defaultdict(set)
        self.things: dict[int, set[UUID]] = defaultdict(set)
        self.saved: dict[int, dict[UUID, int | None]] = defaultdict(dict)
        self.before: dict[int, list[Before]] = defaultdict(list)
        self.muted: dict[int, set[int]] = defaultdict(set)
        self.asked: dict[int, set[int | str]] = defaultdict(set)
        self.met: dict[int, set[int]] = defaultdict(set)
        for person, kind, thing in self._theirs():
            if kind:
                self.usual[person].add(kind)
            if thing:
                self.things[person].add(thing)
        for person, friend in Tie.objects.filter(person__in=people, hears=False).values_list("person", "friend"):
            self.muted[person].add(friend)
        since = midnight_of(day - ASKED_LATELY)
        for ask in may_lead_to_somebody(Ask.objects.filter(person__in=people, open_since__gt=since)):
            self.asked[ask.person_id].add(asked_for(ask))
        wanted = IntroductionAsk.objects.filter(person__in=people, other__isnull=False)
        for person, other in wanted.values_list("person", "other"):
            self.met[person].add(other)
        self._saved()
        self._listed()
        self._surprises_before()

    def _saved(self) -> None:
        saved = list(Saved.objects.filter(person__in=self.people).values_list("person", "provider"))
        here = Provider.objects.filter(public_id__in={provider for _, provider in saved})
        ids = dict(here.values_list("public_id", "pk")) if saved else {}
        for person, provider in saved:
            self.saved[person][provider] = ids.get(provider)

    def _listed(self) -> None:
        """Who is on their lists, by what makes somebody the same: a public id may have been made of it by an older
        key."""
        listed: dict[str, set[int]] = defaultdict(set)
        entries = Entry.objects.filter(person__in=self.people).exclude(phone="", website="")
        for person, phone, website in entries.values_list("person", "phone", "website"):
            if identity := identity_of(phone, website):
                listed[identity].add(person)
        here = Provider.objects.filter(identity__in=any_text_of(listed)).values_list("identity", "public_id")
        for identity, provider in cast(Iterable[tuple[str, UUID]], here if listed else ()):
            for person in listed[identity]:
                self.things[person].add(provider)

    def _theirs(self) -> Iterator[tuple[int, int | str | None, UUID | None]]:
        some = {"person__in": self.people}
        vouches, kept = Vouch.objects.filter(author__in=self.people), Kept.objects.filter(**some)
        of_a_kind = [
            vouches.values_list("author", "trade", "other", "provider__public_id"),
            kept.values_list("person", "insight__trade", "insight__other", "insight__public_id"),
        ]
        for rows in of_a_kind:
            for person, trade, other, thing in rows:
                yield person, kind_in(trade, other), thing
        asked = Ask.objects.filter(**some).values_list("person", "trade", "other")
        listed = Entry.objects.filter(**some).values_list("person", "trade", "other")
        for person, trade, other in chain(asked, listed):
            yield person, kind_in(trade, other), None
        taken_up = ShortWord.objects.filter(**some, offer__isnull=False)
        thanked = [
            taken_up.values_list("person", "offer__public_id"),
            Thanks.objects.filter(**some).values_list("person", "vouch__provider__public_id"),
            Gratitude.objects.filter(**some).values_list("person", "insight__public_id"),
        ]
        for each in thanked:
            for person, thing in each:
                yield person, None, thing

    def _surprises_before(self) -> None:
        surprises = Surprise.objects.filter(person__in=self.people)
        about = Vouch.objects.filter(public_id__in=surprises.filter(vouch__isnull=False).values("vouch"))
        providers = dict(about.values_list("public_id", "provider__public_id"))
        told = surprises.values_list("person", "day", *KINDS_BROUGHT, "trade", "through", "dismissed", "encounter")
        for person, day, vouch, insight, offer, *rest in told:
            of = dict(zip(KINDS_BROUGHT, (vouch, insight, offer), strict=True))
            kind, thing = next((kind, cast(UUID, thing)) for kind, thing in of.items() if thing)
            self.before[person].append(Before(day, thing, kind, *rest))
            if vouch in providers:
                self.things[person].add(providers[vouch])

    def reader(self, person: Person) -> Reader:
        saved, ids = self.saved[person.pk], [pk for pk in self.saved[person.pk].values() if pk]
        # Their trades only as they may see them: others would tell of what is hidden.
        saved_paths = paths_to(person, providers=ids) if ids else []
        of_saved = {trade for path in saved_paths if (trade := Path(*path).trade)}
        known = self.things[person.pk] | saved.keys()
        usual, asked = self.usual[person.pk] | of_saved, self.asked[person.pk]
        return Reader(str(person.public_id), usual, known, asked, self.met[person.pk])
