import pytest

from recommendations.providers.evidence import ago, evidence, who
from recommendations.providers.ranking import Said, Voice

NO, BUT, YES = range(3)


def voice(outcome: int, distance: int = 1, months: int = 3, also: tuple[int, ...] = (), counts: bool = True) -> Voice:
    vouches = {number: Said(months, each, counts) for number, each in enumerate((outcome, *also), 1)}
    return Voice(1, distance, outcome, months, counts, vouches, [7])


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, "this month"),
        (1, "a month ago"),
        (2, "2 months ago"),
        (23, "23 months ago"),
        (24, "2 years ago"),
        (47, "3 years ago"),
    ],
)
def test_how_long_ago(months, said):
    assert ago(months) == said


@pytest.mark.parametrize(
    ("friends", "beyond", "said"),
    [
        (1, 0, "1 friend"),
        (2, 1, "2 friends and 1 friend of a friend"),
        (1, 50, "1 friend and friends of friends"),
        (0, 0, ""),
    ],
)
def test_who_speaks_however_many_stand_behind_one_friend(friends, beyond, said):
    assert who(friends, beyond) == said


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ([voice(YES), voice(YES), voice(YES, 2)], "2 friends and 1 friend of a friend would hire them again"),
        ([voice(YES), voice(NO)], "1 friend would hire them again, 1 friend would not"),
        ([voice(YES), voice(BUT, 2)], "1 friend would hire them again, 1 friend of a friend would, with a caveat"),
        ([voice(YES, 2, also=(YES,))], "friends of friends would hire them again"),
        ([voice(YES, 2), voice(YES, 2)], "friends of friends would hire them again"),
        ([voice(BUT)], "1 friend would hire them again, with a caveat"),
        ([voice(NO), voice(NO)], "2 friends would not hire them again"),
    ],
)
def test_the_evidence_tells_every_no_in_full(voices, said):
    assert evidence(voices) == f"{said}; last hired 3 months ago"


def test_ones_own_word_is_told_only_where_nobody_else_has_spoken():
    mine = voice(YES, 0, 0)

    assert evidence([mine]) == "Only you have vouched for them; you last hired them this month"
    assert evidence([mine, voice(NO, 1, 5)]) == "1 friend would not hire them again; last hired 5 months ago"


def test_related_words_are_in_no_part_of_the_evidence():
    paid = [voice(YES, 1, 0, counts=False), voice(NO, 2, 0, counts=False)]

    assert evidence([*paid, voice(YES)]) == "1 friend would hire them again; last hired 3 months ago"
    assert evidence([*paid, voice(YES, 0, 0)]) == (
        "Only people who are close to them, or were paid, have said anything, so it does not count"
    )


def test_beyond_the_circle_only_the_words_that_count_are_counted():
    one = voice(YES, 2)
    one.vouches[2] = Said(1, YES, False)

    assert evidence([one]) == "1 friend of a friend would hire them again; last hired 3 months ago"
