"""Who sees a question, who sees an answer, and what ends it."""

import pytest
from django.db import IntegrityError, transaction

from people.models import Notice, Tie
from recommendations.models import Answer, Ask, Ending, Recipient, Sent
from tests.builders import befriend, make_ask, make_person, make_vouch

pytestmark = pytest.mark.django_db


def who_sees(ask, *people):
    return {person.name for person in people if Ask.objects.visible_to(person).filter(pk=ask.pk).exists()}


@pytest.fixture
def everyone(ana, ben, cleo, dan):
    return ana, ben, cleo, dan


def test_a_question_reaches_those_it_was_sent_to_and_the_one_it_was_passed_on_to(ana, ben, cleo, everyone):
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
    cleo.block(ana)
    assert who_sees(ask, *everyone) == {ana.name, ben.name}
    assert not Answer.objects.visible_to(ana).exists()
    assert not Answer.objects.visible_to(cleo).exists()


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
