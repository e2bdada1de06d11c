"""What the page of notices says of each: a sentence with the thing that it is about, as its reader may see it now.

Their own page, so it may say what a mail may not: what a discreet question is about, and whoever is named to them
beyond their circle. Each of these functions asks as many statements however many notices it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.text import Truncator

from people.models import Notice, Person
from people.notices import about_in, say_each
from recommendations.asks.answered import Answered, answers_through_each, answers_to_each
from recommendations.circle.thanks import ThanksReceived, thanks_to
from recommendations.models import (
    Answer,
    Ask,
    Gratitude,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Question,
    Vouch,
)
from recommendations.sight.asks import askers_to, reaching
from recommendations.sight.names import at_beginning

Says = dict[int, str]
SHORT_WORDS = 120  # letters


def short(words: str) -> str:
    return f"“{Truncator(words).chars(SHORT_WORDS)}”"


# --- Questions, and answers to them ----------------------------------------------------------------


def say_asked(person: Person, notices: Sequence[Notice]) -> Says:
    rows = reaching(person).filter(ask__public_id__in=[each.about for each in notices])
    asks = {row.ask.public_id: row.ask for row in rows}
    return say_each(notices, asks, _asked)


def _asked(notice: Notice, ask: Ask) -> str:
    who = notice.who.name if notice.who else "Someone"
    if notice.who_id == ask.person_id and ask.quiet:
        return f"{who} asks quietly, through you: {ask.in_short}"
    if notice.who_id == ask.person_id:
        return f"{who} asks: {ask.in_short}"
    return f"{who} passes a question on to you: {ask.in_short}"


def say_answered(person: Person, notices: Sequence[Notice]) -> Says:
    asks = person.asks.filter(answers__public_id__in=[each.about for each in notices])
    of = {ask.pk: ask for ask in asks.select_related("trade", "place")}
    answers = {each.answer.public_id: each for each in answers_to_each(person, list(of.values()))}
    return {
        each.pk: _answered(found, of[found.answer.ask_id].need_near)
        for each in notices
        if (found := answers.get(each.about))
    }


def _answered(each: Answered, need: str) -> str:
    said = _said_in(each)
    if each.answer.by_mail:
        return f"From {each.source} comes an answer to your question about {need}: {said}"
    return f"{each.said_by} answered your question about {need}: {said}"


def _said_in(each: Answered) -> str:
    return f"{each.provider}." if each.provider else short(each.answer.words)


def say_to_hand_on(person: Person, notices: Sequence[Notice]) -> Says:
    about = about_in(Answer.objects.handed_by(person), notices)
    asked = Ask.objects.visible_to(person).filter(answers__in=about).select_related("trade", "place")
    asks = {ask.pk: ask for ask in asked}
    through = {each.answer.public_id: each for each in answers_through_each(person, list(asks.values()))}
    return {
        each.pk: _to_hand_on(found, asks[found.answer.ask_id].need_near)
        for each in notices
        if (found := through.get(each.about))
    }


def _to_hand_on(each: Answered, need: str) -> str:
    question = f"the question about {need} that you put to your circle"
    if each.answer.by_mail:
        return f"From {each.source} comes an answer to {question}: {_said_in(each)}"
    return f"{each.said_by} answered {question}: {_said_in(each)}"


def say_link_answered(person: Person, notices: Sequence[Notice]) -> Says:
    told = about_in(LinkAnswer.objects.visible_to(person), notices).select_related("ask__trade", "ask__place")
    answers = {each.public_id: each for each in told}
    return say_each(notices, answers, lambda notice, told: _by_link(told))


def _by_link(told: LinkAnswer) -> str:
    need = told.ask.need_near
    said = f"{told.provider}." if told.provider else short(told.words)
    return f"Someone who calls themselves {told.name} answered your question about {need}: {said} Who is it?"


def say_still_open(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        notices,
        _own_asks(person, notices),
        lambda notice, ask: f"You {ask.deeds[2]} {ask.need_near}. Are you still looking?",
    )


def say_ask_went(person: Person, notices: Sequence[Notice]) -> Says:
    asks = {public_id: ask for public_id, ask in _own_asks(person, notices).items() if ask.hired}
    return say_each(
        notices, asks, lambda notice, ask: f"You {ask.deeds[2]} {ask.need_near}, and hired {ask.hired}. How did it go?"
    )


def _own_asks(person: Person, notices: Sequence[Notice]) -> dict:
    """By their public ids."""
    return {ask.public_id: ask for ask in about_in(person.asks, notices).select_related("trade", "place")}


def say_question(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        _by_somebody(notices),
        _questions_in(person, notices),
        lambda notice, asked: f"{notice.who.name} has a short question for you: {short(asked.words)}",
    )


def say_replied(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        _by_somebody(notices),
        _questions_in(person, notices),
        lambda notice, asked: f"{notice.who.name} replied to your question: {short(asked.answer)}",
    )


def _by_somebody(notices: Sequence[Notice]) -> list[Any]:
    return [each for each in notices if each.who]


def _questions_in(person: Person, notices: Sequence[Notice]) -> dict:
    return {each.public_id: each for each in about_in(Question.objects.visible_to(person), notices)}


# --- Thanks ----------------------------------------------------------------------------------------


def say_thanked(person: Person, notices: Sequence[Notice]) -> Says:
    received = {each.public_id: each for each in thanks_to(person, among=[each.about for each in notices])}
    return say_each(notices, received, lambda notice, thanks: _thanked(thanks))


def _thanked(each: ThanksReceived) -> str:
    provider = each.provider or "someone"
    if each.author is None:
        return f"{each.giver} hired {provider} on your word."
    return f"{each.giver} hired {provider} on {each.author.name}’s word, which reached them through you."


def say_answer_thanked(person: Person, notices: Sequence[Notice]) -> Says:
    helped = about_in(Answer.objects.thanked_to(person), notices).select_related("ask__trade")
    answers = {each.public_id: each for each in helped}
    askers = askers_to(person, [each.ask for each in answers.values()])
    return say_each(notices, answers, lambda notice, answer: _helped(person, answer, askers.get(answer.ask_id, "")))


def _helped(person: Person, answer: Answer, asker: str) -> str:
    """ "" if by now the question does not reach them."""
    about = answer.ask.need
    if not asker:
        return ""
    if answer.person_id == person.pk:
        return f"{at_beginning(asker)} says thank you: your answer about {about} helped."
    return f"{at_beginning(asker)} says thank you: it helped that you passed on a question about {about}."


def say_answer_replied(person: Person, notices: Sequence[Notice]) -> Says:
    replied = {
        each.public_id: each for each in about_in(Answer.objects.replied_to(person), notices).select_related("ask")
    }
    askers = askers_to(person, [each.ask for each in replied.values()])
    return {
        each.pk: f"{at_beginning(askers[found.ask_id])} replied to your answer: {short(found.reply)}"
        for each in notices
        if (found := replied.get(each.about)) and found.ask_id in askers
    }


def say_insight_thanked(person: Person, notices: Sequence[Notice]) -> Says:
    thanked = about_in(Gratitude.objects.received_by(person), notices)
    return say_each(
        notices,
        dict(thanked.values_list("public_id", "insight__words")),
        lambda notice, words: f"What you shared helped someone, who says thank you: {short(words)}",
    )


# --- What one said, and hired ----------------------------------------------------------------------


def say_how_did_it_go(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        notices,
        _names_read(person, about_in(person.thanks_given.standing(), notices)),
        lambda notice, name: f"You said that you hired {name}, on a word you read here. How did it go?",
    )


def say_still_true(person: Person, notices: Sequence[Notice]) -> Says:
    names = _names_on_vouches(person, notices)
    return say_each(notices, names, lambda notice, name: f"Is what you say of {name} still true?")


def say_still_glad(person: Person, notices: Sequence[Notice]) -> Says:
    offers = {each.public_id: each for each in about_in(person.offers.to_renew(), notices)}
    return say_each(
        notices, offers, lambda notice, offer: f"Would you still be glad to? You said: {short(offer.in_words)}"
    )


def say_correction(person: Person, notices: Sequence[Notice]) -> Says:
    names = _names_on_vouches(person, notices)
    wrong = "{}, whom you vouch for, says that something in your vouch is wrong. Please look at it again."
    return say_each(notices, names, lambda notice, name: wrong.format(name))


def _names_on_vouches(person: Person, notices: Sequence[Notice]) -> dict:
    """By the public ids of their own vouches."""
    return dict(about_in(person.vouches, notices).values_list("public_id", "name"))


def _names_read(person: Person, things: QuerySet[Any]) -> dict:
    """Of things about a vouch, the name that stands on it, by their public ids, where the person may read it."""
    of = dict(things.values_list("public_id", "vouch"))
    names = dict(Vouch.objects.visible_to(person).filter(pk__in=of.values()).values_list("pk", "name"))
    return {public_id: names[vouch] for public_id, vouch in of.items() if vouch in names}


# --- Numbers ---------------------------------------------------------------------------------------


def say_number_asked(person: Person, notices: Sequence[Notice]) -> Says:
    names = dict(about_in(NumberAsk.objects.to_answer(person), notices).values_list("public_id", "vouch__name"))
    return say_each(
        _by_somebody(notices), names, lambda notice, name: f"{notice.who.name} asks you for the number of {name}."
    )


def say_number_given(person: Person, notices: Sequence[Notice]) -> Says:
    names = _names_read(person, about_in(NumberAsk.objects.given_to(person), notices))
    return say_each(
        _by_somebody(notices), names, lambda notice, name: f"{notice.who.name} gave you the number of {name}."
    )


# --- Asked to introduce, and to be introduced ------------------------------------------------------


def say_introduction_asked(person: Person, notices: Sequence[Notice]) -> Says:
    asked = about_in(IntroductionAsk.objects.to_pass_on(person), notices)
    return say_each(
        _by_somebody(notices),
        dict(asked.values_list("public_id", "other__name")),
        lambda notice, name: f"{notice.who.name} asks you to introduce them to {name}.",
    )


def say_introduction_wanted(person: Person, notices: Sequence[Notice]) -> Says:
    wanted = about_in(IntroductionAsk.objects.to_answer(person), notices)
    return say_each(
        _by_somebody(notices),
        dict(wanted.values_list("public_id", "person__name")),
        lambda notice, name: f"{notice.who.name} passes on that {name} would like to know you.",
    )
