"""What holds when a list is added by several presses at once: `tests/parallel/my_list.py` has the races."""

import pytest

from tests.parallel.course import rounds

ADDED, OTHER = "2 entry, 1 adding", "1 list, 1 row"
GONE = {"add: 302 account_login", "bring: 302 account_login", "leave: 302 landing"}


@rounds(2, 100)
@pytest.mark.parametrize(
    ("race", "ends", "answers"),
    [
        ("added_by_ten_presses", {ADDED}, {"add: 302 vouches"}),
        (
            "added_while_another_takes_its_place",
            {f"{ADDED}, {OTHER}", OTHER},
            {"add: 302 vouches", "add: 302 list_check", "bring: 302 list_check"},
        ),
        (
            "added_while_its_person_leaves",
            {"nothing"},
            {"add: 302 vouches", "add: 302 list_check", "bring: 302 list_check", *GONE},
        ),
        ("taken_back_by_ten_presses", {"1 adding"}, {"back: 302 vouches"}),
    ],
)
def test_list_is_added_once_and_taken_back_once(course, race, ends, answers, rounds):
    result = course.run(f"my_list:{race}", rounds)

    assert set(result.ends) <= ends
    assert set(result.answers) <= answers
