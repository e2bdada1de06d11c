"""Wherever a kind of work stands, words of one's own do, in sentences that are whole."""

import re
from html import unescape

import pytest
from django.urls import reverse

from recommendations.circle.picture import reach_of
from recommendations.leaving.export import archive_of
from recommendations.models import Outcome, Scope, Seeks
from recommendations.my_list.items import as_table, list_of
from recommendations.my_list.numbers import numbers_of
from tests.worlds.builders import make_ask, make_entry, make_insight, make_vouch
from tests.worlds.looking import as_

ACCORDIONS, SCHOOL = "someone who mends accordions", "how do I choose a school?"


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", response.content.decode())))


def test_picture_of_the_circle_says_what_else_friends_vouch_for(ana, ben):
    make_vouch(author=ben, other=ACCORDIONS)
    make_vouch(author=ben, other="harp repairs", outcome=Outcome.NO, scope=Scope.CIRCLE)
    make_vouch(author=ben, other="kept to myself", scope=Scope.ME)

    assert reach_of(ana)[0].in_words == f"vouches for {ACCORDIONS}"
    ben.vouches.exclude(outcome=Outcome.NO).delete()
    assert reach_of(ana)[0].in_words == "warns you of “harp repairs”"


@pytest.mark.parametrize(
    ("asked", "home", "year"),
    [
        ({"other": ACCORDIONS}, f"asks for {ACCORDIONS}", f"You asked for {ACCORDIONS}."),
        ({"other": SCHOOL, "seeks": Seeks.IDEA}, f"asks “{SCHOOL}”", f"You asked “{SCHOOL}”."),
        ({"other": "schools", "seeks": Seeks.IDEA}, "asks about “schools”", "You asked about “schools”."),
    ],
)
def test_pages_tell_of_a_question_in_a_whole_sentence(ana, ben, asked, home, year):
    make_ask(person=ben, to=[ana], **asked)

    assert home in text_of(as_(ana).get(reverse("find")))
    assert year in text_of(as_(ben).get(reverse("giving")))
    assert asked["other"] in text_of(as_(ana).get(reverse("notices")))


def test_ones_own_pages_and_files_hold_the_words(ana):
    vouch = make_vouch(author=ana, other=ACCORDIONS, phone="+441134960123")
    make_entry(person=ana, other="harp repairs", name="Jo Crane", phone="+441134960124")
    make_insight(author=ana, other="harps", words="Keep it dry.")
    me = as_(ana)

    assert {kind for kind, _ in numbers_of(ana)} == {ACCORDIONS, "harp repairs"}
    assert all(words in as_table(list_of(ana)) for words in (ACCORDIONS, "harp repairs"))
    for page in (reverse("vouches"), reverse("provider", args=[vouch.provider.public_id]), reverse("numbers")):
        assert ACCORDIONS in text_of(me.get(page)), page
    assert "harps" in text_of(me.get(f"{reverse('insights')}?whose=yours"))
    assert archive_of(ana)


def test_friends_read_the_words_on_every_page_of_the_vouch(ana, ben):
    vouch = make_vouch(author=ben, other=ACCORDIONS)
    pages = [
        reverse("provider", args=[vouch.provider.public_id]),
        reverse("friend", args=[ben.public_id]),
        reverse("find"),
    ]

    for page in (*pages, f"{reverse('find')}?near=anywhere"):
        assert ACCORDIONS in text_of(as_(ana).get(page)), page
