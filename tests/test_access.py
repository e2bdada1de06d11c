"""One table: every page, for every kind of viewer of what Ben wrote; and not one word of his to anyone else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from people.models import Person, Tie
from recommendations.models import Outcome, Scope, Vouch
from tests.builders import befriend, make_person, make_vouch

VIEWERS = ("self", "circle", "beyond", "stranger", "blocked by Ben", "blocked Ben", "anonymous")
METHODS = ("get", "head", "post", "put", "patch", "delete")

# Statuses in the order of VIEWERS.
ALWAYS = "200 200 200 200 200 200 302"
OWN = "200 404 404 404 404 404 302"
FRIEND = "404 200 404 404 404 404 302"
NEVER = "404 404 404 404 404 404 302"
CIRCLE = "200 200 404 404 404 404 302"
BEYOND = "200 200 200 404 404 404 302"

# Pages that are about nobody: (name, query) -> statuses.
PLAIN = {
    ("landing", ""): "302 302 302 302 302 302 200",
    ("find", ""): ALWAYS,
    ("find", "?q=tap"): ALWAYS,
    ("find", "?q=canary"): ALWAYS,
    ("find", "?trade=access-trade&near=anywhere"): ALWAYS,
    ("places", "?place=leeds"): ALWAYS,
    ("you", ""): ALWAYS,
    ("vouches", ""): ALWAYS,
    ("vouch_new", ""): ALWAYS,
    ("circle", ""): ALWAYS,
}
# Pages about a vouch of Ben's, or its provider, by the scope he gave it: name -> scope -> statuses.
ABOUT_A_VOUCH = {
    "vouch_edit": dict.fromkeys(Scope, OWN),
    "vouch_renew": dict.fromkeys(Scope, OWN),
    "vouch_withdraw": dict.fromkeys(Scope, OWN),
    "provider": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
    "vouch_new": {Scope.ME: OWN, Scope.CIRCLE: CIRCLE, Scope.BEYOND: BEYOND},
}
ABOUT_BEN = {"friend": FRIEND}
# The sign-in library's pages show a person nothing but their own; its own tests cover them.
LIBRARY = re.compile(r"account_\w+|socialaccount_\w+")

UNLIKE = re.compile(
    rb'(name="csrfmiddlewaretoken" value="|"x-csrftoken": ?"|&quot;x-csrftoken&quot;: ?&quot;)\w+', re.IGNORECASE
)


@dataclass
class World:
    ben: Person
    viewers: dict[str, Person | None]
    vouches: dict[Scope, Vouch]


@pytest.fixture
def world(db) -> World:
    ben = make_person(name="Canaryname-ben Okafor", email="canary-email@example.org")
    viewers = {name: make_person(name=name.title()) for name in VIEWERS}
    viewers |= {"self": ben, "anonymous": None}
    Tie.objects.connect(ben, viewers["circle"], "canary-how-ben", "how-friend")
    befriend(viewers["circle"], viewers["beyond"])
    # Both are friends of Ben's friend, so that only the block stands between them and his words.
    for name in ("blocked by Ben", "blocked Ben"):
        befriend(viewers["circle"], viewers[name])
    ben.block(viewers["blocked by Ben"])
    viewers["blocked Ben"].block(ben)
    return World(ben, viewers, {scope: vouch_with_canaries(ben, scope) for scope in Scope})


def vouch_with_canaries(author: Person, scope: Scope) -> Vouch:
    says = {field: f"canary-{field}-{scope.name}".lower() for field in ("name", "job", "words", "caveat", "cost")}
    return make_vouch(
        author=author,
        scope=scope,
        outcome=Outcome.BUT,
        phone=f"+44113496000{scope.value}",
        website=f"https://canary-website-{scope.name}.example".lower(),
        email=f"canary-contact-{scope.name}@example.org",
        pass_on=False,
        **says,
    )


def client_of(viewer: Person | None, **headers: str) -> Client:
    client = Client(headers=headers)
    if viewer:
        client.force_login(viewer)
    return client


def url_of(name: str, public_id: UUID | str) -> str:
    if name == "vouch_new":
        return f"{reverse(name)}?provider={public_id}"
    return reverse(name, args=[public_id])


def id_for(name: str, vouch: Vouch) -> UUID:
    return vouch.provider.public_id if name in ("provider", "vouch_new") else vouch.public_id


def statuses(world: World, url: str) -> str:
    return " ".join(str(client_of(world.viewers[name]).get(url).status_code) for name in VIEWERS)


def may_read(viewer: str, scope: Scope) -> bool:
    return (
        viewer == "self"
        or (viewer == "circle" and scope >= Scope.CIRCLE)
        or (viewer == "beyond" and scope == Scope.BEYOND)
    )


def canaries_for(viewer: str) -> set[str]:
    """Every canary this viewer may ever meet, as it would stand in a page."""
    readable = [scope for scope in Scope if may_read(viewer, scope)]
    found = {
        f"canary-{field}-{scope.name}".lower()
        for scope in readable
        for field in ("name", "job", "words", "caveat", "cost")
    }
    found |= {f"canary-website-{scope.name.lower()}" for scope in readable}
    if viewer == "self":
        found |= {f"canary-contact-{scope.name}".lower() for scope in Scope}
        found |= {"canary-email", "canary-how-ben", "canaryname-ben", "0113 496 000", "+44113496000"}
    if viewer == "circle":
        found |= {"canaryname-ben"}
    return found


CANARY = re.compile(r"canary(?:name)?-\w+(?:-[a-z]+)?|0113 496 000|\+44113496000")


def canaries_in(response) -> set[str]:
    return set(CANARY.findall(f"{response.content.decode()} {response.headers} {response.cookies}".lower()))


def named_patterns(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


def every_url(world: World) -> Iterator[str]:
    yield from (reverse(name) + query for name, query in PLAIN)
    yield from (url_of(name, world.ben.public_id) for name in ABOUT_BEN)
    for name in ABOUT_A_VOUCH:
        yield from (url_of(name, id_for(name, vouch)) for vouch in world.vouches.values())


def test_every_page_has_its_line_in_the_table():
    ours = {name for name in named_patterns(get_resolver()) if not LIBRARY.fullmatch(name)}

    assert ours == {name for name, _ in PLAIN} | set(ABOUT_A_VOUCH) | set(ABOUT_BEN)


def test_pages_about_nobody(world):
    assert {page: statuses(world, reverse(page[0]) + page[1]) for page in PLAIN} == PLAIN


@pytest.mark.parametrize("name", ABOUT_A_VOUCH)
def test_pages_about_a_vouch(world, name):
    found = {scope: statuses(world, url_of(name, id_for(name, vouch))) for scope, vouch in world.vouches.items()}

    assert found == ABOUT_A_VOUCH[name]
    assert statuses(world, url_of(name, uuid4())) == NEVER


@pytest.mark.parametrize("name", ABOUT_BEN)
def test_pages_about_a_person(world, name):
    assert statuses(world, url_of(name, world.ben.public_id)) == ABOUT_BEN[name]
    assert statuses(world, url_of(name, uuid4())) == NEVER


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(
    ("headers", "methods"), [({}, METHODS), ({"HX-Request": "true"}, ("get",))], ids=["page", "piece"]
)
def test_nobody_reads_a_word_that_is_not_for_them(world, viewer, headers, methods):
    client = client_of(world.viewers[viewer], **headers)

    for url in every_url(world):
        for method in methods:
            with transaction.atomic():
                response = getattr(client, method)(url)
                transaction.set_rollback(True)
            assert response.status_code < 500, (method, url)
            # What one typed oneself comes back in the search field.
            foreign = canaries_in(response) - canaries_for(viewer) - {"canary"}
            assert not foreign, (method, url, foreign)


def test_the_canaries_can_be_seen_at_all(world):
    """Else the test above could not fail."""
    provider = world.vouches[Scope.BEYOND].provider
    seen = {
        name: canaries_in(client_of(world.viewers[name]).get(reverse("provider", args=[provider.public_id])))
        for name in ("self", "circle", "beyond", "stranger")
    }

    told = {f"canary-{field}-beyond" for field in ("name", "job", "words", "caveat", "cost")} | {
        "canary-website-beyond"
    }
    assert told <= seen["beyond"]
    assert "canaryname-ben" not in seen["beyond"]
    assert told | {"canaryname-ben"} <= seen["circle"]
    assert not any("113" in canary for canary in seen["circle"])
    assert any("113" in canary for canary in seen["self"])
    assert seen["stranger"] == set()


@pytest.mark.parametrize("viewer", ["circle", "beyond", "stranger", "blocked by Ben", "blocked Ben"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_hidden_and_unknown_are_the_same_answer_byte_for_byte(world, viewer, method):
    client = client_of(world.viewers[viewer])

    def answer(url: str) -> tuple[int, bytes, str]:
        response = getattr(client, method)(url)
        return response.status_code, UNLIKE.sub(b"", response.content), str(response.headers)

    for name in ABOUT_A_VOUCH:
        hidden = answer(url_of(name, id_for(name, world.vouches[Scope.ME])))
        assert hidden == answer(url_of(name, uuid4()))
        assert hidden[0] == (405 if (name, method) == ("provider", "post") else 404)
    if viewer != "circle":
        assert answer(url_of("friend", world.ben.public_id)) == answer(url_of("friend", uuid4()))


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_answer_is_private_and_locked_down(world, viewer):
    client = client_of(world.viewers[viewer])

    for url in [*every_url(world), "/no/such/page/", reverse("account_login")]:
        headers = client.get(url).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert {"Cookie", "HX-Request"} <= set(headers["Vary"].split(", "))
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "ETag" not in headers


def test_a_demo_sign_in_link_leads_nowhere_outside_the_demo(client, ana):
    from recommendations.neighbourhood import sign_in_path

    assert client.get(sign_in_path(ana)).status_code == 404
    assert "_auth_user_id" not in client.session
