"""Whoever leaves takes their questions along, and what they said to those of others."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from people.models import Invitation, Notice, Person
from people.tidy import tidy
from recommendations.leaving.erasing import erase
from recommendations.leaving.export import archive_of
from recommendations.models import Answer, Ask, AskLink, Ending, LinkAnswer, Question, Recipient
from tests.recommendations.leaving.test_export import opened
from tests.recommendations.leaving.test_export import told as taken_out
from tests.worlds.builders import befriend, make_ask, make_link_answer, make_person, make_question, make_vouch
from tests.worlds.pressing import press
from tests.worlds.private_lives import dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ana, ben, cleo) -> Ask:
    """By Ana, passed on by Ben to Cleo; both answered, both were thanked."""
    ask = make_ask(person=ana, to=[ben], words="canary-question")
    ask.pass_on(ben, cleo, "canary-passed")
    Answer.give(ask, ben, make_vouch(author=ben), "canary-by-ben")
    Answer.give(ask, cleo, None, "canary-by-cleo")
    for answer in ask.answers.select_related("ask__person", "person"):
        answer.thank(f"canary-thanks{answer.words.removeprefix('canary-by')}")
    return ask


def canaries() -> set[str]:
    return {word for word in ("question", "passed", "by-ben", "by-cleo", "thanks-ben", "thanks-cleo") if said(word)}


def said(word: str) -> bool:
    return f"canary-{word}" in dump()


def notices() -> set[tuple[str, str]]:
    return {(notice.person.first_name, notice.kind) for notice in Notice.objects.select_related("person")}


EVERY_WORD = {"question", "passed", "by-ben", "by-cleo", "thanks-ben", "thanks-cleo"}


def test_with_the_one_who_asked_goes_all_of_it(ana, asked):
    assert canaries() == EVERY_WORD
    assert {("Cleo", "answer_thanked"), ("Ben", "answer_thanked"), ("Ana", "answered_beyond")} <= notices()

    erase(ana)

    assert canaries() == set()
    assert notices() == set()
    assert not any(model.objects.exists() for model in (Ask, Recipient, Answer, AskLink))


def test_the_answer_of_one_who_has_left_is_an_empty_row(ana, ben, cleo, asked):
    erase(cleo)

    assert canaries() == {"question", "by-ben", "thanks-ben"}
    assert {(kind, name) for name, kind in notices()} == {("answered", "Ana"), ("answer_thanked", "Ben")}
    empty = Answer.objects.get(person=None)
    assert (empty.words, empty.vouch, empty.thanks, empty.helped_at) == ("", None, "", None)
    assert set(Answer.objects.visible_to(ana)) == set(ben.answers.all())


def test_erase_of_the_passer_ends_the_way_and_no_words_of_others(ana, ben, cleo, asked):
    """With the one who passed it on goes the way and not the words of the other."""
    erase(ben)

    assert canaries() == {"question", "by-cleo", "thanks-cleo"}
    assert not Answer.objects.visible_to(ana).exists()
    assert not Ask.objects.visible_to(cleo).exists()
    assert not Notice.objects.visible_to(cleo).exists()
    assert not Notice.objects.visible_to(ana).exists()


@pytest.mark.parametrize("joined", [True, False])
def test_what_was_said_by_a_link_goes_with_whoever_said_it(ana, joined):
    """Whether they were signed in then or joined by the invitation that came of it; a stranger's words stay."""
    eve, ask = make_person(name="Eve"), make_ask(person=ana, to=[])
    mine = make_link_answer(ask=ask, words="canary-by-link", writer=None if joined else eve)
    stranger = make_link_answer(ask=ask, words="canary-stranger")
    for each in (mine, stranger):
        ana.tell("link_answered", each.public_id, ask.get_absolute_url())
    if joined:
        Invitation.objects.filter(pk=mine.invite().pk).update(accepted_by=eve, confirmed_at=timezone.now())
    stranger.invite()

    erase(eve)

    assert list(LinkAnswer.objects.all()) == [stranger]
    assert (said("by-link"), said("stranger")) == (False, True)
    assert list(Notice.objects.values_list("about", flat=True)) == [stranger.public_id]


def test_export_of_a_link_answer_is_for_the_asker_and_its_writer(ana):
    """What was said by a link is taken out by the asker and by whoever said it."""
    eve, ask = make_person(name="Eve"), make_ask(person=ana, to=[])
    make_link_answer(ask=ask, words="canary-mine", writer=eve, confirmed_as="canary-as")
    make_link_answer(ask=ask, words="canary-strangers")

    assert [row["words"] for row in taken_out(ana)["answers_by_link"]] == ["canary-mine", "canary-strangers"]
    assert [row["words"] for row in taken_out(eve)["said_by_link"]] == ["canary-mine"]
    assert "canary-as" not in str(taken_out(eve))


def test_the_invitation_that_came_of_what_one_said_by_a_link_goes_too(ana):
    """It bears the name that they gave; and they had an account already, so nobody has come by it."""
    eve, ask = make_person(name="Eve"), make_ask(person=ana, to=[])
    mine, strangers = make_link_answer(ask=ask, name="canary-eve"), make_link_answer(ask=ask, name="canary-mia")
    for each in (mine, strangers):
        each.invite()
    mine.claim(eve)

    erase(eve)

    assert list(ana.invitations.values_list("name", flat=True)) == ["canary-mia"]


def test_tidy_of_an_invitation_keeps_whose_the_link_answer_is(ana):
    """Whose an answer by link is stays known when their invitation is tidied away."""
    eve = make_person(name="Eve")
    told, other = make_link_answer(ask=make_ask(person=ana, to=[])), make_link_answer()
    for each in (told, other):
        Invitation.objects.filter(pk=each.invite().pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    Invitation.objects.filter(form_key=told.public_id).update(accepted_by=eve, confirmed_at=timezone.now())
    assert set(LinkAnswer.objects.written_by(eve)) == {told}

    tidy()

    assert not Invitation.objects.exists()
    assert set(LinkAnswer.objects.written_by(eve)) == {told}
    assert LinkAnswer.objects.get(pk=other.pk).writer is None
    erase(eve)
    assert set(LinkAnswer.objects.all()) == {other}


def test_whoever_came_by_the_invitation_of_another_takes_nothing_along(ana):
    """Until the asker says that it is they."""
    eve, told = make_person(name="Eve"), make_link_answer(ask=make_ask(person=ana, to=[]))
    Invitation.objects.filter(pk=told.invite().pk).update(accepted_by=eve)

    tidy()
    erase(eve)

    assert LinkAnswer.objects.get().writer is None


@pytest.mark.parametrize("leaver", ["the one who asks", "the one who is asked"])
def test_a_short_question_goes_with_either(ana, ben, leaver):
    question = make_question(person=ana, friend=ben, words="canary-short")
    question.reply("canary-reply")
    other = make_question(person=ana, friend=friend_of(ana), words="Another")
    assert notices() == {("Ana", "replied"), ("Fay", "question")}

    erase(ana if leaver == "the one who asks" else ben)

    assert not said("short")
    assert not said("reply")
    assert set(Question.objects.all()) == (set() if leaver == "the one who asks" else {other})
    assert notices() == (set() if leaver == "the one who asks" else {("Fay", "question")})


def friend_of(person):
    fay = make_person(name="Fay")
    befriend(person, fay)
    return fay


# --- What can be taken out ------------------------------------------------------------------------


def test_export_has_what_one_asked_and_answered_and_no_friends_answers(ana, ben, cleo):
    """What one asked and answered is in it and what friends answered is not."""
    mine = make_ask(person=ana, to=[ben], words="canary-question")
    Answer.give(mine, ben, None, "hidden-answer")
    mine.settle(Ending.HIRED, "canary-hired")
    theirs = make_ask(person=ben, to=[ana], words="hidden-question")
    Answer.give(theirs, ana, None, "canary-answer")
    befriend(ana, make_person(name="Eve Stone"))
    theirs.pass_on(ana, Person.objects.get(name="Eve Stone"), "canary-passed")
    by_link = make_link_answer(ask=mine, name="canary-name", provider="canary-provider", words="canary-told")
    by_link.confirm("canary-sister")
    make_question(person=ana, friend=ben, words="canary-short").reply("hidden-reply")
    make_question(person=ben, friend=ana, words="hidden-short").reply("canary-reply")

    text = opened(archive_of(ana))["whom.json"]

    names = "question hired answer passed name provider told sister short reply".split()
    assert [name for name in names if f"canary-{name}" not in text] == []
    assert "hidden" not in text
    assert [row["friend"] for row in taken_out(ana)["passed_on"]] == ["Eve Stone"]


# --- What has had its time ------------------------------------------------------------------------


def ago(**since) -> object:
    return timezone.now() - timedelta(**since)


def test_drafts_and_dead_links_are_not_kept(ana):
    old, new = make_ask(person=ana, made_at=ago(days=91)), make_ask(person=ana, made_at=ago(days=89))
    sent, again = (make_ask(person=ana, to=[], made_at=ago(days=900)) for _ in range(2))
    AskLink.objects.filter(ask=sent).update(expires_at=ago(days=31))
    AskLink.objects.filter(ask=again).update(expires_at=ago(days=29))

    tidy()

    assert set(Ask.objects.all()) == {new, sent, again}
    assert set(AskLink.objects.all()) == {again.link}
    assert old.pk not in Ask.objects.values_list("pk", flat=True)


def test_tidy_takes_unconfirmed_link_answers_ninety_days_later(ana):
    """What a link brought and nobody confirmed goes ninety days after its question closed."""
    closed, lately, still_open = (make_ask(person=ana, to=[]) for _ in range(3))
    for ask, days in ((closed, 91), (lately, 89)):
        ask.settle(Ending.NOT_NEEDED)
        Ask.objects.filter(pk=ask.pk).update(closed_at=ago(days=days))
    over, note, *others = (make_link_answer(ask=ask) for ask in (closed, closed, lately, still_open))
    note.confirm("My sister")
    for each in (over, *others):
        ana.tell("link_answered", each.public_id, "/")

    tidy()

    assert set(LinkAnswer.objects.all()) == {note, *others}
    assert set(Notice.objects.values_list("about", flat=True)) == {each.public_id for each in others}


def test_a_short_question_is_kept_for_a_year(ana, ben):
    over, answered, fresh = (make_question(person=ana, friend=ben) for _ in range(3))
    answered.reply("Yes")
    Question.objects.filter(pk__in=[over.pk, answered.pk]).update(made_at=ago(days=366))
    Question.objects.filter(pk=fresh.pk).update(made_at=ago(days=364))

    tidy()

    assert set(Question.objects.all()) == {fresh}
    assert set(Notice.objects.values_list("about", flat=True)) == {fresh.public_id}


# --- While another acts ---------------------------------------------------------------------------


def test_what_goes_while_a_page_is_answered_is_not_there(ana, ben, asked, monkeypatch):
    """As if it had gone a moment before, and not a fault of ours."""
    answer, withdraw = ben.answers.get(), Answer.withdraw

    def too_late(answer: Answer) -> None:
        erase(Person.objects.get(pk=ana.pk))
        withdraw(answer)

    monkeypatch.setattr(Answer, "withdraw", too_late)
    assert press(ben, "answer_withdraw", answer).status_code == HTTPStatus.NOT_FOUND
    assert not Answer.objects.filter(pk=answer.pk).exists()
