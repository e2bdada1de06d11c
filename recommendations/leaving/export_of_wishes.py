"""What one person asked of friends so as to be introduced, and what they are asked, as it can be taken out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from people.export import (
    ACROSS_A_BLOCK,
    ALL_YOURS,
    ONLY_ADDRESSES,
    ROW_NUMBERS,
    SILENT,
    Declared,
    Subject,
    exported,
    moment,
    withheld,
)
from people.models import Person
from recommendations.leaving.export_of_asks import FOR_WHAT
from recommendations.models import IntroductionAsk


def wish_rows(person: Person) -> Iterable[tuple]:
    """Whatever became of them: it looks the same."""
    for each in IntroductionAsk.objects.asked_by(person).select_related("friend").order_by("pk"):
        yield each.friend.name, each.words, moment(each.made_at)


def wishes_to_pass_on(person: Person) -> Iterable[tuple]:
    waiting = IntroductionAsk.objects.to_pass_on(person).select_related("person", "other")
    for each in waiting.order_by("pk"):
        yield each.person.name, each.other.name if each.other else "", each.words, moment(each.made_at)


def wishes_to_answer(person: Person) -> Iterable[tuple]:
    waiting = IntroductionAsk.objects.to_answer(person).select_related("person", "friend")
    for each in waiting.order_by("pk"):
        yield each.person.name, each.friend.name, each.words, each.word, moment(each.made_at)


SUBJECTS_OF_WISHES = {
    "introductions_asked": Subject(
        _("which friends you asked to introduce you, and why"), ("friend", "words", "made_at"), wish_rows
    ),
    "introductions_to_pass_on": Subject(
        _("whom you are asked to introduce, and have not passed on yet"),
        ("who", "to", "words", "made_at"),
        wishes_to_pass_on,
    ),
    "introductions_wanted": Subject(
        _("who would like to know you, and waits for your answer"),
        ("who", "through", "words", "word", "made_at"),
        wishes_to_answer,
    ),
}

FIELDS_OF_WISHES: dict[str, Declared] = {
    "recommendations.IntroductionAsk": {
        **exported("introductions_asked", "friend", "words", "made_at"),
        **exported("introductions_to_pass_on", other="to"),
        **exported("introductions_wanted", "word"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(FOR_WHAT, "kind", "thing"),
        **withheld(SILENT, "passed_on", "answer"),
        **withheld(ACROSS_A_BLOCK, "unheard"),
    },
}
