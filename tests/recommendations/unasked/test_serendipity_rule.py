"""The rule by which the one thing of a day is chosen, told in examples, and held against any other."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.unasked.rule import Before, Candidate, Reader, choose, in_turn, is_encounter

TODAY = date(2026, 11, 23)
ANA, BEN, CLEO, DAN = 1, 2, 3, 4
ME = Reader("me")


def a_day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def vouch(number: int = 1, trade: int = 1, distance: int = 2, bridge: int | None = ANA, **fields) -> Candidate:
    said = {"kind": "vouch", "provider": UUID(int=1000 + number), "on": date(2026, 10, 1)} | fields
    return Candidate(UUID(int=number), trade=trade, distance=distance, bridge=bridge, **said)


def insight(number: int = 1, **fields) -> Candidate:
    return vouch(number, **({"kind": "insight", "provider": None, "on": a_day(10)} | fields))


def offer(number: int = 1, **fields) -> Candidate:
    return insight(number, kind="offer", **fields)


KINDS = {"vouch": vouch, "insight": insight, "offer": offer}


def before(ago: int, number: int = 90, through: int | None = None, **fields) -> Before:
    said = {"kind": "vouch", "trade": None} | fields
    return Before(a_day(ago), UUID(int=number), through=through, **said)


def chosen(*candidates: Candidate, me: Reader = ME, day: date = TODAY, then: tuple[Before, ...] = ()) -> int | None:
    found = choose(candidates, me, day, then)
    return found.thing.int if found else None


def test_nothing_comes_of_nothing():
    assert chosen() is None


def test_vouches_are_fresh_for_twelve_months_insights_for_half_a_year():
    """And an offer is as long as it lasts."""
    assert [chosen(vouch(on=on)) for on in (date(2025, 11, 1), date(2025, 10, 1))] == [1, None]
    assert [chosen(insight(on=a_day(ago))) for ago in (182, 183)] == [1, None]
    assert chosen(offer(on=a_day(360))) == 1


def test_it_is_of_no_usual_trade_and_of_nobody_whom_one_knows():
    usual, provider = Reader("me", usual={1}), Reader("me", known={UUID(int=1001)})

    assert [chosen(vouch(), vouch(2, trade=2), me=me) for me in (usual, provider)] == [2, 2]
    assert chosen(insight(), me=Reader("me", known={UUID(int=1)})) is None
    assert chosen(insight(trade=None), me=usual) == 1
    drums = Reader("me", usual={"mends drums"})
    others = [insight(number, trade=None, other=other) for number, other in enumerate(("mends drums", "tunes", ""))]
    assert [chosen(each, me=drums) for each in others] == [None, 1, 2]


def test_ones_own_words_are_not_offered():
    assert chosen(vouch(distance=0, bridge=None)) is None


def test_words_from_beyond_go_before_the_own_ones_of_the_friend_who_is_drawn():
    own = [vouch(number, distance=1, bridge=BEN) for number in range(3, 30)]
    days = [a_day(ago) for ago in range(20)]

    assert chosen(*own, vouch(bridge=BEN)) == 1
    assert chosen(*own) in range(3, 30)
    assert 0 < sum(chosen(*own, vouch(2, bridge=ANA), day=day) == 2 for day in days) < len(days)


FRIENDS, MANY = 12, 1000


def things_of(friends: dict[int | None, int], **fields) -> list[Candidate]:
    """So many by way of each."""
    ways = [bridge for bridge, so_many in friends.items() for _ in range(so_many)]
    return [vouch(number, bridge=bridge, **fields) for number, bridge in enumerate(ways, 1)]


@pytest.mark.parametrize("careless", [1, None])
def test_a_thousand_things_behind_one_friend_win_no_more_days_than_one(careless):
    """As many as one of twelve, be it a friend or all that comes without a name."""
    others = dict.fromkeys(range(2, FRIENDS + 1), 1)
    people = [Reader(f"person {number}") for number in range(240)]

    def won(so_many: int) -> int:
        world = things_of({careless: so_many} | others)
        return sum(choose(world, me, TODAY, []).bridge == careless for me in people)

    assert won(MANY) == won(1)
    assert 10 <= won(1) <= 30  # 20, if it is even


def test_over_sixty_days_one_careless_friend_of_twelve_has_their_share():
    """Five days of sixty each, and not a day in four."""
    world = things_of({1: 300} | dict.fromkeys(range(2, FRIENDS + 1), 30))
    days = []
    for number in range(5):
        then: list[Before] = []
        for later in range(60):
            found = choose(world, Reader(f"person {number}"), TODAY + timedelta(days=later), then)
            then.append(Before(TODAY + timedelta(days=later), found.thing, found.kind, found.trade, found.bridge))
        days.append(sum(one.through == 1 for one in then))

    assert 3 <= sum(days) / len(days) <= 7
    assert max(days) <= 9


def test_each_friend_is_as_likely_whoever_brings_nothing():
    people = [Reader(f"person {number}") for number in range(400)]
    world = things_of({ANA: 1, BEN: 50, DAN: 3})  # and nothing by Cleo
    won = [choose(world, me, TODAY, []).bridge for me in people]
    first = [in_turn([ANA, BEN, CLEO, DAN], me, TODAY, [])[0] for me in people]

    assert all(100 <= won.count(each) <= 166 for each in (ANA, BEN, DAN))
    assert all(70 <= first.count(each) <= 130 for each in (ANA, BEN, CLEO, DAN))


def test_a_friend_rests_for_a_month_from_what_is_of_the_same_kind():
    mine = vouch(distance=1)

    assert [chosen(mine, then=(before(ago, through=ANA),)) for ago in (29, 30)] == [None, 1]
    for one in KINDS:
        for other in KINDS:
            then = (before(29, through=ANA, kind=other),)
            assert chosen(KINDS[one](distance=1), then=then) == (None if one == other else 1)


@pytest.mark.parametrize("bridge", [ANA, None])
def test_the_last_three_ways_rest_for_a_week(bridge):
    others = [before(ago, 90 + ago, through) for ago, through in ((3, BEN), (2, CLEO), (1, DAN))]

    assert chosen(vouch(bridge=bridge), then=(before(4, 94, bridge), *others)) == 1
    assert chosen(vouch(bridge=bridge), then=(before(4, 94, bridge), *others[1:])) is None
    assert [chosen(vouch(bridge=bridge), then=(before(ago, through=bridge),)) for ago in (6, 7)] == [None, 1]


def test_choose_repeats_nothing_and_rests_a_dismissed_trade():
    """The same thing comes once for ever and a dismissed trade rests for half a year."""
    assert chosen(vouch(), then=(before(4000, number=1),)) is None
    assert [chosen(vouch(), then=(before(ago, trade=1, dismissed=True),)) for ago in (182, 183)] == [None, 1]
    assert chosen(vouch(), then=(before(20, trade=1),)) == 1
    assert chosen(insight(trade=None), then=(before(20, dismissed=True),)) == 1


def test_people_and_days_draw_differently():
    some = [vouch(number, trade=number) for number in range(1, 40)]

    assert len({chosen(*some, me=Reader(f"person {number}")) for number in range(20)}) > 5
    assert len({chosen(*some, day=a_day(ago)) for ago in range(20)}) > 5


# --- What leads to somebody -----------------------------------------------------------------------

ASKED = Reader("me", usual={1}, asked={1})


def somebodys(number: int = 1, **fields) -> Candidate:
    return vouch(number, **({"author": 7, "is_named": True} | fields))


def test_encounter_is_of_a_trade_that_was_asked_about_by_one_who_is_named():
    nobody = [somebodys(is_named=False), somebodys(distance=1), somebodys(bridge=None), somebodys(trade=2)]
    found = [chosen(each, me=Reader("me", usual={1, 2}, asked={1})) for each in (somebodys(), *nobody)]

    assert found == [1, None, None, None, None]
    assert [chosen(each(author=7, is_named=True), me=ASKED) for each in (insight, offer)] == [1, 1]
    accordions = [somebodys(1, trade=None, other="mends accordions"), vouch(2, trade=3)]
    assert chosen(*accordions, me=Reader("me", asked={"mends accordions"})) == 1
    assert is_encounter(accordions[0], Reader("me", asked={"mends accordions"}))
    assert chosen(somebodys(), me=ASKED._replace(asked=frozenset())) is None
    assert chosen(somebodys(), me=ASKED._replace(met={7})) is None
    assert chosen(somebodys(), me=ASKED._replace(known={UUID(int=1001)})) is None


def test_encounter_goes_first_and_comes_once_a_month():
    many = [vouch(number, trade=2) for number in range(2, 30)]

    assert chosen(*many, somebodys(), me=ASKED) == 1
    then = [(before(ago, encounter=True),) for ago in (29, 30)]
    assert [chosen(somebodys(), me=ASKED, then=each) for each in then] == [None, 1]
    assert chosen(*many, somebodys(), me=ASKED, then=then[0]) in range(2, 30)


def test_encounter_of_a_dismissed_trade_rests():
    assert [chosen(somebodys(), me=ASKED, then=(before(ago, trade=1, dismissed=True),)) for ago in (182, 183)] == [
        None,
        1,
    ]


# --- Any other ------------------------------------------------------------------------------------


def of_sort(sort: int | str | None) -> dict:
    """Of a trade, of something else, or of no kind at all."""
    return {"trade": None, "other": sort} if isinstance(sort, str) else {"trade": sort, "other": ""}


BRIDGES = st.sampled_from([None, ANA, BEN, CLEO])
TRADES, OTHERS = st.integers(1, 3), st.sampled_from(["mends drums", "tunes a harp"])
SORTS = TRADES | OTHERS
CANDIDATES = st.builds(
    lambda number, kind, sort, **fields: KINDS[kind](number, **of_sort(sort), **fields),
    number=st.integers(1, 12),
    kind=st.sampled_from(list(KINDS)),
    sort=SORTS | st.none(),
    distance=st.integers(0, 2),
    bridge=BRIDGES,
    on=st.integers(0, 500).map(a_day),
    author=st.integers(1, 3),
    is_named=st.booleans(),
)
WORLDS = st.lists(CANDIDATES, max_size=12, unique_by=lambda each: each.thing)
READERS = st.builds(
    Reader,
    seed=st.sampled_from(["one", "other"]),
    usual=st.sets(SORTS, max_size=2),
    known=st.sets(st.integers(1, 12).map(lambda number: UUID(int=1000 + number)), max_size=3),
    asked=st.sets(SORTS, max_size=2),
    met=st.sets(st.integers(1, 3), max_size=1),
)


@given(WORLDS, READERS, st.randoms(use_true_random=False))
def test_it_is_the_same_all_day_in_whatever_order_things_come(world, me, rng: Random):
    shuffled = rng.sample(world, len(world))

    assert choose(world, me, TODAY, []) == choose(shuffled, me, TODAY, [])


@given(WORLDS, READERS, st.lists(BRIDGES, max_size=3), st.integers(1, 4))
def test_what_comes_by_the_friends_in_their_turn_is_all_that_has_to_be_looked_at(world, me, last, step):
    then = [before(ago, 90 + ago, through) for ago, through in enumerate(last, 1)]
    turns = in_turn({each.bridge for each in world} | {DAN}, me, TODAY, then)
    steps = [turns[start : start + step] for start in range(0, len(turns), step)]
    found = [choose([each for each in world if each.bridge in some], me, TODAY, then) for some in steps]

    assert next(filter(None, found), None) == choose(world, me, TODAY, then)


@given(WORLDS, READERS, st.data())
def test_choose_over_two_months_repeats_nothing_nor_the_way(world, me, data):
    """Over two months nothing is repeated usual tired or by the same way."""
    then: list[Before] = []
    for number in range(60):
        day = TODAY + timedelta(days=number)
        found = choose(world, me, day, then)
        able = [each for each in world if may_be_offered(each, me, day, then)]
        assert found in able if able else found is None
        theirs = [each for each in able if each.bridge == found.bridge] if found else []
        assert not found or rank(found, me) == max(rank(each, me) for each in theirs)
        if found:
            away = data.draw(st.booleans())
            said = (found.thing, found.kind, found.trade, found.bridge)
            then.append(Before(day, *said, dismissed=away, encounter=leads_to_somebody(found, me)))

    assert len({each.thing for each in then}) == len(then)


def leads_to_somebody(each: Candidate, me: Reader) -> bool:
    """What was asked for, by one beyond the circle who is named, through a friend who is."""
    named = each.distance == 2 and each.is_named and each.bridge is not None
    about_it = each.trade in me.asked or (each.trade is None and each.other in me.asked)
    return named and about_it and each.author not in me.met


def rank(each: Candidate, me: Reader) -> int:
    return 3 if leads_to_somebody(each, me) else each.distance


def may_be_offered(each: Candidate, me: Reader, day: date, then: list[Before]) -> bool:
    """The rule said again, one sentence a line."""
    age = (day - each.on).days
    months = (day.year - each.on.year) * 12 + day.month - each.on.month
    lately = [one for one in then[-3:] if (day - one.day).days < 7]
    of_late = [one for one in then if (day - one.day).days < 30 and one.kind == each.kind]
    met_lately = any(one.encounter and (day - one.day).days < 30 for one in then)
    return (
        each.distance != 0
        and {"vouch": months <= 12, "insight": age < 183, "offer": True}[each.kind]
        and (not met_lately if leads_to_somebody(each, me) else not {each.trade, each.other} & me.usual)
        and each.provider not in me.known
        and all(one.thing != each.thing for one in then)
        and not any(
            one.dismissed and one.trade and one.trade == each.trade and (day - one.day).days < 183 for one in then
        )
        and all(one.through != each.bridge for one in lately)
        and not (each.distance == 1 and any(one.through == each.bridge for one in of_late))
    )
