"""The link of a question says the same to somebody blocked as to a stranger, and what they answer reaches nobody."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.delivery import deliver_due
from people.models import Person
from recommendations.asks.link import id_of_answer
from recommendations.leaving.export_of_asks import answers_by_link
from recommendations.models import Ask, AskLink, LinkAnswer
from tests.recommendations.asks.test_ask_links import answered, said
from tests.worlds.builders import make_ask, make_person, make_trade
from tests.worlds.looking import answer, as_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def ask(ana) -> Ask:
    return make_ask(person=ana, to=[], trade=make_trade(name="Plumber"), words="It drips")


# --- Across a block -----------------------------------------------------------------------------


def step_by_step(ask: Ask, person: Person, written_before: bool) -> tuple[list, list[list[str]]]:
    """All that somebody sees who opens a link, answers, and goes on to a vouch; and what it asks of the database."""
    link, form = AskLink.objects.get(ask=ask), said()
    cache.clear()
    client = as_(None if written_before else person)
    if written_before:
        client.post(link.path, form)
        client.force_login(person)
    client.get("/find/")
    made = id_of_answer(form["key"])
    thanks, join = (reverse(name, args=[made]) for name in ("link_thanks", "link_join"))
    vouch = f"{reverse('vouch_new')}?told={made}"
    steps = [("get", link.path, {}), ("post", link.path, {}), ("post", link.path, form), ("post", link.path, form)]
    steps += [("get", thanks, {}), ("post", join, {}), ("get", vouch, {}), ("get", thanks, {}), ("get", link.path, {})]
    steps += [("get", reverse("circle"), {})]
    seen, asked = [], []
    for method, url, typed in steps:
        with CaptureQueriesContext(connection) as queries:
            seen.append(answer(client, method, url, typed))
        asked.append(
            [
                re.sub(r"'[^']*'|\"s\d+_x\d+\"|\"_django_curs_\w+\"|\b(\d+|true|false)\b", "?", query["sql"])
                for query in queries
            ]
        )
    return seen, asked


def without_ids(seen: list) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|/a/[\w-]+/", "", str(seen))


@pytest.mark.parametrize("written_before", [False, True], ids=["signed in", "signed in after it was written"])
@pytest.mark.parametrize("blocker", ["asker", "writer"])
def test_a_link_across_a_block_is_the_same_at_every_step(ask, ana, blocker, written_before):
    other = make_ask(person=ana, to=[], trade=ask.trade, words="It drips")
    eve, stranger = make_person(name="Eve Adams"), make_person(name="Eve Adams")
    ana.block(eve) if blocker == "asker" else eve.block(ana)

    (seen, asked), (expected, as_expected) = (
        step_by_step(one, person, written_before) for one, person in ((ask, eve), (other, stranger))
    )
    assert without_ids(seen) == without_ids(expected)
    assert asked == as_expected
    assert AskLink.objects.get(ask=ask).taken == AskLink.objects.get(ask=other).taken == 1


@pytest.mark.parametrize("blocker", ["asker", "writer"])
def test_what_is_answered_across_a_block_reaches_nobody_now_or_later(ask, ana, blocker):
    eve = make_person(name="Eve Adams")
    asker, pages = (
        as_(ana),
        [ask.get_absolute_url(), *map(reverse, ("asks", "circle", "notices", "find", "invitations"))],
    )
    ana.block(eve) if blocker == "asker" else eve.block(ana)
    asker.get("/find/")
    before = [answer(asker, "get", page) for page in pages]

    answered(ask.link, eve, words="canary")
    told = LinkAnswer.objects.get()
    assert [answer(asker, "get", page) for page in pages] == before
    assert (ana.has_news(), deliver_due()) == (False, 0)
    ana.unblock(eve)
    eve.unblock(ana)
    assert [answer(asker, "get", page) for page in pages] == before, "else unblocking would tell who wrote it"
    assert not LinkAnswer.objects.visible_to(ana).exists()
    for name in ("link_answer_confirm", "link_answer_discard"):
        asker.post(reverse(name, args=[told.public_id]), {"who": "Eve"})
    assert LinkAnswer.objects.get().confirmed_as == ""
    assert "canary" not in str(list(answers_by_link(ana)))
    assert set(LinkAnswer.objects.written_by(eve)) == {told}


def test_no_block_or_unblocking_takes_away_what_was_answered_before(ask, ana):
    """Else it would tell who wrote what bears no name."""
    eve = make_person(name="Eve Adams")
    answered(ask.link, eve)
    for act in (ana.block, ana.unblock):
        act(eve)
        assert LinkAnswer.objects.visible_to(ana).count() == 1
