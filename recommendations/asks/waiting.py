"""What one waits for: one's open questions, with what came to them last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.compiled import CompiledOnce
from people.models import Person
from people.words import beginning
from recommendations.asks.answered import Answered, answers_to_each
from recommendations.models import Ask, LinkAnswer

MOST_SHOWN, LONGEST_CAME = 2, 140  # answers to each, and letters of their words


class Came(NamedTuple):
    """One answer, in short."""

    at: datetime
    ask: int
    said_by: str
    provider: str  # "" if it names nobody
    words: str


class Waiting(NamedTuple):
    ask: Ask
    newest: list[Came]
    more: int

    @property
    def moved_at(self) -> datetime:
        return self.newest[0].at if self.newest else self.ask.open_since or self.ask.made_at


def waiting_for(person: Person) -> list[Waiting]:
    """Where something came last, first. By one query if nothing is asked."""
    asks = _open_asks_of(person=person)
    if not asks:
        return []
    came = sorted([*_in_the_app(person, asks), *_by_the_link(person, asks)], reverse=True)
    to = {ask.pk: [each for each in came if each.ask == ask.pk] for ask in asks}
    waiting = [Waiting(ask, to[ask.pk][:MOST_SHOWN], len(to[ask.pk][MOST_SHOWN:])) for ask in asks]
    return sorted(waiting, key=lambda each: each.moved_at, reverse=True)


@CompiledOnce
def _open_asks_of(person: Person) -> QuerySet[Ask]:
    return person.asks.open().select_related("trade", "place")


def _in_the_app(person: Person, asks: list[Ask]) -> Iterator[Came]:
    for each in answers_to_each(person, asks):
        yield Came(each.answer.made_at, each.answer.ask_id, each.said_by, each.provider, _in_short(_words_of(each)))


def _words_of(each: Answered) -> str:
    return each.answer.words or (each.word.caveat or each.word.words if each.word else "")


def _by_the_link(person: Person, asks: list[Ask]) -> Iterator[Came]:
    for told in LinkAnswer.objects.visible_to(person).filter(ask__in=asks):
        who = told.confirmed_as or _("By your link, “{name}”").format(name=told.name)
        yield Came(told.made_at, told.ask_id, who, told.provider, _in_short(told.caveat or told.words))


def _in_short(words: str) -> str:
    return beginning(words, LONGEST_CAME)
