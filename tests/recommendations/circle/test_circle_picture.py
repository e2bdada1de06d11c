"""The picture of a circle: nothing touches, and each friend's dots are the words for which that friend is named."""

import re
from itertools import combinations
from math import hypot

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from people.models import Person
from recommendations.circle.picture import CIRCLE_WIDTH, MOST_DOTS, Reach, circle_picture_of, layout_of, reach_of
from recommendations.models import Outcome, Scope
from recommendations.providers import suggestion
from recommendations.sight.names import Link
from tests.worlds.builders import befriend, make_person, make_trade, make_vouch
from tests.worlds.oracle import Someone, World
from tests.worlds.random_worlds import Lived, Scenery, make_world

SIZES = range(1, 151)
WORLDS = 60
# Places are rounded to a tenth of a pixel.
ROUNDED = 2


def told(name: str = "Ben Okafor", **dots: int) -> Reach:
    return Reach(Link(name), **dots)


def dots_of(path: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) (-?\d+)h1", path)]


# --- Where everyone stands ------------------------------------------------------------------------


def test_no_two_friends_touch_and_nobody_touches_you():
    for friends in SIZES:
        layout = layout_of(friends)
        apart = [hypot(a.x - b.x, a.y - b.y) for a, b in combinations(layout.spots, 2)]
        from_you = [hypot(spot.x, spot.y) for spot in layout.spots]

        assert len(layout.spots) == friends
        assert min(apart, default=layout.cell) >= layout.cell - ROUNDED, friends
        assert min(from_you) >= layout.you + layout.half, friends


def test_everyone_is_on_the_picture_and_large_enough_for_a_thumb():
    for friends in SIZES:
        layout = layout_of(friends)
        left, top, width, height = map(int, layout.view_box.split())
        edge = layout.half - ROUNDED

        assert width == CIRCLE_WIDTH
        for spot in layout.spots:
            assert left + edge <= spot.x <= left + width - edge, friends
            assert top + edge <= spot.y <= top + height - edge, friends
        assert layout.cell >= 240, friends  # 24 pixels on a phone


@pytest.mark.parametrize("friends", [1, 2, 7, 12, 30, 75, 150])
def test_the_dots_stay_in_their_cell_and_off_the_disc_and_off_each_other(friends):
    picture = circle_picture_of([told(own=50, beyond=50)] * friends)
    layout = picture.layout

    for friend in picture.friends:
        dots = dots_of(friend.own + friend.beyond)
        far = [hypot(x - friend.x, y - friend.y) for x, y in dots]
        assert min(far) - layout.dot / 2 > layout.disc
        assert max(far) + layout.dot / 2 <= layout.half + ROUNDED
        assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(dots, 2)) > layout.dot


@pytest.mark.parametrize(
    ("own", "beyond", "drawn"),
    [
        (0, 0, (0, 0)),
        (1, 2, (1, 2)),
        (40, 0, (10, 0)),
        (0, 40, (0, 10)),
        (40, 40, (5, 5)),
        (40, 1, (9, 1)),
        (1, 40, (1, 9)),
    ],
)
def test_of_many_vouches_a_few_dots_of_each_kind_are_drawn(own, beyond, drawn):
    [friend] = circle_picture_of([told(own=own, beyond=beyond)]).friends

    assert (len(dots_of(friend.own)), len(dots_of(friend.beyond))) == drawn
    assert sum(drawn) <= MOST_DOTS


@pytest.mark.parametrize(("friends", "written"), [(7, "Wilhelmi…"), (30, "WN"), (150, "")])
def test_a_disc_bears_a_first_name_or_initials_or_nothing_as_there_is_room(friends, written):
    everyone = [told("Wilhelmina van der Nest")] * friends

    assert {friend.text for friend in circle_picture_of(everyone).friends} == {written}


def test_names_go_round_like_the_hand_of_a_clock_from_the_top():
    spots = layout_of(60).spots

    assert [spot.angle for spot in spots] == sorted(spot.angle for spot in spots)
    assert spots[0].angle < 0.2


# --- What reaches you through each ----------------------------------------------------------------


def test_picture_is_mirrored_where_one_reads_from_right_to_left():
    reaches = [told(own=2, beyond=1)] * 7
    drawn = [(each.x, each.y, dots_of(each.own + each.beyond)) for each in circle_picture_of(reaches).friends]
    with translation.override("ar"):
        turned = [(each.x, each.y, dots_of(each.own + each.beyond)) for each in circle_picture_of(reaches).friends]

    assert turned == [(-x, y, [(-across, down) for across, down in dots]) for x, y, dots in drawn]


def test_each_friend_has_a_dot_for_each_word_that_names_them(ana, ben, cleo, dan):
    eve = make_person(name="Eve Stone", named_beyond=True)
    befriend(ben, eve)
    make_vouch(author=ben), make_vouch(author=ben, scope=Scope.CIRCLE), make_vouch(author=ben, scope=Scope.ME)
    make_vouch(author=cleo), make_vouch(author=eve), make_vouch(author=dan), make_vouch(author=ana)

    # Cleo could only be one of two: she stands at nobody.
    assert reaches(ana) == {"Ben Okafor": (2, 1)}

    befriend(ben, make_person())
    assert reaches(ana) == {"Ben Okafor": (2, 2)}

    Person.objects.filter(pk=ben.pk).update(relays=False)
    assert reaches(ana) == {"Ben Okafor": (2, 0)}


def reaches(person: Person) -> dict[str, tuple[int, int]]:
    return {reach.friend.name: (reach.own, reach.beyond) for reach in reach_of(person)}


def test_the_dots_are_those_of_the_oracle(db):
    scenery = Scenery()
    for seed in range(WORLDS):
        assert differences_in(seed, scenery) == []


def test_it_is_noticed_if_the_dots_stand_at_another_friend(db, monkeypatch):
    def the_last(bridges, voice, named):
        able = voice.through if named else bridges.crowded.intersection(voice.through)
        return max(able) if able else None

    monkeypatch.setattr(suggestion.Bridges, "between", the_last)
    scenery = Scenery()

    assert any(differences_in(seed, scenery) for seed in range(WORLDS))


def differences_in(seed: int, scenery: Scenery) -> list[str]:
    with transaction.atomic():
        lived = Lived(make_world(seed), scenery)
        seen = {viewer: reaches(lived.people[viewer]) for viewer in lived.world.people}
        transaction.set_rollback(True)
    wanted = {viewer: dots_in(lived.world, viewer) for viewer in lived.world.people}
    return [f"world {seed}, {viewer.name}: {seen[viewer]}" for viewer in wanted if seen[viewer] != wanted[viewer]]


def dots_in(world: World, viewer: Someone) -> dict[str, tuple[int, int]]:
    """At the author, if they are a friend; else at the friend who is named: of those who may be, the first to join."""
    dots = {friend: [0, 0] for friend in world.circle(viewer)}
    joined = {someone.name: number for number, someone in enumerate(world.people)}
    by_name = {someone.name: someone for someone in world.people}
    for word, distance in world.readable(viewer).items():
        if distance == 1:
            dots[word.author][0] += 1
        named = [seen.through for seen in world.legal(viewer, word) if seen.through]
        if distance == 2 and named:
            dots[by_name[min(named, key=joined.__getitem__)]][1] += 1
    return {friend.name: (own, beyond) for friend, (own, beyond) in dots.items()}


@pytest.mark.parametrize("who_blocks", ["the viewer", "the other"])
def test_two_who_have_blocked_each_other_stand_in_neither_picture(ana, ben, cleo, dan, who_blocks):
    befriend(ana, cleo)
    befriend(ben, dan)
    make_vouch(author=ben), make_vouch(author=ana)
    assert reaches(ana)["Ben Okafor"] == (1, 0)

    blocker, blocked = (ana, ben) if who_blocks == "the viewer" else (ben, ana)
    blocker.block(blocked)

    # Cleo is a friend of both, and brings neither to the other.
    assert reaches(ana) == {"Cleo Martin": (0, 0)}
    assert reaches(ben) == {"Cleo Martin": (0, 0), "Dan Novak": (0, 0)}


@pytest.mark.parametrize(
    ("vouches", "words"),
    [
        ([], "nothing shared with you yet"),
        ([("Plumber", Outcome.YES), ("Electrician", Outcome.BUT)], "vouches for an electrician and a plumber"),
        ([(trade, Outcome.YES) for trade in ("D", "C", "B", "A")], "vouches for an a, a b, a c and others"),
        ([("Plumber", Outcome.NO)], "warns you of a plumber"),
        ([("Plumber", Outcome.NO), ("Tiler", Outcome.YES)], "vouches for a tiler"),
    ],
)
def test_the_list_says_in_words_what_a_friend_shares(ana, ben, vouches, words):
    for trade, outcome in vouches:
        make_vouch(author=ben, trade=make_trade(name=trade), outcome=outcome, scope=Scope.CIRCLE)

    assert [reach.in_words for reach in reach_of(ana)] == [words]


def test_a_friend_who_only_passes_on_is_said_to(ana, ben, cleo):
    cleo.named_beyond = True
    cleo.save()
    make_vouch(author=cleo)

    assert [reach.in_words for reach in reach_of(ana)] == ["passes on what friends vouch for"]


def test_as_many_queries_for_a_hundred_friends_as_for_ten(client, ana, ben):
    client.force_login(ana)
    client.get("/circle/")

    def queries(of: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reach_of(ana) if of == "dots" else client.get("/circle/").status_code == 200
        return len(captured)

    by_all = make_vouch(author=make_person(named_beyond=True)).author

    def more(friends: int) -> None:
        for _ in range(friends):
            friend, beyond = make_person(), make_person(named_beyond=True)
            befriend(ana, friend), befriend(friend, beyond), befriend(friend, by_all)
            make_vouch(author=friend), make_vouch(author=beyond)

    more(9)
    with_ten = queries("dots"), queries("page")
    more(90)

    assert (queries("dots"), queries("page")) == with_ten
    assert with_ten[0] == 3
