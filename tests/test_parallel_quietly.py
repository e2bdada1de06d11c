"""What holds when a question through one friend is put and handed on at once: the races are in `tests/parallel`."""

import pytest

from tests.parallel.course import rounds


@rounds(3, 20)
@pytest.mark.parametrize(
    ("race", "ends"),
    [
        ("put_many_times", {"1 open, 1 asked, 2 passed on; 3 notice"}),
        ("handed_on_many_times", {"1 open, 1 asked, 2 passed on, 1 answer; 1 notice"}),
        ("put_while_the_friend_leaves", {"1 open; 0 notice"}),
        ("answered_while_the_friend_leaves", {"1 open; 0 notice", "1 open, 1 answer; 0 notice"}),
    ],
)
def test_quiet_question_is_put_once_and_handed_on_once(course, race, ends, rounds):
    assert set(course.run(f"quietly:{race}", rounds).ends) <= ends
