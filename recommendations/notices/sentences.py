"""What the page of notices says of each: a sentence with the thing that it is about, as its reader may see it now.

Their own page, so it may say what a mail may not: what a discreet question is about, and whoever is named to them
beyond their circle. Each of these functions asks as many statements however many notices it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.models import Notice, Person
from people.notices import about_in, say_each
from people.words import beginning
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
    Shape,
    Vouch,
)
from recommendations.sight.asks import askers_to, reaching
from recommendations.sight.names import at_beginning

Says = dict[int, str]
SHORT_WORDS = 120  # letters
# Each whole for every shape of what is needed.
STILL_LOOKING = {
    Shape.SOMEBODY: gettext_lazy("You asked for {need}. Are you still looking?"),
    Shape.MATTER: gettext_lazy("You asked about {need}. Are you still looking?"),
    Shape.QUESTION: gettext_lazy("You asked {need}. Are you still looking?"),
}
ASKED_AND_HIRED = {
    Shape.SOMEBODY: gettext_lazy("You asked for {need}, and hired {hired}. How did it go?"),
    Shape.MATTER: gettext_lazy("You asked about {need}, and hired {hired}. How did it go?"),
    Shape.QUESTION: gettext_lazy("You asked {need}, and hired {hired}. How did it go?"),
}


def short(words: str) -> str:
    return pgettext("somebody’s own words, in quotes", "“{words}”").format(words=beginning(words, SHORT_WORDS))


# --- Questions, and answers to them ----------------------------------------------------------------


def say_asked(person: Person, notices: Sequence[Notice]) -> Says:
    rows = reaching(person).filter(ask__public_id__in=[each.about for each in notices])
    asks = {row.ask.public_id: row.ask for row in rows}
    return say_each(notices, asks, _asked)


def _asked(notice: Notice, ask: Ask) -> str:
    who = notice.who.name if notice.who else _("Someone")
    if notice.who_id == ask.person_id and ask.quiet:
        # Translators: {what} is a question as short as it can be, like “a plumber in Leeds?”.
        said = _("{who} asks quietly, through you: {what}")
    elif notice.who_id == ask.person_id:
        said = _("{who} asks: {what}")
    else:
        said = _("{who} passes a question on to you: {what}")
    return said.format(who=who, what=ask.in_short)


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
    if not each.answer.by_mail:
        # Translators: {need} is like “a plumber in Leeds” or “someone who mends accordions”; {said} ends the sentence.
        said = _("{who} answered your question about {need}: {said}")
    elif each.by.is_named:
        said = _("From {who}’s mail comes an answer to your question about {need}: {said}")
    else:
        said = _("From the mail of {who} comes an answer to your question about {need}: {said}")
    return said.format(who=_who_in(each), need=need, said=_said_in(each.provider, each.answer.words))


def _who_in(each: Answered) -> str:
    """Beginning the sentence, or by whose mail it comes."""
    return each.mails_owner if each.answer.by_mail else each.said_by


def _said_in(provider: str, words: str) -> str:
    """Whom it names, or what it says, at the end of a sentence."""
    return pgettext("whom an answer names", "{name}.").format(name=provider) if provider else short(words)


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
    if not each.answer.by_mail:
        said = _("{who} answered the question about {need} that you put to your circle: {said}")
    elif each.by.is_named:
        said = _("From {who}’s mail comes an answer to the question about {need} that you put to your circle: {said}")
    else:
        said = _(
            "From the mail of {who} comes an answer to the question about {need} that you put to your circle: {said}"
        )
    return said.format(who=_who_in(each), need=need, said=_said_in(each.provider, each.answer.words))


def say_link_answered(person: Person, notices: Sequence[Notice]) -> Says:
    told = about_in(LinkAnswer.objects.visible_to(person), notices).select_related("ask__trade", "ask__place")
    answers = {each.public_id: each for each in told}
    return say_each(notices, answers, lambda notice, told: _by_link(told))


def _by_link(told: LinkAnswer) -> str:
    asks_who = _("Someone who calls themselves {name} answered your question about {need}: {said} Who is it?")
    return asks_who.format(name=told.name, need=told.ask.need_near, said=_said_in(told.provider, told.words))


def say_still_open(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        notices,
        _own_asks(person, notices),
        lambda notice, ask: STILL_LOOKING[ask.shape].format(need=ask.need_near),
    )


def say_ask_went(person: Person, notices: Sequence[Notice]) -> Says:
    asks = {public_id: ask for public_id, ask in _own_asks(person, notices).items() if ask.hired}
    return say_each(
        notices, asks, lambda notice, ask: ASKED_AND_HIRED[ask.shape].format(need=ask.need_near, hired=ask.hired)
    )


def _own_asks(person: Person, notices: Sequence[Notice]) -> dict:
    """By their public ids."""
    return {ask.public_id: ask for ask in about_in(person.asks, notices).select_related("trade", "place")}


def say_question(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        _by_somebody(notices),
        _questions_in(person, notices),
        lambda notice, asked: _("{who} has a short question for you: {words}").format(
            who=notice.who.name, words=short(asked.words)
        ),
    )


def say_replied(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        _by_somebody(notices),
        _questions_in(person, notices),
        lambda notice, asked: _("{who} replied to your question: {words}").format(
            who=notice.who.name, words=short(asked.answer)
        ),
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
    """Of whom the name cannot be read, a sentence that needs none."""
    author = each.author.name if each.author else ""
    return each.says.format(giver=each.giver, provider=each.provider, author=author)


def say_answer_thanked(person: Person, notices: Sequence[Notice]) -> Says:
    helped = about_in(Answer.objects.thanked_to(person), notices).select_related("ask__trade")
    answers = {each.public_id: each for each in helped}
    askers = askers_to(person, [each.ask for each in answers.values()])
    return say_each(notices, answers, lambda notice, answer: _helped(person, answer, askers.get(answer.ask_id, "")))


def _helped(person: Person, answer: Answer, asker: str) -> str:
    """ "" if by now the question does not reach them."""
    if not asker:
        return ""
    if answer.person_id == person.pk:
        said = _("{who} says thank you: your answer about {need} helped.")
    else:
        said = _("{who} says thank you: it helped that you passed on a question about {need}.")
    return said.format(who=at_beginning(asker), need=answer.ask.need)


def say_answer_replied(person: Person, notices: Sequence[Notice]) -> Says:
    replied = {
        each.public_id: each for each in about_in(Answer.objects.replied_to(person), notices).select_related("ask")
    }
    askers = askers_to(person, [each.ask for each in replied.values()])
    return {
        each.pk: _("{who} replied to your answer: {words}").format(
            who=at_beginning(askers[found.ask_id]), words=short(found.reply)
        )
        for each in notices
        if (found := replied.get(each.about)) and found.ask_id in askers
    }


def say_insight_thanked(person: Person, notices: Sequence[Notice]) -> Says:
    thanked = about_in(Gratitude.objects.received_by(person), notices)
    return say_each(
        notices,
        dict(thanked.values_list("public_id", "insight__words")),
        lambda notice, words: _("What you shared helped someone, who says thank you: {words}").format(
            words=short(words)
        ),
    )


# --- What one said, and hired ----------------------------------------------------------------------


def say_how_did_it_go(person: Person, notices: Sequence[Notice]) -> Says:
    return say_each(
        notices,
        _names_read(person, about_in(person.thanks_given.standing(), notices)),
        lambda notice, name: _("You said that you hired {name}, on a word you read here. How did it go?").format(
            name=name
        ),
    )


def say_still_true(person: Person, notices: Sequence[Notice]) -> Says:
    names = _names_on_vouches(person, notices)
    return say_each(notices, names, lambda notice, name: _("Is what you say of {name} still true?").format(name=name))


def say_still_glad(person: Person, notices: Sequence[Notice]) -> Says:
    offers = {each.public_id: each for each in about_in(person.offers.to_renew(), notices)}
    return say_each(
        notices,
        offers,
        lambda notice, offer: _("Would you still be glad to? You said: {words}").format(words=short(offer.in_words)),
    )


def say_correction(person: Person, notices: Sequence[Notice]) -> Says:
    names = _names_on_vouches(person, notices)
    wrong = _("{name}, whom you vouch for, says that something in your vouch is wrong. Please look at it again.")
    return say_each(notices, names, lambda notice, name: wrong.format(name=name))


def _names_on_vouches(person: Person, notices: Sequence[Notice]) -> dict:
    """By the public ids of their own vouches."""
    return dict(about_in(person.vouches, notices).values_list("public_id", "name"))


def _names_read(person: Person, things: QuerySet[Any]) -> dict:
    """Of things about a vouch, the name that stands on it, by their public ids, where the person may read it."""
    of = dict(things.values_list("public_id", "vouch"))
    names = dict(Vouch.objects.few_visible_to(person).filter(pk__in=of.values()).values_list("pk", "name"))
    return {public_id: names[vouch] for public_id, vouch in of.items() if vouch in names}


# --- Numbers ---------------------------------------------------------------------------------------


def say_number_asked(person: Person, notices: Sequence[Notice]) -> Says:
    names = dict(about_in(NumberAsk.objects.to_answer(person), notices).values_list("public_id", "vouch__name"))
    said = _("{who} asks you for the number of {name}.")
    return say_each(_by_somebody(notices), names, lambda notice, name: said.format(who=notice.who.name, name=name))


def say_number_given(person: Person, notices: Sequence[Notice]) -> Says:
    names = _names_read(person, about_in(NumberAsk.objects.given_to(person), notices))
    said = _("{who} gave you the number of {name}.")
    return say_each(_by_somebody(notices), names, lambda notice, name: said.format(who=notice.who.name, name=name))


# --- Asked to introduce, and to be introduced ------------------------------------------------------


def say_introduction_asked(person: Person, notices: Sequence[Notice]) -> Says:
    asked = about_in(IntroductionAsk.objects.to_pass_on(person), notices)
    return say_each(
        _by_somebody(notices),
        dict(asked.values_list("public_id", "other__name")),
        lambda notice, name: _("{who} asks you to introduce them to {name}.").format(who=notice.who.name, name=name),
    )


def say_introduction_wanted(person: Person, notices: Sequence[Notice]) -> Says:
    wanted = about_in(IntroductionAsk.objects.to_answer(person), notices)
    return say_each(
        _by_somebody(notices),
        dict(wanted.values_list("public_id", "person__name")),
        lambda notice, name: _("{who} passes on that {name} would like to know you.").format(
            who=notice.who.name, name=name
        ),
    )
