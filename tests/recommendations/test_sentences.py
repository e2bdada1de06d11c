import pytest

from recommendations.ranking import Voice
from recommendations.sentences import ago, evidence, who

NO, BUT, YES = range(3)


def voice(outcome: int, distance: int = 1, months: int = 3, through: tuple[int, ...] = (7,)) -> Voice:
    return Voice(1, distance, outcome, months, {1: months}, list(through))


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


FRIEND, BEYOND = voice(YES), voice(YES, 2)


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ([FRIEND], "1 friend"),
        ([FRIEND, FRIEND, BEYOND], "2 friends and 1 friend of a friend"),
        ([voice(YES, 2, through=(7, 8))], "1 friend of a friend"),
        ([BEYOND, voice(YES, 2, through=(8, 9))], "friends of 3 friends"),
        ([FRIEND] + [BEYOND] * 50, "1 friend and friends of 1 friend"),
        ([], ""),
    ],
)
def test_who_speaks_however_many_stand_behind_one_friend(voices, said):
    assert who(voices) == said


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ([voice(YES), voice(YES), voice(YES, 2)], "2 friends and 1 friend of a friend would hire them again"),
        ([voice(YES), voice(NO)], "1 friend would hire them again, 1 friend would not"),
        ([voice(YES), voice(BUT, 2)], "1 friend would hire them again, 1 friend of a friend would, with a caveat"),
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
