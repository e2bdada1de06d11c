"""The first page of whoever has just joined: the first suggestion with its chain, or what to do meanwhile."""

import re

import pytest
from django.urls import reverse

from people.models import Person
from recommendations.models import Scope
from tests.worlds.builders import befriend, make_entry, make_person, make_vouch
from tests.worlds.looking import as_, shapes

pytestmark = pytest.mark.django_db


def seen_by(person: Person) -> tuple[list[str], list[str]]:
    """Whom the page shows, and the first chain that leads there."""
    page = as_(person).get(reverse("welcome"))
    chain = re.search(r'aria-label="How you know them">(.*?)</ol>', page.content.decode(), re.DOTALL)
    names = re.findall(r"</span>([^<]+)", chain[1]) if chain else []
    return [each.name for each in page.context["suggestions"]], names


def test_welcome_shows_the_first_suggestions_with_their_chain(ana, ben, cleo, dan):
    """Also where the friend who invited has shared nothing: what friends of theirs share reaches one by now."""
    make_vouch(author=cleo, name="Of a friend’s friend")
    make_vouch(author=dan, name="Three steps away")
    make_vouch(author=ben, name="For Ben alone", scope=Scope.ME)
    make_vouch(author=ana, name="My own")
    assert seen_by(ana) == (["Of a friend’s friend"], ["You", "someone beyond", "hired them"])

    make_vouch(author=ben, name="Of a friend")
    assert seen_by(ana) == (["Of a friend", "Of a friend’s friend"], ["You", "Ben", "hired them"])


@pytest.mark.parametrize(
    ("friends", "said"),
    [(True, "Ask your circle"), (False, "As long as nobody is in your circle, Whom is your own list")],
)
def test_welcome_says_what_to_do_where_there_is_nothing_yet(ana, friends, said):
    eve = make_person(name="Eve Adams")
    make_entry(person=eve)
    if friends:
        befriend(eve, ana)
    page = as_(eve).get(reverse("welcome")).content.decode()

    assert said in page
    assert "<article" not in page


def test_welcome_asks_no_more_for_many_suggestions(ana, ben, cleo):
    for author in (ben, cleo) * 5:
        make_vouch(author=author)
    client = as_(ana)
    few = len(shapes(client, "get", reverse("welcome")))
    for author in (ben, cleo) * 5:
        make_vouch(author=author)

    assert len(shapes(client, "get", reverse("welcome"))) == few
    assert len(client.get(reverse("welcome")).context["suggestions"]) == 3
