"""Pages that ask something by their buttons alone."""

import pytest
from django.urls import reverse

from recommendations.models import Ending, Thanks
from tests.worlds.builders import make_ask, make_insight, make_vouch
from tests.worlds.looking import as_


@pytest.fixture
def asked(ana, ben) -> dict[str, str]:
    """What Ana is asked, by the name of its page."""
    over = make_ask(person=ana, to=[ben])
    over.settle(Ending.HIRED, "Rosa Lima")
    Thanks.give(ana, make_vouch(author=ben).pk, None, "")
    about = {
        "ask_still": make_ask(person=ana, to=[ben]),
        "ask_went": over,
        "insight_still": make_insight(author=ana),
        "thanks_went": ana.thanks_given.get(),
        "vouch_still": make_vouch(author=ana),
    }
    return {name: reverse(name, args=[thing.public_id]) for name, thing in about.items()}


@pytest.mark.parametrize("sent", [{}, {"answer": "maybe"}])
def test_whatever_is_sent_but_an_answer_is_asked_once_more_as_unanswered(ana, asked, sent):
    assert {name: as_(ana).get(page).status_code for name, page in asked.items()} == dict.fromkeys(asked, 200)
    assert {name: as_(ana).post(page, sent).status_code for name, page in asked.items()} == dict.fromkeys(asked, 422)
