"""What the desk removes is gone, and its author alone is told."""

from typing import Any

import pytest
from django.urls import reverse

from people.delivery import deliver_due
from people.models import Introduction, Notice, Person, Tie
from recommendations.models import (
    Answer,
    Ask,
    DeskLook,
    Insight,
    IntroductionAsk,
    LinkAnswer,
    Offer,
    Photo,
    Question,
    Quiet,
    Recipient,
    Report,
    Reportable,
    ShortWord,
    Thanks,
    Vouch,
)
from tests.worlds.builders import befriend, make_ask, make_person
from tests.worlds.outbox import sent
from tests.worlds.private_lives import signed_in
from tests.worlds.reportable import Said, desk_page, reported


@pytest.fixture
def ana(said) -> Person:
    return said[Reportable.WISH].row.friend


@pytest.fixture
def ben(said) -> Person:
    return said[Reportable.PERSON].row


REMOVED = {
    Reportable.VOUCH: (Vouch, "removed"),
    Reportable.INSIGHT: (Insight, "insight_removed"),
    Reportable.ASK: (Ask, "ask_removed"),
    Reportable.ANSWER: (Answer, "answer_removed"),
    Reportable.HEARD: (Answer, "heard_removed"),
    Reportable.HELPED: (Answer, "helped_removed"),
    Reportable.PHOTO: (Photo, "photo_removed"),
    Reportable.WORD: (ShortWord, "word_removed"),
    Reportable.REPLY: (ShortWord, "reply_removed"),
    Reportable.OFFER: (Offer, "offer_removed"),
    Reportable.WISH: (IntroductionAsk, "wish_removed"),
    Reportable.ADDED: (IntroductionAsk, "added_removed"),
    Reportable.QUESTION: (Question, "question_removed"),
    Reportable.REPLIED: (Question, "replied_removed"),
    Reportable.PASSING: (Recipient, "passing_removed"),
    Reportable.INTRODUCTION: (Introduction, "intro_removed"),
    Reportable.LINK: (LinkAnswer, "link_removed"),
    Reportable.THANKS: (Thanks, "thanks_removed"),
}


@pytest.mark.parametrize("kind", sorted(set(Reportable) - {Reportable.PERSON}))
def test_removed_thing_is_gone_and_its_author_alone_is_told(ana, ben, said, staff, kind):
    model, notice = REMOVED[kind]
    report = reported(said, kind, ana)
    Notice.objects.all().delete()
    client = signed_in(staff)
    for _ in range(2):
        client.post(desk_page(report, "remove"))

    assert not model.objects.filter(pk=said[kind].row.pk).exclude(**left_of(kind)).exists()
    assert list(Notice.objects.values_list("person", "kind", "who")) == [(ben.pk, notice, None)]
    assert "after a complaint" in signed_in(ben).get("/notices/").content.decode()
    deliver_due()
    assert sent() == [ben.email]
    assert not Report.objects.at_the_desk_of(staff).exists()
    assert list(DeskLook.objects.values_list("staff", "act")) == [(staff.pk, "remove")]


def left_of(kind: Reportable) -> dict[str, Any]:
    """Of an answer an empty row stays, of a reply what it was said to, and of thanks that they were given."""
    return {
        Reportable.ANSWER: {"person": None},
        Reportable.HEARD: {"reply": ""},
        Reportable.HELPED: {"thanks": ""},
        Reportable.ADDED: {"word": ""},
        Reportable.REPLY: {"answer": ""},
        Reportable.REPLIED: {"answer": ""},
        Reportable.THANKS: {"words": ""},
        Reportable.PASSING: {"word": ""},
        Reportable.INTRODUCTION: {"word": ""},
    }.get(kind, {"pk": None})


def test_words_of_two_who_passed_the_same_question_on_are_two_things(ana, ben, said, staff):
    """One of them is read: that of the first who passed it on, as long as the way by them is there."""
    ask, cleo = said[Reportable.PASSING].row.ask, make_person(name="Cleo Martin")
    for friend in (ask.person, ana):
        befriend(cleo, friend)
    ask.recipients.create(person=cleo)
    assert ask.pass_on(cleo, ana, "A word of Cleo's")
    first = reported(said, Reportable.PASSING, ana)
    Tie.objects.part(ana, ben)
    second = reported(said, Reportable.PASSING, ana)
    assert (first.author, second.author) == (ben, cleo)

    assert second.look(staff).word == "A word of Cleo's"
    assert second.remove(staff)
    assert set(ask.recipients.exclude(word="").values_list("word", flat=True)) == {"You always know better"}
    assert list(Report.objects.open()) == [first]


def test_word_that_was_put_to_many_is_removed_from_all(ana, ben, said, staff):
    befriend(asker := make_person(), ben)
    befriend(ben, cleo := make_person())
    ask = make_ask(person=asker)
    ask.send([ben], quiet=Quiet.NAMELESS)
    assert ask.recipients.get().put([ana, cleo], "Somebody I trust asks")
    quiet = Said(ask.recipients.get(person=ana), reverse("passing_report", args=[ask.public_id]), set())
    assert reported({Reportable.PASSING: quiet}, Reportable.PASSING, ana).remove(staff)

    assert list(ask.recipients.filter(passed_by=ben).values_list("word", flat=True)) == ["", ""]
    assert ana.notices.filter(kind="passed_on", about=ask.public_id).exists()


def test_word_of_an_introduction_is_removed_from_both_who_are_introduced(ana, said, staff):
    introduced = said[Reportable.INTRODUCTION].row
    assert reported(said, Reportable.INTRODUCTION, ana).remove(staff)

    halves = Introduction.objects.between(introduced.person, introduced.friend)
    assert list(halves.values_list("word", "answer")) == [("", None), ("", None)]


def test_answer_by_a_link_of_nobody_here_is_removed_and_nobody_is_suspended(ana, said, staff):
    LinkAnswer.objects.update(writer=None)
    report, client = reported(said, Reportable.LINK, ana), signed_in(staff)
    Notice.objects.all().delete()
    page = client.post(desk_page(report, "look")).content.decode()
    assert ("Only fools need a plumber" in page, "Benny" in page, "Suspend" in page) == (True, False, False)
    assert ("Nobody is told." in page, "Its author is told" in page) == (True, False)
    assert not report.suspend(staff, "Why")
    client.post(desk_page(report, "remove"))

    assert not LinkAnswer.objects.exists()
    assert (Report.objects.open().exists(), Notice.objects.exists()) == (False, False)


def test_person_cannot_be_removed(ana, ben, said, staff):
    report = reported(said, Reportable.PERSON, ana)
    signed_in(staff).post(desk_page(report, "remove"))

    assert Person.objects.filter(pk=ben.pk).exists()
    assert list(Report.objects.at_the_desk_of(staff)) == [report]
