"""Whom one calls: what the nearest distance knows stands on the buttons, and nothing from further away."""

import re

import pytest
from django.urls import reverse

from recommendations.models import Relation
from recommendations.my_list.items import list_of
from recommendations.my_list.numbers import numbers_of
from recommendations.my_list.vcards import card_of, cards_of, number_of
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestion_of, suggestions_for, words_of_vouches
from recommendations.views.find import BEYOND_ON_A_CARD
from tests.recommendations.vouches.test_vouch_pages import NEW, written
from tests.worlds.builders import befriend, make_person, make_photo, make_place, make_trade, make_vouch, months_ago

GOOD, EVIL, THIRD = "+441134960001", "+441134960666", "+441134960003"


@pytest.fixture
def plumber(db):
    make_place()
    return make_trade(slug="plumber", name="Plumber")


def reach(shown: Suggestion) -> tuple[str, str, str, str]:
    return shown.name, shown.phone, shown.website, shown.email


def seen(person) -> Suggestion:
    return suggestions_for(person)[0][0]


def evil(**fields) -> dict:
    return {"name": "Evil", "phone": EVIL, "website": "https://evil.example", "email": "e@evil.example"} | fields


def test_nobody_two_steps_away_changes_whom_a_friends_word_calls(client, ana, ben, cleo, plumber):
    """Through the form: by the public number in another trade, then “vouch for them” with one's own number."""
    bens = make_vouch(author=ben, trade=plumber, name="Rosa", website="https://rosa.example", phone=GOOD)
    make_trade(slug="roofer", name="Roofer")
    client.force_login(cleo)
    client.post(NEW, written(phone="", website="rosa.example", trade="roofer", name="Evil"))
    where = f"{NEW}?provider={bens.provider.public_id}"
    typed = written(phone="0113 496 0666", website="evil.example", name="Evil", email="e@evil.example")
    client.post(where, typed | {"same": str(bens.provider.public_id)})
    assert cleo.vouches.filter(provider=bens.provider).count() == 2
    client.force_login(ana)
    ana.saved.create(provider=bens.provider.public_id)

    shown = seen(ana)
    assert reach(shown) == ("Rosa", "", "https://rosa.example", "")
    pages = {url: client.get(url).content.decode() for url in ("/find/?q=rosa", reverse("numbers"), "/vouches/")}
    assert [url for url, page in pages.items() if "0666" in page or "evil" in page.lower()] == []
    cards = [card_of(shown), number_of(shown), cards_of(list_of(ana))]
    assert [card for card in cards if "0666" in card or "evil" in card.lower()] == []
    assert [number.phone for _, some in numbers_of(ana) for number in some] == [""]


def test_what_friends_of_friends_say_stands_on_the_page_with_who_says_it(client, ana, ben, cleo, plumber):
    bens = make_vouch(author=ben, trade=plumber, name="Rosa")
    make_vouch(author=cleo, trade=plumber, provider=bens.provider, pass_on=True, **evil())
    client.force_login(ana)

    page = client.get(reverse("provider", args=[bens.provider.public_id])).content.decode()

    assert 'class="button primary wide" href="tel:' not in page
    assert f'<a class="number" href="tel:{EVIL}" data-called=' in page
    assert ">0113 496 0666</a> says <bdi>someone beyond your circle</bdi>" in page
    assert "Those nearest to you have passed on no number for them." in page
    assert f'Their web site, as they have it: <a href="{evil()["website"]}"' in page


def test_a_page_says_once_how_long_ago_they_were_hired(client, ana, ben, cleo, plumber):
    """The nearest words are not always the freshest, and two lengths of time for one thing are a riddle."""
    bens = make_vouch(author=ben, trade=plumber, hired_on=months_ago(7))
    make_vouch(author=cleo, trade=plumber, provider=bens.provider, hired_on=months_ago(2))
    paid = make_vouch(author=ben, trade=plumber, relation=Relation.PAID, hired_on=months_ago(3))
    client.force_login(ana)
    pages = [client.get(reverse("provider", args=[each.provider.public_id])).content.decode() for each in (bens, paid)]

    said = [re.findall(r"(?:Last h|H)ired \d months ago", page) for page in pages]
    assert said == [["Last hired 2 months ago"], ["Hired 3 months ago"]]


def test_phone_of_the_freshest_hire_is_on_the_button_the_other_also(ana, ben, plumber):
    """Of two as near the freshest hires is on the button and the other also."""
    dora = make_person(name="Dora Hill")
    befriend(ana, dora)
    old = make_vouch(author=ana, trade=plumber, name="Rosa", phone=GOOD, hired_on=months_ago(20))
    told = {"provider": old.provider, "trade": plumber, "pass_on": True}
    make_vouch(author=ben, phone=THIRD, hired_on=months_ago(9), **told)
    make_vouch(author=dora, phone=GOOD, hired_on=months_ago(30), **told)

    shown = seen(ana)

    assert (shown.phone, shown.phone_of_another) == (THIRD, "Ben Okafor")
    assert [(number.phone, number.says_who) for number in shown.also] == [(GOOD, "You and Dora Hill")]


@pytest.mark.parametrize("months_of_mine", [None, 60])
def test_card_calls_the_same_number_as_the_page_however_many_friends_speak(client, ana, plumber, months_of_mine):
    """Also where the first few who are shown pass none on, or an own old word stands before them."""
    mine = [] if months_of_mine is None else [(ana, months_of_mine, GOOD)]
    friends = [make_person(name=f"Friend{number} Hill") for number in range(5)]
    for friend in friends:
        befriend(ana, friend)
    numbers = ["", "", "", EVIL, THIRD]
    told = [
        *mine,
        *((friend, months, phone) for months, (friend, phone) in enumerate(zip(friends, numbers, strict=True))),
    ]
    about: dict = {"trade": plumber, "pass_on": True, "name": "Rosa"}
    for author, months, phone in told:
        site = {"website": "https://rosa.example"} if phone == EVIL else {}
        vouch = make_vouch(author=author, hired_on=months_ago(months), phone=phone, **about, **site)
        about.setdefault("provider", vouch.provider)

    ((card,), _), page = suggestions_for(ana, beyond=BEYOND_ON_A_CARD), suggestion_of(ana, about["provider"].public_id)

    assert reach(card) == reach(page) == ("Rosa", EVIL, "https://rosa.example", "")
    assert card.phone_of_another == page.phone_of_another == "Friend3 Hill"
    assert (
        {number.phone for number in card.also}
        == {number.phone for number in page.also}
        == {THIRD, *(GOOD for _ in mine)}
    )
    assert [word.vouch for word in card.words] == [word.vouch for word in page.words]
    client.force_login(ana)
    found = client.get("/find/?near=anywhere&q=plumber").content.decode()
    assert f'href="tel:{EVIL}"' in found
    assert "for the number<" not in found


@pytest.mark.parametrize("numbers", [("", ""), (GOOD, GOOD)])
def test_site_of_the_freshest_hire_is_on_the_button_the_other_also(client, ana, ben, plumber, numbers):
    """Where there is a number, no site is on the button."""
    dora, eve = make_person(name="Dora Hill"), make_person(name="Eve Stone")
    befriend(ana, dora), befriend(ana, eve)
    first = make_vouch(author=eve, trade=plumber, name="Rosa", hired_on=months_ago(1))
    told = {"provider": first.provider, "trade": plumber, "pass_on": True}
    sites = (ben, "https://one.example", 2), (dora, "http://www.two.example/", 9), (ana, "https://two.example", 30)
    for (author, site, months), phone in zip(sites, (*numbers, ""), strict=True):
        make_vouch(author=author, website=site, hired_on=months_ago(months), phone=phone, **told)
    client.force_login(ana)

    card = client.get("/find/?near=anywhere&q=plumber").content.decode()

    assert ('<a class="button" href="https://one.example" rel="noreferrer">' in card) == (not any(numbers))
    assert ("The web site that <bdi>Ben Okafor</bdi> has for them." in card) == (not any(numbers))
    also = (
        '<p class="soft">Also <span class="number">https://two.example</span>, says <bdi>You and Dora Hill</bdi>.</p>'
    )
    assert (also in card) == (not any(numbers))
    assert card.count(">Also <") == (not any(numbers))


def test_photo_on_a_card_is_of_the_nearest_distance_too(ana, ben, cleo, plumber):
    """On a photo one can write a number."""
    bens = make_vouch(author=ben, trade=plumber, name="Rosa")
    make_photo(make_vouch(author=cleo, trade=plumber, provider=bens.provider), alt="Call 0113 496 0666")
    assert seen(ana).photo is None

    make_photo(bens, alt="The new tap")
    assert seen(ana).photo.alt == "The new tap"

    only_cleos = make_photo(make_vouch(author=cleo, trade=plumber, name="Sam"))
    (sam,) = [each for each in suggestions_for(ana)[0] if each.name == "Sam"]
    assert sam.photo.public_id == only_cleos.public_id


def test_where_only_friends_of_friends_speak_theirs_is_on_the_button(ana, cleo, plumber):
    make_vouch(author=cleo, trade=plumber, pass_on=True, **evil(name="Rosa"))

    assert reach(seen(ana)) == ("Rosa", EVIL, "https://evil.example", "e@evil.example")


def test_ones_own_word_is_as_near_as_a_friends(ana, ben, cleo, plumber):
    mine = make_vouch(author=ana, trade=plumber, name="Rosa")
    make_vouch(author=cleo, trade=plumber, provider=mine.provider, pass_on=True, **evil())
    assert reach(seen(ana)) == ("Rosa", "", "", "")

    make_vouch(author=ben, trade=plumber, provider=mine.provider, phone=GOOD, pass_on=True)

    assert reach(seen(ana)) == ("Rosa", GOOD, "", "")


@pytest.mark.parametrize("author", ["ben", "cleo"])
def test_joining_two_moves_no_number_onto_a_button(client, ana, ben, cleo, plumber, author):
    one = make_vouch(author=ben, trade=plumber, name="Rosa")
    other = make_vouch(
        author={"ben": ben, "cleo": cleo}[author], trade=plumber, hired_on=months_ago(9), pass_on=True, **evil()
    )
    client.force_login(ana)
    say = reverse("provider_same", args=[one.provider.public_id])
    client.post(say, {"other": other.provider.public_id, "same": "yes"})

    for shown in (seen(ana), suggestion_of(ana, other.provider.public_id)):
        assert reach(shown) == ("Rosa", "", "", "")
        assert [number.phone for number in shown.numbers] == [EVIL]


def test_joining_two_with_different_numbers_warns(client, ana, ben, plumber):
    one, other, third, silent = (
        make_vouch(author=ben, trade=plumber, phone=phone, pass_on=passed_on).provider
        for phone, passed_on in ((GOOD, True), (EVIL, True), ("", True), (THIRD, False))
    )
    client.force_login(ana)
    warned = []
    for each in (other, third, silent):
        answer = client.post(
            reverse("provider_same", args=[one.public_id]), {"other": each.public_id, "same": "yes"}, follow=True
        )
        warned.append("Their numbers differ." in answer.content.decode())

    assert warned == [True, False, False]


def test_where_two_may_be_joined_their_numbers_stand(client, ana, ben, plumber):
    one, _ = (make_vouch(author=ben, trade=plumber, phone=phone, pass_on=True).provider for phone in (GOOD, THIRD))
    client.force_login(ana)

    page = client.get(reverse("provider_same", args=[one.public_id])).content.decode()

    assert ("0113 496 0001" in page, "0113 496 0003" in page) == (True, True)


def test_an_answer_calls_whom_its_vouch_is_about(ana, ben, cleo, plumber):
    """Also where the asker says that two are the same, of whom the other is nearer."""
    near = make_vouch(author=ben, trade=plumber, name="Rosa", phone=GOOD, pass_on=True)
    given = make_vouch(author=cleo, trade=plumber, name="Lima", phone=THIRD, pass_on=True)
    ids = sorted((near.provider.public_id, given.provider.public_id))
    ana.alike.create(one=ids[0], other=ids[1], same=True)

    suggestion, word = words_of_vouches(ana, {given.pk: given.provider_id})[given.pk]

    assert (word.name, suggestion.name, suggestion.phone) == ("Lima", "Lima", THIRD)


def test_an_extension_is_dialled_written_and_saved(client, ana, ben, plumber):
    make_vouch(author=ben, trade=plumber, phone=f"{GOOD};ext=5", pass_on=True)

    shown = seen(ana)

    assert (shown.phone, shown.phone_as_written) == (f"{GOOD};ext=5", "0113 496 0001 x5")
    assert f"{GOOD} ext. 5" in card_of(shown)


def test_buttons_speak_of_a_number_only_where_there_is_one(client, ana, ben, plumber):
    reached = make_vouch(author=ben, trade=plumber, phone="+441134960001", pass_on=True)
    unreached = make_vouch(author=ben, trade=plumber, website="https://rosa.example", phone="")
    client.force_login(ana)

    addresses = [reverse("provider", args=[vouch.provider.public_id]) for vouch in (reached, unreached)]
    pages = [client.get(address).content.decode() for address in addresses]

    assert [("Save number" in page, "Their number onto your phone" in page) for page in pages] == [
        (True, True),
        (False, False),
    ]
    assert "Their contact onto your phone" in pages[1]
