"""How you are seen: the examples are what others really see, and looking at them leaves no trace."""

import re

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from people.models import Person, Tie
from recommendations.circle import seen_as as seen_as_module
from recommendations.circle.seen_as import seen_as
from recommendations.models import Outcome, Provider, Scope, Trade, Vouch
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestions_for
from tests.worlds.builders import befriend, make_person, make_trade, make_vouch

SEEN = "/you/seen/"
EVERYTHING = (Person, Tie, Provider, Trade, Vouch)


def shown_as(suggestions: list[Suggestion]) -> list[str]:
    return [word.shown_as for suggestion in suggestions for word in suggestion.words]


def set_seen(person: Person, **settings: bool) -> Person:
    Person.objects.filter(pk=person.pk).update(**settings)
    return Person.objects.get(pk=person.pk)


def crowd(person: Person, friends: int = 3) -> None:
    for _ in range(friends):
        befriend(person, make_person())


def text_of(page: str) -> str:
    return " ".join(strip_tags(page).split())


def cards_in(page: str) -> list[str]:
    """As they read, without what leads elsewhere or calls."""
    cards = re.findall(r"<article.*?</article>", page, re.DOTALL)
    return [
        text_of(re.sub(r"<details.*?</details>|<a class=\"(?:quiet|button)\".*?</a>", "", card, flags=re.DOTALL))
        for card in cards
    ]


# --- They are true --------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [True, False])
def test_what_a_friends_friend_sees_is_what_a_friends_friend_sees(client, ana, ben, cleo, named):
    ana = set_seen(ana, named_beyond=named)
    crowd(ben)
    make_vouch(author=ana, phone="+441134960123", pass_on=True, words="Steady.", cost="£80", outcome=Outcome.BUT)
    client.force_login(cleo)
    [really] = cards_in(client.get("/find/?near=anywhere").content.decode())
    client.force_login(ana)

    examples = cards_in(client.get(SEEN).content.decode())

    assert examples[1] == really
    assert ("Ana Silva" in really) is named
    assert "tel:" not in client.get(SEEN).content.decode()


def test_what_a_friend_sees_is_what_a_friend_sees(client, ana, ben):
    make_vouch(author=ana, phone="+441134960123", words="Steady.", scope=Scope.CIRCLE)
    client.force_login(ben)
    # What can be done about it is theirs alone.
    really = [card.split(" Ask Ana")[0] for card in cards_in(client.get("/find/?near=anywhere").content.decode())]
    client.force_login(ana)

    assert cards_in(client.get(SEEN).content.decode())[-1:] == really


@pytest.mark.parametrize(("friends", "named"), [(1, False), (3, False), (4, True), (9, True)])
def test_through_me_they_see_my_name_only_if_i_have_friends_enough(ana, friends, named):
    befriend(ana, looks := make_person())
    crowd(ana, friends - 1)
    if friends > 1:
        make_vouch(author=ana.ties.exclude(friend=looks).first().friend)
        assert shown_as(suggestions_for(looks)[0]) == shown_as(seen_as(ana).through_you)

    told = "a friend of Ana Silva" if named else "someone beyond your circle"
    assert shown_as(seen_as(ana).through_you) == [told]


def test_with_the_relay_off_nothing_is_found_through_me(client, ana, ben):
    client.force_login(set_seen(ana, relays=False))

    assert "Nothing. Your friends do not find each other’s vouches through you." in text_of(
        client.get(SEEN).content.decode()
    )


def test_what_i_keep_in_my_circle_is_not_shown_beyond(client, ana, ben):
    make_vouch(author=ana, scope=Scope.CIRCLE, name="Rosa Lima")
    make_vouch(author=ana, scope=Scope.ME, name="Private Eye")
    client.force_login(ana)

    seen, page = seen_as(ana), client.get(SEEN).content.decode()

    assert [suggestion.name for suggestion in seen.by_a_friend] == ["Rosa Lima"]
    assert seen.by_their_friend == []
    assert "All that you share so far is for your circle only." in page
    assert "Private Eye" not in page


def test_without_a_vouch_or_a_friend_the_example_is_made_up(client, ana):
    client.force_login(ana)

    page = text_of(client.get(SEEN).content.decode())

    assert "You share no vouch yet, so these are made up." in page
    assert "What a friend of Alex’s sees of you" in page
    assert shown_as(seen_as(ana).by_their_friend) == ["a friend of Alex"]


def test_a_change_holds_from_the_next_request_of_anyone(client, ana, ben, cleo):
    make_vouch(author=ana)
    anas, cleos = Client(), Client()
    anas.force_login(ana), cleos.force_login(cleo)
    assert "Ana Silva" not in cleos.get("/find/").content.decode()

    anas.post(SEEN, {"relays": "on", "named_beyond": "on"})

    assert "Ana Silva" in cleos.get("/find/").content.decode()
    assert "Ana Silva, " in cards_in(anas.get(SEEN).content.decode())[1]

    anas.post(SEEN, {"relays": "on"})

    assert "Ana Silva" not in cleos.get("/find/").content.decode()
    assert "A friend of Ben Okafor, " in cards_in(anas.get(SEEN).content.decode())[1]


# --- They tell nothing of anybody else ------------------------------------------------------------


def test_it_is_the_same_whatever_my_friends_have_chosen_and_say(client, ana, ben, cleo):
    make_trade(slug="plumber")
    make_vouch(author=ana)
    client.force_login(ana)
    client.get(SEEN)

    def page() -> str:
        return re.sub(r'(csrfmiddlewaretoken" value="|x-csrftoken": ")\w+', "", client.get(SEEN).content.decode())

    before = page()
    set_seen(ben, relays=False, named_beyond=True)
    crowd(ben)
    make_vouch(author=ben, name="Canary"), make_vouch(author=cleo, name="Canary")
    make_vouch(author=cleo, provider=ana.vouches.get().provider, name="Canary")

    assert page() == before


def test_nothing_on_the_examples_leads_anywhere(client, ana, ben):
    make_vouch(author=ana)
    client.force_login(set_seen(ana, named_beyond=True))

    page = client.get(SEEN).content.decode()

    articles = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert len(articles) == 3
    assert not [card for card in articles if "href=" in card]


# --- They leave no trace --------------------------------------------------------------------------


def dump() -> list[str]:
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in EVERYTHING]


@pytest.mark.parametrize("has_vouch", [True, False])
def test_looking_leaves_no_trace(client, ana, ben, has_vouch):
    if has_vouch:
        make_vouch(author=ana)
    client.force_login(ana)
    before = dump()

    assert client.get(SEEN).status_code == client.head(SEEN).status_code == 200

    assert dump() == before


def test_it_leaves_no_trace_either_when_it_fails(client, ana, ben, monkeypatch):
    make_vouch(author=ana)
    client.force_login(ana)
    client.get(SEEN)
    before, on_stage = dump(), []

    def fail(*_):
        on_stage.append(Person.objects.count())
        raise ZeroDivisionError

    monkeypatch.setattr(seen_as_module, "shared_by", fail)
    with pytest.raises(ZeroDivisionError):
        client.get(SEEN)

    assert on_stage[0] > Person.objects.count()
    assert dump() == before


@pytest.mark.django_db(transaction=True)
def test_nobody_else_ever_meets_who_stands_on_the_stage(client):
    """Here with real transactions, as a server has them."""
    ana = make_person(name="Ana Silva")
    befriend(ana, make_person(name="Ben Okafor"))
    make_vouch(author=ana)
    client.force_login(ana)
    before = dump()

    client.get(SEEN)

    assert dump() == before


def test_as_many_queries_for_many_friends_as_for_one(client, ana, ben):
    make_trade(slug="plumber")
    make_vouch(author=ana)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seen_as(ana)
        return len(captured)

    with_one = queries()
    crowd(ana, 20)

    assert queries() == with_one
