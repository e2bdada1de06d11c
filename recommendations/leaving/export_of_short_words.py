"""The short words that one person wrote to authors and received as one, as they can be taken out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from people.export import ONLY_ADDRESSES, ROW_NUMBERS, Declared, Subject, exported, moment, withheld
from people.models import Person
from recommendations.models import ShortWord
from recommendations.models.short_words import ShortWordQuerySet
from recommendations.short_words.told import told_words


def words_sent_rows(person: Person) -> Iterable[tuple]:
    return _rows_of(person, ShortWord.objects.sent_by(person))


def words_received_rows(person: Person) -> Iterable[tuple]:
    return _rows_of(person, ShortWord.objects.received_by(person))


def _rows_of(person: Person, words: ShortWordQuerySet) -> Iterable[tuple]:
    """As long as their pages show them: what ends with a tie would else tell a block from a rest."""
    for told in told_words(person, words.select_related("person", "author").order_by("pk")):
        word = told.word
        what = (word.words, moment(word.made_at), word.answer, moment(word.answered_at), moment(word.taken_at))
        yield told.other.shown_as, *what, word.thanks, moment(word.thanked_at)


SUBJECTS_OF_SHORT_WORDS = {
    "short_words_sent": Subject(
        _("your short words to authors and their answers, as long as you may read them"),
        ("to", "words", "made_at", "answer", "answered_at", "taken_at", "thanks", "thanked_at"),
        words_sent_rows,
    ),
    "short_words_received": Subject(
        _("short words to you about what you shared and your answers, as long as you may read them"),
        ("from", "words", "made_at", "answer", "answered_at", "taken_at", "thanks", "thanked_at"),
        words_received_rows,
    ),
}

TO_WHOM = _("Which of the things shared it was about: your pages show it, as long as you may read it.")
WHO_READS_IT = _("Whether an author never sees a word, because of a block: that is told to nobody.")

FIELDS_OF_SHORT_WORDS: dict[str, Declared] = {
    "recommendations.ShortWord": {
        **exported("short_words_sent", "words", "made_at", "thanks", "thanked_at", author="to"),
        **exported("short_words_received", "answer", "answered_at", "taken_at", person="from"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(TO_WHOM, "insight", "offer"),
        **withheld(WHO_READS_IT, "unseen"),
    },
}
