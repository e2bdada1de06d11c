"""The friend who is named on the way is the one whose path is oldest, whatever becomes of the circle."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from people.models import Person, Tie
from recommendations.models import Vouch
from recommendations.providers.suggestions import suggestions_for
from recommendations.sight.names import Bridges
from recommendations.sight.rule import ways_to
from tests.worlds.beginnings_of_paths import OLDEST_PATHS
from tests.worlds.builders import befriend, crowd_around, make_person, make_vouch
from tests.worlds.random_worlds import Lived, Scenery, make_world

BEYOND = "someone beyond your circle"
ORDERS = 30


def tie(a: Person, b: Person, day: int) -> None:
    befriend(a, b, since=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day))


def author_of(viewer: Person) -> str:
    """By which name the one author who reaches the viewer is shown."""
    [suggestion], _ = suggestions_for(viewer)
    [word] = suggestion.words
    return word.shown_as


@pytest.fixture
def author(db) -> Person:
    author = make_person()
    make_vouch(author=author)
    return author


@pytest.mark.parametrize(
    ("first", "second", "named"),
    OLDEST_PATHS,
)
def test_the_named_friend_is_the_one_whose_path_is_oldest(author, first, second, named):
    viewer = make_person()
    for name, (near, far) in (("First", first), ("Second", second)):
        friend = make_person(name=name)
        crowd_around(friend)
        tie(viewer, friend, near), tie(friend, author, far)

    assert author_of(viewer) == f"a friend of {named}"


def test_the_named_friend_is_chosen_before_the_crowd_is_asked_for(author):
    viewer, alone, crowded = make_person(), make_person(), make_person(name="Crowded")
    crowd_around(crowded)
    for day, friend in enumerate((alone, crowded)):
        tie(viewer, friend, day), tie(friend, author, day)

    assert author_of(viewer) == BEYOND
    crowd_around(alone)
    assert author_of(viewer) == f"a friend of {alone.name}"


@pytest.mark.parametrize("named_beyond", [True, False])
def test_a_circle_that_grows_by_ten_never_leads_to_another_name(author, named_beyond):
    Person.objects.filter(pk=author.pk).update(named_beyond=named_beyond)
    viewer, older = make_person(), [make_person() for _ in range(5)]
    ben = make_person(name="Ben")
    crowd_around(ben)
    newer = [make_person() for _ in range(5)]
    tie(viewer, ben, 1), tie(ben, author, 1)
    for number, friend in enumerate([*older, *newer]):
        crowd_around(friend)
        tie(friend, author, number // 2)  # some know the author for longer than Ben does, and some know Ben
        if number % 3 == 0:
            tie(friend, ben, 0)

    for order in range(ORDERS):
        growing = [*older, *newer]
        Random(order).shuffle(growing)
        seen = [through_of(viewer)]
        with transaction.atomic():
            for day, friend in enumerate(growing, start=10):
                tie(viewer, friend, day)
                seen.append(through_of(viewer))
            transaction.set_rollback(True)
        assert seen[0] == "Ben"
        assert set(seen) <= ({"Ben"} if named_beyond else {"Ben", None})
        assert seen == sorted(seen, key=lambda name: name is None), "it falls to someone beyond once, and for good"


def through_of(viewer: Person) -> str | None:
    [suggestion], _ = suggestions_for(viewer)
    return suggestion.words[0].through


@pytest.mark.parametrize("first", [0, 20])
def test_muting_takes_away_those_whom_the_pages_name_by_that_friend(db, first):
    """The statement and the name rule agree on who is named by whom."""
    scenery = Scenery()
    for seed in range(first, first + 20):
        with transaction.atomic():
            lived = Lived(make_world(seed), scenery)
            Tie.objects.update(hears=True)
            for person in lived.people.values():
                named = named_to(person, lived)
                for tie in person.ties.standing():
                    tie.hear(False)
                    gone = set(named) - set(named_to(person, lived))
                    assert gone == {author for author, friend in named.items() if friend == tie.friend_id}
                    tie.hear(True)
            transaction.set_rollback(True)


def named_to(person: Person, lived: Lived) -> dict[int, int | None]:
    """By everybody beyond who is near: the friend by whom the pages name them, if they name one."""
    people = {each.pk: each for each in lived.people.values()}
    ways = {pk: way for pk, way in ways_to(person, people).items() if way.distance == 2}
    bridges = Bridges(person, ways.values())
    return {pk: bridges.friend_to(pk, people[pk].named_beyond, way) for pk, way in ways.items()}


def test_every_page_names_the_same_friend(author):
    """Also where several providers of one author stand on a page."""
    viewer, old, young = make_person(), make_person(), make_person(name="Young")
    crowd_around(old), crowd_around(young)
    # In the order of rows, the younger path comes first.
    tie(young, author, 9), tie(viewer, young, 9), tie(viewer, old, 1), tie(old, author, 1)
    make_vouch(author=author), make_vouch(author=author)

    shown, _ = suggestions_for(viewer)
    assert {word.through for each in shown for word in each.words} == {old.name}
    assert len(shown) == Vouch.objects.visible_to(viewer).count() == 3
