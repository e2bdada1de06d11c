"""What holds when the desk acts while others do: `tests/parallel/desk.py` has the races."""

import pytest

from tests.parallel.course import rounds

OUT = "active False, suspended True, 0 standing"


@rounds(2, 100)
@pytest.mark.parametrize(
    ("race", "ends"),
    [
        ("removed_while_its_author_leaves", {"nothing"}),
        ("suspended_while_they_leave", {"gone", "active False, suspended True"}),
        ("suspended_by_two_at_the_desk", {"0 open"}),
        ("suspended_while_they_come_back", {OUT}),
        ("suspended_while_a_tie_begins", {OUT}),
        ("a_question_is_removed_while_one_answers_and_one_leaves", {"0 asks, nothing"}),
        ("a_short_question_is_removed_while_it_is_answered_and_one_leaves", {"0 asked"}),
        ("words_of_thanks_are_removed_while_the_vouch_is_withdrawn_and_one_leaves", {"0 thanks"}),
        ("reported_while_its_author_leaves", {"gone, 0 open"}),
    ],
)
def test_desk_acts_wait_for_those_whom_they_concern(course, race, ends, rounds):
    """Whoever loses finds nothing there, or is signed out; no answer is an error, and nothing is left half done."""
    assert set(course.run(f"desk:{race}", rounds).ends) <= ends
