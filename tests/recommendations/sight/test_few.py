"""A few rows in sight, each looked at by itself: exactly those of all that are in sight."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Exists, OuterRef

from people.models import Block, Person
from recommendations.models import Insight, InsightScope, Offer, OfferScope, Photo, Provider, Scope, Vouch
from tests.worlds.builders import befriend, make_insight, make_offer, make_person, make_photo, make_vouch

TODAY = date(2026, 3, 2)
SCOPES = {make_vouch: Scope, make_insight: InsightScope, make_offer: OfferScope}


@pytest.fixture
def people(ana, ben, cleo, dan) -> list[Person]:
    """Ana, her circle, beyond it, out of sight, and in sight but for a block."""
    blocked = make_person(name="Eve", named_beyond=True)
    befriend(ben, blocked)
    Block.objects.create(person=ana, blocked=blocked)
    return [ana, ben, cleo, dan, blocked]


def of_all(people: list[Person], make: Any, **fields: Any) -> None:
    for author in people:
        for scope in SCOPES[make]:
            make(author=author, scope=scope, **fields)


def told(rows: Any) -> list[tuple[str, str]]:
    return sorted((each.author.first_name, each.get_scope_display()) for each in rows)


def test_of_vouches_those_that_may_be_read(ana, people):
    of_all(people, make_vouch)

    found = told(Vouch.objects.few_visible_to(ana))

    me, circle, beyond = (scope.label for scope in (Scope.ME, Scope.CIRCLE, Scope.BEYOND))
    assert found == sorted(
        [("Ana", me), ("Ana", circle), ("Ana", beyond), ("Ben", circle), ("Ben", beyond), ("Cleo", beyond)]
    )
    assert found == told(Vouch.objects.visible_to(ana))
    assert told(people[1].vouches.few_visible_to(ana)) == sorted([("Ben", circle), ("Ben", beyond)])


def test_of_insights_those_that_may_be_read(ana, people):
    of_all(people, make_insight)

    found = told(Insight.objects.few_visible_to(ana))

    assert {name for name, _ in found} == {"Ana", "Ben", "Cleo"}
    assert found == told(Insight.objects.visible_to(ana))


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_of_offers_those_that_hold_and_ones_own(ana, people, days):
    of_all(people, make_offer, until=TODAY + timedelta(days=days))

    found = told(Offer.objects.few_visible_to(ana, TODAY))

    assert {name for name, _ in found} == ({"Ana"} if days < 0 else {"Ana", "Ben", "Cleo"})
    assert found == told(Offer.objects.visible_to(ana, TODAY))


def test_they_are_found_within_another_statement_too(ana, people):
    of_all(people, make_vouch)
    for vouch in Vouch.objects.all():
        make_photo(vouch, alt=f"By {vouch.author.first_name}")

    photos = Photo.objects.visible_to(ana)
    read = Vouch.objects.filter(provider=OuterRef("pk"), author=people[2]).few_visible_to(ana)

    assert sorted(photos.values_list("alt", flat=True)) == ["By Ana"] * 3 + ["By Ben"] * 2 + ["By Cleo"]
    assert Provider.objects.filter(Exists(read)).count() == 1
