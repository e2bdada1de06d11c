"""What the mail of a notice says of short words and of what somebody shared: as `mails` does of all else."""

from __future__ import annotations

from people.models import Notice
from people.notices import Button, MailPart, MailText, first_words
from recommendations.models import ShortWord
from recommendations.models.short_words import ShortWordQuerySet

SOMEONE_WHO_READS = "Someone who reads what you share"


def tell_word(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.to_answer(notice.person))
    if word is None:
        return None
    name, first = _called(notice, SOMEONE_WHO_READS, "Someone")
    said = [MailPart(f"{name} writes to you:"), MailPart(word.words, quoted=True)]
    said += [MailPart("It is about what you shared:"), first_words(word.thing.words)]
    said.append(MailPart("You may answer once, or leave it. Nobody else reads either."))
    return MailText(f"{first} writes to you", said, [Button("Read it on Whom", notice.link)])


def tell_word_answered(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.answered_to(notice.person).exclude(answer=""))
    if word is None:
        return None
    name, first = _called(notice, "Whoever shared something that you wrote about", "Someone")
    said = [MailPart(f"{name} answered you:"), MailPart(word.answer, quoted=True)]
    said += [MailPart("You had written:"), MailPart(word.words, quoted=True)]
    return MailText(f"{first} answered you", said, [Button("Read it on Whom", notice.link)])


def tell_word_taken(notice: Notice) -> MailText | None:
    word = _word(notice, ShortWord.objects.taken_to(notice.person))
    if word is None:
        return None
    name, first = _called(notice, "Whoever shared something that you wrote about", "Someone")
    said = [MailPart(f"{name} took what you said into it, with thanks:"), MailPart(word.words, quoted=True)]
    return MailText(f"{first} says thank you", said, [Button("See it on Whom", notice.link)])


def _word(notice: Notice, words: ShortWordQuerySet) -> ShortWord | None:
    return words.with_all().filter(public_id=notice.about).first()


def _called(notice: Notice, somebody: str, someone: str) -> tuple[str, str]:
    """A friend by name; who else it is, their page tells as far as it may."""
    return (notice.who.name, notice.who.first_name) if notice.who else (somebody, someone)
