"""Who sees a question, who sees an answer, and what ends it."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from people.models import Notice, Person, Tie
from recommendations.models import Answer, Ask, Ending, LinkAnswer, Outcome, Recipient, Scope, Sent, Vouch
from tests.worlds.builders import befriend, make_ask, make_link_answer, make_person, make_vouch, months_ago

pytestmark = pytest.mark.django_db


def who_sees(ask, *people):
    return {person.name for person in people if Ask.objects.visible_to(person).filter(pk=ask.pk).exists()}


@pytest.fixture
def everyone(ana, ben, cleo, dan):
    return ana, ben, cleo, dan


def test_ask_reaches_those_it_was_sent_or_passed_on_to(ana, ben, cleo, everyone):
    """A question reaches those it was sent to and the one it was passed on to."""
    eve = make_person(name="Eve")
    befriend(ana, eve)
    ask = make_ask(person=ana, to=[ben])
    assert who_sees(ask, *everyone, eve) == {ana.name, ben.name}
    assert ask.pass_on(ben, cleo, "You know about boilers")
    assert who_sees(ask, *everyone, eve) == {ana.name, ben.name, cleo.name}


def test_a_draft_reaches_nobody(ana, ben, everyone):
    ask = make_ask(person=ana)
    Recipient.objects.create(ask=ask, person=ben)
    assert who_sees(ask, *everyone) == {ana.name}


def test_nothing_travels_a_third_step(ana, ben, cleo, dan, everyone):
    ask = make_ask(person=ana, to=[ben])
    ask.pass_on(ben, cleo, "")
    assert not ask.pass_on(cleo, dan, "")
    assert who_sees(ask, *everyone) == {ana.name, ben.name, cleo.name}


def test_it_is_passed_on_to_one_friend_and_never_back(ana, ben, cleo, everyone):
    fay = make_person(name="Fay")
    befriend(ben, fay)
    ask = make_ask(person=ana, to=[ben])
    assert not ask.pass_on(ben, ana, "")
    assert ask.pass_on(ben, cleo, "")
    assert ask.pass_on(ben, fay, "")  # which looks as it did for the first
    assert who_sees(ask, *everyone, fay) == {ana.name, ben.name, cleo.name}


def test_parting_in_the_middle_ends_the_way(ana, ben, cleo, everyone):
    ask = make_ask(person=ana, to=[ben])
    ask.pass_on(ben, cleo, "")
    assert Answer.give(ask, cleo, None, "My cousin does that")
    Tie.objects.part(ana, ben)
    assert who_sees(ask, *everyone) == {ana.name}
    assert not Answer.objects.visible_to(ana).exists()
    assert not Notice.objects.visible_to(cleo).exists()


def test_a_block_between_asker_and_answerer_hides_both(ana, ben, cleo, everyone):
    ask = make_ask(person=ana, to=[ben])
    ask.pass_on(ben, cleo, "")
    Answer.give(ask, cleo, None, "My cousin does that")
    assert Answer.objects.visible_to(ana).count() == 1
    Person.objects.filter(pk=ana.pk).update(named_beyond=True)
    cleo.block(ana)
    assert who_sees(ask, *everyone) == {ana.name, ben.name}
    assert not Answer.objects.visible_to(ana).exists()
    assert not Answer.objects.visible_to(cleo).exists()


def test_a_block_takes_from_whoever_blocks_nothing_that_bears_no_name(ana, ben, cleo, everyone):
    """Else it would tell whose question, and whose answer, it is."""
    ask = make_ask(person=ana, to=[ben])
    ask.pass_on(ben, cleo, "")
    Answer.give(ask, cleo, None, "My cousin does that")

    cleo.block(ana)
    assert (who_sees(ask, *everyone), Answer.objects.visible_to(ana).count()) == ({ana.name, ben.name, cleo.name}, 0)
    cleo.unblock(ana)
    ana.block(cleo)
    assert (who_sees(ask, *everyone), Answer.objects.visible_to(ana).count()) == ({ana.name, ben.name}, 1)


def test_an_answer_is_seen_by_the_asker_and_its_own_author(ana, ben, cleo, dan):
    befriend(ana, dan)
    ask = make_ask(person=ana, to=[ben, dan])
    ask.pass_on(ben, cleo, "")
    for person in (ben, cleo, dan):
        Answer.give(ask, person, None, f"By {person.name}")
    said = {
        person.name: set(Answer.objects.visible_to(person).values_list("words", flat=True)) for person in (ben, cleo)
    }
    assert said == {ben.name: {f"By {ben.name}"}, cleo.name: {f"By {cleo.name}"}}
    assert Answer.objects.visible_to(ana).count() == 3


def test_pressing_twice_makes_one_answer_and_one_notice(ana, ben):
    ask, vouch = make_ask(person=ana, to=[ben]), make_vouch(author=ben)
    for _ in range(2):
        assert Answer.give(ask, ben, vouch, "")
    assert ask.answers.count() == 1
    assert Notice.objects.visible_to(ana).count() == 1


def test_whoever_was_not_asked_cannot_answer(ana, ben, dan):
    ask = make_ask(person=ana, to=[ben])
    assert not Answer.give(ask, dan, None, "Me!")
    ask.settle(Ending.NOT_NEEDED)
    assert not Answer.give(ask, ben, None, "Too late")
    assert not ask.answers.exists()


def test_three_are_open_and_no_more(ana, ben):
    drafts = [make_ask(person=ana) for _ in range(4)]
    assert [ask.send([ben]) for ask in drafts] == [Sent.SENT, Sent.SENT, Sent.SENT, Sent.TOO_MANY]
    assert drafts[0].settle(Ending.HIRED, "Rosa")
    assert drafts[3].send([ben]) == Sent.SENT
    assert drafts[0].reopen() == Sent.TOO_MANY
    drafts[1].settle(Ending.NOT_NEEDED)
    assert drafts[0].reopen() == Sent.SENT
    assert drafts[0].settle(Ending.NOT_NEEDED)
    assert drafts[0].reopen() == Sent.GONE  # once


def test_how_it_ended_and_that_it_ended_go_together(ana, ben):
    ask = make_ask(person=ana, to=[ben])
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(ending=Ending.HIRED)


def test_thanks_reach_whoever_answered_and_whoever_passed_it_on(ana, ben, cleo):
    ask = make_ask(person=ana, to=[ben])
    ask.pass_on(ben, cleo, "")
    Answer.give(ask, cleo, None, "My cousin does that")
    ask.answers.get().thank("You saved my week")
    told = {
        person.name: Notice.objects.visible_to(person).filter(kind="answer_thanked").count()
        for person in (ana, ben, cleo)
    }
    assert told == {ana.name: 0, ben.name: 1, cleo.name: 1}


def told(person, kind):
    return Notice.objects.visible_to(person).filter(kind=kind).count()


def test_ask_sent_to_more_tells_nobody_who_answered_or_said_no(ana, ben):
    """Whoever answered or said no hears no more of it when it is sent to more."""
    eve, fay = make_person(name="Eve"), make_person(name="Fay")
    for friend in (eve, fay):
        befriend(ana, friend)
    ask = make_ask(person=ana, to=[ben, eve])
    Answer.give(ask, ben, None, "My cousin does that")
    ask.decline(eve)

    ask.send([ben, eve, fay])

    assert [told(person, "asked") for person in (ben, eve, fay)] == [0, 0, 1]
    assert ask.recipients.count() == 3


def test_a_no_holds_whichever_way_it_comes_again(ana, ben, cleo):
    eve = make_person(name="Eve")
    befriend(ana, eve)
    befriend(eve, cleo)
    ask = make_ask(person=ana, to=[ben, eve])
    ask.pass_on(ben, cleo, "")
    ask.decline(cleo)
    assert ask.pass_on(eve, cleo, "")  # who cannot tell
    befriend(ana, cleo)
    ask.send([cleo])
    assert (told(cleo, "passed_on"), told(cleo, "asked")) == (0, 0)
    assert set(ask.recipients.filter(person=cleo).values_list("declined", flat=True)) == {True}


@pytest.mark.parametrize("narrowed", [True, False])
def test_an_answer_of_which_there_is_nothing_left_to_read_is_out_of_sight(ana, ben, narrowed):
    """And its notice with it, which would name whoever gave it."""
    ask, vouch, other = make_ask(person=ana, to=[ben]), make_vouch(author=ben), make_vouch(author=ben)
    Answer.give(ask, ben, vouch, "")
    Answer.give(ask, ben, other, "She is the best")
    assert Answer.objects.visible_to(ana).count() == told(ana, "answered") == 2
    if narrowed:
        Vouch.objects.update(scope=Scope.ME)
    else:
        vouch.withdraw()
        other.withdraw()
    assert set(Answer.objects.visible_to(ana).values_list("words", flat=True)) == {"She is the best"}
    assert (told(ana, "answered"), Answer.objects.visible_to(ben).count()) == (1, 2)


def test_link_answer_confirmed_is_asked_about_no_more(ana):
    """Once the asker has said who it was the question who it was is gone."""
    answer = LinkAnswer.write(make_ask(person=ana, to=[]).link, **by_link())
    assert told(ana, "link_answered") == 1
    answer.confirm("My sister")
    assert told(ana, "link_answered") == 0


def test_link_answer_needs_its_asker_and_an_id_of_its_own(ana, ben):
    """Nobody answers by a link whose asker has gone nor with the id of another form."""
    link, form = make_ask(person=ana, to=[]).link, by_link()
    theirs = make_link_answer(public_id=form["public_id"])
    assert LinkAnswer.write(link, **form) is None
    ana_then = Ask.objects.get(link=link).person
    ana_then.delete()
    assert LinkAnswer.write(link, **by_link()) is None
    assert LinkAnswer.write(link, **by_link(writer=ben)) is None
    assert theirs.__class__.objects.count() == 1


def by_link(**fields):
    said = {"name": "Mia", "provider": "Rosa", "job": "Boiler", "hired_on": months_ago(2), "outcome": Outcome.YES}
    return {"public_id": uuid4(), "writer": None} | said | fields
