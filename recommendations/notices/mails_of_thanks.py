"""What the mail of a notice says of thanks, and of what time asks: as `mails` does of all else."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Notice, Person
from people.models.ties import YEAR
from people.notices import Button, MailPart, MailText, first_words
from people.words import day_written, duration
from recommendations.circle.thanks import ThanksReceived, thanks_to
from recommendations.models import Answer, Ask, Gratitude, Thanks, Vouch
from recommendations.notices.acts import act_button


def tell_answer_thanked(notice: Notice) -> MailText | None:
    helped = Answer.objects.thanked_to(notice.person).filter(public_id=notice.about)
    answer = helped.select_related("ask__trade", "ask__person").first()
    if answer is None:
        return None
    who = _asker_of(notice.person, answer.ask)
    said = [MailPart(_has_helped(notice.person, who, answer))]
    said += [MailPart(answer.thanks, quoted=True)] if answer.thanks and not answer.ask.discreet else []
    return MailText(_thanked_by(who), said, [Button(_("Read it"), notice.link)])


def _has_helped(person: Person, who: Person | None, answer: Answer) -> str:
    """By the answer that this person gave, or by one for which they had passed the question on."""
    name = who.name if who else _("Whoever asked")
    if answer.person_id == person.pk:
        said = _("{who} says thank you: your answer about {need} helped.")
        said = _("{who} says thank you: your answer helped.") if answer.ask.discreet else said
    else:
        said = _("{who} says thank you: it helped that you passed a question about {need} on.")
        said = _("{who} says thank you: it helped that you passed a question on.") if answer.ask.discreet else said
    return said.format(who=name, need=answer.ask.need)


def tell_answer_replied(notice: Notice) -> MailText | None:
    mine = Answer.objects.replied_to(notice.person).filter(public_id=notice.about)
    answer = mine.select_related("ask").first()
    if answer is None:
        return None
    who = _asker_of(notice.person, answer.ask)
    name, first = (who.name, who.first_name) if who else (_("Whoever asked"), _("Someone"))
    said = [MailPart(_("{who} replied to your answer.").format(who=name))]
    said += [] if answer.ask.discreet else [MailPart(answer.reply, quoted=True)]
    subject = _("{first} replied to your answer").format(first=first)
    return MailText(subject, said, [Button(_("Read it on Whom"), notice.link)])


def tell_thanked(notice: Notice) -> MailText | None:
    mine = Thanks.objects.visible_to(notice.person).filter(public_id=notice.about).select_related("person").first()
    if mine is None:
        return None
    received = next(iter(thanks_to(notice.person, among=[notice.about])), None)
    if received is None:
        return None
    who = _friend(notice.person, mine.person_id)
    said = [MailPart(_has_hired(who, received))]
    said += [MailPart(received.words, quoted=True)] if received.words else []
    return MailText(_thanked_by(who), said, [Button(_("See it on Whom"), notice.link)])


def _has_hired(who: Person | None, received: ThanksReceived) -> str:
    name, author = who.name if who else _("Someone"), received.author.name if received.author else ""
    if author and received.provider:
        said = _("{who} hired {provider} on {author}’s word, which reached them through you, and says thank you.")
    elif author:
        said = _("{who} hired someone on {author}’s word, which reached them through you, and says thank you.")
    elif received.provider:
        said = _("{who} hired {provider} on your word, and says thank you.")
    else:
        said = _("{who} hired someone on your word, and says thank you.")
    return said.format(who=name, author=author, provider=received.provider)


def tell_insight_thanked(notice: Notice) -> MailText | None:
    mine = Gratitude.objects.received_by(notice.person).filter(public_id=notice.about).select_related("insight").first()
    if mine is None:
        return None
    said = [MailPart(_("Something you shared helped someone, who says thank you:")), first_words(mine.insight.words)]
    return MailText(_thanked_by(None), said, [Button(_("See it on Whom"), notice.link)])


def _asker_of(person: Person, ask: Ask) -> Person | None:
    """A friend, if their question did not come by way of another without their name."""
    return None if ask.is_put_to(person) else _friend(person, ask.person_id)


def _friend(person: Person, someone: int) -> Person | None:
    return Person.objects.circle_of(person).filter(pk=someone).first()


def _thanked_by(who: Person | None) -> str:
    return _("{first} says thank you").format(first=who.first_name) if who else _("Someone says thank you")


def tell_still_true(notice: Notice) -> MailText | None:
    vouch = notice.person.vouches.select_related("trade").filter(public_id=notice.about).first()
    if vouch is None:
        return None
    again = Button(_("Hired them again"), reverse("vouch_renew", args=[vouch.public_id]))
    buttons = [act_button("true", notice), again, act_button("untrue", notice)]
    if vouch.is_delicate:
        since = _("It is {time} since you last spoke of someone you vouch for. Is it still true?")
        return MailText(_("Is it still true?"), [MailPart(since.format(time=duration(YEAR)))], buttons)
    return MailText(_("Is it still true of {name}?").format(name=vouch.name), _said_long_ago(vouch), buttons)


def _said_long_ago(vouch: Vouch) -> list[MailPart]:
    since = _("It is {time} since you last spoke of {name}. Would you still say this?")
    hired = _("{trade}, hired in {month}: {job}.")
    month = date_format(vouch.hired_on, "YEAR_MONTH_FORMAT")
    return [
        MailPart(since.format(time=duration(YEAR), name=vouch.name)),
        MailPart(hired.format(trade=vouch.kind, month=month, job=vouch.job)),
        MailPart(_("Would you hire them again? {outcome}.").format(outcome=vouch.get_outcome_display())),
        *(first_words(words) for words in (vouch.caveat, vouch.words) if words),
    ]


def tell_still_glad(notice: Notice) -> MailText | None:
    """Of what is delicate, nothing of the offer."""
    offer = notice.person.offers.to_renew().select_related("trade").filter(public_id=notice.about).first()
    if offer is None:
        return None
    buttons = [act_button("glad", notice), Button(_("Look at it on Whom"), notice.link)]
    ends = _("It ended on {day}. Would you still be glad to?") if offer.is_over else ""
    ends = ends or _("It ends on {day}. Would you still be glad to?")
    if offer.is_delicate:
        ends = _("You offer something. It ends on {day}. Would you still be glad to?")
        ends = _("You offer something. It ended on {day}. Would you still be glad to?") if offer.is_over else ends
    told = [] if offer.is_delicate else [MailPart(_("You offer this:")), first_words(offer.in_words)]
    told.append(MailPart(ends.format(day=day_written(offer.until, "MONTH_DAY_FORMAT"))))
    return MailText(_("Would you still be glad to?"), told, buttons)


def tell_how_did_it_go(notice: Notice) -> MailText | None:
    given = notice.person.thanks_given.standing().filter(public_id=notice.about).first()
    if given is None:
        return None
    vouch = Vouch.objects.few_visible_to(notice.person).select_related("trade").filter(pk=given.vouch_id).first()
    hired = vouch.name if vouch and not vouch.is_delicate else ""
    subject, asks = _("How did it go?"), _("You said that you hired someone on a word you read on Whom. How did it go?")
    if hired:
        subject = _("How did it go with {name}?").format(name=hired)
        asks = _("You said that you hired {name} on a word you read on Whom. How did it go?").format(name=hired)
    yes = Button(_("Yes, hired: say how it went"), notice.link)
    buttons = [yes, act_button("thanks-later", notice), act_button("thanks-back", notice)]
    return MailText(subject, [MailPart(asks)], buttons)
