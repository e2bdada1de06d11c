"""The home page: what is new, a few things to begin with, and nothing that was searched."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Scope, Vouch
from recommendations.views import find
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_entry,
    make_insight,
    make_invitation,
    make_person,
    make_trade,
    make_vouch,
)
from tests.worlds.looking import as_

HOME = "/find/"
PIECE = {"HX-Request": "true"}
DAY = timedelta(days=1)


def read(client, url: str = HOME, **headers: str) -> str:
    return client.get(url, headers=headers).content.decode()


def steps_of(person) -> dict[str, bool]:
    page = as_(person).get(HOME)
    return {step.url_name: step.is_done for step in page.context["first_steps"]}


# --- What is on it --------------------------------------------------------------------------------


def test_whoever_is_new_and_alone_finds_what_to_do_first(ana):
    page = read(as_(ana))

    assert [reverse(name) in page for name in ("entry_new", "invitation_new", "ask_new", "insight_new")] == [True] * 4
    assert page.count('class="primary"') + page.count("button primary") == 1
    assert list(steps_of(ana).items()) == [
        ("entry_new", False),
        ("insight_new", False),
        ("invitation_new", False),
        ("ask_new", False),
    ]


def test_whoever_has_nobody_on_their_list_begins_with_it(ana, ben):
    """Also with friends; and it makes room as soon as somebody stands there."""
    page = read(as_(ana))
    begin = page.index("Begin with your own list")
    assert begin < page.index("First steps")
    ways = page[begin : page.index("First steps")]
    assert [reverse(name) in ways for name in ("list_import", "entry_new", "invitation_new")] == [True] * 3
    make_entry(person=ana)

    assert "Begin with your own list" not in read(as_(ana))
    assert steps_of(ana)["entry_new"] is False


def test_each_step_ticks_itself_off_and_the_last_one_takes_the_panel_away(ana):
    """To share something is a gift: the panel goes without it."""
    make_vouch(author=ana), make_entry(person=ana)
    make_ask(person=ana)  # a draft is not asked yet
    assert set(steps_of(ana).values()) == {False}

    make_entry(person=ana)
    make_insight(author=ana, scope=Scope.ME)
    assert steps_of(ana) == {"entry_new": True, "insight_new": False, "invitation_new": False, "ask_new": False}
    shared = make_insight(author=ana)
    assert steps_of(ana)["insight_new"]
    shared.delete()
    invitation = make_invitation(inviter=ana)
    assert steps_of(ana)["invitation_new"]
    invitation.delete()
    assert not steps_of(ana)["invitation_new"]
    befriend(ana, make_person())
    assert steps_of(ana)["invitation_new"]
    make_ask(person=ana, to=[])

    assert steps_of(ana) == {}
    assert "First steps" not in read(as_(ana))


def test_with_friends_who_said_nothing_yet_there_is_a_next_step(ana, ben):
    page = read(as_(ana))

    assert "Nothing from your circle has reached you yet." in page
    assert reverse("insight_new") in page


def test_nothing_searched_computes_no_suggestions(ana, ben, monkeypatch):
    make_vouch(author=ben, name="Rosa Lima")
    monkeypatch.setattr(find, "suggestions_for", None)

    assert "Rosa Lima" in read(as_(ana))
    assert "Rosa Lima" in read(as_(ana), f"{HOME}?q=++")


def test_all_whom_i_could_hire_are_one_step_away(ana, ben):
    trade = make_trade(name="Plumber")
    make_vouch(author=ben, name="Rosa Lima", trade=trade)

    page = read(as_(ana))

    assert "?q=Plumber" in page
    assert "?near=anywhere" in page
    assert "<h3>" in read(as_(ana), f"{HOME}?near=anywhere")


def test_clearing_the_field_brings_the_pieces_of_the_home_page_back(ana, ben):
    make_vouch(author=ben, name="Rosa Lima")

    piece = read(as_(ana), f"{HOME}?q=", **PIECE)
    whole = read(as_(ana), f"{HOME}?q=", **PIECE, **{"HX-History-Restore-Request": "true"})

    assert ("<html" in piece, "<html" in whole) == (False, True)
    assert ["First steps" in text and "Rosa Lima" in text for text in (piece, whole)] == [True, True]


def test_show_more_brings_the_rest_as_a_piece_or_as_a_page(ana):
    for number in range(20):
        friend = make_person()
        befriend(ana, friend)
        make_insight(author=friend, words=f"Learned number {number:02}")
    client = as_(ana)
    first = read(client)
    more = re.search(r'href="(/find/\?after=[^"]+)"', first)[1]
    piece, page = read(client, more, **PIECE), read(client, more)

    said = [set(re.findall(r"Learned number \d\d", text)) for text in (first, piece, page)]
    assert said[1] == said[2] == {f"Learned number {number:02}" for number in range(20)} - said[0]
    assert ("<html" in piece, "<html" in page, "First steps" in page) == (False, True, False)


# --- Since last time ------------------------------------------------------------------------------


def test_this_browser_alone_knows_when_it_was_here(ana, ben):
    today, client = timezone.localdate(), as_(ana)

    cookie = client.get(HOME).cookies[settings.LAST_TIME_COOKIE]
    assert cookie.value == f"{today}_{today - 7 * DAY}"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert settings.LAST_TIME_COOKIE not in client.get(HOME).cookies, "all through a day it stays"

    client.cookies[settings.LAST_TIME_COOKIE] = f"{today - 3 * DAY}_{today - 9 * DAY}"
    assert client.get(HOME).cookies[settings.LAST_TIME_COOKIE].value == f"{today}_{today - 3 * DAY}"
    assert client.post(reverse("account_logout")).cookies[settings.LAST_TIME_COOKIE].value == ""


@pytest.mark.parametrize("nonsense", ["x", "2026-01-01", "_", "2026-13-01_2026-01-01", "9999-01-01_2026-01-01"])
def test_a_cookie_that_says_nothing_is_as_none(ana, nonsense):
    client, today = as_(ana), timezone.localdate()
    client.cookies[settings.LAST_TIME_COOKIE] = nonsense

    assert client.get(HOME).cookies[settings.LAST_TIME_COOKIE].value == f"{today}_{today - 7 * DAY}"


def test_what_was_said_since_the_last_visit_comes_before_up_to_date(ana, ben):
    make_vouch(author=ben, name="Some time ago")
    Vouch.objects.update(written_at=timezone.now() - 5 * DAY)
    make_vouch(author=ben, name="Since then")
    client, today = as_(ana), timezone.localdate()
    client.cookies[settings.LAST_TIME_COOKIE] = f"{today - 2 * DAY}_{today - 9 * DAY}"

    page = read(client)

    assert page.index("Since then") < page.index("You’re up to date")
    assert "Some time ago" not in page
    assert "Show what was before" in page


# --- What it costs --------------------------------------------------------------------------------


def test_the_same_handful_of_queries_for_ten_friends_and_for_twenty(ana):
    def ten_more() -> None:
        for _ in range(10):
            friend, beyond = make_person(), make_person()
            befriend(ana, friend), befriend(friend, beyond)
            for author in (friend, beyond):
                make_vouch(author=author), make_insight(author=author)
            make_ask(person=friend, to=[ana])

    def queries() -> int:
        ten_more()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HOME).status_code == 200
        return len(captured)

    client = as_(ana)
    client.get(HOME)  # the first visit of a day is noted in the session
    assert queries() == queries() <= 25


def test_home_looks_for_what_one_could_answer_only_where_a_question_waits(ana, ben):
    trade = make_trade()
    make_vouch(author=ben, trade=trade)
    client = as_(ben)

    def looked_up() -> tuple[int, bool]:
        """How many statements ask for rows of questions, and whether one is put before them."""
        with CaptureQueriesContext(connection) as asked:
            page = client.get(HOME)
        of_questions = [each for each in asked if each["sql"].startswith('SELECT "recommendations_recipient"."id"')]
        return len(of_questions), bool(page.context["can_help"])

    assert looked_up() == (1, False)
    ask = make_ask([ben], person=ana, trade=trade)
    assert looked_up() == (2, True)
    ask.recipients.update(declined=True)
    assert looked_up() == (1, False)
