"""The newest that others say: never one's own, none from the mark on, and no more than are asked for."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.models import Person
from recommendations.sight.newest import newest_insights, newest_offers, newest_vouches
from recommendations.sight.statements import rows
from tests.worlds.builders import befriend, make_insight, make_offer, make_person, make_vouch

TODAY = date(2026, 3, 2)


def offers(person: Person, before: int, most: int) -> tuple:
    return newest_offers(person, before, most, TODAY)


def found(statement: tuple) -> list[int]:
    return [pk for (pk,) in rows(*statement)]


@pytest.mark.parametrize(
    ("make", "newest"), [(make_vouch, newest_vouches), (make_insight, newest_insights), (make_offer, offers)]
)
def test_newest_of_others_in_sight_come_first(ana, ben, cleo, make, newest):
    """Each once, by however many ways it comes."""
    other = make_person()
    befriend(ana, other), befriend(other, cleo)
    fields = {"until": TODAY} if make is make_offer else {}
    one, two, three = (make(author=author, **fields).pk for author in (ben, cleo, ben))
    for author in (ana, make_person()):
        make(author=author, **fields)

    assert found(newest(ana, three + 1, 9)) == [three, two, one]
    assert found(newest(ana, three + 1, 2)) == [three, two]
    assert found(newest(ana, three, 9)) == [two, one]


def test_newest_insights_are_not_out_of_date(ana, ben):
    now = make_insight(author=ben)
    make_insight(author=ben, outdated_at=timezone.now())

    assert found(newest_insights(ana, now.pk + 9, 9)) == [now.pk]


def test_newest_offers_stand_to_the_end_of_their_day(ana, ben):
    """Their author's own are not among them, over or not."""
    stands = make_offer(author=ben, until=TODAY)
    for author in (ana, ben):
        make_offer(author=author, until=TODAY - timedelta(days=1))

    assert found(offers(ana, stands.pk + 9, 9)) == [stands.pk]
