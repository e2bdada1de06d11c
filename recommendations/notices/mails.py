"""What the mail of a notice says of the thing itself, as its reader may see it at the moment of sending.

A mail names nobody but friends of its reader; of a discreet question it names neither the need nor anything around it.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.models import Notice, Person
from people.notices import Button, MailPart, MailText, beside
from people.words import day_written
from recommendations.asks.answered import Answered, answers_through, answers_to
from recommendations.asks.by_mail import answering_key
from recommendations.identity import readable_phone
from recommendations.introductions.things import told_of_thing
from recommendations.models import (
    Answer,
    Ask,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Question,
    Shape,
)
from recommendations.notices.acts import act_button
from recommendations.providers.evidence import close_to_them
from recommendations.providers.suggestions import words_of_vouches
from recommendations.sight.asks import Asked, asked_of, by_ask, reaching

# Whole for every shape of what is needed.
STILL_LOOKING_SINCE = {
    Shape.SOMEBODY: gettext_lazy("On {day} you asked for {need}. Are you still looking?"),
    Shape.MATTER: gettext_lazy("On {day} you asked about {need}. Are you still looking?"),
    Shape.QUESTION: gettext_lazy("On {day} you asked {need}. Are you still looking?"),
}

# --- A question ------------------------------------------------------------------------------------


def tell_asked(notice: Notice) -> MailText | None:
    """The question itself, with its buttons."""
    asked = _asked(notice)
    if asked is None or notice.who is None:
        return None
    who, ask = notice.who, asked.ask
    passed = notice.who_id != ask.person_id
    if ask.discreet:
        return _tell_asked_discreetly(notice, who, passed)
    said = [MailPart(_who_asks(asked, who))]
    said += [MailPart(ask.words, quoted=True)] if ask.words else []
    said.append(beside(ask.place.name if ask.place else "", ask.get_by_when_display()))
    if passed and asked.word:
        said += [MailPart(_("{first} adds:").format(first=who.first_name)), MailPart(asked.word, quoted=True)]
    # Translators: {what} is a question as short as it can be, like “a plumber in Leeds?”.
    subject = _("{first} passes on: {what}") if passed else _("{first} asks: {what}")
    subject = subject.format(first=who.first_name, what=ask.in_short)
    return MailText(subject, said, _ways_to_answer(notice, asked), shown_as_from_mail=True)


def _tell_asked_discreetly(notice: Notice, who: Person, passed: bool) -> MailText:
    subject, why = _("{first} asks you something"), _("{who} asks you something. You read on Whom what it is about.")
    if passed:
        subject = _("{first} passes a question on to you")
        why = _("{who} passes a question on to you. You read on Whom what it is about.")
    said = [MailPart(why.format(who=who.name))]
    return MailText(subject.format(first=who.first_name), said, [Button(_("Read the question"), notice.link)])


def _ways_to_answer(notice: Notice, asked: Asked) -> list[Button]:
    key, passing = answering_key(notice.person, asked.ask), reverse("ask_pass", args=[asked.ask.public_id])
    pass_it_on = [Button(_("Pass it on"), passing)] if asked.direct else []
    if asked.direct and asked.ask.quiet:
        pass_it_on = [Button(_("Put it to your circle"), reverse("ask_put", args=[asked.ask.public_id]))]
    no = Button(_("Sorry, no"), reverse("mail_no", args=[key]))
    answer = _("I know one") if asked.ask.is_for_hire else pgettext("button", "Answer")
    return [Button(answer, reverse("mail_ask", args=[key])), *pass_it_on, no]


def _who_asks(asked: Asked, who: Person) -> str:
    if asked.is_put:
        # Translators: {question} goes on after the colon, like “who knows a good plumber?”.
        said = _("{who} passes on a question of someone they trust: {question}")
    elif who.pk != asked.ask.person_id:
        said = _("{who} passes on a question: {question}")
    elif asked.ask.quiet:
        said = _("{who} asks quietly, through you, who may put it to your circle: {question}")
    else:
        said = _("{who} asks: {question}")
    return said.format(who=who.name, question=asked.ask.question_within)


def _asked(notice: Notice) -> Asked | None:
    rows = list(reaching(notice.person).filter(ask__public_id=notice.about))
    return next(iter(asked_of(notice.person, by_ask(rows))), None)


# --- Answers to it -----------------------------------------------------------------------------------


def tell_answered(notice: Notice) -> MailText | None:
    answer = Answer.objects.visible_to(notice.person).filter(public_id=notice.about).select_related("ask").first()
    if answer is None:
        return None
    ask = Ask.objects.visible_to(notice.person).select_related("trade", "place").get(pk=answer.ask_id)
    found = [each for each in answers_to(notice.person, ask) if each.answer == answer]
    buttons = [Button(_("Read the answer"), notice.link), act_button("thanks", notice)]
    if not found:
        return None
    news = _has_answered(notice.who, found[0].answer.by_mail, ask)
    if ask.discreet:
        return MailText(_("An answer for you"), [MailPart(news)], buttons)
    subject = _("An answer for you: {need}").format(need=ask.need_near)
    return MailText(subject, [MailPart(news), *_of_answer(found[0])], buttons)


def _has_answered(who: Person | None, by_mail: bool, ask: Ask) -> str:
    """With the question, if it may be told. Nobody is named who is not a friend, though the page may do so."""
    if who is None:
        return _someone_has_answered(by_mail, ask)
    if ask.discreet:
        said = _("{who} answered your question.")
        said = _("From {first}’s mail comes an answer to your question.") if by_mail else said
    else:
        said = _("{who} answered your question: {question}")
        said = _("From {first}’s mail comes an answer to your question: {question}") if by_mail else said
    return said.format(who=who.name, first=who.first_name, question=ask.question_within)


def _someone_has_answered(by_mail: bool, ask: Ask) -> str:
    if ask.discreet and by_mail:
        return _("From the mail of someone to whom a friend passed it on comes an answer to your question.")
    if ask.discreet:
        return _("Someone to whom a friend passed it on answered your question.")
    said = _("Someone to whom a friend passed it on answered your question: {question}")
    if by_mail:
        said = _("From the mail of someone to whom a friend passed it on comes an answer to your question: {question}")
    return said.format(question=ask.question_within)


def _of_answer(each: Answered) -> list[MailPart]:
    answer, word, said = each.answer, each.word, []
    if word and each.suggestion:
        again = _("{deed}. Would they hire them again? {outcome}.").format(deed=word.deed, outcome=word.outcome.label)
        said += [beside(word.name, each.suggestion.phone_as_written), MailPart(again)]
        said += [MailPart(word.caveat, quoted=True)] if word.caveat else []
        said += [MailPart(word.words, quoted=True)] if word.words else []
        said += [MailPart(close_to_them(word.relation))] if word.related else []
    elif each.suggestion:
        said.append(beside(each.suggestion.name, each.suggestion.phone_as_written))
    if answer.provider:
        said.append(beside(answer.provider, each.phone_as_written))
    return [*said, *([MailPart(answer.words, quoted=True)] if answer.words else [])]


def tell_to_hand_on(notice: Notice) -> MailText | None:
    """To the friend through whom it was asked: who asks, they know."""
    through = Answer.objects.handed_by(notice.person).filter(public_id=notice.about)
    answer = through.select_related("ask__trade", "ask__place").first()
    if answer is None or notice.who is None:
        return None
    found = [each for each in answers_through(notice.person, answer.ask) if each.answer == answer]
    if not found:
        return None
    news, buttons = _to_hand_on(notice.who, answer), [Button(_("Read it, and hand it on"), notice.link)]
    if answer.ask.discreet:
        return MailText(_("An answer to hand on"), [MailPart(news)], buttons)
    subject = _("An answer to hand on: {need}").format(need=answer.ask.need_near)
    return MailText(subject, [MailPart(news), *_of_answer(found[0])], buttons)


def _to_hand_on(who: Person, answer: Answer) -> str:
    """With the question, if it may be told."""
    if answer.ask.discreet and answer.by_mail:
        said = _("From {first}’s mail comes an answer to the question that you put to your circle.")
    elif answer.ask.discreet:
        said = _("{who} answered the question that you put to your circle.")
    elif answer.by_mail:
        said = _("From {first}’s mail comes an answer to the question that you put to your circle: {question}")
    else:
        said = _("{who} answered the question that you put to your circle: {question}")
    return said.format(who=who.name, first=who.first_name, question=answer.ask.question_within)


def tell_link_answered(notice: Notice) -> MailText | None:
    """Who it was is still to be said, and so it names nobody."""
    mine = LinkAnswer.objects.visible_to(notice.person).filter(public_id=notice.about)
    told = mine.select_related("ask__trade", "ask__place").first()
    if told is None:
        return None
    asks_who = _("Someone answered your question by the link that you shared. Please say who it is.")
    buttons = [Button(_("Say who it is"), notice.link)]
    if told.ask.discreet:
        return MailText(_("An answer for you"), [MailPart(asks_who)], buttons)
    number = readable_phone(told.phone, notice.person.country)
    said = [MailPart(asks_who), *([beside(told.provider, number, told.job)] if told.provider else [])]
    said += [MailPart(words, quoted=True) for words in (told.caveat, told.words) if words]
    return MailText(_("An answer for you: {need}").format(need=told.ask.need_near), said, buttons)


def tell_still_open(notice: Notice) -> MailText | None:
    ask = _ask_of_mine(notice)
    if ask is None:
        return None
    said = [MailPart(_asked_on(ask))]
    said += [MailPart(ask.words, quoted=True)] if ask.words and not ask.discreet else []
    subject = _("Are you still looking?")
    if ask.is_for_hire and not ask.discreet:
        subject = _("Are you still looking for {need}?").format(need=ask.need_near)
    ended = Button(_("No: say how it ended"), reverse("ask_settle", args=[ask.public_id]))
    return MailText(subject, said, [act_button("looking", notice), ended])


def _asked_on(ask: Ask) -> str:
    day = day_written(timezone.localtime(ask.open_since), "MONTH_DAY_FORMAT")
    if not ask.discreet:
        return STILL_LOOKING_SINCE[ask.shape].format(day=day, need=ask.need_near)
    asks = _("On {day} you asked something. Are you still looking?")
    if ask.is_for_hire:
        asks = _("On {day} you asked for somebody. Are you still looking?")
    return asks.format(day=day)


def _ask_of_mine(notice: Notice) -> Ask | None:
    return notice.person.asks.select_related("trade", "place").filter(public_id=notice.about).first()


def tell_ask_went(notice: Notice) -> MailText | None:
    ask = _ask_of_mine(notice)
    if ask is None:
        return None
    if ask.discreet:
        subject, asks = _("How did it go?"), _("You asked your circle, and said that you hired someone. How did it go?")
    else:
        subject = _("How did it go with {name}?").format(name=ask.hired)
        asks = _("You asked your circle, and said that you hired {name}. How did it go?").format(name=ask.hired)
    yes = Button(_("Yes, hired: say how it went"), notice.link)
    return MailText(subject, [MailPart(asks)], [yes, act_button("later", notice), act_button("no", notice)])


# --- Numbers ------------------------------------------------------------------------------------------


def tell_number_asked(notice: Notice) -> MailText | None:
    """With one tap, where there is a number to give."""
    asked = NumberAsk.objects.to_answer(notice.person).filter(public_id=notice.about)
    found = asked.select_related("vouch__trade").first()
    if found is None or notice.who is None:
        return None
    vouch, who = found.vouch, notice.who
    subject, asks = _("{first} asks you for the number of {name}"), _("{who} asks you for the number of {name}.")
    if vouch.is_delicate:
        subject = _("{first} asks you for the number of someone you vouch for")
        asks = _("{who} asks you for the number of someone you vouch for.")
    yes = _("If you say yes, {first} sees it on what you say, and nobody else does. A no is told to nobody.")
    named = {"who": who.name, "first": who.first_name, "name": vouch.name}
    said = [MailPart(each.format(**named)) for each in (asks, yes)]
    give = [act_button("number", notice)] if vouch.phone else []
    open_it = Button(_("Look at it on Whom") if vouch.phone else _("Yes: type in the number"), notice.link)
    return MailText(subject.format(**named), said, [*give, open_it])


def tell_number_given(notice: Notice) -> MailText | None:
    given = NumberAsk.objects.given_to(notice.person).filter(public_id=notice.about)
    found = given.select_related("vouch__trade").first()
    if found is None or notice.who is None:
        return None
    vouch, who, see_it = found.vouch, notice.who, [Button(_("See it on Whom"), notice.link)]
    word = words_of_vouches(notice.person, {vouch.pk: vouch.provider_id}).get(vouch.pk, (None, None))[1]
    if word is None or vouch.is_delicate:
        gave = _("{who} gave you the number that you asked for.").format(who=who.name)
        return MailText(_("{first} gave you a number").format(first=who.first_name), [MailPart(gave)], see_it)
    gave = _("{who} gave you the number of {name}:").format(who=who.name, name=word.name)
    said = [MailPart(gave), MailPart(word.phone_as_written), MailPart(_("It is for you alone."))]
    subject = _("{first} gave you the number of {name}").format(first=who.first_name, name=word.name)
    return MailText(subject, said, see_it)


# --- Short questions -----------------------------------------------------------------------------------


def tell_question(notice: Notice) -> MailText | None:
    asked, who = _question_in(notice), notice.who
    if asked is None or who is None:
        return None
    said = [MailPart(_("{who} has a short question:").format(who=who.name)), MailPart(asked.words, quoted=True)]
    subject = _("{first} has a short question").format(first=who.first_name)
    return MailText(subject, said, [Button(_("Read the question"), notice.link)])


def tell_replied(notice: Notice) -> MailText | None:
    asked, who = _question_in(notice), notice.who
    if asked is None or who is None:
        return None
    said = [MailPart(_("{who} replied to your question:").format(who=who.name)), MailPart(asked.words, quoted=True)]
    said.append(MailPart(asked.answer, quoted=True))
    subject = _("{first} replied to your question").format(first=who.first_name)
    return MailText(subject, said, [Button(_("Read the reply"), notice.link)])


def _question_in(notice: Notice) -> Question | None:
    return Question.objects.visible_to(notice.person).filter(public_id=notice.about).first()


# --- Asked to introduce, and to be introduced --------------------------------------------------------


def tell_introduction_asked(notice: Notice) -> MailText | None:
    """To whom is a third person’s name; of what is delicate, their words are not there either."""
    asked = IntroductionAsk.objects.to_pass_on(notice.person).filter(public_id=notice.about).first()
    if asked is None or notice.who is None:
        return None
    told = told_of_thing(asked, notice.person)
    why = [MailPart(asked.words, quoted=True)] if told and not told.is_delicate else []
    asks = _("{who} asks you to introduce them to a friend of yours.").format(who=notice.who.name)
    said = [MailPart(asks), *why, MailPart(_("You may pass it on, or leave it: a no is told to nobody."))]
    subject = _("{first} asks you to introduce them to somebody").format(first=notice.who.first_name)
    return MailText(subject, said, [Button(_("Read who it is"), notice.link)])


def tell_introduction_wanted(notice: Notice) -> MailText | None:
    """By whom they are asked is a third person’s name, and so may be in their words."""
    wanted = IntroductionAsk.objects.to_answer(notice.person).filter(public_id=notice.about)
    if notice.who is None or not wanted.exists():
        return None
    said = [MailPart(_("{who} passes on that somebody would like to know you.").format(who=notice.who.name))]
    said.append(MailPart(_("They hear nothing before you say yes, and a no is told to nobody.")))
    subject = _("{first} knows somebody who would like to know you").format(first=notice.who.first_name)
    return MailText(subject, said, [Button(_("Read who it is, and why"), notice.link)])
