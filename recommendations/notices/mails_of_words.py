"""What the mail of a notice says of short words and of what somebody shared: as `mails` does of all else."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import Notice
from people.notices import Button, MailPart, MailText, first_words
from people.words import duration
from recommendations.models import ShortWord
from recommendations.models.insights import HOLDS_FOR
from recommendations.models.short_words import ShortWordQuerySet
from recommendations.notices.acts import act_button


def tell_still_holds(notice: Notice) -> MailText | None:
    mine = notice.person.insights.select_related("trade").filter(public_id=notice.about).first()
    if mine is None:
        return None
    withdraw = Button(_("Withdraw it"), reverse("insight_withdraw", args=[mine.public_id]))
    since = _("It is {time} since you last spoke of something you shared. Is it still true?")
    said = [] if mine.is_delicate else [first_words(mine.words)]
    buttons = [act_button("holds", notice), act_button("outdated", notice), withdraw]
    since = since.format(time=duration(HOLDS_FOR))
    return MailText(_("Is what you shared still true?"), [MailPart(since), *said], buttons)


def tell_word(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.to_answer(notice.person))
    if word is None:
        return None
    if word.offer:
        return _taking_up(notice, word)
    name, first = _called(notice, _("Someone who reads what you share"))
    said = [MailPart(_("{who} writes to you:").format(who=name)), MailPart(word.words, quoted=True)]
    said += [MailPart(_("It is about what you shared:")), first_words(word.thing.in_words)]
    said.append(MailPart(_("You may answer once, or leave it. Nobody else reads either.")))
    return MailText(_("{first} writes to you").format(first=first), said, [Button(_("Read it on Whom"), notice.link)])


def _taking_up(notice: Notice, word: ShortWord) -> MailText:
    name, first = _called(notice, _("Someone who reads what you offer"))
    said = [MailPart(_("{who} would like to take up what you offer:").format(who=name))]
    said += [MailPart(word.words, quoted=True), MailPart(_("You offer this:")), first_words(word.thing.in_words)]
    said.append(MailPart(_("If you answer, they read your name and your words. You may also leave it.")))
    subject = _("{first} would like to take up what you offer").format(first=first)
    return MailText(subject, said, [Button(_("Read it on Whom"), notice.link)])


def tell_word_answered(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.answered_to(notice.person).exclude(answer=""))
    if word is None:
        return None
    whoever = _("Whoever made the offer") if word.offer else _("Whoever shared something that you wrote about")
    name, first = _called(notice, whoever)
    said = [MailPart(_("{who} answered you:").format(who=name)), MailPart(word.answer, quoted=True)]
    said += [MailPart(_("You had written:")), MailPart(word.words, quoted=True)]
    return MailText(_("{first} answered you").format(first=first), said, [Button(_("Read it on Whom"), notice.link)])


def tell_word_taken(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.taken_to(notice.person))
    if word is None:
        return None
    name, first = _called(notice, _("Whoever shared something that you wrote about"))
    taken = _("{who} took what you said into what they shared, with thanks:").format(who=name)
    said = [MailPart(taken), MailPart(word.words, quoted=True)]
    return MailText(_("{first} says thank you").format(first=first), said, [Button(_("See it on Whom"), notice.link)])


def tell_word_thanked(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.thanked_to(notice.person))
    if word is None:
        return None
    name, first = _called(notice, _("Someone who took up what you offered"))
    said = [MailPart(_("{who} says thank you for what you offered.").format(who=name))]
    said += [MailPart(word.thanks, quoted=True)] if word.thanks else []
    return MailText(_("{first} says thank you").format(first=first), said, [Button(_("See it on Whom"), notice.link)])


def _word(notice: Notice, words: ShortWordQuerySet) -> ShortWord | None:
    return words.with_all().filter(public_id=notice.about).first()


def _called(notice: Notice, somebody: str) -> tuple[str, str]:
    """A friend by name; who else it is, their page tells as far as it may."""
    return (notice.who.name, notice.who.first_name) if notice.who else (somebody, _("Someone"))
