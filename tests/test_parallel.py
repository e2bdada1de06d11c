"""What holds when many press at once: `tests/parallel` has the races, each with how it may end."""

import re

import pytest

from people.models.person import CIRCLE_HOLDS
from tests.parallel.course import rounds
from tests.parallel.forms import CLICKS, MANY, OPENINGS

# --- Ties that begin ------------------------------------------------------------------------------


@rounds(3, 200)
def test_accept_pressed_twenty_times_ties_once(course, rounds):
    """One who presses twenty times is tied once and reads the same each time."""
    result = course.run("beginnings:one_person_accepts", rounds)

    assert result.ends == {"2 tie, 1 spent invitation, 1 notice tied": rounds}
    assert result.answers == {"accept: 302 friend": 20 * rounds}


@rounds(3, 200)
def test_accept_by_twenty_ties_one_and_is_gone_for_the_others(course, rounds):
    """Of twenty with the same link one is tied and for the others it is gone."""
    result = course.run("beginnings:a_crowd_accepts", rounds)

    assert result.ends == {"2 tie, 1 spent invitation, 1 notice tied": rounds}
    assert result.answers == {"accept: 302 friend": rounds, "accept: 404": 19 * rounds}


@rounds(3, 50)
def test_accept_by_twenty_not_meant_waits_for_one(course, rounds):
    """Of twenty whom it is not for one waits and for the others it is gone."""
    result = course.run("beginnings:a_crowd_comes", rounds)

    assert result.ends == {"1 waiting invitation, 1 notice came": rounds}
    assert result.answers == {"accept: 302 circle": rounds, "accept: 404": 19 * rounds}


@rounds(4, 100)
def test_of_two_who_join_by_one_link_at_once_one_becomes_a_member(course, rounds):
    result = course.run("beginnings:two_join_by_one_link", rounds)

    assert result.ends == {"1 member, 1 tie, tied": rounds}
    assert result.answers == {"join: 302 welcome": rounds, "join: 404": rounds}


@rounds(4, 100)
def test_of_two_for_the_last_place_in_a_circle_one_waits(course, rounds):
    result = course.run("beginnings:the_last_place_in_a_circle", rounds)

    assert result.ends == {f"{CIRCLE_HOLDS} friends, came, tied": rounds}
    assert result.answers == {"accept: 302 friend": rounds, "accept: 302 circle": rounds}


@rounds(12, 500)
def test_invitations_that_cross_make_one_tie_and_one_notice(course, rounds):
    result = course.run("beginnings:crossed_invitations", rounds)

    # The one who comes a moment later finds a friend, and leaves the other link as it is.
    one_left = "2 tie, 1 open invitation, 1 spent invitation, 1 notice tied"
    assert set(result.ends) <= {"2 tie, 2 spent invitation, 1 notice tied", one_left}
    assert result.answers == {"accept: 302 friend": 2 * rounds}


AGREED = "2 tie, 1 notice came_about, 1 notice introduced; to the introducer came_about"


@rounds(4, 200)
def test_two_who_agree_at_once_are_tied_and_each_notice_is_written_once(course, rounds):
    result = course.run("beginnings:both_agree", rounds)

    assert result.ends == {AGREED: rounds}
    # Whoever agreed first may be answered after the other agreed.
    assert result.answers["agree: 302 friend"] >= rounds
    assert result.answers["agree: 302 friend"] + result.answers["agree: 302 circle"] == 2 * rounds


@rounds(3)
def test_one_who_agrees_ten_times_is_tied_once(course, rounds):
    result = course.run("beginnings:one_agrees_many_times", rounds)

    assert result.ends == {AGREED: rounds}
    # An introduction is gone once its two are tied.
    assert set(result.answers) <= {"agree: 302 friend", "agree: 302 circle"}


@rounds(4)
def test_an_introduction_and_an_invitation_make_one_tie(course, rounds):
    result = course.run("beginnings:both_agree_and_one_invites_the_other", rounds)

    assert result.ends == {"2 tie": rounds}
    assert set(result.answers) <= {"agree: 302 friend", "agree: 302 circle", "agree: 404", "accept: 302 friend"}


# --- Ties that end --------------------------------------------------------------------------------

BLOCKED = {"1 block", "1 block, 1 unheard invitation, 1 notice came"}


@rounds(4, 500)
@pytest.mark.parametrize("race", ["block_against_accept", "block_by_the_invited_against_accept"])
def test_block_and_accept_never_leave_a_block_and_a_tie(course, race, rounds):
    result = course.run(f"endings:{race}", rounds)

    assert set(result.ends) <= BLOCKED
    assert result.answers["block: 302 blocks"] == rounds
    assert set(result.answers) <= {"block: 302 blocks", "accept: 302 friend", "accept: 302 circle"}


@rounds(4)
@pytest.mark.parametrize(
    ("race", "answers"),
    [
        ("block_against_confirm", {"confirm: 302 friend", "confirm: 302 circle"}),
        ("block_against_the_second_yes", {"agree: 302 friend", "agree: 302 circle"}),
    ],
)
def test_block_and_another_way_to_a_tie_never_leave_both(course, race, answers, rounds):
    result = course.run(f"endings:{race}", rounds)

    ends = {re.sub(", 1 notice came_about|, 1 unheard invitation", "", end) for end in result.ends}
    assert ends == {"1 block"}
    assert result.answers["block: 302 blocks"] == rounds
    assert set(result.answers) <= answers | {"block: 302 blocks"}


@rounds(4)
def test_whoever_is_blocked_a_moment_before_they_block_meets_a_stranger(course, rounds):
    result = course.run("endings:both_block", rounds)

    assert set(result.ends) <= {"2 block", "1 block"}
    assert result.answers["block: 404"] == result.ends["1 block"]


@rounds(4)
@pytest.mark.parametrize(
    ("race", "ends"),
    [
        ("block_against_connect", {"1 block"}),
        ("both_part", {"nothing"}),
        (
            "part_against_accept",
            {f"1 {end}" for end in ("open invitation", "waiting invitation, 1 notice came")}
            | {"2 tie, 1 spent invitation, 1 notice tied"},
        ),
        ("confirm_against_refuse", {"2 tie, 1 spent invitation, 1 notice tied", "1 refused invitation"}),
        ("revoke_against_accept", {"2 tie, 1 spent invitation, 1 notice tied", "nothing"}),
        ("revoke_against_someone_who_comes", {"1 waiting invitation, 1 notice came", "nothing"}),
    ],
)
def test_one_press_comes_first_and_nothing_is_left_half_done(course, race, ends, rounds):
    result = course.run(f"endings:{race}", rounds)

    assert set(result.ends) <= ends


# --- Someone leaves -------------------------------------------------------------------------------


@rounds(4)
@pytest.mark.parametrize(
    ("race", "ends", "answers"),
    [
        ("the_inviter_leaves", {"nothing"}, {"accept: 302 friend", "accept: 404"}),
        ("the_invited_leaves", {"nothing", "1 open invitation"}, {"accept: 302 friend", "accept: 404"}),
        ("someone_leaves_who_is_blocked", {"nothing"}, {"block: 302 blocks", "block: 404"}),
        ("someone_leaves_who_blocks", {"nothing"}, {"block: 302 blocks", "block: 404"}),
        ("someone_leaves_who_is_introduced", {"nothing"}, {"agree: 302 friend", "agree: 302 circle"}),
        ("the_introducer_leaves", {"nothing"}, {"introduce: 302 circle", "introduce: 422"}),
        ("someone_leaves_who_vouches", {"nothing, 0 vouch, 0 provider"}, {"vouch: 302 provider", "vouch: 404"}),
        ("someone_leaves_who_invites", {"nothing"}, {"invite: 422", "invite: 302 invitation"}),
    ],
)
def test_of_someone_who_leaves_nothing_is_left(course, race, ends, answers, rounds):
    result = course.run(f"leaving:{race}", rounds)

    assert set(result.ends) <= ends
    assert result.answers["leave: 302 landing"] == rounds
    # Whoever has left is not signed in any more; with an invitation in hand, they may join.
    pages = ("account_login", "account_signup")
    signed_out = {f"{answer.partition(':')[0]}: 302 {page}" for answer in answers for page in pages}
    assert set(result.answers) <= answers | signed_out | {"leave: 302 landing"}


@rounds(4)
@pytest.mark.parametrize(
    "race", ["the_invited_rests", "one_rests_and_the_other_is_back", "one_rests_while_a_tie_begins"]
)
def test_no_tie_stands_with_someone_who_rests(course, race, rounds):
    assert course.run(f"leaving:{race}", rounds).ends == {"0 standing": rounds}


# --- Forms ----------------------------------------------------------------------------------------


@rounds(3, 50)
@pytest.mark.parametrize(
    ("race", "end", "answer"),
    [
        ("invitation_sent_many_times", "1 open invitation", "invite: 302 invitation"),
        ("introduction_sent_many_times", "2 introduction, 2 notice introduction", "introduce: 302 circle"),
        ("vouch_sent_many_times", "1 vouch, 1 provider", "vouch: 302 provider"),
        ("vouches_for_one_number", f"{CLICKS} vouch, 1 provider", "vouch: 302 provider"),
        ("part_sent_many_times", "nothing", "part: 302 circle"),
        ("block_sent_many_times", "1 block", "block: 302 blocks"),
    ],
)
def test_a_form_that_is_sent_ten_times_counts_once_and_is_answered_alike(course, race, end, answer, rounds):
    result = course.run(f"forms:{race}", rounds)

    assert result.ends == {end: rounds}
    assert result.answers == {answer: CLICKS * rounds}


def test_a_limit_holds_over_both_workers(course):
    result = course.run("forms:many_invitations", 1)

    assert result.workers == 2
    assert result.ends == {"5 open invitation": 1}
    assert result.answers == {"invite: 302 invitation": 5, "invite: 429": MANY - 5}


def test_whoever_claims_many_addresses_is_counted_as_one(course):
    result = course.run("forms:many_openings", 1)

    assert result.answers == {"open: 302 account_login": 60, "open: 429": OPENINGS - 60}


# --- Questions ------------------------------------------------------------------------------------


@rounds(3, 20)
@pytest.mark.parametrize(
    ("race", "ends"),
    [
        ("one_draft_is_sent_many_times", {"1 open, 2 asked; 2 notice"}),
        (
            "one_draft_is_sent_while_what_is_known_is_good_enough",
            {"nothing; 0 notice", "1 open, 1 asked; 1 notice"},
        ),
        ("four_drafts_are_sent", {"1 draft, 3 open, 3 asked; 3 notice"}),
        ("one_answers_many_times", {"1 open, 1 asked, 1 answer; 1 notice"}),
        ("one_mail_answers_many_times", {"1 open, 1 asked, 3 answer; 3 notice"}),
        ("whoever_got_the_mail_leaves", {"1 open; 0 notice"}),
        ("passed_on_to_two", {"1 open, 1 asked, 1 passed on; 1 notice"}),
        ("one_form_of_a_link_many_times", {"1 open, 1 by link, 1 taken; 1 notice"}),
        ("many_forms_of_a_link", {"1 open, 30 by link, 30 taken; 30 notice"}),
        ("settled_against_an_answer", {"1 closed, 1 asked, 1 answer; 1 notice", "1 closed, 1 asked; 0 notice"}),
        ("settled_and_opened_again", {"1 open; 0 notice"}),
        ("the_asker_leaves", {"nothing; 0 notice"}),
        ("the_asker_of_a_link_leaves", {"nothing; 0 notice"}),
        ("whoever_answers_leaves", {"1 open; 0 notice", "1 open, 1 taken; 0 notice"}),
        ("withdrawn_while_the_asker_leaves", {"nothing; 0 notice"}),
    ],
)
def test_of_questions_pressed_at_once_nothing_is_doubled_or_left_half_done(course, race, ends, rounds):
    result = course.run(f"asking:{race}", rounds)

    assert {end.replace(", 1 empty answer", "") for end in result.ends} <= ends


@rounds(3)
def test_insight_withdrawn_while_thanked_for_and_kept_leaves_nothing(course, rounds):
    """Of an insight withdrawn while it is thanked for and kept nothing is left."""
    result = course.run("insights:withdrawn_while_it_is_thanked_for_and_kept", rounds)

    assert result.ends == {"0 row, 0 notice": rounds}
