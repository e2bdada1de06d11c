import pytest

from recommendations.providers.evidence import (
    HIRED,
    HIRED_LONG_AGO,
    LAST_HIRED,
    NOT_AGAIN,
    OF_OUTCOME,
    WITH_A_CAVEAT,
    WOULD_AGAIN,
    evidence,
    last_hired,
)
from recommendations.providers.ranking import Said, Voice

NO, BUT, YES = range(3)


def voice(outcome: int, distance: int = 1, months: int = 3, also: tuple[int, ...] = (), counts: bool = True) -> Voice:
    vouches = {number: Said(months, each, counts) for number, each in enumerate((outcome, *also), 1)}
    return Voice(1, distance, outcome, months, counts, vouches, [7])


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, "this month."),
        (1, "a month ago."),
        (2, "2 months ago."),
        (23, "23 months ago."),
        (24, "2 years ago."),
        (47, "3 years ago."),
    ],
)
def test_how_long_ago_is_told_in_whole_sentences(months, said):
    assert LAST_HIRED.told(months) == f"Last hired {said}"
    assert f"{HIRED.told(months)}." == f"Hired {said}"


def test_what_is_long_ago_is_said_to_be():
    assert HIRED_LONG_AGO.told(37) == "Long ago: hired 3 years ago"


def test_each_case_has_a_sentence_of_its_own():
    each = [(said, any_friend) for some in OF_OUTCOME.values() for (any_friend, _), said in some.items()]
    sentences = {said.format(count=count, friends="Two") for said, some in each for count in ((1, 2) if some else (0,))}

    assert len(sentences) == 18
    assert all(each[-1] == "." and each[0].isupper() for each in sentences)
    assert set(WOULD_AGAIN) == set(WITH_A_CAVEAT) == {(a, b) for a in (True, False) for b in range(3)} - {(False, 0)}
    assert set(NOT_AGAIN) == {(True, 0)}, "nobody reads a refusal from beyond"


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ([voice(YES), voice(YES), voice(YES, 2)], "Two friends and a friend of a friend would hire them again."),
        ([voice(YES), *[voice(YES, 2)] * 50], "One friend and some friends of friends would hire them again."),
        ([*[voice(YES)] * 3, *[voice(YES, 2)] * 2], "Three friends and some of their friends would hire them again."),
        ([voice(YES), voice(NO)], "One friend would hire them again. One friend would not hire them again."),
        (
            [voice(YES), voice(BUT, 2)],
            "One friend would hire them again. A friend of a friend would hire them again, with a caveat.",
        ),
        ([voice(YES, 2, also=(YES,))], "Friends of friends would hire them again."),
        ([voice(YES, 2), voice(YES, 2)], "Friends of friends would hire them again."),
        ([voice(BUT)], "One friend would hire them again, with a caveat."),
        ([voice(NO), voice(NO)], "Two friends would not hire them again."),
    ],
)
def test_the_evidence_tells_every_no_in_full(voices, said):
    assert (evidence(voices), last_hired(voices)) == (said, "Last hired 3 months ago.")


def test_without_refusals_the_evidence_tells_the_rest():
    assert evidence([voice(YES), voice(NO)], refusals=False) == "One friend would hire them again."
    assert evidence([voice(NO)], refusals=False) == ""


def test_ones_own_word_is_told_only_where_nobody_else_has_spoken():
    mine = voice(YES, 0, 0)

    assert (evidence([mine]), last_hired([mine])) == (
        "Only you have vouched for them.",
        "You last hired them this month.",
    )
    both = [mine, voice(NO, 1, 5)]
    assert (evidence(both), last_hired(both)) == ("One friend would not hire them again.", "Last hired 5 months ago.")


def test_related_words_are_in_no_part_of_the_evidence():
    paid = [voice(YES, 1, 0, counts=False), voice(NO, 2, 0, counts=False)]

    assert (evidence([*paid, voice(YES)]), last_hired([*paid, voice(YES)])) == (
        "One friend would hire them again.",
        "Last hired 3 months ago.",
    )
    assert (evidence([*paid, voice(YES, 0, 0)]), last_hired(paid)) == (
        "Only people who are close to them, or were paid, have said anything, so it does not count.",
        "",
    )


def test_beyond_the_circle_only_the_words_that_count_are_counted():
    one = voice(YES, 2)
    one.vouches[2] = Said(1, YES, False)

    assert evidence([one]) == "A friend of a friend would hire them again."
