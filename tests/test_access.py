"""One table: every page, for every kind of viewer of what Ben wrote; and not one word of his to anyone else.

What is between him and others has its lines in `test_access_people.py`.
"""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, get_resolver, reverse

from recommendations.models import Scope
from tests.test_access_by_mail import BY_MAIL
from tests.test_access_people import (
    ALL_DONE,
    BY_LINK,
    BY_POST,
    BY_THE_ASKED,
    CASES,
    LED_BACK,
    LINKS,
    LIVE_LINKS,
    NEVER,
    OWN,
    THINGS,
)
from tests.worlds.access import (
    VIEWERS,
    World,
    answer,
    canaries_for,
    canaries_in,
    client_of,
    id_for,
    named_patterns,
    statuses,
    thanking_url,
    told_by_its_link,
    url_of,
    urls_of_things,
)
from tests.worlds.first_looks import Looks
from tests.worlds.only_reading import only_reading

# Statuses in the order of VIEWERS.
ALWAYS = "200 200 200 200 200 200 302"
CIRCLE = "200 200 404 404 404 404 302"
BEYOND = "200 200 200 404 404 200 302"
# To whoever has just shown once more that it is them.
ASKED_AGAIN = "302 302 302 302 302 302 302"
BY_A_BUTTON = "405 405 405 405 405 405 302"
FOR_ALL = "200 200 200 200 200 200 200"
# None of them is of the staff: `test_desk.py` has the rest.
NOT_THERE = "404 404 404 404 404 404 404"

# Pages that are about nobody: (name, query) -> statuses.
PLAIN = {
    ("landing", ""): "302 302 302 302 302 302 200",
    ("find", ""): ALWAYS,
    ("find", "?near=anywhere"): ALWAYS,
    ("find", "?after=nonsense"): ALWAYS,
    ("find", "?q=tap"): ALWAYS,
    ("find", "?q=canary"): ALWAYS,
    ("find", "?q=canarx"): ALWAYS,  # which is taken for what the viewer may read
    ("find", "?trade=access-trade&near=anywhere"): ALWAYS,
    ("places", "?place=leeds"): ALWAYS,
    ("trades", "?trade=boil"): ALWAYS,
    ("you", ""): ALWAYS,
    ("details", ""): ALWAYS,
    ("seen", ""): ALWAYS,
    ("giving", ""): ALWAYS,
    ("export", ""): ASKED_AGAIN,
    ("leave", ""): ASKED_AGAIN,
    ("vouches", ""): ALWAYS,
    ("vouches", "?q=canary"): ALWAYS,
    ("entry_new", ""): ALWAYS,
    ("list_import", ""): ALWAYS,
    ("list_share", ""): "302 302 302 302 302 302 302",  # to where a list is brought in
    ("list_check", ""): "200 302 302 302 302 302 302",  # whoever checks no list is led to bring one in
    ("list_check", "?q=canary"): "200 302 302 302 302 302 302",
    ("list_columns", ""): "302 302 302 302 302 302 302",  # to the list that is checked
    ("list_discard", ""): BY_A_BUTTON,
    ("list_vcf", ""): ALWAYS,
    ("list_csv", ""): ALWAYS,
    ("vouch_new", ""): ALWAYS,
    ("numbers", ""): ALWAYS,
    # The same for everyone, word for word: what an app is called, and a script.
    ("manifest", ""): "200 200 200 200 200 200 200",
    ("service_worker", ""): "200 200 200 200 200 200 200",
    ("welcome", ""): ALWAYS,
    ("circle", ""): ALWAYS,
    ("look", ""): "200 200 200 302 200 200 302",  # there is nothing to look at without a friend
    ("invitations", ""): ALWAYS,
    ("invitation_new", ""): ALWAYS,
    ("invited", ""): "404 404 404 404 404 404 404",
    ("introduction_new", ""): ALWAYS,
    ("blocks", ""): ALWAYS,
    ("notices", ""): ALWAYS,
    ("notices_read", ""): BY_A_BUTTON,
    ("letters", ""): BY_A_BUTTON,
    ("push_on", ""): BY_A_BUTTON,
    ("push_off", ""): BY_A_BUTTON,
    ("serendipity", ""): ALWAYS,
    ("thanks", ""): ALWAYS,
    ("asks", ""): ALWAYS,
    ("ask_new", ""): ALWAYS,
    ("ask_new", "?q=canary"): ALWAYS,
    ("insights", ""): ALWAYS,
    ("insights", "?q=canary"): ALWAYS,
    ("insights", "?whose=yours"): ALWAYS,
    ("insight_new", ""): ALWAYS,
    ("offers", ""): ALWAYS,
    ("offers", "?whose=yours"): ALWAYS,
    ("offer_new", ""): ALWAYS,
    ("held", ""): FOR_ALL,
    ("desk", ""): NOT_THERE,
    ("running", ""): NOT_THERE,
    ("looks", ""): ALWAYS,
    ("suspended", ""): NEVER,
}
# Pages about a vouch of Ben’s, its provider, or what he shares, by the scope he gave it: name -> scope -> statuses.
ABOUT_A_VOUCH = {
    "vouch_edit": dict.fromkeys(Scope, OWN),
    "vouch_renew": dict.fromkeys(Scope, OWN),
    "vouch_still": dict.fromkeys(Scope, OWN),
    "vouch_withdraw": dict.fromkeys(Scope, OWN),
    "vouch_photos": dict.fromkeys(Scope, OWN),
    "photo": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "provider": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "provider_same": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "provider_card": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "vouch_new": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "insight": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "insight_edit": dict.fromkeys(Scope, OWN),
    "insight_withdraw": dict.fromkeys(Scope, OWN),
    "offer": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "offer_edit": dict.fromkeys(Scope, OWN),
    "offer_withdraw": dict.fromkeys(Scope, OWN),
}
# Where one says thanks for it; who has said so is led on.
THANKING = {
    Scope.ME: NEVER,
    Scope.CIRCLE: "404 302 404 404 404 404 302",
    Scope.BEYOND: "404 200 302 404 404 200 302",
}
# Where one asks the friend between about it, and where one reports it.
ASKING = {
    Scope.ME: NEVER,
    Scope.CIRCLE: "404 200 404 404 404 404 302",
    Scope.BEYOND: "404 200 200 404 404 200 302",
}
# Where one asks the friend between to be introduced to Ben.
INTRODUCED = {Scope.ME: NEVER, Scope.CIRCLE: NEVER, Scope.BEYOND: "404 404 200 404 404 200 302"}
OF_A_WORD = {"thanks_new": THANKING, "question_new": ASKING, "word_report": ASKING, "word_introduce": INTRODUCED}
# The button by which one asks a friend for the number on it.
BY_A_BUTTON_ON_A_WORD = {
    "number_ask": {
        Scope.ME: NEVER,
        Scope.CIRCLE: "404 302 404 404 404 404 302",
        Scope.BEYOND: "404 302 404 404 404 404 302",
    }
}
ABOUT_A_VOUCH |= {"insight_report": ASKING, "offer_report": ASKING, "photo_report": ASKING}
ABOUT_A_VOUCH |= {"insight_introduce": INTRODUCED, "offer_introduce": INTRODUCED}
# Where one writes to the author of it, where one asks the friend between, and where Ben says that it holds.
ABOUT_A_VOUCH |= {
    "insight_word": ASKING,
    "offer_take": ASKING,
    "insight_question": dict.fromkeys(Scope, NEVER) | {Scope.BEYOND: "404 404 200 404 404 200 302"},
    "insight_still": dict.fromkeys(Scope, OWN),
}
# What only a button does, to whoever looks at it; some lead to the page where the form stands.
LOOKED_AT = dict.fromkeys({*BY_POST, *BY_THE_ASKED} - {"notices_read"}, BY_A_BUTTON)
LOOKED_AT |= dict.fromkeys(LED_BACK.keys() & BY_THE_ASKED, ALL_DONE) | CASES | THINGS
# The sign-in library's pages show a person nothing but their own; its own tests cover them.
LIBRARY = re.compile(r"(?:account|socialaccount|mfa|usersessions)_\w+")


def every_url(world: World) -> Iterator[str]:
    yield from (reverse(name) + query for name, query in PLAIN)
    for name in ABOUT_A_VOUCH:
        yield from (url_of(name, id_for(name, vouch)) for vouch in world.vouches.values())
    thanking = (world.viewers["circle"], world.viewers["beyond"])
    for name in (*OF_A_WORD, *BY_A_BUTTON_ON_A_WORD):
        yield from (thanking_url(vouch, each, name=name) for vouch in world.vouches.values() for each in thanking)
    yield from urls_of_things(world)


@pytest.fixture(scope="module")
def all_looks(world_of_ben) -> Looks:
    return Looks(world_of_ben, list(every_url(world_of_ben)))


@pytest.fixture
def looks(all_looks, world) -> Looks:
    return all_looks


def test_every_page_has_its_line_in_the_table():
    ours = {name for name in named_patterns(get_resolver()) if not LIBRARY.fullmatch(name)}

    assert ours == {name for name, _ in PLAIN}.union(
        *(
            ABOUT_A_VOUCH,
            THINGS,
            BY_POST,
            BY_THE_ASKED,
            BY_LINK,
            LINKS,
            LIVE_LINKS,
            CASES,
            OF_A_WORD,
            BY_A_BUTTON_ON_A_WORD,
        ),
        BY_MAIL,
    )


def test_pages_about_nobody(looks):
    assert {page: looks.statuses(reverse(page[0]) + page[1]) for page in PLAIN} == PLAIN


@pytest.mark.parametrize("name", ABOUT_A_VOUCH)
def test_pages_about_a_vouch(world, looks, name):
    found = {scope: looks.statuses(url_of(name, id_for(name, vouch))) for scope, vouch in world.vouches.items()}

    assert found == ABOUT_A_VOUCH[name]
    assert statuses(world, url_of(name, uuid4())) == NEVER


@pytest.mark.parametrize("name", LOOKED_AT)
def test_pages_about_ben_and_what_is_his(world, looks, name):
    assert world.things[name], "else there is nothing to look at"
    for thing in world.things[name]:
        assert looks.statuses(url_of(name, thing.public_id)) == LOOKED_AT[name]
    if name in THINGS or name in CASES:
        assert statuses(world, url_of(name, uuid4())) == CASES.get(name, NEVER)


@pytest.mark.parametrize("name", OF_A_WORD)
def test_where_one_says_thanks_or_asks_about_a_word(world, name):
    for scope, vouch in world.vouches.items():
        pages = [(viewer, thanking_url(vouch, viewer, name=name)) for viewer in world.viewers.values()]
        found = [client_of(viewer).get(page).status_code for viewer, page in pages]
        assert " ".join(map(str, found)) == OF_A_WORD[name][scope]


@pytest.mark.parametrize("name", BY_A_BUTTON_ON_A_WORD)
def test_buttons_beside_a_word(world, name):
    for scope, vouch in world.vouches.items():
        found = []
        for viewer in world.viewers.values():
            with transaction.atomic():
                found.append(client_of(viewer).post(thanking_url(vouch, viewer, name=name)).status_code)
                transaction.set_rollback(True)
        assert " ".join(map(str, found)) == BY_A_BUTTON_ON_A_WORD[name][scope]


@pytest.mark.parametrize(
    ("method", "name"), [(method, name) for name in OF_A_WORD for method in ("get", "post")] + [("post", "number_ask")]
)
def test_thanks_new_address_is_nobody_elses(world, method, name):
    """The way from a word is nobody elses and leads nowhere from what is hidden."""
    vouch, own_only = world.vouches[Scope.BEYOND], world.vouches[Scope.ME]
    for viewer in (viewer for viewer in world.viewers.values() if viewer):
        others = [thanking_url(vouch, other, name=name) for other in world.viewers.values() if other != viewer]
        hidden, unknown = (thanking_url(own_only, viewer, provider, name) for provider in (None, uuid4()))
        answers = {answer(client_of(viewer), method, url) for url in [*others, hidden, unknown]}
        assert (len(answers), answers.pop()[0]) == (1, 404)


WAYS = [(viewer, method, {}) for method in ("get", "post") for viewer in VIEWERS]


@pytest.mark.parametrize(("viewer", "method", "headers"), [*WAYS, ("beyond", "get", {"HX-Request": "true"})])
def test_nobody_reads_a_word_that_is_not_for_them(world, looks, viewer, method, headers):
    """And every answer is for them alone; and no look at a page writes anything."""
    for url in looks.urls:
        if method == "get":
            response = looks.at(viewer, url, **headers)
        else:
            with transaction.atomic():
                response = client_of(world.viewers[viewer]).post(url)
                transaction.set_rollback(True)
        assert response.status_code < 500, (method, url)
        # What one typed oneself comes back in the search field.
        foreign = canaries_in(response) - canaries_for(viewer) - told_by_its_link(world, url) - {"canary"}
        assert not foreign, (method, url, foreign)
        assert_private_and_locked_down(response)


def test_the_sign_in_librarys_pages_are_looked_at_without_writing(world):
    """By whoever has an address that is proved, as all have who joined."""
    names = [name for name in named_patterns(get_resolver()) if LIBRARY.fullmatch(name)]
    urls = [url for name in names if (url := without_arguments(name))]
    client = client_of(world.viewers["stranger"])
    client.raise_request_exception = False
    client.get(reverse("account_email"))  # writes it down for one who was only made

    with only_reading():
        found = {url for url in urls if client.get(url).status_code == 503}
    assert (found, len(urls) > 20) == (set(), True)


def without_arguments(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def test_what_a_look_would_write_is_refused(world):
    """Else the tests above could not fail."""
    client = client_of(world.viewers["stranger"])
    client.raise_request_exception = False

    with only_reading():
        assert client.get(reverse("seen")).status_code == 503
    assert client.get(reverse("seen")).status_code == 200


def test_the_canaries_can_be_seen_at_all(world):
    """Else the test above could not fail."""
    provider = world.vouches[Scope.BEYOND].provider
    seen = {
        name: canaries_in(client_of(world.viewers[name]).get(reverse("provider", args=[provider.public_id])))
        for name in ("self", "circle", "beyond", "stranger")
    }

    told = {f"canary-{field}-beyond" for field in ("name", "job", "words", "caveat", "cost", "alt", "earlier")} | {
        "canary-website-beyond"
    }
    assert told <= seen["beyond"]
    assert "canaryname-ben" not in seen["beyond"]
    assert told | {"canaryname-ben"} <= seen["circle"]
    shared = canaries_in(client_of(world.viewers["beyond"]).get(reverse("insights")))
    assert shared == {"canary-insight-beyond", "canary-link-beyond"}
    assert canaries_in(client_of(world.viewers["beyond"]).get(reverse("offers"))) == {"canary-offer-beyond"}
    assert not any("113" in canary for canary in seen["circle"])
    assert any("113" in canary for canary in seen["self"])
    assert seen["stranger"] == set()


@pytest.mark.parametrize("viewer", ["circle", "beyond", "stranger", "blocked by Ben", "blocked Ben"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_hidden_and_unknown_are_the_same_answer_byte_for_byte(world, viewer, method):
    client = client_of(world.viewers[viewer])

    for name in ABOUT_A_VOUCH:
        hidden = answer(client, method, url_of(name, id_for(name, world.vouches[Scope.ME])))
        assert hidden == answer(client, method, url_of(name, uuid4()))
        to_look_at = ("provider", "provider_card", "photo", "insight", "offer")
        assert hidden[0] == (405 if name in to_look_at and method == "post" else 404)


@pytest.mark.parametrize("method", ["head", "put", "patch", "delete"])
def test_methods_that_no_view_of_ours_answers_tell_nothing(world, method):
    client = client_of(world.viewers["beyond"])

    for url in {url_of(name, id_for(name, world.vouches[Scope.BEYOND])) for name in ABOUT_A_VOUCH}:
        response = getattr(client, method)(url)
        assert response.status_code in (200, 404, 405)
        assert not canaries_in(response) - canaries_for("beyond")


@pytest.mark.parametrize("url", ["/no/such/page/", "/accounts/login/"])
def test_answers_to_nobody_are_private_and_locked_down(client, db, url):
    assert_private_and_locked_down(client.get(url))


def assert_private_and_locked_down(response) -> None:
    headers = response.headers
    assert headers["Cache-Control"] == "private, no-store"
    assert {"Cookie", "HX-Request"} <= set(headers["Vary"].split(", "))
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "ETag" not in headers


def test_a_demo_sign_in_link_leads_nowhere_outside_the_demo(client, ana):
    from recommendations.demo.urls import sign_in_path

    assert client.get(sign_in_path(ana)).status_code == 404
    assert "_auth_user_id" not in client.session


def test_ben_alone_sees_what_he_did_not_ask_for(world):
    found = {name: canaries_in(client_of(world.viewers[name]).get(reverse("serendipity"))) for name in VIEWERS}

    assert {name for name, seen in found.items() if "canary-offered" in seen} == {"self"}
