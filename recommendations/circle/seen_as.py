"""What others see of you, shown by the very code that shows it to them.

A small stage is built and looked at through its people's eyes, and then taken down again: a transaction that is always
rolled back. Nobody on it is real. You are played by someone with your name and your settings, and a friend of yours by
someone who bears no more than their name; so it cannot tell what a real friend has chosen, whom they know or what they
say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Person, Tie
from recommendations.models import Outcome, Provider, Relation, Scope, Trade, Vouch
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import shared_by
from recommendations.sight.rule import CROWD

ALEX = "Alex"  # for whoever has no friend yet


@dataclass(frozen=True)
class SeenAs:
    bridge: str  # first name of the friend whose friend is supposed to look
    alone: bool  # so that this friend is made up
    made_up: bool  # they share nothing yet, so the vouch is an example too
    by_a_friend: list[Suggestion]
    by_their_friend: list[Suggestion]
    through_you: list[Suggestion]


def seen_as(person: Person) -> SeenAs:
    shared = person.vouches.shared().order_by("-scope", "-renewed_at", "-pk").first()
    first = Person.objects.circle_of(person).first()
    circle = person.ties.standing().count()
    with stage():
        you = _player(person, person.name, relays=person.relays, named_beyond=person.named_beyond)
        bridge = _player(person, first.name if first else ALEX)
        friend, teller, beyond, *others = [_player(person, ALEX) for _ in range(3 + CROWD)]
        Person.objects.bulk_create([you, bridge, friend, teller, beyond, *others])
        # Whether a friend is named goes by how many friends they have: you have yours, as far as that matters.
        yours = [bridge, friend, teller, *others][: max(3, circle)]
        _tie([(you, each) for each in yours] + [(bridge, each) for each in (beyond, *others)])
        _sample_by(teller)
        if shared:
            _copy_by(you, shared)
        else:
            _sample_by(you)
        return SeenAs(
            bridge=bridge.first_name,
            alone=first is None,
            made_up=shared is None,
            by_a_friend=_pictured(shared_by(friend, you)),
            by_their_friend=_pictured(shared_by(beyond, you)),
            through_you=_pictured(shared_by(friend, teller)),
        )


@contextmanager
def stage() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _pictured(suggestions: list[Suggestion]) -> list[Suggestion]:
    """Off the stage they lead nowhere."""
    return [replace(suggestion, is_example=True) for suggestion in suggestions]


def _player(person: Person, name: str, **settings: bool) -> Person:
    return Person(email=f"{uuid4()}@stage.invalid", password="!", name=name, place_id=person.place_id, **settings)  # noqa: S106


def _tie(pairs: list[tuple[Person, Person]]) -> None:
    both = [*pairs, *((other, one) for one, other in pairs)]
    Tie.objects.bulk_create(Tie(person=one, friend=other) for one, other in both)


def _copy_by(author: Person, vouch: Vouch) -> None:
    vouch.pk, vouch.public_id, vouch.author = None, uuid4(), author
    vouch._state.adding = True
    vouch.save()


def _sample_by(author: Person) -> None:
    trade = Trade.objects.filter(slug="plumber").first() or Trade.objects.first()
    trade = trade or Trade.objects.create(slug="example", name=_("An example"), group="Home")
    Vouch.objects.create(
        author=author,
        provider=Provider.objects.create(),
        trade=trade,
        name=_("A plumber, for example"),
        job=_("Mended the kitchen tap"),
        hired_on=timezone.localdate().replace(day=1),
        outcome=Outcome.YES,
        relation=Relation.NONE,
        scope=Scope.BEYOND,
    )
