"""A wish to be introduced, sent, passed on and answered by many at once: `tests/parallel/introductions.py`."""

import pytest

from tests.parallel.course import rounds

# The two ties are Ben's with Ana, who asks, and with Cleo.
AGREED = "1 wish, 2 introduction, 4 tie, introduction_yes"
AGREED_BESIDES = "1 wish, 2 introduction, 4 tie, introduction, introduction_yes"


@rounds(3, 50)
@pytest.mark.parametrize(
    ("race", "ends"),
    [
        ("one_asks_many_times", {"1 wish, 4 tie, introduction_asked"}),
        ("the_friend_passes_it_on_many_times", {"1 wish, 4 tie, introduction_wanted"}),
        ("the_other_says_yes_many_times", {AGREED}),
        ("yes_while_the_friend_introduces_them", {AGREED, AGREED_BESIDES}),
        ("yes_from_both_at_once", {"1 wish, 6 tie, came_about, introduced"}),
        ("yes_while_the_asker_parts_from_the_friend", {"2 tie"}),
        ("yes_while_the_asker_blocks_the_other", {"1 wish, 4 tie", "1 wish, 4 tie, introduction_yes"}),
        ("yes_while_the_asker_leaves", {"2 tie"}),
        ("passed_on_while_the_other_leaves", {"1 wish, 2 tie"}),
        ("asked_while_the_other_leaves", {"1 wish, 2 tie", "2 tie"}),
    ],
)
def test_of_introductions_asked_for_at_once_one_row_is_left(course, race, ends, rounds):
    result = course.run(f"introductions:{race}", rounds)

    assert set(result.ends) <= ends
