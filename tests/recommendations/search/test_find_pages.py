"""Find, a provider's page, the circle and a friend's page, as a person meets them."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person
from recommendations.models import LONG_AGO_MONTHS, Outcome, Scope
from tests.worlds.builders import (
    LONDON,
    OTLEY,
    befriend,
    make_person,
    make_photo,
    make_place,
    make_provider,
    make_trade,
    make_vouch,
    months_ago,
)

EVERYONE = "/find/?near=anywhere"
CARD = re.compile(r"<h3><a[^>]*>([^<]+)</a></h3>")


CHOSEN = re.compile(r'<option value="([^"]*)" selected>')


def names(client, url: str, **headers: str) -> list[str]:
    return CARD.findall(client.get(url, headers=headers).content.decode())


def next_url(page: str) -> str:
    more = re.search(r'href="([^"]+after=[^"]+)"', page)
    return more[1].replace("&amp;", "&") if more else ""


def pages_from(client, url: str) -> Iterator[list[str]]:
    while url:
        page = client.get(url).content.decode()
        yield CARD.findall(page)
        url = next_url(page)


@pytest.fixture
def plumber(db):
    return make_trade(slug="plumber", name="Plumber", synonyms="boiler\nleak")


@pytest.fixture
def leeds(ana, plumber):
    ana.place = make_place("Leeds")
    ana.save()
    return ana.place


def test_it_finds_the_circles_and_theirs_near_home(client, ana, ben, cleo, dan, plumber, leeds):
    far = make_place("London", LONDON)
    make_vouch(author=ben, name="Near and Known", trade=plumber, place=leeds)
    make_vouch(author=cleo, name="Near and Beyond", trade=plumber, place=leeds)
    make_vouch(author=dan, name="Three Steps", trade=plumber, place=leeds)
    make_vouch(author=ben, name="Far", trade=plumber, place=far)
    make_vouch(author=ben, name="Another Trade", place=leeds)
    client.force_login(ana)

    assert names(client, "/find/?q=plumber") == ["Near and Known", "Near and Beyond"]
    assert names(client, "/find/?q=boiler+near+london") == ["Far"]
    assert set(names(client, "/find/?trade=plumber&near=anywhere")) == {"Near and Known", "Near and Beyond", "Far"}
    assert set(names(client, "/find/?near=me")) == {"Near and Known", "Near and Beyond", "Another Trade"}


@pytest.mark.parametrize(
    ("asked", "chosen", "leads_home"),
    [
        ("q=plumber", ["30"], False),
        ("near=me&within=here", ["here"], False),
        ("q=plumber&near=Leeds&within=10", ["10"], False),
        ("q=plumber&near=London&whose=friends", ["30", "friends"], True),
        ("q=plumber+near+london&within=100", ["100"], True),
        ("q=plumber&near=anywhere", ["anywhere"], False),
    ],
)
def test_what_was_chosen_stands_in_the_form(client, ana, leeds, asked, chosen, leads_home):
    make_place("London", LONDON)
    client.force_login(ana)

    page = client.get(f"/find/?{asked}").content.decode()

    assert (CHOSEN.findall(page), ">Near me</a>" in page) == (chosen, leads_home)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("within=here", ["In Leeds"]),
        ("within=10", ["In Leeds"]),
        ("", ["In Leeds", "In Otley"]),
        ("within=30", ["In Leeds", "In Otley"]),
        ("within=100", ["In Leeds", "In Otley", "In Hull"]),
        ("within=anywhere", ["In Leeds", "In Otley", "In Hull", "In London"]),
        ("within=10&near=Otley", ["In Otley"]),
    ],
)
def test_it_looks_as_far_as_was_chosen(client, ana, ben, plumber, leeds, chosen, expected):
    towns = {"Leeds": leeds, "Otley": make_place("Otley", OTLEY), "Hull": make_place("Hull", (53.744, -0.333))}
    towns["London"] = make_place("London", LONDON)
    for months, (town, place) in enumerate(towns.items()):
        make_vouch(author=ben, name=f"In {town}", trade=plumber, place=place, hired_on=months_ago(months))
    client.force_login(ana)

    assert names(client, f"/find/?q=plumber&{chosen}") == expected


def test_friends_only_leaves_out_whom_no_friend_speaks_of_and_nothing_else(client, ana, ben, cleo, plumber, leeds):
    about = {"trade": plumber, "place": leeds}
    both = make_vouch(author=ben, name="Both", **about)
    make_vouch(author=cleo, name="Both too", provider=both.provider, **about)
    make_vouch(author=cleo, name="Theirs", **about)
    client.force_login(ana)

    page = client.get("/find/?q=plumber&whose=friends").content.decode()

    assert CARD.findall(page) == ["Both"]
    assert "One friend and a friend of a friend would hire them again." in page
    assert names(client, "/find/?q=plumber&whose=") == ["Both", "Theirs"]
    both.withdraw()
    page = client.get("/find/?q=plumber&whose=friends").content.decode()
    assert "No friend of yours has vouched for a plumber near Leeds yet." in page
    assert 'href="/find/?q=plumber&amp;near=me&amp;within=30">Look among their friends too</a>' in page


def test_what_is_chosen_is_kept_in_the_address_alone(client, ana, ben, plumber, leeds):
    for number in range(25):
        make_vouch(author=ben, name=f"Plumber {number:02}", trade=plumber, place=leeds)
    client.force_login(ana)
    client.get("/find/?near=me")
    before = {name: morsel.value for name, morsel in client.cookies.items()}

    page = client.get("/find/?q=plumber&within=10&whose=friends").content.decode()

    assert "within=10&whose=friends&after=" in next_url(page)
    assert len(names(client, next_url(page))) == 5
    assert {name: morsel.value for name, morsel in client.cookies.items()} == before
    assert [
        CHOSEN.findall(client.get(url).content.decode()) for url in ("/find/", "/find/?q=&within=10&whose=friends")
    ] == [
        [],
        [],
    ], "with nothing searched it is the first page"


def test_a_trade_that_was_chosen_stands_in_the_search_field(client, ana, plumber, leeds):
    client.force_login(ana)

    assert 'id="id_q" value="Plumber"' in client.get("/find/?trade=plumber&near=Leeds").content.decode()


def test_words_find_a_provider_by_name_job_or_praise(client, ana, ben, leeds):
    make_vouch(author=ben, name="Rosa Lima", place=leeds, words="Kind to cats")
    make_vouch(author=ben, name="Amjad", place=leeds, words="Quick")
    client.force_login(ana)

    assert names(client, "/find/?q=rosa") == ["Rosa Lima"]
    assert names(client, "/find/?q=cats") == ["Rosa Lima"]
    assert names(client, "/find/?q=xyzzy") == []


def test_words_that_nobody_said_do_not_hide_the_trade(client, ana, ben, plumber, leeds):
    make_vouch(author=ben, name="Rosa Lima", trade=plumber, place=leeds)
    client.force_login(ana)

    page = client.get("/find/?q=plumber+jacuzzi").content.decode()

    assert CARD.findall(page) == ["Rosa Lima"]
    assert "jacuzzi" in page


def test_nobody_yet_is_said_plainly_with_one_next_step(client, ana, plumber, leeds):
    client.force_login(ana)

    page = client.get("/find/?q=plumber").content.decode()

    assert "Nobody in your circle, or in theirs, has vouched for a plumber near Leeds yet." in page
    assert 'href="/find/?q=plumber&amp;near=me&amp;within=anywhere">Look anywhere</a>' in page


def test_a_friends_refusal_is_quoted_by_name_and_never_hidden(client, ana, ben, plumber, leeds):
    make_vouch(
        author=ben,
        name="Cowboy",
        trade=plumber,
        place=leeds,
        outcome=Outcome.NO,
        scope=Scope.CIRCLE,
        words="Left a flood.",
    )
    client.force_login(ana)

    page = client.get("/find/?q=plumber").content.decode()

    assert '<p class="warning">Ben Okafor would not hire them again. <q>Left a flood.</q></p>' in page
    assert page.count("Left a flood.") == 1
    assert "someone would not" not in page.lower()


def test_a_friends_refusal_is_quoted_however_many_praise_them(client, ana, ben, plumber, leeds):
    about = {"trade": plumber, "place": leeds, "provider": make_provider()}
    make_vouch(
        author=ben, outcome=Outcome.NO, scope=Scope.CIRCLE, words="Left a flood.", hired_on=months_ago(40), **about
    )
    for _ in range(6):
        befriend(ana, friend := make_person())
        make_vouch(author=friend, words="Splendid.", **about)
    client.force_login(ana)

    page = client.get("/find/?q=plumber").content.decode()

    assert '<p class="warning">Ben Okafor would not hire them again. <q>Left a flood.</q></p>' in page
    assert "Six friends would hire them again. <a" in page
    assert "Splendid." in page


def test_a_photo_stands_on_the_card_of_whoever_may_read_its_vouch(client, ana, ben, dan, plumber, leeds):
    about = {"trade": plumber, "place": leeds, "provider": make_provider()}
    shown, hidden = make_vouch(author=ben, **about), make_vouch(author=dan, **about)
    pictures = [make_photo(vouch=vouch, alt=alt) for vouch, alt in ((shown, "A tap"), (shown, "Two"), (hidden, "No"))]
    client.force_login(ana)

    page = client.get("/find/?q=plumber").content.decode()

    assert re.findall(r'<img class="seen-work" src="/photos/([^/]+)/" alt="([^"]+)"', page) == [
        (str(pictures[0].public_id), "A tap")
    ]


def test_show_more_goes_on_after_the_last_card_without_loss_or_repeat(client, ana, ben, leeds):
    expected = [f"Plumber {number:02}" for number in range(45)]
    for name in reversed(expected):
        make_vouch(author=ben, name=name, place=leeds)
    client.force_login(ana)

    pages = list(pages_from(client, "/find/?near=me"))

    assert [len(cards) for cards in pages] == [20, 20, 5]
    assert [name for cards in pages for name in cards] == expected


def test_show_more_survives_a_card_that_has_gone(client, ana, ben, leeds):
    vouches = [make_vouch(author=ben, name=f"Plumber {number:02}", place=leeds) for number in range(25)]
    client.force_login(ana)
    more = next_url(client.get("/find/?near=me").content.decode())
    vouches[19].withdraw()

    assert {"Plumber 20", "Plumber 24"} <= {name for cards in pages_from(client, more) for name in cards}


def test_htmx_gets_the_piece_it_asked_for_and_a_restored_page_is_whole(client, ana, ben, leeds):
    make_vouch(author=ben, name="Rosa", place=leeds)
    client.force_login(ana)

    piece = client.get("/find/?near=me", headers={"HX-Request": "true"})
    whole = client.get("/find/?near=me", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert (b"<html" in piece.content, b"<html" in whole.content) == (False, True)
    assert CARD.findall(piece.content.decode()) == CARD.findall(whole.content.decode()) == ["Rosa"]


def test_too_long_a_search_is_refused_in_words(client, ana):
    client.force_login(ana)

    response = client.get("/find/", {"q": "x" * 101})

    assert response.status_code == 422
    assert "Use 100 letters at most." in response.content.decode()


@pytest.mark.parametrize("nonsense", ["q=%00", "after=x", "after=1_2", "near=%00", "trade=%F0", "q=%ED%A0%80"])
def test_nonsense_in_the_address_is_no_accident(client, ana, nonsense):
    client.force_login(ana)

    assert client.get(f"/find/?{nonsense}").status_code in (200, 422)


def test_a_providers_page_shows_all_that_reaches_me_and_nothing_else(client, ana, ben, cleo, dan):
    about = {"phone": "+441134960123", "provider": make_provider()}
    for author in (ben, cleo, dan):
        make_vouch(author=author, words=f"Word of {author.first_name}", pass_on=author is cleo, **about)
    client.force_login(ana)
    url = reverse("provider", args=[ben.vouches.get().provider.public_id])

    page = client.get(url).content.decode()

    assert [name for name in ("Ben", "Cleo", "Dan") if f"Word of {name}" in page] == ["Ben", "Cleo"]
    assert "tel:+441134960123" in page
    assert "Cleo Martin" not in page


def test_no_email_address_of_a_person_stands_on_any_page(client, ana, ben, cleo):
    vouch = make_vouch(author=ben)
    make_vouch(author=cleo, provider=vouch.provider)
    client.force_login(ana)
    urls = [
        "/find/",
        EVERYONE,
        "/circle/",
        reverse("friend", args=[ben.public_id]),
        reverse("provider", args=[vouch.provider.public_id]),
    ]

    assert not [url for url in urls if "@example.org" in client.get(url).content.decode()]


def test_my_circle_lists_my_people_and_counts_nobody(client, ana, ben, cleo):
    befriend(ana, make_person(name="Eve Stone"))
    client.force_login(ana)

    page = client.get("/circle/").content.decode()

    assert [name for name in ("Ben Okafor", "Eve Stone", "Cleo Martin") if name in page] == ["Ben Okafor", "Eve Stone"]
    assert not re.search(r"\b(2|two) (friends|people)", page.replace("Introduce two friends", ""))


def test_a_friends_page_shows_what_they_share_and_not_what_they_keep(client, ana, ben, cleo):
    for scope in Scope:
        make_vouch(author=ben, name=f"Provider {scope.name}", scope=scope)
    make_vouch(author=cleo, name="Provider of Cleo")
    client.force_login(ana)

    page = client.get(reverse("friend", args=[ben.public_id])).content.decode()

    assert set(re.findall(r"Provider \w+", page)) == {"Provider CIRCLE", "Provider BEYOND"}


@pytest.mark.parametrize("change", ["part", "block", "relay", "scope", "inactive"])
def test_a_change_holds_from_the_very_next_request(client, ana, ben, cleo, change):
    vouch = make_vouch(author=cleo, name="Reached through Ben", hired_on=months_ago(1))
    client.force_login(ana)
    assert names(client, EVERYONE) == ["Reached through Ben"]

    if change == "part":
        ana.ties.model.objects.part(ana, ben)
    elif change == "block":
        cleo.block(ana)
    elif change == "relay":
        Person.objects.filter(pk=ben.pk).update(relays=False)
    elif change == "scope":
        vouch.scope = Scope.CIRCLE
        vouch.save()
    else:
        cleo.set_active(False)

    assert names(client, EVERYONE) == []


@pytest.mark.parametrize(
    "url", ["/find/?near=me", "/find/?q=plumber", "/find/?q=mendid", EVERYONE, "/circle/", "/vouches/"]
)
def test_the_same_handful_of_queries_for_ten_friends_and_for_twenty(client, ana, leeds, plumber, url):
    def ten_more():
        for _ in range(10):
            friend, beyond = make_person(), make_person()
            befriend(ana, friend)
            befriend(friend, beyond)
            provider = make_provider()
            for author in (ana, friend, beyond):
                make_vouch(author=author, provider=provider, place=leeds, trade=plumber)

    def queries() -> int:
        ten_more()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    client.force_login(ana)
    client.get(url)  # the first visit of a day is noted in the session
    assert queries() == queries() <= (23 if "?q=" in url else 13)  # with words, all else is looked through too


def test_why_this_order_stands_on_the_page_word_for_word(client, ana, ben, plumber):
    make_vouch(author=ben, trade=plumber)
    client.force_login(ana)
    page = client.get("/find/?trade=plumber").content.decode()

    assert "<summary>Why this order?</summary>" in page
    assert (
        "First whom a friend of yours would hire again, then whom only their friends would, the fresh before what is "
        "over two years old; and those somebody had trouble with come last."
    ) in page
    assert LONG_AGO_MONTHS == 2 * 12
