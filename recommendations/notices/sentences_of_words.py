"""What the page of notices says of short words and of what somebody shared: as `sentences` does of all else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from people.models import Notice, Person
from people.notices import about_in, say_each
from recommendations.models import ShortWord
from recommendations.models.short_words import ShortWordQuerySet
from recommendations.notices.sentences import Says, short
from recommendations.short_words.told import ToldWord, told_words


def say_still_holds(person: Person, notices: Sequence[Notice]) -> Says:
    words = dict(about_in(person.insights, notices).values_list("public_id", "words"))
    return say_each(notices, words, lambda notice, shared: f"Is what you shared still true? {short(shared)}")


def say_word(person: Person, notices: Sequence[Notice]) -> Says:
    words = ShortWord.objects.to_answer(person)
    return _say_words(person, notices, words, _says_about)


def say_word_answered(person: Person, notices: Sequence[Notice]) -> Says:
    words = ShortWord.objects.answered_to(person).exclude(answer="")
    return _say_words(person, notices, words, lambda told: f"{told.other_said} answered you: {short(told.word.answer)}")


def say_word_taken(person: Person, notices: Sequence[Notice]) -> Says:
    words = ShortWord.objects.taken_to(person)
    took = "{} took what you said into what they shared, with thanks."
    return _say_words(person, notices, words, lambda told: took.format(told.other_said))


def say_word_thanked(person: Person, notices: Sequence[Notice]) -> Says:
    return _say_words(person, notices, ShortWord.objects.thanked_to(person), _thanks_for)


def _thanks_for(told: ToldWord) -> str:
    if not told.word.thanks:
        return f"{told.other_said} says thank you for what you offered."
    return f"{told.other_said} says thank you for what you offered: {short(told.word.thanks)}"


def _says_about(told: ToldWord) -> str:
    if told.word.offer_id:
        return f"{told.other_said} would like to take up what you offer: {short(told.word.words)}"
    return f"{told.other_said} says about what you shared: {short(told.word.words)}"


def _say_words(
    person: Person, notices: Sequence[Notice], words: ShortWordQuerySet, sentence: Callable[[ToldWord], str]
) -> Says:
    found = {told.word.public_id: told for told in told_words(person, about_in(words, notices).with_all())}
    return say_each(notices, found, lambda notice, told: sentence(told))
