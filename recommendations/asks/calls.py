"""“Did you reach Rosa?”: of whom somebody tapped Call, as they may see them now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from people.compiled import CompiledOnce
from people.models import Person
from recommendations.asks.settling import Helper, settle, who_was_found
from recommendations.models import Answer, Ask, Call, LinkAnswer
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestion_of
from recommendations.providers.word import Word


@dataclass(frozen=True, slots=True)
class Tapped:
    call: Call
    name: str
    suggestion: Suggestion | None  # None of somebody of whom only an answer tells
    asked: tuple[Ask, Helper] | None  # the open question that it would settle

    @property
    def to_thank(self) -> Word | None:
        """Whose word led there, where no question did."""
        words = self.suggestion.words if self.suggestion and not self.suggestion.own else []
        return next((word for word in words if word.may_be_thanked), None)


def may_be_called(person: Person, about: UUID) -> bool:
    """Whether a number of theirs may stand on a page of this person's."""
    return bool(_name_of(person, about)[0])


def called_by(person: Person, since: datetime) -> Tapped | None:
    """The latest that is to be asked about. By one query, if there is none."""
    if not person.after_calls:
        return None
    for call in _calls_of(person=person, since=since):
        if called := called_of(person, call):
            return called
    return None


@CompiledOnce
def _calls_of(person: Person, since: datetime) -> QuerySet[Call]:
    return person.calls.to_ask_about(since)


def called_of(person: Person, call: Call) -> Tapped | None:
    """None, if they see nothing of them any more."""
    name, suggestion = _name_of(person, call.about)
    return Tapped(call, name, suggestion, who_was_found(person, call.about)) if name else None


def hired_after_call(person: Person, called: Tapped) -> Ask | None:
    """The question that is settled by it, and whoever answered thanked; None if there is none."""
    if called.asked is None:
        return None
    ask, hired = called.asked
    settle(person, ask, hired, [], "")
    return ask


def _name_of(person: Person, about: UUID) -> tuple[str, Suggestion | None]:
    if suggestion := suggestion_of(person, about):
        return suggestion.name, suggestion
    to_me = (Answer.objects.visible_to(person).filter(ask__person=person), LinkAnswer.objects.visible_to(person))
    names = (answers.filter(public_id=about).values_list("provider", flat=True).first() for answers in to_me)
    return next(filter(None, names), ""), None
