"""What the mail of a notice says of short words and of what somebody shared: as `mails` does of all else."""

from __future__ import annotations

from django.urls import reverse

from people.models import Notice
from people.notices import Button, MailPart, MailText, first_words
from people.words import duration
from recommendations.models import ShortWord
from recommendations.models.insights import HOLDS_FOR
from recommendations.models.short_words import ShortWordQuerySet
from recommendations.notices.acts import act_button

SOMEONE_WHO_READS = "Someone who reads what you share"


def tell_still_holds(notice: Notice) -> MailText | None:
    mine = notice.person.insights.select_related("trade").filter(public_id=notice.about).first()
    if mine is None:
        return None
    withdraw = Button("Withdraw it", reverse("insight_withdraw", args=[mine.public_id]))
    since = f"It is {duration(HOLDS_FOR)} since you last spoke of something you shared. Is it still true?"
    said = [] if mine.is_delicate else [first_words(mine.words)]
    buttons = [act_button("holds", notice), act_button("outdated", notice), withdraw]
    return MailText("Is what you shared still true?", [MailPart(since), *said], buttons)


def tell_word(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.to_answer(notice.person))
    if word is None:
        return None
    if word.offer:
        return _taking_up(notice, word)
    name, first = _called(notice, SOMEONE_WHO_READS, "Someone")
    said = [MailPart(f"{name} writes to you:"), MailPart(word.words, quoted=True)]
    said += [MailPart("It is about what you shared:"), first_words(word.thing.in_words)]
    said.append(MailPart("You may answer once, or leave it. Nobody else reads either."))
    return MailText(f"{first} writes to you", said, [Button("Read it on Whom", notice.link)])


def _taking_up(notice: Notice, word: ShortWord) -> MailText:
    name, first = _called(notice, "Someone who reads what you offer", "Someone")
    said = [MailPart(f"{name} would like to take up what you offer:"), MailPart(word.words, quoted=True)]
    said += [MailPart("You offer this:"), first_words(word.thing.in_words)]
    said.append(MailPart("If you answer, they read your name and your words. You may also leave it."))
    return MailText(f"{first} would like to take up what you offer", said, [Button("Read it on Whom", notice.link)])


def tell_word_answered(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.answered_to(notice.person).exclude(answer=""))
    if word is None:
        return None
    whoever = "Whoever made the offer" if word.offer else "Whoever shared something that you wrote about"
    name, first = _called(notice, whoever, "Someone")
    said = [MailPart(f"{name} answered you:"), MailPart(word.answer, quoted=True)]
    said += [MailPart("You had written:"), MailPart(word.words, quoted=True)]
    return MailText(f"{first} answered you", said, [Button("Read it on Whom", notice.link)])


def tell_word_taken(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.taken_to(notice.person))
    if word is None:
        return None
    name, first = _called(notice, "Whoever shared something that you wrote about", "Someone")
    taken = MailPart(f"{name} took what you said into what they shared, with thanks:")
    said = [taken, MailPart(word.words, quoted=True)]
    return MailText(f"{first} says thank you", said, [Button("See it on Whom", notice.link)])


def tell_word_thanked(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.thanked_to(notice.person))
    if word is None:
        return None
    name, first = _called(notice, "Someone who took up what you offered", "Someone")
    said = [MailPart(f"{name} says thank you for what you offered.")]
    said += [MailPart(word.thanks, quoted=True)] if word.thanks else []
    return MailText(f"{first} says thank you", said, [Button("See it on Whom", notice.link)])


def _word(notice: Notice, words: ShortWordQuerySet) -> ShortWord | None:
    return words.with_all().filter(public_id=notice.about).first()


def _called(notice: Notice, somebody: str, someone: str) -> tuple[str, str]:
    """A friend by name; who else it is, their page tells as far as it may."""
    return (notice.who.name, notice.who.first_name) if notice.who else (somebody, someone)
