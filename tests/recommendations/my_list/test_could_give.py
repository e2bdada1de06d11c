"""What somebody could give of what is their own: one at a time, on their own list, and never again once left."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Notice
from recommendations.models import Experience, LeftUnsaid, Outcome, Relation, Scope
from recommendations.my_list.could_give import could_give
from recommendations.pages import PageOf
from tests.worlds.builders import make_entry, make_trade, make_vouch, months_ago
from tests.worlds.looking import as_

KEPT = {"scope": Scope.ME, "name": "Ines Roth"}


@pytest.fixture
def tuner(db):
    return make_trade(name="Piano tuner")


def hired_twice(**fields):
    vouch = make_vouch(**KEPT | fields)
    Experience.objects.create(vouch=vouch, job="The first time", hired_on=months_ago(14))
    return vouch


def test_could_give_what_was_hired_twice_before_what_was_noted(ana, ben, tuner):
    make_entry(person=ana, name="Joe Park", trade=tuner, hired_on=months_ago(1))
    assert "You hired Joe Park, a piano tuner, in" in could_give(ana).words

    vouch = hired_twice(author=ana, trade=tuner, hired_on=months_ago(2))

    assert could_give(ana) == (
        vouch.public_id,
        "You have hired Ines Roth, a piano tuner, more than once, and keep what you say of them to yourself.",
        PageOf("vouch_edit", vouch.public_id),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"scope": Scope.CIRCLE},
        {"outcome": Outcome.NO},
        {"outcome": Outcome.BUT, "caveat": "Slow"},
        {"relation": Relation.FAMILY},
        {"hired_on": months_ago(25)},
    ],
    ids=["shared", "not again", "but", "family", "long ago"],
)
def test_could_give_leaves_out_what_would_not_help(ana, ben, tuner, fields):
    hired_twice(author=ana, trade=tuner, **fields)

    assert could_give(ana) is None


def test_could_give_leaves_out_what_is_delicate_or_not_ones_own(ana, ben, tuner):
    make_vouch(author=ana, trade=tuner, **KEPT)
    make_entry(person=ana, trade=tuner), make_entry(person=ana, hired_on=months_ago(1))
    make_entry(person=ana, trade=make_trade(slug="counsellor"), hired_on=months_ago(1))
    make_entry(person=ben, trade=tuner, hired_on=months_ago(1))

    assert could_give(ana) is None


def test_could_give_asks_nothing_of_whom_nobody_would_read(cleo, dan, tuner):
    hired_twice(author=dan, trade=tuner)
    assert could_give(dan)
    cleo.set_active(False)

    assert could_give(dan) is None


def test_what_is_left_unsaid_stays_so_and_the_next_waits_a_week(ana, ben, tuner):
    first, second = (
        make_entry(person=ana, name=name, trade=tuner, hired_on=months_ago(months))
        for name, months in (("Joe Park", 1), ("Ines Roth", 2))
    )
    client, url = as_(ana), reverse("leave_unsaid", args=[first.public_id])
    assert "Something you could give" in client.get(reverse("vouches")).content.decode()

    assert [client.post(url).status_code for _ in range(2)] == [302, 302]

    assert "Something you could give" not in client.get(reverse("vouches")).content.decode()
    LeftUnsaid.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert could_give(ana).public_id == second.public_id
    assert as_(ben).post(url).status_code == 404
    assert not Notice.objects.exists()
