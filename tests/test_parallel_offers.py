"""What holds when offers are taken up and thanked for at once: `tests/parallel/offers.py` has the races."""

import pytest

from tests.parallel.course import rounds

ENDS = {
    "taken_up_many_times": {"1 word, 0 answered, 1 notice"},
    "thanked_for_many_times": {"1 word, 1 answered, 2 notice"},
    "withdrawn_while_it_is_taken_up_and_renewed": {"0 word, 0 answered, 0 notice"},
}


@rounds(2, 60)
@pytest.mark.parametrize("race", ENDS)
def test_offer_is_taken_up_and_thanked_for_once_and_leaves_nothing(course, race, rounds):
    result = course.run(f"offers:{race}", rounds)

    assert set(result.ends) == ENDS[race]
