"""The axioms A1 to A8 of `trust.md`, its worked example, and a plain second reckoning of every score."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recommendations.providers.ranking import NEUTRAL, rank
from recommendations.sight.rule import Path
from tests.worlds.oracle import NO, YES, plain_score

TODAY = date(2026, 11, 23)
ME, FRIENDS, BEYOND = 0, range(1, 5), range(11, 31)
JUST_ABOVE = 2e-9  # scores are rounded to nine places
P = 1  # the provider whose score an axiom is about


@dataclass(frozen=True)
class Voiced:
    """One author's word about one provider; `through` are the friends between, none for a friend or oneself."""

    author: int
    outcome: int
    months: int
    through: tuple[int, ...] = ()
    provider: int = P

    def paths(self, number: int) -> list[Path]:
        distance = 0 if self.author == ME else 2 if self.through else 1
        between = self.through or (None if self.author == ME else self.author,)
        year, month = divmod(TODAY.year * 12 + TODAY.month - 1 - self.months, 12)
        hired_on = date(year, month + 1, 1) if number % 2 else f"{year}-{month + 1:02}-01"
        about = (number, self.provider, self.author, 1, distance)
        return [Path(*about, friend, self.outcome, hired_on, None) for friend in between]


def paths(voiced) -> list[Path]:
    return [path for number, voice in enumerate(voiced) for path in voice.paths(number)]


def scores(voiced) -> dict[int, float | None]:
    return {ranked.provider: ranked.score for ranked in rank(paths(voiced), TODAY)}


def score(voiced) -> float:
    """Of P, where somebody has spoken; else that of knowing nothing."""
    return scores(voiced).get(P) or NEUTRAL


outcomes, ages = st.integers(0, 2), st.integers(0, 120)
some_friends = st.lists(st.sampled_from(FRIENDS), min_size=1, unique=True).map(tuple)
by_a_friend = st.builds(Voiced, st.sampled_from(FRIENDS), outcomes, ages)
from_beyond = st.builds(Voiced, st.sampled_from(BEYOND), outcomes, ages, some_friends)
of_my_own = st.builds(Voiced, st.just(ME), outcomes, ages)
by_others = st.one_of(by_a_friend, from_beyond)


def each_once(voices):
    """Everyone has one word on each provider, and the friends between belong to the author, not to the word."""
    return st.lists(voices, max_size=8, unique_by=lambda voice: (voice.author, voice.provider)).map(
        same_friends_between
    )


def same_friends_between(voices: list[Voiced]) -> list[Voiced]:
    between = {voice.author: voice.through for voice in reversed(voices)}
    return [replace(voice, through=between[voice.author]) for voice in voices]


evidence = each_once(by_others)
some_evidence = evidence.filter(bool)


def crowd_behind(friend: int, size: int, outcome: int, months: int = 0) -> list[Voiced]:
    """Any number of accounts whom only this friend knows."""
    return [Voiced(1000 + number, outcome, months, (friend,)) for number in range(size)]


def newcomer(friend_or_beyond: Voiced, voices: list[Voiced]) -> bool:
    return friend_or_beyond.author not in {voice.author for voice in voices}


# --- A1, A2: towards yes never down, towards no never up ------------------------------------------


@given(evidence, by_others)
def test_a1_one_more_yes_never_lowers(voices, more):
    assume(newcomer(more, voices))

    assert score([*voices, replace(more, outcome=YES)]) >= score(voices)


@given(some_evidence, st.data())
def test_a1_a_change_towards_yes_never_lowers(voices, data):
    which = data.draw(st.integers(0, len(voices) - 1))
    better = [replace(voice, outcome=min(YES, voice.outcome + (n == which))) for n, voice in enumerate(voices)]

    assert score(better) >= score(voices)


@given(by_others)
def test_a1_a_yes_alone_however_old_never_warns(voice):
    assert score([replace(voice, outcome=YES)]) >= NEUTRAL


@given(evidence, by_others)
def test_a2_one_more_no_never_raises_and_yes_but_lies_between(voices, more):
    assume(newcomer(more, voices))
    no, but, yes = (score([*voices, replace(more, outcome=outcome)]) for outcome in (0, 1, 2))

    assert no <= score(voices)
    assert no <= but <= yes


# --- A3, A4, A5: what makes no difference ---------------------------------------------------------


@given(some_evidence, of_my_own)
def test_a3_my_own_word_changes_nothing(voices, mine):
    assert score([*voices, mine]) == score(voices)


@given(of_my_own, by_others)
def test_a3_what_only_i_know_has_no_score_and_stands_last(mine, other):
    ranked = rank(paths([mine, replace(other, provider=2, outcome=NO)]), TODAY)

    assert [each.provider for each in ranked] == [2, P]
    assert ranked[-1].score is None


@given(each_once(st.builds(replace, by_others, provider=st.integers(1, 3))), by_others)
def test_a4_a_word_about_one_changes_no_other(voices, more):
    before, after = scores(voices), scores([*voices, replace(more, provider=9)])

    assert after.pop(9) is not None
    assert after == before


@given(each_once(st.builds(replace, by_others, provider=st.integers(1, 3))), st.randoms(use_true_random=False))
def test_a5_other_numbers_and_another_order_change_nothing(voices, rng: Random):
    renamed = dict(zip(range(31), rng.sample(range(100, 200), 31), strict=True)) | {None: None, ME: ME}
    rows = [
        path._replace(author=renamed[path.author], through=renamed[path.through], provider=100 - path.provider)
        for path in paths(voices)
    ]
    rng.shuffle(rows)

    assert {100 - each.provider: each.score for each in rank(rows, TODAY)} == scores(voices)


# --- A6, A7: how much anyone can move -------------------------------------------------------------

crowds = st.integers(1, 50)


def nobody_behind(friend: int, voices: list[Voiced]) -> list[Voiced]:
    return [voice for voice in voices if friend != voice.author and friend not in voice.through]


@given(evidence, crowds, st.sampled_from([NO, YES]), ages)
def test_a6_a_friend_moves_at_least_as_far_as_any_number_behind_them(voices, size, outcome, months):
    voices = nobody_behind(1, voices)
    own = score([*voices, Voiced(1, outcome, 0)])
    behind = score([*voices, *crowd_behind(1, size, outcome, months)])

    assert abs(own - score(voices)) + JUST_ABOVE >= abs(behind - score(voices))


@given(crowds)
def test_a6_any_number_behind_one_friend_weigh_as_one(size):
    assert score(crowd_behind(1, size, YES)) == score(crowd_behind(1, 1, YES)) == pytest.approx(5 / 7)
    assert score(crowd_behind(1, size, NO)) == score(crowd_behind(1, 1, NO)) == pytest.approx(1 / 2)


@given(evidence, crowds, outcomes, ages)
def test_a7_any_number_behind_one_friend_move_by_three_fourteenths_at_most(voices, size, outcome, months):
    moved = score([*voices, *crowd_behind(1, size, outcome, months)]) - score(voices)

    assert abs(moved) <= 3 / 14 + JUST_ABOVE


@given(some_evidence, crowds)
def test_a7_with_nobody_else_behind_that_friend_they_move_even_less(voices, size):
    voices = [voice for voice in voices if 1 not in voice.through]
    up = score([*voices, *crowd_behind(1, size, YES)]) - score(voices)
    down = score(voices) - score([*voices, *crowd_behind(1, size, NO)])

    assert up <= 0.056 + 0.0005
    assert down <= 0.167 + 0.0005


@given(st.integers(1, 4), crowds, ages)
def test_a7_careless_friends_cannot_lift_an_unknown_one_past_one_friends_yes(careless, size, months):
    fakes = [
        Voiced(1000 * friend + number, YES, months, (friend,))
        for friend in FRIENDS[:careless]
        for number in range(size)
    ]

    assert score(fakes) <= (2 + careless / 2) / (3 + careless / 2) + JUST_ABOVE
    assert careless > 1 or score(fakes) < score([Voiced(1, YES, 0)]) == 0.75


# --- A8: age and distance -------------------------------------------------------------------------


@given(some_evidence, st.data(), ages)
def test_a8_an_older_yes_never_raises_and_an_older_no_never_lowers(voices, data, later):
    which = data.draw(st.integers(0, len(voices) - 1))

    def aged(outcome: int, months: int) -> float:
        told = replace(voices[which], outcome=outcome, months=voices[which].months + months)
        return score([*voices[:which], told, *voices[which + 1 :]])

    assert aged(YES, later) <= aged(YES, 0)
    assert aged(NO, later) >= aged(NO, 0)


@given(ages, some_friends)
def test_a8_a_friend_outweighs_someone_beyond(months, through):
    assert score([Voiced(1, YES, months)]) > score([Voiced(11, YES, months, through)])
    assert score([Voiced(1, NO, months)]) < score([Voiced(11, NO, months, through)])


def test_a8_a_friends_word_of_four_years_ago_weighs_as_a_fresh_one_from_beyond():
    assert score([Voiced(1, YES, 48)]) == score([Voiced(11, YES, 0, (1,))])


# --- The arithmetic -------------------------------------------------------------------------------


@given(some_evidence)
def test_the_score_is_the_one_of_a_plain_reckoning(voices):
    spoken = [(voice.outcome / 2, voice.months, voice.through) for voice in voices]

    assert score(voices) == pytest.approx(plain_score(spoken), abs=1e-9)


def test_the_worked_example_comes_out_exactly():
    a, b, c, d, e, f = 1, 2, 3, 11, 12, 13
    ann, eve, cat, dan, bob = range(1, 6)
    told = [
        (ann, [Voiced(a, 2, 3), Voiced(b, 2, 24), Voiced(d, 2, 12, (c,)), Voiced(e, 1, 48, (c,))]),
        (eve, [Voiced(b, 2, 0)]),
        (cat, [Voiced(f, 2, 0, (b,))]),
        (dan, [Voiced(d, 2, 0, (c,)), Voiced(e, 2, 0, (c,))]),
        (bob, [Voiced(a, 2, 0), Voiced(d, 0, 6, (c,))]),
    ]
    ranked = rank(paths(replace(voice, provider=p) for p, voices in told for voice in voices), TODAY)

    assert [each.provider for each in ranked] == [ann, eve, cat, dan, bob]
    assert [round(each.score, 3) for each in ranked] == [0.771, 0.750, 0.714, 0.714, 0.614]
    assert [each.score for each in ranked[1:4]] == [0.75, round(5 / 7, 9), round(5 / 7, 9)]


def test_equal_scores_go_by_friends_yes_and_then_by_freshness():
    """A friend's yes of four years ago, a fresh one from beyond and an older pair all weigh the same."""
    by_friend, beyond = Voiced(1, YES, 48), Voiced(11, YES, 0, (2,))
    older_pair = [Voiced(12, YES, 48, (1,)), Voiced(13, YES, 48, (2,))]
    told = [*(replace(voice, provider=3) for voice in older_pair), replace(beyond, provider=2), by_friend]
    ranked = rank(paths(told), TODAY)

    assert len({each.score for each in ranked}) == 1
    assert [each.provider for each in ranked] == [P, 2, 3]


def test_of_two_words_by_one_author_the_latest_counts():
    older, newer = Voiced(1, YES, 9), Voiced(1, NO, 2)

    assert score([older, newer]) == score([newer, older]) == score([newer])


def test_a_month_still_to_come_counts_as_this_one():
    assert score([Voiced(1, YES, -2)]) == score([Voiced(1, YES, 0)])
