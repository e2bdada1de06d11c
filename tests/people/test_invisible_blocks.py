"""A block cannot be told from never having met; and it holds from the very next request."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Introduction, Invitation, Notice, Person, Tie
from recommendations.leaving import erasing
from recommendations.models import Trade
from tests.worlds.builders import befriend, make_invitation, make_person, make_trade, make_vouch
from tests.worlds.looking import OWN_PAGES, answer, as_, as_if, shapes


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def pages_about(a: Person) -> Iterator[tuple[str, str]]:
    """Every address that has to do with that person, as (method, url)."""
    for name in ("friend", "block", "part", "author_block", "unblock"):
        yield from ((method, reverse(name, args=[a.public_id])) for method in ("get", "post"))
    for vouch in a.vouches.all():
        yield "get", reverse("provider", args=[vouch.provider.public_id])
        yield "get", f"{reverse('vouch_new')}?provider={vouch.provider.public_id}"
    things = [*Introduction.objects.all(), *Notice.objects.all(), *Invitation.objects.all()]
    for thing in things:
        names = {Introduction: ["introduction"], Notice: ["notice"]}.get(type(thing))
        for name in names or ["invitation", "invitation_confirm", "invitation_revoke"]:
            yield from ((method, reverse(name, args=[thing.public_id])) for method in ("get", "post"))


def much_between(a: Person, b: Person, friend: Person) -> None:
    """All kinds of things that two people can have with each other."""
    trade = Trade.objects.get_or_create(slug="tuner", name="Tuner", group="Home")[0]
    Tie.objects.connect(a, b, "canary-how-a", "canary-how-b")
    for one, other in ((a, b), (b, a)):
        make_vouch(author=one, trade=trade, name=f"canary-provider-of-{one.first_name}")
        used = make_invitation(inviter=one, name=other.name)
        used.accept(other, "canary-accepted-how")
        came = make_invitation(inviter=one, name=f"Somebody canary-for-{one.first_name}")
        came.accept(other, "canary-accepted-how")
        one.tell("tied", uuid4(), other.get_absolute_url(), who=other)
        one.tell("came_about", uuid4(), reverse("circle"), who=friend, with_whom=other)
        Introduction.objects.introduce(one, other, friend, f"canary-word-of-{one.first_name}")
    Introduction.objects.introduce(friend, a, b, "canary-word-of-a-friend")


@pytest.fixture
def adam(db):
    return make_person(name="Canaryadam Silva", email="canary-adam@example.org")


@pytest.fixture
def bea(db):
    return make_person(name="Canarybea Okafor", email="canary-bea@example.org")


@pytest.fixture
def friend(adam, bea):
    friend = make_person(name="Fay Lund")
    befriend(friend, adam)
    befriend(friend, bea)
    return friend


CANARY = re.compile(rb"canary[\w@.-]+", re.IGNORECASE)  # which is not the time zone


def canaries(client: Client, method: str, url: str) -> set[bytes]:
    return {each.lower() for each in CANARY.findall(getattr(client, method)(url).content)}


@pytest.mark.parametrize("blocker", ["adam", "bea"])
def test_from_the_next_request_on_neither_sees_the_name_of_the_other(adam, bea, friend, blocker):
    much_between(adam, bea, friend)
    clients = {each: as_(each) for each in (adam, bea)}
    urls = {adam: [*pages_about(bea)], bea: [*pages_about(adam)]}
    own = [("get", reverse(name)) for name in OWN_PAGES]
    for one, other in ((adam, bea), (bea, adam)):
        seen = set().union(*(canaries(clients[one], *page) for page in own))
        assert other.first_name.lower().encode() in seen, "else this could not fail"

    one, other = (adam, bea) if blocker == "adam" else (bea, adam)
    one.block(other)

    for viewer, hidden in ((other, one), (one, other)):
        theirs = {each.lower().encode() for each in (viewer.first_name, viewer.email)}
        theirs.add(f"canary-provider-of-{viewer.first_name}".lower().encode())
        for method, url in [*own, *urls[viewer]]:
            with as_if():
                found = canaries(clients[viewer], method, url) - theirs
            if viewer is one:  # the list of blocks, and what was said on the way to it; and what bears no name
                found -= {hidden.first_name.lower().encode()}
                found -= {f"canary-provider-of-{hidden.first_name}".lower().encode()}
            assert found == set(), (viewer.first_name, method, url)


@pytest.mark.parametrize("blocked", ["adam", "bea"])
def test_to_the_one_who_is_blocked_the_other_was_never_there(adam, bea, friend, blocked):
    """Every page is what it would be had they never met; and whatever is about the other is as unknown."""
    one, other = (adam, bea) if blocked == "bea" else (bea, adam)
    make_trade(slug="tuner", name="Tuner", group="Home", synonyms="")
    client = as_(other)
    client.get("/find/")
    never_met = {name: answer(client, "get", reverse(name)) for name in OWN_PAGES}
    much_between(one, other, friend)
    other.vouches.all().delete()
    about = [*pages_about(one)]

    one.block(other)

    assert {name: answer(client, "get", reverse(name)) for name in OWN_PAGES} == never_met
    for method, url in about:
        unknown = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(uuid4()), url)
        with as_if():
            hidden = answer(client, method, url)
        with as_if():
            assert hidden == answer(client, method, unknown), (method, url)


def test_a_block_leaves_nothing_to_be_sent_between_the_two(adam, bea, friend):
    adam.tell("tied", uuid4(), bea.get_absolute_url(), who=bea)
    much_between(adam, bea, friend)
    for one, other in ((adam, bea), (bea, adam)):
        make_invitation(inviter=one, email=other.email, due_at=timezone.now())
    Notice.objects.filter(person=friend).update(due_at=None)

    adam.block(bea)
    deliver_due()

    assert [message.to for message in mail.outbox] == []
    assert not Invitation.objects.filter(accepted_by__in=[adam, bea]).exists()
    assert not Introduction.objects.filter(person__in=[adam, bea], friend__in=[adam, bea]).exists()
    assert not Tie.objects.between(adam, bea).exists()


def test_a_friend_of_both_sees_no_difference_when_one_blocks_the_other(adam, bea, friend):
    much_between(adam, bea, friend)
    client = as_(friend)
    client.get("/find/")
    urls = [*(reverse(name) for name in OWN_PAGES), adam.get_absolute_url(), bea.get_absolute_url()]
    # Nor by one of them of the other: those end, and so do the questions.
    Introduction.objects.filter(introducer__in=[adam, bea]).delete()
    before = {url: answer(client, "get", url) for url in urls}

    adam.block(bea)

    assert {url: answer(client, "get", url) for url in urls} == before


def test_block_by_a_former_friend_changes_nothing_that_i_see(adam, bea, friend):
    """Who parted from me long ago and blocks me now changes nothing that i see."""
    befriend(adam, bea)
    Tie.objects.part(bea, adam)
    pages = [("get", reverse(name)) for name in OWN_PAGES] + [*pages_about(adam)]

    def look() -> list[tuple]:
        with as_if():
            client = as_(bea)
            return [answer(client, method, url) for method, url in pages]

    before = look()
    adam.block(bea)

    assert [page for page, was, now in zip(pages, before, look(), strict=True) if was != now] == []


@pytest.mark.parametrize("name", ["block", "author_block"])
def test_whom_i_blocked_is_called_what_they_were_called_then(adam, bea, name):
    befriend(adam, bea)
    adam.block(bea)
    Person.objects.filter(pk=bea.pk).update(name="Canarynewname Okafor")
    client = as_(adam)

    for method in ("get", "post"):
        said = getattr(client, method)(reverse(name, args=[bea.public_id]), follow=True)
        assert b"Canarynewname" not in said.content, method
    assert b"Canarynewname" not in client.get(reverse("blocks")).content
    assert b"Canarynewname" not in client.post(reverse("unblock", args=[bea.public_id]), follow=True).content


@pytest.mark.parametrize("goes", ["rests", "leaves", "blocks me"])
def test_who_rests_leaves_or_blocks_me_is_gone_in_the_same_way(adam, bea, friend, goes):
    befriend(adam, bea)
    make_vouch(author=adam)
    client, pages = as_(bea), [*pages_about(adam)]
    client.get("/find/")
    {"rests": erasing.rest, "leaves": erasing.erase, "blocks me": lambda one: one.block(bea)}[goes](adam)

    for method, url in pages:
        unknown = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(uuid4()), url)
        with as_if():
            hidden = answer(client, method, url)
        with as_if():
            assert hidden == answer(client, method, unknown), (method, url)


@pytest.mark.parametrize("viewer", ["bea", "dan"])
def test_hidden_and_unknown_ask_the_same_of_the_database(adam, bea, friend, dan, viewer):
    much_between(adam, bea, friend)
    adam.block(bea)
    client = as_({"bea": bea, "dan": dan}[viewer])
    client.get("/find/")

    for method, url in pages_about(adam):
        unknown = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(uuid4()), url)
        with as_if():
            hidden = shapes(client, method, url)
        with as_if():
            assert hidden == shapes(client, method, unknown), (method, url)
