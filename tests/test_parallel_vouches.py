"""What holds when several act upon a vouch at once: `tests/parallel/vouches.py` has the races."""

import pytest

from tests.parallel.course import rounds

WITHDRAWN = {"withdraw: 302 vouches", "withdraw: 404"}
REMOVED = "remove: 302 desk_case"
WENT = {"went: 302 vouch_new", "went: 302 provider", "went: 302 find"}


@rounds(3, 200)
@pytest.mark.parametrize(
    ("race", "ends", "answers"),
    [
        ("withdrawn_while_its_author_leaves", {"nothing"}, {"withdraw: 302 vouches"}),
        ("edited_onto_anothers_number_while_its_author_leaves", {"1 person, 1 vouch"}, {"edit: 302 provider"}),
        ("saved_as_told_while_its_author_leaves", {"1 person"}, {"save: 302 provider"}),
        ("saved_as_told_while_the_asker_leaves", {"1 person, 1 vouch"}, {"save: 302 provider"}),
        ("told_confirmed_while_its_writer_leaves", {"1 person"}, {"confirm: 302 ask"}),
        ("renewed_while_its_author_leaves", {"nothing"}, {"renew: 302 provider", "still: 302 provider"}),
        (
            "photos_added_and_removed_while_its_author_leaves",
            {"nothing"},
            {"photo: done", "unphoto: 302 vouch_photos", "unphoto: 302 vouches"},
        ),
        ("thanked_for_while_its_author_leaves", {"nothing"}, {"thank: done", *WENT}),
        ("thanked_for_while_the_thankful_leaves", {"1 person"}, {"withdraw: 302 vouches", *WENT}),
        ("removed_by_one_of_the_desk_who_leaves", {"nothing"}, {"remove: 302 desk_case"}),
        ("removed_twice_and_its_author_leaves", {"nothing"}, {"remove: 302 desk_case", "correct: 302 desk_case"}),
        ("all_three_leave", {"nothing"}, set()),
        ("two_friends_leave_who_know_the_same_people", {"nothing"}, set()),
        ("a_question_is_removed_while_one_who_answered_leaves", {"nothing"}, {"remove: done"}),
    ],
)
def test_vouch_acts_wait_for_whoever_leaves_who_is_gone_then(course, race, ends, answers, rounds):
    """Whoever loses the race finds nothing there, or is signed out."""
    result = course.run(f"vouches:{race}", rounds)

    assert set(result.ends) <= ends
    names = {answer.partition(":")[0] for answer in answers}
    lost = {f"{name}: {how}" for name in names for how in ("404", "302 account_login")}
    assert set(result.answers) <= answers | lost | {"leave: 302 landing", "leave: done"}


@rounds(3, 200)
@pytest.mark.parametrize(
    ("race", "ends", "answers"),
    [
        ("withdrawn_while_the_desk_removes_it", {"1 person", "1 person, 1 notice"}, {REMOVED, *WITHDRAWN}),
        ("withdrawn_ten_times", {"1 person"}, WITHDRAWN),
        (
            "withdrawn_while_two_more_save_the_same_number",
            {"3 person, 2 vouch"},
            {"vouch: 302 provider", *WITHDRAWN},
        ),
        ("withdrawn_by_two_who_are_the_last", {"2 person"}, WITHDRAWN),
        (
            "edited_onto_anothers_number_while_the_desk_removes_it",
            # Or it is about somebody else by then.
            {"2 person, 1 vouch, 1 notice", "2 person, 2 vouch"},
            {"edit: 302 provider", "edit: 404", REMOVED},
        ),
        (
            "edited_onto_anothers_number_while_they_withdraw",
            {"2 person, 1 vouch"},
            {"edit: 302 provider", *WITHDRAWN},
        ),
        ("edited_onto_each_others_numbers", {"2 person, 2 vouch"}, {"edit: 302 provider"}),
        ("edited_onto_two_new_numbers_in_two_tabs", {"1 person, 1 vouch"}, {"edit: 302 provider"}),
        (
            "edited_while_the_desk_asks_to_correct_it",
            {"1 person, 1 vouch", "1 person, 1 vouch, 1 notice"},
            {"edit: 302 provider", "correct: 302 desk_case"},
        ),
        (
            "saved_as_told_while_the_desk_removes_the_askers",
            {"2 person, 1 vouch, 1 told, 1 notice"},
            {"save: 302 provider", REMOVED},
        ),
        (
            "saved_as_told_while_the_asker_thanks_for_it",
            {"2 person, 1 vouch, 1 thanks, 1 told, 1 notice"},
            {"save: 302 provider", "thank: done"},
        ),
        (
            "renewed_while_it_is_withdrawn",
            {"1 person"},
            {"renew: 302 provider", "renew: 404", "still: 302 provider", "still: 404", *WITHDRAWN},
        ),
        (
            "photos_added_and_removed_while_it_is_withdrawn",
            {"1 person"},
            {"photo: done", "unphoto: 302 vouch_photos", "unphoto: 302 vouches", *WITHDRAWN},
        ),
        ("thanked_for_while_it_is_withdrawn", {"3 person"}, {"thank: done", "went: 404", *WENT, *WITHDRAWN}),
    ],
)
def test_vouch_acts_at_once_leave_no_half_and_no_bare_provider(course, race, ends, answers, rounds):
    result = course.run(f"vouches:{race}", rounds)

    assert set(result.ends) <= ends
    assert set(result.answers) <= answers
