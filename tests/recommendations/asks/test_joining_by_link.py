"""Whoever answered by a link joins once the asker has said who it is, straight into the tie."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from people.models import Invitation, Person, Tie
from recommendations.models import Ask, LinkAnswer
from tests.recommendations.asks.test_ask_links import answered
from tests.worlds.builders import make_ask, make_link_answer, make_person, make_trade
from tests.worlds.looking import as_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def ask(ana) -> Ask:
    return make_ask(person=ana, to=[], trade=make_trade(name="Plumber"), words="It drips")


# --- Joining by it --------------------------------------------------------------------------------


def test_the_link_itself_lets_nobody_in_until_the_asker_has_said_who_it_is(ask, ana):
    client, thanks = answered(ask.link)
    told = LinkAnswer.objects.get()
    join = reverse("link_join", args=[told.public_id])

    assert "Once Ana has said who you are, you can join Whom here" in client.get(thanks).content.decode()
    assert client.post(join).status_code == 404
    assert not Invitation.objects.exists()
    as_(ana).post(reverse("link_answer_confirm", args=[told.public_id]), {"who": "my sister Mia"})
    assert (ana.invitations.get().name, ana.invitations.get().asks_first) == ("Mia", False)
    assert "Ana has said that it is you" in client.get(thanks).content.decode()
    assert client.post(join).url == reverse("invited")


@pytest.mark.parametrize("name", ["Mia Silva", "Maria Silva"])
def test_who_was_confirmed_joins_straight_into_the_tie_by_whatever_name(ask, ana, name):
    client, _ = answered(ask.link)
    told = LinkAnswer.objects.get()
    told.confirm("my sister Mia")
    joining = client.post(reverse("link_join", args=[told.public_id]), follow=True).content.decode()
    assert "Would you act on <bdi>Ana</bdi>’s word?" in joining
    assert 'value="Mia"' in joining, "as they called themselves"
    assert ana.name not in joining, "no more than the first name before she is here"
    client.post("/accounts/signup/", {"name": name, "email": "mia@example.org", "how": "Her sister"})
    code = re.search(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]

    assert client.post("/accounts/confirm-email/", {"code": code}).url == reverse("welcome")
    assert "Make it your vouch" in client.get(reverse("welcome")).content.decode()
    assert [friend.name for friend in Person.objects.circle_of(ana)] == [name]
    assert [notice.kind for notice in ana.notices.all()] == ["tied"]


def test_in_any_other_browser_the_invitation_is_for_whom_it_names(ask, ana, dan):
    told = make_link_answer(ask=ask, name="Mia")
    told.confirm("my sister Mia")
    client = as_(dan)
    client.post(told.invitation().path)

    assert client.post(reverse("invited"), {"how": "choir"}).url == reverse("circle")
    assert not ana.ties.filter(friend=dan).exists()


def test_what_was_confirmed_brings_no_tie_back(ask, ana):
    """She had an account, and they were friends; the tie has ended since."""
    mia, (client, _) = make_person(name="Mia"), answered(ask.link)
    LinkAnswer.objects.get().confirm("Mia")
    Tie.objects.connect(ana, mia)
    Tie.objects.part(ana, mia)
    client.post(reverse("link_join", args=[LinkAnswer.objects.get().public_id]))
    client.force_login(mia)

    assert client.post(reverse("invited"), {"how": "Her sister"}).url == reverse("circle")
    assert not ana.ties.exists()


def test_each_confirmed_answer_is_one_of_the_five_invitations_a_day(ask, ana):
    client, told = as_(ana), [make_link_answer(ask=ask) for _ in range(6)]
    urls = [reverse("link_answer_confirm", args=[each.public_id]) for each in told]

    assert [client.post(url, {"who": "Mia"}).status_code for url in urls] == [302] * 5 + [429]
    assert client.post(urls[0], {"who": "my sister Mia"}).status_code == 302, "to call her something else costs none"
    page = client.post(reverse("invitation_new"), {"name": "Eve", "how": "choir", "key": uuid4()})
    assert (page.status_code, ana.invitations.count()) == (429, 5)
    assert "You have made 5 invitations today" in page.content.decode()
