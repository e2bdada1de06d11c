"""What one person asks, in the order in which they want to see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from people.models import Person
from recommendations.models import Answer, Ask, LinkAnswer

# Of those that are over.
MOST_OVER = 50


@dataclass(slots=True)
class Mine:
    drafts: list[Ask] = field(default_factory=list)
    open: list[Ask] = field(default_factory=list)
    before: list[Ask] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)  # of the open ones


def asked_by(person: Person) -> Mine:
    """By three queries."""
    mine = Mine()
    asks = person.asks.select_related("trade", "place")
    for ask in asks.filter(closed_at=None).order_by("-made_at", "-pk"):
        (mine.drafts if ask.is_draft else mine.open).append(ask)
    mine.before = list(asks.closed().order_by("-closed_at", "-pk")[:MOST_OVER])
    ids = [ask.pk for ask in mine.open]
    for answers in (Answer.objects.visible_to(person), LinkAnswer.objects.visible_to(person)):
        mine.answered |= set(answers.filter(ask__in=ids).values_list("ask", flat=True)) if ids else set()
    return mine
