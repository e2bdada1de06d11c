"""What the page of notices says of short words and of what somebody shared: as `sentences` does of all else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from people.models import Notice, Person
from people.notices import about_in, say_each
from recommendations.models import ShortWord
from recommendations.models.short_words import ShortWordQuerySet
from recommendations.notices.sentences import Says, short
from recommendations.short_words.told import ToldWord, told_words


def say_still_holds(person: Person, notices: Sequence[Notice]) -> Says:
    words = dict(about_in(person.insights, notices).values_list("public_id", "words"))
    asks = _("Is what you shared still true? {words}")
    return say_each(notices, words, lambda notice, shared: asks.format(words=short(shared)))


def say_word(person: Person, notices: Sequence[Notice]) -> Says:
    words = ShortWord.objects.to_answer(person)
    return _say_words(person, notices, words, _says_about)


def say_word_answered(person: Person, notices: Sequence[Notice]) -> Says:
    words = ShortWord.objects.answered_to(person).exclude(answer="")
    said = _("{who} answered you: {words}")
    return _say_words(
        person, notices, words, lambda told: said.format(who=told.other_said, words=short(told.word.answer))
    )


def say_word_taken(person: Person, notices: Sequence[Notice]) -> Says:
    words = ShortWord.objects.taken_to(person)
    took = _("{who} took what you said into what they shared, with thanks.")
    return _say_words(person, notices, words, lambda told: took.format(who=told.other_said))


def say_word_thanked(person: Person, notices: Sequence[Notice]) -> Says:
    return _say_words(person, notices, ShortWord.objects.thanked_to(person), _thanks_for)


def _thanks_for(told: ToldWord) -> str:
    if not told.word.thanks:
        return _("{who} says thank you for what you offered.").format(who=told.other_said)
    said = _("{who} says thank you for what you offered: {words}")
    return said.format(who=told.other_said, words=short(told.word.thanks))


def _says_about(told: ToldWord) -> str:
    said = _("{who} says about what you shared: {words}")
    if told.word.offer_id:
        said = _("{who} would like to take up what you offer: {words}")
    return said.format(who=told.other_said, words=short(told.word.words))


def _say_words(
    person: Person, notices: Sequence[Notice], words: ShortWordQuerySet, sentence: Callable[[ToldWord], str]
) -> Says:
    found = {told.word.public_id: told for told in told_words(person, about_in(words, notices).with_all())}
    return say_each(notices, found, lambda notice, told: sentence(told))
