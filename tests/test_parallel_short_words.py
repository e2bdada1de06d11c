"""What holds when short words are written and answered at once: `tests/parallel/short_words.py` has the races."""

import pytest

from tests.parallel.course import rounds

NOTHING = "0 word, 0 answered, 0 notice"


@rounds(2, 60)
@pytest.mark.parametrize(
    ("race", "end"),
    [
        ("one_writes_many_times", "1 word, 0 answered, 1 notice"),
        ("answered_and_taken_in_many_times", "1 word, 1 answered, 2 notice"),
        ("written_and_answered_while_they_part", NOTHING),
        ("written_and_answered_while_its_author_leaves", NOTHING),
        ("withdrawn_while_it_is_written_about", NOTHING),
    ],
)
def test_short_word_is_one_answered_once_and_outlives_no_way(course, race, end, rounds):
    result = course.run(f"short_words:{race}", rounds)

    assert (result.ends, {answer for answer in result.answers if ": 5" in answer}) == ({end: rounds}, set())
