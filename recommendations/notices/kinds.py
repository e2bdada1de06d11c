"""What the notices of this app say."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Notice, Person
from people.notices import Kind, PushWords
from recommendations.models import (
    ANSWER_REPLIED,
    ANSWER_THANKED,
    ANSWERED,
    ANSWERED_BEYOND,
    ANSWERED_BY_MAIL,
    ASK_WENT,
    ASKED,
    CORRECTION,
    HOW_DID_IT_GO,
    INSIGHT_THANKED,
    INTRODUCTION_ASKED,
    INTRODUCTION_WANTED,
    LINK_ANSWERED,
    LOOKED,
    NUMBER_ASKED,
    NUMBER_GIVEN,
    PASSED_ON,
    QUESTION,
    REPLIED,
    STILL_GLAD,
    STILL_HOLDS,
    STILL_OPEN,
    STILL_TRUE,
    THANKED,
    TO_HAND_ON,
    WORD,
    WORD_ANSWERED,
    WORD_TAKEN,
    WORD_THANKED,
    Answer,
    Ask,
    Ending,
    Gratitude,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Question,
    ShortWord,
    Thanks,
)
from recommendations.notices import mails, mails_of_thanks, mails_of_words, sentences, sentences_of_words
from recommendations.notices.removed import REMOVED_THINGS


def vouches_to_affirm(person: Person) -> QuerySet:
    return person.vouches.to_affirm()


def insights_to_affirm(person: Person) -> QuerySet:
    return person.insights.to_affirm()


def offers_to_renew(person: Person) -> QuerySet:
    return person.offers.to_renew()


def thanks_received(person: Person) -> QuerySet:
    return Thanks.objects.visible_to(person)


def thanks_given(person: Person) -> QuerySet:
    return person.thanks_given.standing()


def asks_to_answer(person: Person) -> QuerySet:
    return Ask.objects.visible_to(person).open().exclude(person=person)


def asks_of_mine(person: Person) -> QuerySet:
    return person.asks.open()


def asks_that_ended_well(person: Person) -> QuerySet:
    return person.asks.filter(ending=Ending.HIRED)


def answers_to_mine(person: Person) -> QuerySet:
    return Answer.objects.visible_to(person).filter(ask__person=person)


def answers_to_hand_on(person: Person) -> QuerySet:
    return Answer.objects.handed_by(person).filter(waits=True, ask__in=Ask.objects.visible_to(person).open())


def link_answers_to_mine(person: Person) -> QuerySet:
    return LinkAnswer.objects.visible_to(person)


def answers_thanked(person: Person) -> QuerySet:
    return Answer.objects.thanked_to(person)


def answers_replied_to(person: Person) -> QuerySet:
    return Answer.objects.replied_to(person)


def numbers_to_give(person: Person) -> QuerySet:
    return NumberAsk.objects.to_answer(person)


def numbers_given(person: Person) -> QuerySet:
    return NumberAsk.objects.given_to(person)


def gratitudes(person: Person) -> QuerySet:
    return Gratitude.objects.received_by(person)


def questions(person: Person) -> QuerySet:
    return Question.objects.visible_to(person)


def words_to_answer(person: Person) -> QuerySet:
    return ShortWord.objects.to_answer(person)


def words_answered(person: Person) -> QuerySet:
    return ShortWord.objects.answered_to(person)


def words_taken(person: Person) -> QuerySet:
    return ShortWord.objects.taken_to(person)


def words_thanked(person: Person) -> QuerySet:
    return ShortWord.objects.thanked_to(person)


def introductions_to_pass_on(person: Person) -> QuerySet:
    return IntroductionAsk.objects.to_pass_on(person)


def introductions_to_answer(person: Person) -> QuerySet:
    return IntroductionAsk.objects.to_answer(person)


def is_about_a_discreet_ask(notice: Notice) -> bool:
    return not asks_to_answer(notice.person).filter(public_id=notice.about, discreet=False).exists()


def answers_a_discreet_ask(notice: Notice) -> bool:
    return not answers_to_mine(notice.person).filter(public_id=notice.about, ask__discreet=False).exists()


ASKED_PUSH, ANSWERED_PUSH = _("Somebody in your circle asks you something"), _("Your question has an answer")
THANKED_PUSH = PushWords("push_thanks", _("Somebody says thank you"))

# Only a friend is ever named; what a mail says of the thing is in `mails`.
SAID = {
    STILL_TRUE: Kind(
        _("Is what you say of someone you hired still true?"),
        still_about=vouches_to_affirm,
        tell=mails_of_thanks.tell_still_true,
        say=sentences.say_still_true,
    ),
    STILL_GLAD: Kind(
        _("Would you still be glad to do what you offer?"),
        still_about=offers_to_renew,
        tell=mails_of_thanks.tell_still_glad,
        say=sentences.say_still_glad,
    ),
    THANKED: Kind(
        _("Someone hired a tradesperson on your word, or on a friend’s of yours."),
        still_about=thanks_received,
        tell=mails_of_thanks.tell_thanked,
        say=sentences.say_thanked,
        push=THANKED_PUSH,
    ),
    HOW_DID_IT_GO: Kind(
        _("You said that you hired someone on a word you read here. How did it go?"),
        still_about=thanks_given,
        tell=mails_of_thanks.tell_how_did_it_go,
        say=sentences.say_how_did_it_go,
    ),
    CORRECTION: Kind(
        _("Someone you vouch for says that something in your vouch is wrong. Please look at it again."),
        _("Is it right as it stands?"),
        _("Someone you vouch for says that something in your vouch is wrong. Please look, and correct what is."),
        say=sentences.say_correction,
    ),
    LOOKED: Kind(
        _("Whoever runs this Whom has read what you say of a tradesperson, who asked what is held about them."),
        _("What you say of someone was read"),
        _(
            "Whoever runs this Whom has read what you say of a tradesperson, who asked what is held about them. "
            "Neither learns that it was you."
        ),
        button=_("See what was read, and why"),
    ),
    **REMOVED_THINGS,
    ASKED: Kind(
        _("{who} has a question for you: who can you recommend?"),
        still_about=asks_to_answer,
        tell=mails.tell_asked,
        say=sentences.say_asked,
        push=PushWords("push_asks", ASKED_PUSH, _("{first} asks you something"), is_about_a_discreet_ask),
    ),
    PASSED_ON: Kind(
        _("{who} passes a question on to you: who can you recommend?"),
        still_about=asks_to_answer,
        tell=mails.tell_asked,
        say=sentences.say_asked,
        push=PushWords("push_asks", ASKED_PUSH, _("{first} passes a question on to you"), is_about_a_discreet_ask),
    ),
    ANSWERED: Kind(
        _("{who} answered your question."),
        still_about=answers_to_mine,
        tell=mails.tell_answered,
        say=sentences.say_answered,
        push=PushWords("push_answers", ANSWERED_PUSH, _("{first} answered your question"), answers_a_discreet_ask),
    ),
    ANSWERED_BY_MAIL: Kind(
        _("Your question was answered, from {who}’s mail."),
        still_about=answers_to_mine,
        tell=mails.tell_answered,
        say=sentences.say_answered,
        push=PushWords("push_answers", ANSWERED_PUSH),
    ),
    ANSWERED_BEYOND: Kind(
        _("Your question was passed on, and was answered."),
        still_about=answers_to_mine,
        tell=mails.tell_answered,
        say=sentences.say_answered,
        push=PushWords("push_answers", ANSWERED_PUSH),
    ),
    TO_HAND_ON: Kind(
        _("{who} answered a question that you put to your circle."),
        still_about=answers_to_hand_on,
        tell=mails.tell_to_hand_on,
        say=sentences.say_to_hand_on,
        push=PushWords("push_answers", _("An answer waits for you to hand it on")),
    ),
    LINK_ANSWERED: Kind(
        _("Someone answered your question by its link. Who is it?"),
        still_about=link_answers_to_mine,
        tell=mails.tell_link_answered,
        say=sentences.say_link_answered,
        push=PushWords("push_answers", ANSWERED_PUSH),
    ),
    STILL_OPEN: Kind(
        _("You asked your circle a while ago. Are you still looking?"),
        still_about=asks_of_mine,
        tell=mails.tell_still_open,
        say=sentences.say_still_open,
    ),
    ASK_WENT: Kind(
        _("You asked, and hired someone. How did it go?"),
        still_about=asks_that_ended_well,
        tell=mails.tell_ask_went,
        say=sentences.say_ask_went,
    ),
    ANSWER_THANKED: Kind(
        _("Your answer, or one you passed a question on for, helped: thank you."),
        still_about=answers_thanked,
        tell=mails_of_thanks.tell_answer_thanked,
        say=sentences.say_answer_thanked,
        push=THANKED_PUSH,
    ),
    QUESTION: Kind(
        _("{who} has a short question for you."),
        still_about=questions,
        tell=mails.tell_question,
        say=sentences.say_question,
        push=PushWords("push_asks", ASKED_PUSH, _("{first} asks you something")),
    ),
    ANSWER_REPLIED: Kind(
        _("Whoever asked has replied to your answer."),
        still_about=answers_replied_to,
        tell=mails_of_thanks.tell_answer_replied,
        say=sentences.say_answer_replied,
        push=PushWords("push_answers", _("Your answer has a reply")),
    ),
    NUMBER_ASKED: Kind(
        _("{who} asks you for the number of someone you vouch for."),
        still_about=numbers_to_give,
        tell=mails.tell_number_asked,
        say=sentences.say_number_asked,
        push=PushWords("push_asks", ASKED_PUSH, _("{first} asks you something")),
    ),
    NUMBER_GIVEN: Kind(
        _("{who} gave you the number that you asked for."),
        still_about=numbers_given,
        tell=mails.tell_number_given,
        say=sentences.say_number_given,
        push=PushWords("push_answers", ANSWERED_PUSH, _("{first} answered your question")),
    ),
    INTRODUCTION_ASKED: Kind(
        _("{who} asks you to introduce them to somebody."),
        still_about=introductions_to_pass_on,
        tell=mails.tell_introduction_asked,
        say=sentences.say_introduction_asked,
        push=PushWords("push_asks", ASKED_PUSH, _("{first} asks you something")),
    ),
    INTRODUCTION_WANTED: Kind(
        _("{who} passes on that somebody would like to know you."),
        still_about=introductions_to_answer,
        tell=mails.tell_introduction_wanted,
        say=sentences.say_introduction_wanted,
        push=PushWords(
            "push_ties", _("A friend would like you to know somebody"), _("{first} would like you to know somebody")
        ),
    ),
    INSIGHT_THANKED: Kind(
        _("Something you shared helped someone, who says thank you."),
        still_about=gratitudes,
        tell=mails_of_thanks.tell_insight_thanked,
        say=sentences.say_insight_thanked,
        push=THANKED_PUSH,
    ),
    STILL_HOLDS: Kind(
        _("Is what you shared still true?"),
        still_about=insights_to_affirm,
        tell=mails_of_words.tell_still_holds,
        say=sentences_of_words.say_still_holds,
    ),
    WORD: Kind(
        _("Someone says something to you about what you shared."),
        still_about=words_to_answer,
        tell=mails_of_words.tell_word,
        say=sentences_of_words.say_word,
        push=PushWords("push_answers", _("Somebody writes to you about what you shared"), _("{first} writes to you")),
    ),
    WORD_ANSWERED: Kind(
        _("Someone answered what you said about what they shared."),
        still_about=words_answered,
        tell=mails_of_words.tell_word_answered,
        say=sentences_of_words.say_word_answered,
        push=PushWords("push_answers", _("What you wrote has an answer"), _("{first} answered you")),
    ),
    WORD_TAKEN: Kind(
        _("Someone took what you said into what they shared, with thanks."),
        still_about=words_taken,
        tell=mails_of_words.tell_word_taken,
        say=sentences_of_words.say_word_taken,
        push=THANKED_PUSH,
    ),
    WORD_THANKED: Kind(
        _("Someone says thank you for what you offered."),
        still_about=words_thanked,
        tell=mails_of_words.tell_word_thanked,
        say=sentences_of_words.say_word_thanked,
        push=THANKED_PUSH,
    ),
    REPLIED: Kind(
        _("{who} replied to your question."),
        still_about=questions,
        tell=mails.tell_replied,
        say=sentences.say_replied,
        push=PushWords("push_answers", ANSWERED_PUSH, _("{first} replied to your question")),
    ),
}
