"""The circle and a friend's page, "How am I connected?", and blocking someone who is known by name alone."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Introduction, Person, Tie
from recommendations.models import Scope
from recommendations.providers.suggestions import suggestions_for
from recommendations.sight.names import people_named_to
from tests.recommendations.circle.test_seen_as import crowd, text_of
from tests.worlds.builders import befriend, make_person, make_vouch, months_ago

CIRCLE = "/circle/"


def block_page(person: Person) -> str:
    return reverse("author_block", args=[person.public_id])


def links_of(page: str) -> set[str]:
    return set(re.findall(r'(?:href|action)="([^"]+)"', page.partition("<main")[2].partition("</main>")[0]))


@pytest.fixture
def cleo_named(cleo) -> Person:
    cleo.named_beyond = True
    cleo.save()
    return cleo


# --- The circle -----------------------------------------------------------------------------------


def test_the_picture_and_the_list_lead_to_the_same_friends(client, ana, ben, cleo):
    befriend(ana, make_person(name="Eve Stone"))
    client.force_login(ana)

    page = client.get(CIRCLE).content.decode()

    drawn = re.findall(r'<a href="([^"]+)" tabindex="-1">\s*<title>([^<]+)</title>', page)
    listed = re.findall(r'<li class="link"><a href="([^"]+)">.*?<span>([^<]+) <small>', page)
    assert [name for _, name in drawn] == ["Ben Okafor", "Eve Stone"]
    assert drawn == listed
    assert all(client.get(url).status_code == 200 for url, _ in drawn)
    assert '<svg viewBox="' in page
    assert 'aria-hidden="true"' in page[page.index("<svg viewBox") : page.index("<svg viewBox") + 90]


def test_an_empty_circle_says_how_it_begins(client, ana):
    client.force_login(ana)

    page = client.get(CIRCLE).content.decode()

    assert "Your circle is empty so far." in page
    assert page.count('class="button primary"') == 1
    assert '<a class="button primary" href="/invitations/new/">Invite one person</a>' in page
    assert "<figure" not in page


def test_it_leads_to_inviting_and_introducing(client, ana, ben):
    client.force_login(ana)

    page = client.get(CIRCLE).content.decode()
    befriend(ana, make_person(name="Eve Stone"))
    with_two = client.get(CIRCLE).content.decode()

    assert {"/invitations/new/", "/invitations/"} <= links_of(page)
    assert ("/introductions/new/" in links_of(page), "/introductions/new/" in links_of(with_two)) == (False, True)
    assert page.count("primary") == 1
    assert reverse("look") not in links_of(page)


def test_it_takes_two_friends_to_introduce(client, ana, ben):
    client.force_login(ana)
    page = client.get("/introductions/new/").content.decode()
    client.force_login(make_person())
    empty = client.get("/introductions/new/").content.decode()

    assert ("You have one so far." in page, "You have none so far." in empty) == (True, True)
    assert "<select" not in page + empty
    assert [each.count('class="button primary" href="/invitations/new/"') for each in (page, empty)] == [1, 1]


def test_once_a_year_it_asks_about_the_one_asked_longest_ago(client, ana, ben):
    year = timezone.now() - timedelta(days=366)
    Tie.objects.filter(person=ana).update(affirmed_at=year)
    client.force_login(ana)

    page = client.get(CIRCLE).content.decode()

    assert "Would you still act on <bdi>Ben</bdi>’s word? <small>It is a year since you last said so" in page
    client.force_login(ben)
    assert "Would you still" not in client.get(CIRCLE).content.decode()


def test_what_waits_for_an_answer_stands_at_the_top(client, ana, ben, cleo, dan):
    befriend(dan, ana)
    Introduction.objects.introduce(ben, ana, cleo, "Both tune pianos")
    invitation = ana.invitations.create(name="Fay", how="from school", token_hash="x" * 64)
    invitation.accept(make_person(name="Gus Ode"), "from school")
    client.force_login(ana)

    page = client.get(CIRCLE).content.decode()

    half = ana.introductions.get()
    assert "<bdi>Ben Okafor</bdi> introduces <bdi>Cleo Martin</bdi>" in page
    assert "<bdi>Gus Ode</bdi> came with an invitation of yours" in page
    assert {f"/introductions/{half.public_id}/", f"/invitations/{invitation.public_id}/confirm/"} <= links_of(page)
    client.force_login(dan)
    assert "introduces" not in client.get(CIRCLE).content.decode()


# --- A friend -------------------------------------------------------------------------------------


def test_a_friends_page_offers_to_introduce_to_part_and_to_block(client, ana, ben):
    client.force_login(ana)
    url = reverse("friend", args=[ben.public_id])

    page = client.get(url).content.decode()

    pages = {reverse(name, args=[ben.public_id]) for name in ("part", "block")}
    assert {*pages, f"/introductions/new/?friend={ben.public_id}"} <= links_of(page)
    client.post(reverse("part", args=[ben.public_id]))
    assert client.get(url).status_code == 404


# --- How am I connected? --------------------------------------------------------------------------


@pytest.fixture
def choir(ana, ben) -> Tie:
    Tie.objects.filter(person=ana, friend=ben).update(
        since=datetime(2024, 3, 31, 23, 30, tzinfo=UTC), how="from the choir"
    )
    Tie.objects.filter(person=ben, friend=ana).update(how="his own words for it")
    return ana.ties.get(friend=ben)


# The last half hour of March in UTC is April in London.
WITH_BEN = "You and Ben Okafor have been in each other’s circle since April 2024 (in your words: “from the choir”)."


def connections(person: Person) -> list[str]:
    return [word.connection for suggestion in suggestions_for(person)[0] for word in suggestion.words]


def test_a_friends_own_word(ana, ben, choir):
    vouch = make_vouch(author=ben)

    assert connections(ana) == [f"{WITH_BEN} Ben hired them in {vouch.hired_on:%B %Y}."]


def test_without_words_for_it_none_are_put_in_my_mouth(ana, ben, choir):
    ana.ties.update(how="")
    make_vouch(author=ben)

    assert connections(ana)[0].startswith("You and Ben Okafor have been in each other’s circle since April 2024. Ben")


def test_somebody_named_beyond(ana, ben, choir, cleo_named):
    month = f"{make_vouch(author=cleo_named).hired_on:%B %Y}"

    assert connections(ana) == [
        f"{WITH_BEN} Ben lets you find what Ben’s friends vouch for. Cleo Martin is a friend of Ben’s, and lets "
        f"friends of friends see their name. Cleo hired them in {month}."
    ]


def test_somebody_who_is_not_named(ana, ben, choir, cleo):
    crowd(ben)
    month = f"{make_vouch(author=cleo).hired_on:%B %Y}"

    assert connections(ana) == [
        f"{WITH_BEN} Ben lets you find what Ben’s friends vouch for. One of them hired them in {month}, and has not "
        "let friends of friends see their name. So Whom does not say who it is."
    ]


def test_somebody_whom_no_friend_may_be_named_for(ana, ben, choir, cleo):
    make_vouch(author=cleo)

    [said] = connections(ana)

    assert said.startswith("Someone whom one of your friends trusts hired them in ")
    assert not {"Ben", "Cleo", "choir"} & set(re.findall(r"\w+", said))


def test_ones_own_word(ana):
    make_vouch(author=ana, hired_on=months_ago(0))

    assert connections(ana) == [f"You hired them in {months_ago(0):%B %Y}, and vouched for them."]


def test_it_is_told_on_every_card_and_for_every_word(client, ana, ben, choir, cleo_named):
    provider = make_vouch(author=ben).provider
    make_vouch(author=cleo_named, provider=provider)
    client.force_login(ana)

    card = text_of(client.get("/find/?near=anywhere").content.decode())
    page = client.get(reverse("provider", args=[provider.public_id])).content.decode()

    assert card.count(WITH_BEN) == 1
    assert "Nobody can pay to be shown here." in card
    assert text_of(page).count(WITH_BEN) == 2
    assert {reverse("friend", args=[ben.public_id]), block_page(cleo_named)} <= links_of(page)


def test_nothing_tells_the_id_of_somebody_who_is_not_named(client, ana, ben, cleo):
    crowd(ben)
    provider = make_vouch(author=cleo).provider
    client.force_login(ana)

    for url in ("/find/", "/circle/", reverse("provider", args=[provider.public_id])):
        page = client.get(url).content.decode()
        assert str(cleo.public_id) not in page
        assert "/authors/" not in page


# --- Blocking someone by the name on a vouch --------------------------------------------------------


def test_whoever_is_named_to_me_can_be_blocked_from_there(client, ana, ben, cleo_named):
    provider = make_vouch(author=cleo_named).provider
    client.force_login(ana)
    page = block_page(cleo_named)

    assert "Block <bdi>Cleo Martin</bdi>?" in client.get(page).content.decode()
    assert not ana.blocks.exists()
    # Pressed twice, it answers alike.
    assert client.post(page).url == client.post(page).url == reverse("blocks")
    assert [block.blocked for block in ana.blocks.all()] == [cleo_named]
    assert client.get(reverse("provider", args=[provider.public_id])).status_code == 404


def test_nobody_else_can(client, ana, ben, cleo, dan):
    """Not those whose name is hidden, nor strangers, nor who blocked me, nor oneself, nor who shares nothing."""
    hidden, silent, hostile = cleo, make_person(named_beyond=True), make_person(named_beyond=True)
    befriend(ben, silent), befriend(ben, hostile)
    Person.objects.filter(pk=dan.pk).update(named_beyond=True)
    for author in (hidden, dan, hostile, ana):
        make_vouch(author=author)
    make_vouch(author=silent, scope=Scope.CIRCLE)
    hostile.block(ana)
    client.force_login(ana)

    for person in (hidden, silent, hostile, dan, ana):
        for ask in (client.get, client.post):
            assert ask(block_page(person)).status_code == 404
    assert client.get(f"/authors/{uuid4()}/block/").status_code == 404
    assert not ana.blocks.exists()


def test_who_is_named_to_me(ana, ben, cleo_named, dan):
    befriend(ben, make_person(name="Hidden One"))
    assert set(people_named_to(ana)) == {ben}

    make_vouch(author=cleo_named)
    assert set(people_named_to(ana)) == {ben, cleo_named}

    ana.block(dan)
    assert set(people_named_to(ana)) == {ben, cleo_named, dan}

    Person.objects.filter(pk=ben.pk).update(relays=False)
    assert set(people_named_to(ana)) == {ben, dan}


# --- What parting and blocking promise ---------------------------------------------------------------


def test_parting_promises_no_more_than_it_does(client, ana, ben, cleo):
    """Ben and Cleo have Ana for a friend besides."""
    befriend(ana, cleo)
    make_vouch(author=cleo, scope=Scope.CIRCLE), make_vouch(author=cleo)
    client.force_login(ben)
    promised = text_of(client.get(reverse("part", args=[cleo.public_id])).content.decode())
    assert [word.distance for found in suggestions_for(ben)[0] for word in found.words] == [1, 1]

    Tie.objects.part(ben, cleo)

    assert [word.distance for found in suggestions_for(ben)[0] for word in found.words] == [2]
    assert "What either shares with their circle alone does not reach the other any more" in promised
    assert "what goes beyond it still may, by way of a friend of both" in promised


def test_blocking_promises_no_more_than_it_does(client, ana, ben, cleo):
    """To the one who is blocked nothing is left, and to the one who blocks what has no name."""
    befriend(ana, cleo)
    make_vouch(author=cleo), make_vouch(author=ben)
    client.force_login(ben)
    promised = text_of(client.get(reverse("block", args=[cleo.public_id])).content.decode())

    ben.block(cleo)

    listed = text_of(client.get(reverse("blocks")).content.decode())
    words = [word for found in suggestions_for(ben)[0] for word in found.words if word.distance]
    assert [word.shown_as for word in words] == ["someone beyond your circle"]
    assert [word for found in suggestions_for(cleo)[0] for word in found.words if word.distance] == []
    assert "They see nothing that you share, in any way." in promised
    assert "what reaches you without a name stays" in promised
    assert "They see of you what strangers see, and nothing that bears their name reaches you." in listed
