"""What the one field finds besides tradespeople: all that its reader may read, and nothing else."""

import re
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from people.models import Person
from people.places import folded
from recommendations.models import Insight, Scope
from recommendations.my_list.items import own_for
from recommendations.providers.suggestions import suggestions_for
from recommendations.search.matching import all_stand_in
from recommendations.search.results import also_found
from recommendations.search.rows_saying import MOST_OF_A_KIND
from recommendations.search.texts import providers_told_with
from recommendations.search.understanding import understand
from recommendations.templatetags.addresses import address_of
from tests.worlds.builders import (
    LONDON,
    befriend,
    make_ask,
    make_entry,
    make_link_answer,
    make_person,
    make_place,
    make_provider,
    make_trade,
    make_vouch,
)
from tests.worlds.random_worlds import Lived, Scenery, make_world

WORLDS = 12


def insight_of(author: Person, words: str, scope: Scope = Scope.BEYOND, **fields) -> Insight:
    return Insight.objects.create(author=author, words=words, scope=scope, **fields)


def found(person: Person, q: str) -> dict[str, list[str]]:
    """The names of what stands on the page, by their kind."""
    also = also_found(understand(person, q, near="anywhere"))
    ways = {"ways": [way.name for way in also.ways]} if also.ways else {}
    return ways | {group.kind: [row.name for row in group.rows] for group in also.groups}


def test_my_friends_and_nobody_elses(ana, ben, cleo):
    assert found(ana, "ben") == {"ways": ["Ben Okafor"]}
    assert found(ana, "OKÁF") == {"ways": ["Ben Okafor"]}
    assert found(ana, "cleo") == found(ana, "martin") == {}
    assert found(cleo, "ben") == {"ways": ["Ben Okafor"]}


def test_insights_by_their_words_and_trade(ana, ben, cleo, dan):
    plumber = make_trade(name="Plumber")
    insight_of(ben, "Bleed the radiators first", Scope.CIRCLE, trade=plumber)
    insight_of(ben, "Radiators, for my eyes", Scope.ME)
    insight_of(cleo, "Radiators like it dusted")
    insight_of(cleo, "Radiators among friends", Scope.CIRCLE)
    insight_of(dan, "Radiators three steps away")

    assert found(ana, "radiator") == {"insights": ["Radiators like it dusted", "Bleed the radiators first"]}
    assert found(ana, "plumber bleed") == {"insights": ["Bleed the radiators first"]}
    assert found(dan, "bleed") == {}


def test_questions_that_are_mine_or_reach_me(ana, ben, cleo, dan):
    make_ask(person=ana, words="Who mends accordions?")
    make_ask(to=[ana], person=ben, words="An accordion teacher?")
    make_ask(to=[ben], person=cleo, words="Whose accordion is it?")
    asked = make_ask(to=[ben], person=cleo, words="Accordions, passed on")
    asked.pass_on(ben, ana, "")

    assert found(ana, "accordion") == {
        "asks": ["Accordions, passed on", "An accordion teacher?", "Who mends accordions?"]
    }
    assert found(dan, "accordion") == {}


def test_my_own_list_and_notes_for_me_alone(ana, ben):
    make_entry(person=ana, name="Rosa Lima", words="Kind to cats")
    make_link_answer(ask=make_ask(to=[ben], person=ana), provider="Amjad", confirmed_as="my sister", words="Cats, too")
    make_link_answer(ask=make_ask(to=[ben], person=ana), provider="Not yet confirmed", words="Cats?")

    assert [item.name for item in own_for(ana, understand(ana, "cats"))] == ["Rosa Lima"]
    assert own_for(ben, understand(ben, "cats")) == []
    assert found(ana, "cats") == found(ben, "cats") == {}


def test_trades_and_the_places_of_vouches_that_reach_me(ana, ben, dan):
    call_command("load_trades", verbosity=0)
    make_vouch(author=ben, place=make_place("Otley"))
    make_vouch(author=dan, place=make_place("Otterburn"))
    make_place("Otford")

    assert found(ana, "ott") == {}
    assert found(ana, "otl") == {"ways": ["Otley"]}
    assert found(ana, "piano")["ways"] == ["Music teacher", "Removals firm"]  # the tuner is searched already


def test_what_is_searched_already_is_not_offered_again(ana, ben):
    call_command("load_trades", verbosity=0)
    make_vouch(author=ben, place=make_place("Otley"))

    assert found(ana, "plumber near otley").get("ways") is None
    assert found(ana, "otley").get("ways") is None


def test_three_of_each_and_the_way_to_all(ana):
    for number in range(4):
        insight_of(ana, f"Gardener {number}")

    (group,) = also_found(understand(ana, "gardener")).groups

    assert [row.name for row in group.rows] == ["Gardener 3", "Gardener 2", "Gardener 1"]
    assert group.all_of_them is not None
    assert (address_of(group.all_of_them), group.all_text) == ("/insights/?q=gardener", "All insights")


def test_a_slip_is_mended_and_said(ana, ben):
    call_command("load_trades", verbosity=0)
    make_vouch(author=ben, name="Rosália Lima", words="")

    plumber, rosalia = understand(ana, "plumer"), understand(ana, "Rosalai lima")

    assert [trade.slug for trade in plumber.trades] == ["plumber"]
    assert plumber.note == "Showing “plumber”: nothing that reaches you says “plumer”."
    assert (rosalia.words, rosalia.note.split(":")[0]) == ("rosalia lima", "Showing “rosalia”")
    assert understand(ana, "rosalia").note == ""


def test_what_stands_as_typed_is_never_mended(ana, ben):
    make_vouch(author=ben, name="Rosa Lima")
    make_vouch(author=ben, name="Rose Garden")

    assert understand(ana, "rose").words == "rose"
    assert [each.name for each in suggestions_for(ana, among=providers_told_with(ana, "rose"))[0]] == ["Rose Garden"]


def test_names_of_four_letters_are_not_taken_for_a_trade(ana):
    call_command("load_trades", verbosity=0)

    assert [understand(ana, name).note for name in ("Dave", "Lima", "Mike")] == ["", "", ""]


def test_nothing_is_mended_to_what_is_hidden(ana, ben, dan):
    """Else typing beside a word would tell whether somebody says it."""
    make_vouch(author=dan, name="Zebulon")
    insight_of(ben, "Zebulun, for my eyes", Scope.ME)
    make_entry(person=ben, name="Zebulen")
    told = understand(ana, "zebulo")
    assert (told.words, told.note) == ("zebulo", "")
    told = understand(ana, "zebulin")
    assert (told.words, told.note) == ("zebulin", "")

    befriend(ana, dan)

    assert understand(ana, "zebulin").words == "zebulon"


@pytest.mark.parametrize("written", ["0113 496 0142", "+44 113 4960142", "(0113) 496-0142", "01134960142"])
def test_a_number_finds_whose_it_is_where_it_may_be_told(client, ana, ben, cleo, dan, written):
    number = "+441134960142"
    mine = make_vouch(author=ana, name="Mine", scope=Scope.ME, phone=number, provider=make_provider(), pass_on=False)
    told = make_vouch(author=ben, name="Told", phone=number, provider=make_provider(), pass_on=True)
    for author, scope, pass_on in ((cleo, Scope.BEYOND, False), (ben, Scope.ME, True), (dan, Scope.BEYOND, True)):
        make_vouch(author=author, scope=scope, phone=number, provider=make_provider(), pass_on=pass_on)
    make_entry(person=ana, name="Listed", phone=number)
    make_entry(person=ben, phone=number)

    search = understand(ana, written)
    suggestions, _ = suggestions_for(ana, search.trades, search.near, providers_told_with(ana, search.words))
    assert ({each.name for each in suggestions}, search.note) == ({mine.name, told.name}, "")
    assert [item.name for item in own_for(ana, search)] == ["Mine"], "the entry of the same number says no more"
    client.force_login(dan)
    assert "mentions “0113 496 0199”" in client.get("/find/", {"q": "0113 496 0199"}).content.decode()


def test_the_page_says_it_plainly_and_offers_the_rest(client, ana, ben):
    make_entry(person=ana, name="<b>Rosa</b>", words="accordion")
    insight_of(ben, "Oil an accordion <i>never</i>")
    client.force_login(ana)

    page = client.get("/find/?q=acordion").content.decode()

    assert "Showing “accordion”: nothing that reaches you says “acordion”." in page
    assert "No vouch that reaches you mentions “accordion”." in page
    assert escape("<b>Rosa</b>") in page
    assert escape("Oil an accordion <i>never</i>") in page
    assert "<i>never" not in page
    assert not re.search(
        r"hidden|results", re.sub(r'(id|hx-target|hx-trigger|aria-\w+|href)="[^"]*"|type="hidden"', "", page)
    )
    assert "Also found: insights." in page


def test_more_cards_bring_only_cards(client, ana, ben):
    for number in range(25):
        make_vouch(author=ben, name=f"Gardener {number:02}")
    insight_of(ben, "Tip the gardener")
    client.force_login(ana)
    first = client.get("/find/?q=gardener").content.decode()
    more = re.search(r'href="([^"]+after=[^"]+)"', first)[1].replace("&amp;", "&")

    assert ("Tip the gardener" in first, "Tip the gardener" in client.get(more).content.decode()) == (True, False)


def test_the_same_queries_for_ten_of_each_and_for_twenty(client, ana):
    def ten_more() -> None:
        for number in range(10):
            friend = make_person(name="Mendo Friend")
            befriend(ana, friend)
            make_vouch(author=friend, words="mendo", place=make_place(f"Mendo {number}", LONDON))
            insight_of(friend, "mendo", trade=make_trade())
            make_ask(to=[ana], person=friend, words="mendo")
            make_entry(person=ana, words="mendo", trade=make_trade())
            make_link_answer(ask=make_ask(to=[], person=ana), words="mendo", confirmed_as="my aunt")
            for ask in ana.asks.open():
                ask.settle("not_needed")

    def queries(q: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/find/", {"q": q}).status_code == 200
        return len(captured)

    client.force_login(ana)
    client.get("/find/")
    ten_more()
    before = [queries(q) for q in ("mendo", "mwndo", "m")]
    ten_more()
    assert [queries(q) for q in ("mendo", "mwndo", "m")] == before
    assert max(before) <= 23


# --- Random worlds ------------------------------------------------------------------------------------

SAYINGS = ["Boiler first", "New boots", "A leaking tap", "Zebra crossing", "Café in the cellar"]
ASKED = ["boiler", "boi", "cafe", "zebra tap", "bioler", "cellar", "person", "zebr", "number1"]


def test_what_is_found_is_what_may_be_read_and_nothing_more(db):
    """Told by the second opinion of `oracle.py`, which has never heard of a query."""
    scenery, seen = Scenery(), set()
    for seed in range(WORLDS):
        with transaction.atomic():
            seen |= searched_by_everyone(Lived(make_world(seed), scenery), Random(seed))
            transaction.set_rollback(True)
    assert seen == {"insight", "friend", "mended", "hidden"}, "else the worlds hold too little"


def searched_by_everyone(lived: Lived, rng: Random) -> set[str]:
    """Beside each vouch an insight of the same author and scope, which the same people may read."""
    said = [(word, f"{rng.choice(SAYINGS)} {word.number}") for word in lived.world.words]
    for word, words in said:
        insight_of(lived.people[word.author], words, Scope(word.scope))
    facts = set()
    for viewer in lived.world.people:
        far = lived.world.readable(viewer) if viewer.active else {}
        read = {words for word, words in said if word in far}
        friends = {friend.name for friend in lived.world.circle(viewer)}
        rest = {f"{word.name} {word.job} {word.place.name if word.place else ''}" for word in far}
        for q in rng.sample(ASKED, 3) if viewer.active else ():
            facts |= compare(lived.people[viewer], q, read, friends, rest)
    return facts


def compare(person: Person, q: str, insights: set[str], friends: set[str], rest: set[str]) -> set[str]:
    search = understand(person, q, near="anywhere")
    everything = {folded(text) for text in insights | friends | rest}
    as_typed = folded(q).split()
    for typed, meant in zip(as_typed, search.typed, strict=True):
        if typed != meant:
            assert not any(all_stand_in([typed], text) for text in everything)
            assert any(meant in text.split() for text in everything), (q, meant)
    readable = search.readable
    told = {words for words in insights if all_stand_in(search.typed, folded(words))}
    newest = Insight.objects.filter(words__in=told).newest_first().values_list("public_id", flat=True)
    found = [each.public_id for each in readable.with_words("insights", search.typed)]
    assert found == list(newest[: MOST_OF_A_KIND + 1])
    names = {each.name for each in readable.with_words("people", search.typed)}
    assert names == {name for name in friends if all_stand_in(search.typed, folded(name))}
    unseen = Insight.objects.exclude(words__in=insights).values_list("words", flat=True)
    hidden = any(all_stand_in(search.typed, folded(words)) for words in unseen)
    facts = {"insight": told, "friend": names, "mended": as_typed != search.typed, "hidden": hidden}
    return {fact for fact, holds in facts.items() if holds}
