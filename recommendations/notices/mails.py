"""What the mail of a notice says of the thing itself, as its reader may see it at the moment of sending.

A mail names nobody but friends of its reader; of a discreet question it names neither the need nor anything around it.
"""

from __future__ import annotations

from django.urls import reverse

from people.models import Notice, Person
from people.models.ties import YEAR
from people.notices import Button, MailPart, MailText, beside, first_words
from people.words import duration
from recommendations.asks.answered import Answered, answers_through, answers_to
from recommendations.asks.by_mail import answering_key
from recommendations.circle.thanks import thanks_to
from recommendations.identity import readable_phone
from recommendations.introductions.things import told_of_thing
from recommendations.models import (
    Answer,
    Ask,
    Gratitude,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Question,
    Thanks,
    Vouch,
)
from recommendations.notices.acts import act_button
from recommendations.providers.suggestions import words_of_vouches
from recommendations.sight.asks import Asked, asked_of, by_ask, reaching

# --- A question ------------------------------------------------------------------------------------


def tell_asked(notice: Notice) -> MailText | None:
    """The question itself, with its buttons."""
    asked = _asked(notice)
    if asked is None or notice.who is None:
        return None
    who, ask = notice.who, asked.ask
    passed = notice.who_id != ask.person_id
    if ask.discreet:
        does = "passes a question on to you" if passed else "asks you something"
        why = f"{who.name} {does}. You read on Whom what it is about."
        return MailText(f"{who.first_name} {does}", [MailPart(why)], [Button("Read the question", notice.link)])
    does = "passes on" if passed else "asks"
    said = [MailPart(_who_asks(asked, who))]
    said += [MailPart(ask.words, quoted=True)] if ask.words else []
    said.append(beside(ask.place.name if ask.place else "", ask.get_by_when_display()))
    said += [MailPart(f"{who.first_name} adds:"), MailPart(asked.word, quoted=True)] if passed and asked.word else []
    return MailText(
        f"{who.first_name} {does}: {ask.in_short}", said, _ways_to_answer(notice, asked), shown_as_from_mail=True
    )


def _ways_to_answer(notice: Notice, asked: Asked) -> list[Button]:
    key, passing = answering_key(notice.person, asked.ask), reverse("ask_pass", args=[asked.ask.public_id])
    pass_it_on = [Button("Pass it on", passing)] if asked.direct else []
    if asked.direct and asked.ask.quiet:
        pass_it_on = [Button("Put it to your circle", reverse("ask_put", args=[asked.ask.public_id]))]
    no = Button("Sorry, no", reverse("mail_no", args=[key]))
    answer = "I know one" if asked.ask.is_for_hire else "Answer"
    return [Button(answer, reverse("mail_ask", args=[key])), *pass_it_on, no]


def _who_asks(asked: Asked, who: Person) -> str:
    question = asked.ask.question_within
    if asked.is_put:
        return f"{who.name} passes on a question of someone they trust: {question}"
    if who.pk != asked.ask.person_id:
        return f"{who.name} passes on a question: {question}"
    if asked.ask.quiet:
        return f"{who.name} asks quietly, through you, who may put it to your circle: {question}"
    return f"{who.name} asks: {question}"


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
    buttons = [Button("Read the answer", notice.link), act_button("thanks", notice)]
    if not found:
        return None
    news = _has_answered(found[0], notice)
    if ask.discreet:
        return MailText("An answer for you", [MailPart(f"{news}.")], buttons)
    said = [MailPart(f"{news}: {ask.question_within}"), *_of_answer(found[0])]
    return MailText(f"An answer for you: {ask.need_near}", said, buttons)


def _has_answered(each: Answered, notice: Notice) -> str:
    """Nobody is named who is not a friend, though the page may do so."""
    who = notice.who.name if notice.who else "Someone to whom a friend passed it on"
    if not each.answer.by_mail:
        return f"{who} answered your question"
    whose = f"{notice.who.first_name}’s mail" if notice.who else "the mail of someone to whom a friend passed it on"
    return f"From {whose} comes an answer to your question"


def _of_answer(each: Answered) -> list[MailPart]:
    answer, word, said = each.answer, each.word, []
    if word and each.suggestion:
        said += [
            beside(word.name, each.suggestion.phone_as_written),
            MailPart(f"{word.deed}. Would they hire them again? {word.outcome.label}."),
        ]
        said += [MailPart(word.caveat, quoted=True)] if word.caveat else []
        said += [MailPart(word.words, quoted=True)] if word.words else []
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
    news = f"{notice.who.name} answered the question that you put to your circle"
    if answer.by_mail:
        news = f"From {notice.who.first_name}’s mail comes an answer to the question that you put to your circle"
    buttons = [Button("Read it, and hand it on", notice.link)]
    if answer.ask.discreet:
        return MailText("An answer to hand on", [MailPart(f"{news}.")], buttons)
    said = [MailPart(f"{news}: {answer.ask.question_within}"), *_of_answer(found[0])]
    return MailText(f"An answer to hand on: {answer.ask.need_near}", said, buttons)


def tell_link_answered(notice: Notice) -> MailText | None:
    """Who it was is still to be said, and so it names nobody."""
    mine = LinkAnswer.objects.visible_to(notice.person).filter(public_id=notice.about)
    told = mine.select_related("ask__trade", "ask__place").first()
    if told is None:
        return None
    asks_who = "Someone answered your question by the link that you shared. Please say who it is."
    buttons = [Button("Say who it is", notice.link)]
    if told.ask.discreet:
        return MailText("An answer for you", [MailPart(asks_who)], buttons)
    number = readable_phone(told.phone, notice.person.country)
    said = [MailPart(asks_who), *([beside(told.provider, number, told.job)] if told.provider else [])]
    said += [MailPart(words, quoted=True) for words in (told.caveat, told.words) if words]
    return MailText(f"An answer for you: {told.ask.need_near}", said, buttons)


def tell_still_open(notice: Notice) -> MailText | None:
    ask = _ask_of_mine(notice)
    if ask is None:
        return None
    asked = f"asked {'for somebody' if ask.is_for_hire else 'something'}"
    asked = asked if ask.discreet else f"{ask.deeds[2]} {ask.need_near}"
    said = [MailPart(f"On {ask.open_since:%-d %B} you {asked}. Are you still looking?")]
    said += [MailPart(ask.words, quoted=True)] if ask.words and not ask.discreet else []
    names_it = ask.is_for_hire and not ask.discreet
    return MailText(
        f"Are you still looking for {ask.need_near}?" if names_it else "Are you still looking?",
        said,
        [act_button("looking", notice), Button("No: say how it ended", reverse("ask_settle", args=[ask.public_id]))],
    )


def _ask_of_mine(notice: Notice) -> Ask | None:
    return notice.person.asks.select_related("trade", "place").filter(public_id=notice.about).first()


def tell_ask_went(notice: Notice) -> MailText | None:
    ask = _ask_of_mine(notice)
    if ask is None:
        return None
    hired = "someone" if ask.discreet else ask.hired
    said = [MailPart(f"You asked your circle, and said that you hired {hired}. How did it go?")]
    return MailText(
        f"How did it go{'' if ask.discreet else f' with {hired}'}?",
        said,
        [Button("Yes, hired: say how it went", notice.link), act_button("later", notice), act_button("no", notice)],
    )


# --- Thanks, and what time asks ------------------------------------------------------------------------


def tell_answer_thanked(notice: Notice) -> MailText | None:
    helped = Answer.objects.thanked_to(notice.person).filter(public_id=notice.about)
    answer = helped.select_related("ask__trade", "ask__person").first()
    if answer is None:
        return None
    who = _asker_of(notice.person, answer.ask)
    about = "" if answer.ask.discreet else f" about {answer.ask.need}"
    gave = answer.person_id == notice.person_id
    did = f"your answer{about} helped" if gave else f"it helped that you passed a question{about} on"
    said = [MailPart(f"{who.name if who else 'Whoever asked'} says thank you: {did}.")]
    said += [MailPart(answer.thanks, quoted=True)] if answer.thanks and not answer.ask.discreet else []
    return MailText(_thanked_by(who), said, [Button("Read it", notice.link)])


def tell_answer_replied(notice: Notice) -> MailText | None:
    mine = Answer.objects.replied_to(notice.person).filter(public_id=notice.about)
    answer = mine.select_related("ask").first()
    if answer is None:
        return None
    who = _asker_of(notice.person, answer.ask)
    said = [MailPart(f"{who.name if who else 'Whoever asked'} replied to your answer.")]
    said += [] if answer.ask.discreet else [MailPart(answer.reply, quoted=True)]
    first = who.first_name if who else "Someone"
    return MailText(f"{first} replied to your answer", said, [Button("Read it on Whom", notice.link)])


def tell_thanked(notice: Notice) -> MailText | None:
    mine = Thanks.objects.visible_to(notice.person).filter(public_id=notice.about).select_related("person").first()
    if mine is None:
        return None
    received = next(iter(thanks_to(notice.person, among=[notice.about])), None)
    if received is None:
        return None
    who = _friend(notice.person, mine.person_id)
    whose = f"{received.author.name}’s word, which reached them through you" if received.author else "your word"
    hired = f"{who.name if who else 'Someone'} hired {received.provider or 'someone'}"
    said = [MailPart(f"{hired} on {whose}, and says thank you.")]
    said += [MailPart(received.words, quoted=True)] if received.words else []
    return MailText(_thanked_by(who), said, [Button("See it on Whom", notice.link)])


def tell_insight_thanked(notice: Notice) -> MailText | None:
    mine = Gratitude.objects.received_by(notice.person).filter(public_id=notice.about).select_related("insight").first()
    if mine is None:
        return None
    said = [MailPart("Something you shared helped someone, who says thank you:"), first_words(mine.insight.words)]
    return MailText(_thanked_by(None), said, [Button("See it on Whom", notice.link)])


def _asker_of(person: Person, ask: Ask) -> Person | None:
    """A friend, if their question did not come by way of another without their name."""
    return None if ask.is_put_to(person) else _friend(person, ask.person_id)


def _friend(person: Person, someone: int) -> Person | None:
    return Person.objects.circle_of(person).filter(pk=someone).first()


def _thanked_by(who: Person | None) -> str:
    return f"{who.first_name if who else 'Someone'} says thank you"


def tell_still_true(notice: Notice) -> MailText | None:
    vouch = notice.person.vouches.select_related("trade").filter(public_id=notice.about).first()
    if vouch is None:
        return None
    again = Button("Hired them again", reverse("vouch_renew", args=[vouch.public_id]))
    buttons = [act_button("true", notice), again, act_button("untrue", notice)]
    if vouch.is_delicate:
        since = f"It is {duration(YEAR)} since you last spoke of someone you vouch for. Is it still true?"
        return MailText("Is it still true?", [MailPart(since)], buttons)
    said = [
        MailPart(f"It is {duration(YEAR)} since you last spoke of {vouch.name}. Would you still say this?"),
        MailPart(f"{vouch.kind}, hired in {vouch.hired_on:%B %Y}: {vouch.job}."),
        MailPart(f"Would you hire them again? {vouch.get_outcome_display()}."),
        *(first_words(words) for words in (vouch.caveat, vouch.words) if words),
    ]
    return MailText(f"Is it still true of {vouch.name}?", said, buttons)


def tell_still_glad(notice: Notice) -> MailText | None:
    """Of what is delicate, nothing of the offer."""
    offer = notice.person.offers.to_renew().select_related("trade").filter(public_id=notice.about).first()
    if offer is None:
        return None
    buttons = [act_button("glad", notice), Button("Look at it on Whom", notice.link)]
    ends = f"{'It ended' if offer.is_over else 'It ends'} on {offer.until:%-d %B}. Would you still be glad to?"
    if offer.is_delicate:
        return MailText("Would you still be glad to?", [MailPart(f"You offer something. {ends}")], buttons)
    said = [MailPart("You offer this:"), first_words(offer.in_words), MailPart(ends)]
    return MailText("Would you still be glad to?", said, buttons)


def tell_how_did_it_go(notice: Notice) -> MailText | None:
    given = notice.person.thanks_given.standing().filter(public_id=notice.about).first()
    if given is None:
        return None
    vouch = Vouch.objects.visible_to(notice.person).select_related("trade").filter(pk=given.vouch_id).first()
    hired = vouch.name if vouch and not vouch.is_delicate else ""
    said = [MailPart(f"You said that you hired {hired or 'someone'} on a word you read on Whom. How did it go?")]
    yes = Button("Yes, hired: say how it went", notice.link)
    return MailText(
        f"How did it go with {hired}?" if hired else "How did it go?",
        said,
        [yes, act_button("thanks-later", notice), act_button("thanks-back", notice)],
    )


# --- Numbers ------------------------------------------------------------------------------------------


def tell_number_asked(notice: Notice) -> MailText | None:
    """With one tap, where there is a number to give."""
    asked = NumberAsk.objects.to_answer(notice.person).filter(public_id=notice.about)
    found = asked.select_related("vouch__trade").first()
    if found is None or notice.who is None:
        return None
    vouch, who = found.vouch, notice.who
    whose = "someone you vouch for" if vouch.is_delicate else vouch.name
    said = [
        MailPart(f"{who.name} asks you for the number of {whose}."),
        MailPart(
            f"If you say yes, {who.first_name} sees it on what you say, and nobody else does. A no is told to nobody."
        ),
    ]
    give = [act_button("number", notice)] if vouch.phone else []
    open_it = Button("Look at it on Whom" if vouch.phone else "Yes: type in the number", notice.link)
    return MailText(f"{who.first_name} asks you for the number of {whose}", said, [*give, open_it])


def tell_number_given(notice: Notice) -> MailText | None:
    given = NumberAsk.objects.given_to(notice.person).filter(public_id=notice.about)
    found = given.select_related("vouch__trade").first()
    if found is None or notice.who is None:
        return None
    vouch, who = found.vouch, notice.who
    _, word = words_of_vouches(notice.person, [vouch.public_id]).get(vouch.public_id, (None, None))
    if word is None or vouch.is_delicate:
        gave = f"{who.name} gave you the number that you asked for."
        return MailText(
            f"{who.first_name} gave you a number", [MailPart(gave)], [Button("See it on Whom", notice.link)]
        )
    said = [MailPart(f"{who.name} gave you the number of {word.name}:"), MailPart(word.phone_as_written)]
    said.append(MailPart("It is for you alone."))
    return MailText(
        f"{who.first_name} gave you the number of {word.name}", said, [Button("See it on Whom", notice.link)]
    )


# --- Short questions -----------------------------------------------------------------------------------


def tell_question(notice: Notice) -> MailText | None:
    return _short(notice, "has a short question", "Read the question")


def tell_replied(notice: Notice) -> MailText | None:
    return _short(notice, "replied to your question", "Read the reply", replied=True)


def _short(notice: Notice, does: str, button: str, replied: bool = False) -> MailText | None:
    between_us = Question.objects.visible_to(notice.person).filter(public_id=notice.about).first()
    if between_us is None or notice.who is None:
        return None
    words = [between_us.words, *([between_us.answer] if replied else [])]
    said = [MailPart(f"{notice.who.name} {does}:"), *(MailPart(each, quoted=True) for each in words)]
    return MailText(f"{notice.who.first_name} {does}", said, [Button(button, notice.link)])


# --- Asked to introduce, and to be introduced --------------------------------------------------------


def tell_introduction_asked(notice: Notice) -> MailText | None:
    """To whom is a third person’s name; of what is delicate, their words are not there either."""
    asked = IntroductionAsk.objects.to_pass_on(notice.person).filter(public_id=notice.about).first()
    if asked is None or notice.who is None:
        return None
    told = told_of_thing(asked, notice.person)
    why = [MailPart(asked.words, quoted=True)] if told and not told.is_delicate else []
    said = [MailPart(f"{notice.who.name} asks you to introduce them to a friend of yours."), *why]
    said.append(MailPart("You may pass it on, or leave it: a no is told to nobody."))
    subject = f"{notice.who.first_name} asks you to introduce them to somebody"
    return MailText(subject, said, [Button("Read who it is", notice.link)])


def tell_introduction_wanted(notice: Notice) -> MailText | None:
    """By whom they are asked is a third person’s name, and so may be in their words."""
    wanted = IntroductionAsk.objects.to_answer(notice.person).filter(public_id=notice.about)
    if notice.who is None or not wanted.exists():
        return None
    said = [MailPart(f"{notice.who.name} passes on that somebody would like to know you.")]
    said.append(MailPart("They hear nothing before you say yes, and a no is told to nobody."))
    subject = f"{notice.who.first_name} knows somebody who would like to know you"
    return MailText(subject, said, [Button("Read who it is, and why", notice.link)])
