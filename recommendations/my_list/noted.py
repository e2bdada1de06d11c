"""What an answer in words brings to one's own list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import pgettext

from people.models import Person
from recommendations.asks.answered import answers_to
from recommendations.identity import readable_phone
from recommendations.models import Answer
from recommendations.my_list.reading import LINES, read


def noted_from(person: Person, public_id: str | None) -> dict[str, Any]:
    """To fill in the form of an entry. Empty, if it is no answer in words to a question of theirs.

    A number is read in the words as in a list that is brought in; a name is not, since most words are none."""
    try:
        mine = Answer.objects.visible_to(person).filter(ask__person=person, public_id=UUID(public_id or ""))
    except ValueError:
        return {}
    answer = mine.exclude(words="").select_related("ask__trade", "ask__person").first()
    if answer is None:
        return {}
    said_by = next((each.said_by for each in answers_to(person, answer.ask) if each.answer == answer), "")
    phone = answer.phone or _number_in(person, answer.words)
    return {
        "name": answer.provider,
        "phone": readable_phone(phone, person.country),
        "trade": answer.ask if answer.ask.is_for_hire else None,
        "words": pgettext("who said what", "{name}: {words}").format(name=said_by, words=answer.words),
    }


def _number_in(person: Person, words: str) -> str:
    """The only one."""
    numbers = {each.phone for each in read(person, words, LINES).readings if each.phone and not each.other_phones}
    return numbers.pop() if len(numbers) == 1 else ""
