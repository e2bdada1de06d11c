"""A test of the test: each likely slip in who sees and does what with a question is noticed while people ask."""

import uuid

import pytest
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.models import Notice, ties
from recommendations import models
from recommendations.models import Answer, Ask, LinkAnswer, NumberAsk, Question, Recipient, answers
from recommendations.models.answers import AnswerQuerySet
from recommendations.models.asks import AskLinkQuerySet, AskQuerySet
from recommendations.models.links import LinkAnswerQuerySet
from recommendations.models.questions import QuestionQuerySet
from recommendations.models.recipients import Quiet, RecipientQuerySet, _has_blocked, _tied
from recommendations.providers import suggestion
from tests.lives.test_lives import live
from tests.lives.test_lives_of_asks import LongLivesOfAsks

RUNS = 40


def apart(recipients):
    """Without those between whom and the asker there is a block."""
    by_asker, by_them = _has_blocked("ask__person", "person"), _has_blocked("person", "ask__person")
    return recipients.exclude(by_asker).exclude(by_them)


# --- Who sees what --------------------------------------------------------------------------------


def even_past_a_block(recipients):
    passed_on = _tied("ask__person", "passed_by") & _tied("passed_by", "person")
    return recipients.filter(Q(_tied("ask__person", "person"), passed_by=None) | Q(passed_on, passed_by__isnull=False))


def without_the_tie_of_the_passer(recipients):
    directly = Q(_tied("ask__person", "person"), passed_by=None)
    passed_on = Q(_tied("passed_by", "person"), passed_by__isnull=False)
    return apart(recipients.filter(directly | passed_on))


def without_the_tie_to_the_passer(recipients):
    directly = Q(_tied("ask__person", "person"), passed_by=None)
    passed_on = Q(_tied("ask__person", "passed_by"), passed_by__isnull=False)
    return apart(recipients.filter(directly | passed_on))


def whoever_was_once_asked(recipients):
    passed_on = Q(_tied("ask__person", "passed_by") & _tied("passed_by", "person"), passed_by__isnull=False)
    return apart(recipients.filter(Q(passed_by=None) | passed_on))


def not_past_the_block_of_its_reader(recipients):
    return apart(recipients.tied())


def past_the_block_of_its_asker(recipients):
    return recipients.tied().exclude(_has_blocked("person", "ask__person"))


def past_no_block_of_a_first_name(recipients):
    named = recipients.tied().exclude(~Q(ask__quiet=Quiet.NAMELESS), _has_blocked("person", "ask__person"))
    return named.exclude(_has_blocked("ask__person", "person"))


def by_whatever_name(person):
    return Q(vouch__in=models.Vouch.objects.visible_to(person).values("public_id"))


def before_it_is_handed_on(answers, person):
    heard = Recipient.objects.heard().filter(ask=OuterRef("ask"), person=OuterRef("person"))
    put = Recipient.objects.put_by(person).filter(ask=OuterRef("ask"), person=OuterRef("person"))
    readable = ~Q(words="") | Q(vouch__in=models.Vouch.objects.visible_to(person).values("public_id"))
    mine = Q(person=person, ask__in=Ask.objects.visible_to(person))
    return answers.filter(mine | Q(Q(Exists(heard), ask__person=person) | Q(Exists(put)), readable))


def drafts_too(asks, person):
    friends = person.ties.standing().values("friend")
    reached = Recipient.objects.standing().filter(person=person).values("ask")
    return asks.filter(Q(person=person) | Q(pk__in=reached) | Q(person__in=friends, open_since=None))


def closed_too(asks):
    return asks.filter(open_since__isnull=False)


def to_the_other_recipients(answers, person):
    return answers.filter(person__isnull=False, ask__in=Ask.objects.visible_to(person))


def from_whom_it_no_longer_reaches(answers, person):
    mine = Q(person=person, ask__in=Ask.objects.visible_to(person))
    return answers.filter(mine | Q(ask__person=person, person__isnull=False))


def with_nothing_left_to_read(answers, person):
    reached = Recipient.objects.standing().filter(ask=OuterRef("ask"), person=OuterRef("person"))
    mine = Q(person=person, ask__in=Ask.objects.visible_to(person))
    return answers.filter(mine | Q(Exists(reached), ask__person=person))


def ones_own_for_good(answers, person):
    reached = Recipient.objects.standing().filter(ask=OuterRef("ask"), person=OuterRef("person"))
    return answers.filter(Q(person=person) | Q(Exists(reached), ask__person=person))


def thanks_to_every_passer(answers, person):
    passed_on = Recipient.objects.filter(ask=OuterRef("ask"), passed_by=person)
    return answers.filter(Q(person=person) | Exists(passed_on), helped_at__isnull=False)


def of_any_link(link_answers, person):
    return link_answers.filter(ask__in=Ask.objects.visible_to(person))


def unconfirmed_too(link_answers, person):
    return link_answers.visible_to(person)


def of_a_closed_ask(links):
    return links.filter(expires_at__gt=timezone.now(), ask__open_since__isnull=False)


def after_the_tie(questions, person):
    return questions.filter(Q(person=person) | Q(friend=person))


# --- Who may do what ------------------------------------------------------------------------------


def passed_on_again(ask, by, friend, word):
    """By those it was passed on to as well."""
    mine = Recipient.objects.standing().filter(ask__in=Ask.objects.open(), ask=ask, person=by)
    near = by.ties.standing().filter(friend=friend).exists()
    if friend == ask.person or not mine.exists() or not near:
        return False
    if Recipient.objects.get_or_create(ask=ask, passed_by=by, defaults={"person": friend})[1]:
        friend.tell(models.PASSED_ON, ask.public_id, "/", who=by)
    return True


def put_again(mine, friends, word):
    for friend in friends:
        row = {"ask": mine.ask, "person": friend, "passed_by": mine.person, "quietly": True}
        if friend != mine.ask.person and Recipient.objects.get_or_create(**row)[1]:
            friend.tell(models.PASSED_ON, mine.ask.public_id, "/", who=mine.person)
    return True


def handed_on_by_anybody(answer, by):
    if Answer.objects.filter(pk=answer.pk, waits=True).update(waits=False):
        answer.ask.person.tell(models.ANSWERED_BEYOND, answer.public_id, "/")
    return True


def passed_to_everyone(ask, by, friend, word):
    mine = Recipient.objects.standing().filter(ask__in=Ask.objects.open(), ask=ask, person=by, passed_by=None)
    near = by.ties.standing().filter(friend=friend).exists()
    if friend == ask.person or not mine.exists() or not near:
        return False
    Recipient.objects.filter(ask=ask, passed_by=by).update(person=friend)
    Recipient.objects.get_or_create(ask=ask, passed_by=by, defaults={"person": friend})
    friend.tell(models.PASSED_ON, ask.public_id, "/", who=by)
    return True


def given_by_anybody(ask, person, vouch, words):
    if not ask.is_open:
        return False
    about = vouch.public_id if vouch else None
    answer, new = Answer.objects.get_or_create(ask=ask, person=person, vouch=about, defaults={"words": words})
    if new:
        ask.person.tell(models.ANSWERED, answer.public_id, "/", who=person)
    return True


def thanked_quietly(answer, words):
    Answer.objects.filter(pk=answer.pk).update(helped_at=timezone.now())


def declined_for_now(ask, person):
    person.notices.filter(kind__in=[models.ASKED, models.PASSED_ON], about=ask.public_id).delete()


def withdrawn_in_words_only(answer):
    Answer.objects.filter(pk=answer.pk).update(words="", vouch=uuid.uuid4())
    Notice.objects.filter(about=answer.public_id).delete()


def any_number(ask):
    Ask.objects.closed().filter(pk=ask.pk).update(closed_at=None, ending="")
    return models.Sent.SENT


def asked_again_who_it_was(answer, who):
    LinkAnswer.objects.filter(pk=answer.pk).update(confirmed_as=who)


def put_to_anybody(cls, public_id, person, friend, provider, words):
    question = cls.objects.create(public_id=public_id, person=person, friend=friend, provider=provider, words=words)
    friend.tell(models.QUESTION, question.public_id, "/", who=person)
    return True


def replied_again(answer, words):
    Answer.objects.filter(pk=answer.pk).update(reply=words)
    Notice.objects.tell([answer.person], models.ANSWER_REPLIED, answer.public_id, "/")
    return True


def asked_for_by_anybody(cls, person, vouch):
    asked, new = cls.objects.get_or_create(person=person, vouch_id=vouch)
    if new:
        asked.vouch.author.tell(models.NUMBER_ASKED, asked.public_id, "/", who=person)
    return True


def given_for_good(asked):
    asked.vouch.author.notices.filter(about=asked.public_id).delete()


SLIPS = {
    "a reply comes again and again": (Answer, "reply_once", replied_again),
    "a number is asked of anybody": (NumberAsk, "put", classmethod(asked_for_by_anybody)),
    "a number cannot be taken back": (NumberAsk, "decline", given_for_good),
    "a number that was given outlives the tie": (ties, "ENDS_WITH_A_TIE", []),
    "a number is seen by whoever asked": (
        suggestion,
        "FACTS",
        suggestion.FACTS.replace("asked.given_at IS NOT NULL", "asked.id IS NOT NULL"),
    ),
    "a question goes past a block": (RecipientQuerySet, "standing", even_past_a_block),
    "the passer need not know the asker any more": (RecipientQuerySet, "standing", without_the_tie_of_the_passer),
    "whom it was passed to need not know the passer any more": (
        RecipientQuerySet,
        "standing",
        without_the_tie_to_the_passer,
    ),
    "a question stays with a former friend": (RecipientQuerySet, "standing", whoever_was_once_asked),
    "friends see drafts": (AskQuerySet, "visible_to", drafts_too),
    "what is settled still takes answers": (AskQuerySet, "open", closed_too),
    "answers are shown to whom else it was sent": (AnswerQuerySet, "visible_to", to_the_other_recipients),
    "an answer of whom it no longer reaches is shown": (AnswerQuerySet, "visible_to", from_whom_it_no_longer_reaches),
    "an answer is shown whose vouch is not": (AnswerQuerySet, "visible_to", with_nothing_left_to_read),
    "ones own answer outlives the question": (AnswerQuerySet, "visible_to", ones_own_for_good),
    "thanks go to every passer": (AnswerQuerySet, "thanked_to", thanks_to_every_passer),
    "friends see what a link brought": (LinkAnswerQuerySet, "visible_to", of_any_link),
    "a note needs nobody to confirm it": (LinkAnswerQuerySet, "notes_of", unconfirmed_too),
    "a link outlives its question": (AskLinkQuerySet, "alive", of_a_closed_ask),
    "a short question outlives the tie": (QuestionQuerySet, "visible_to", after_the_tie),
    "a block tells whose quiet question it is": (RecipientQuerySet, "standing", not_past_the_block_of_its_reader),
    "a block tells which of a first name asks": (RecipientQuerySet, "standing", past_no_block_of_a_first_name),
    "an answer is handed on by two names": (answers, "_telling_whom", by_whatever_name),
    "a quiet question reaches whom its asker has blocked": (RecipientQuerySet, "standing", past_the_block_of_its_asker),
    "an answer reaches the asker before it is handed on": (AnswerQuerySet, "visible_to", before_it_is_handed_on),
    "a quiet question is put again, to anybody": (Recipient, "put", put_again),
    "an answer is handed on by anybody": (Answer, "hand_on", handed_on_by_anybody),
    "it travels a third step": (Ask, "pass_on", passed_on_again),
    "it is passed on to everyone": (Ask, "pass_on", passed_to_everyone),
    "whoever was not asked answers": (Answer, "give", staticmethod(given_by_anybody)),
    "thanks are told to nobody": (Answer, "thank", thanked_quietly),
    "a no is forgotten": (Ask, "decline", declined_for_now),
    "a withdrawn answer leaves its author": (Answer, "withdraw", withdrawn_in_words_only),
    "a question is opened again and again": (Ask, "reopen", any_number),
    "who it was is asked for ever": (LinkAnswer, "confirm", asked_again_who_it_was),
    "a short question goes to anybody": (Question, "put", classmethod(put_to_anybody)),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_a_slip_stands_for_is_there(slip):
    """Else its campaign would end before anybody has asked."""
    where, name, _ = SLIPS[slip]

    assert hasattr(where, name)


@pytest.mark.campaign
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_noticed_while_people_ask(db, monkeypatch, slip):
    monkeypatch.setattr(*SLIPS[slip])

    with pytest.raises(AssertionError):
        live(LongLivesOfAsks, RUNS, derandomize=True, report_multiple_bugs=False)
