"""What one may do and undo for free teaches nothing: people look, do it, look, undo it, and look again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

import pytest
from django.db import transaction

from people.models import Person
from recommendations.circle.picture import reach_of
from recommendations.insights.found import insights_for
from recommendations.models import Provider
from recommendations.offers.found import offers_for
from recommendations.providers.same import say
from recommendations.providers.suggestions import suggestions_for
from recommendations.sight.names import people_named_to
from tests.worlds.looking import as_
from tests.worlds.oracle import Someone
from tests.worlds.random_worlds import Lived, Scenery, make_world

WORLDS, ALL = 4, 10_000
PAGES = ("/", "/find/", "/circle/", "/insights/", "/offers/", "/thanks/")
DIFFERENT_EACH_TIME = re.compile(r"\b[A-Za-z0-9]{64}\b|nonce=\"[^\"]*\"|\?after=[^\"]+")


class Sight(NamedTuple):
    """All that reaches one person: whose words, by which name, in which order."""

    words: dict[int, tuple]  # by vouch: author as shown, chain
    order: list[tuple]
    insights: dict[str, tuple]
    reaches: list

    def without(self, name: str | None = None, through: str | None = None) -> Sight:
        def stays(shown: tuple) -> bool:
            called, chain = shown
            return called != name and not (through and len(chain) > 1 and chain[0] == through)

        words = {vouch: shown for vouch, shown in self.words.items() if stays(shown)}
        insights = {pk: shown for pk, shown in self.insights.items() if stays(shown)}
        order = [tuple(vouch for vouch in each if vouch in words) for each in self.order]
        return Sight(words, [each for each in order if each], insights, [])


def sight_of(person: Person) -> Sight:
    shown, _ = suggestions_for(person, size=ALL)
    words = {word.vouch: (word.shown_as, names(word.chain)) for each in shown for word in each.words}
    insights = insights_for(person).insights
    told = {str(each.public_id): (each.name, names(each.chain)) for each in [*insights, *offers_for(person).offers]}
    return Sight(words, [tuple(word.vouch for word in each.words) for each in shown], told, reach_of(person))


def names(chain: tuple) -> tuple[str, ...]:
    return tuple(link.name for link in chain)


def pages_of(person: Person) -> list[str]:
    client = as_(person)
    return [DIFFERENT_EACH_TIME.sub("", client.get(page).content.decode()) for page in PAGES]


@contextmanager
def switch(person: Person, name: str) -> Iterator[None]:
    Person.objects.filter(pk=person.pk).update(**{name: not getattr(person, name)})
    yield
    Person.objects.filter(pk=person.pk).update(**{name: getattr(person, name)})


@contextmanager
def scope_of_own(person: Person) -> Iterator[None]:
    own = list(person.vouches.values("id", "scope", "warns_from"))
    person.vouches.update(scope=0, warns_from=None)
    yield
    for said in own:
        person.vouches.filter(id=said["id"]).update(**said)


@contextmanager
def away(person: Person) -> Iterator[None]:
    person.set_active(False, rests=True)
    person.set_active(True)
    yield


@contextmanager
def muted(tie) -> Iterator[None]:
    tie.hear(False)
    yield
    tie.hear(True)


@contextmanager
def blocked(person: Person, other: Person) -> Iterator[None]:
    person.block(other)
    yield
    person.unblock(other)


class Act(NamedTuple):
    what: str
    done: object  # a context: inside, it is done; after it, undone
    allowed: Callable[[Sight], Sight]  # what the middle may be


def acts_of(lived: Lived, someone: Someone) -> Iterator[Act]:
    person = lived.people[someone]
    for name in ("relays", "named_beyond"):
        yield Act(name, switch(person, name), lambda sight: sight)
    yield Act("scope of one's own", scope_of_own(person), lambda sight: sight)
    yield Act("resting and returning", away(person), lambda sight: sight)
    for tie in person.ties.standing().filter(hears=True).select_related("friend"):
        yield Act(f"mute {tie.friend}", muted(tie), lambda sight, name=tie.friend.name: sight.without(through=name))
    # Whom they may block by name; and whoever they have heard of otherwise, though nothing here bears a name of theirs.
    friends = person.ties.values("friend")
    named = set(people_named_to(person).exclude(pk__in=friends))
    for other in Person.objects.filter(pk__in=[each.pk for each in lived.people.values()]).exclude(pk__in=friends):
        if other != person and not person.blocks.filter(blocked=other).exists():
            name = other.name if other in named else None
            yield Act(f"block {other}", blocked(person, other), lambda sight, name=name: sight.without(name=name))


def differences_in(seed: int, scenery: Scenery, pages_by: int) -> list[str]:
    """`pages_by`: so many of them look at whole pages too."""
    found = []
    with transaction.atomic():
        lived = Lived(make_world(seed), scenery)
        for number, someone in enumerate(each for each in lived.world.people if each.active):
            with_pages = number < pages_by
            lived.people[someone].refresh_from_db()
            person = lived.people[someone]
            before, pages = sight_of(person), pages_of(person) if with_pages else []
            for act in acts_of(lived, someone):
                with act.done:
                    middle = sight_of(person)
                if taken(middle) != taken(act.allowed(before)):
                    found.append(f"world {seed}, {someone.name}, {act.what}: {middle}, not {act.allowed(before)}")
                if sight_of(person) != before or (with_pages and pages_of(person) != pages):
                    found.append(f"world {seed}, {someone.name}, {act.what}: not as it was before")
        transaction.set_rollback(True)
    return found


def taken(sight: Sight) -> tuple:
    """Of what stays: each word as it was, and each provider with the same words in the same order."""
    return sight.words, set(sight.order), sight.insights


def test_what_is_done_and_undone_teaches_nothing(db):
    scenery = Scenery()
    for seed in range(WORLDS):
        assert differences_in(seed, scenery, pages_by=1) == []


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(WORLDS, WORLDS + 500, 25))
def test_it_teaches_nothing_in_five_hundred_more_worlds(db, first):
    scenery = Scenery()
    for seed in range(first, first + 25):
        assert differences_in(seed, scenery, pages_by=2) == []


def test_saying_that_two_are_the_same_and_taking_it_back_teaches_nothing(db):
    scenery = Scenery()
    for seed in range(WORLDS):
        with transaction.atomic():
            lived = Lived(make_world(seed), scenery)
            for person in lived.people.values():
                before = sight_of(person)
                seen = list(Provider.objects.visible_to(person).order_by("pk"))
                for one, other in pairwise(seen):
                    say(person, one, other, same=True)
                    assert sight_of(person).words == before.words
                    say(person, one, other, same=False)
                    assert sight_of(person) == before
            transaction.set_rollback(True)
