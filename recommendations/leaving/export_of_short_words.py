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
    """All that they wrote; the name and the answer only as long as their page shows them."""
    shown = {each.word.pk: each for each in told_words(person, _in_order(ShortWord.objects.sent_by(person)))}
    for word in person.words_sent.order_by("pk"):
        told, answered = shown.get(word.pk), (word.answer, moment(word.answered_at), moment(word.taken_at))
        what = (word.words, moment(word.made_at), *(answered if told else ("",) * 3))
        yield told.other.shown_as if told else "", *what, word.thanks, moment(word.thanked_at)


def words_received_rows(person: Person) -> Iterable[tuple]:
    for told in told_words(person, _in_order(ShortWord.objects.received_by(person))):
        word = told.word
        what = (word.words, moment(word.made_at), word.answer, moment(word.answered_at), moment(word.taken_at))
        yield told.other.shown_as, *what, word.thanks, moment(word.thanked_at)


def _in_order(words: ShortWordQuerySet) -> ShortWordQuerySet:
    return words.select_related("person", "author").order_by("pk")


SUBJECTS_OF_SHORT_WORDS = {
    "short_words_sent": Subject(
        _("your short words to authors, and their answers as long as you may read them"),
        ("to", "words", "made_at", "answer", "answered_at", "taken_at", "thanks", "thanked_at"),
        words_sent_rows,
    ),
    "short_words_received": Subject(
        _("short words to you about what you shared, and your answers"),
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
