"""What was asked quietly is answered by somebody whose vouches bear another friend’s name elsewhere: nothing that is
handed on, nor a mute, puts the two names together."""

import pytest
from django.urls import reverse

from people.models import Person, Tie
from recommendations.asks.answered import answers_to
from recommendations.asks.mine import asked_by
from recommendations.asks.settling import helpers_of
from recommendations.models import Answer, Ask, Vouch
from tests.recommendations.asks.test_quiet_asks import ask_through, put, read, told
from tests.worlds.builders import befriend, crowd_around, make_person, make_vouch


@pytest.fixture
def older(ana, ben, cleo):
    """A friend of both for longer than the friend between, so that Cleo’s vouches bear that name."""
    older = make_person(name="Ola Old")
    befriend(ana, older), befriend(older, cleo)
    Tie.objects.filter(person__in=(ana, older, cleo)).exclude(friend=ben).update(since="2001-01-01T00:00Z")
    crowd_around(ben), crowd_around(older)
    return older


def handed_on(asker, ben, cleo, words: str) -> tuple[Ask, Vouch]:
    """Cleo answers by a vouch and these words."""
    ask = ask_through(asker, ben)
    vouch = make_vouch(author=cleo, trade=ask.trade, name="Rosa Lima", words="She found it at once")
    put(ask, ben)
    Answer.give(ask, cleo, vouch, words)
    assert ask.answers.get().hand_on(ben)
    return ask, vouch


def test_what_is_handed_on_tells_whom_to_hire_by_the_same_name_alone(ana, ben, cleo):
    crowd_around(ben)
    ask, vouch = handed_on(ana, ben, cleo, "")

    [each] = answers_to(ana, ask)

    assert (each.said_by, each.word, each.provider) == ("A friend of Ben Okafor", None, "Rosa Lima")
    assert "A friend of Ben Okafor" in read(ana, reverse("provider", args=[vouch.provider.public_id]))


@pytest.mark.parametrize("words", ["", "I know one"])
def test_a_vouch_by_another_name_is_not_what_was_handed_on(ana, ben, cleo, older, words):
    """With the name of the friend who handed it on, the one on the vouch would lead to its author."""
    ask, vouch = handed_on(ana, ben, cleo, words)

    said = [(each.said_by, each.provider) for each in answers_to(ana, ask)]

    assert said == ([("A friend of Ben Okafor", "")] if words else [])
    assert told(ana) == (["answered_beyond"] if words else [])
    assert (ask.pk in asked_by(ana).answered) is bool(words)
    page = read(ana, ask.get_absolute_url())
    assert [name in page for name in ("Rosa Lima", "Ola", "She found it at once")] == [False] * 3
    assert "A friend of Ola Old" in read(ana, reverse("provider", args=[vouch.provider.public_id]))


@pytest.mark.parametrize("words", ["", "I know one"])
def test_muting_another_friend_never_tells_whose_answer_it_is(ana, ben, cleo, older, words):
    ask, _ = handed_on(ana, ben, cleo, words)
    before = [(each.said_by, each.provider) for each in answers_to(ana, ask)], told(ana)
    ana.ties.get(friend=older).hear(False)

    assert ([(each.said_by, each.provider) for each in answers_to(ana, ask)], told(ana)) == before


def test_a_name_that_may_be_read_is_no_secret_of_what_was_handed_on(ana, ben, cleo, older):
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    ask, _ = handed_on(ana, ben, cleo, "")

    assert [(each.said_by, each.provider) for each in answers_to(ana, ask)] == [("Cleo Martin", "Rosa Lima")]


def test_whom_a_friend_handed_on_can_be_hired_by_that_answer_alone(ana, ben, cleo):
    """The same line twice, of which one thanks the author of the vouch, would tell them whose question it was."""
    crowd_around(ben)
    ask, _ = handed_on(ana, ben, cleo, "")

    helpers = helpers_of(ana, ask)

    assert ([each.to_hire for each in helpers.to_hire], helpers.known) == (
        ["Rosa Lima (told by a friend of Ben Okafor)"],
        [],
    )
