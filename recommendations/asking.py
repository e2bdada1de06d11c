"""What one person asks, and what they are asked, in the order in which they want to see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from people.models import Person
from recommendations.models import Answer, Ask, LinkAnswer, Recipient

# Of those that are over.
MOST = 50


@dataclass(slots=True)
class Mine:
    drafts: list[Ask] = field(default_factory=list)
    open: list[Ask] = field(default_factory=list)
    before: list[Ask] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)  # of the open ones


@dataclass(frozen=True, slots=True)
class Reached:
    """A question of somebody else's. Whoever did not ask it of this person directly is not named here."""

    ask: Ask
    asked_by: str  # "" if it was passed on
    passed_by: str

    @property
    def who(self) -> str:
        return self.asked_by or f"Passed on by {self.passed_by}"


def asked_by(person: Person) -> Mine:
    """By three queries."""
    mine = Mine()
    asks = person.asks.select_related("trade", "place")
    for ask in asks.filter(closed_at=None).order_by("-made_at", "-pk"):
        (mine.drafts if ask.is_draft else mine.open).append(ask)
    mine.before = list(asks.closed().order_by("-closed_at", "-pk")[:MOST])
    ids = [ask.pk for ask in mine.open]
    for answers in (Answer.objects.visible_to(person), LinkAnswer.objects.visible_to(person)):
        mine.answered |= set(answers.filter(ask__in=ids).values_list("ask", flat=True)) if ids else set()
    return mine


def reaching(person: Person) -> tuple[list[Reached], list[Reached]]:
    """Those that wait for an answer of theirs, and those that they answered; newest first."""
    answered = person.answers.values("ask")
    wanted = Q(ask__closed_at=None, declined=False) | Q(ask__in=answered)
    reached = Recipient.objects.standing().filter(wanted, person=person, ask__open_since__isnull=False)
    by_ask: dict[int, Recipient] = {}
    with_all = reached.select_related("ask__trade", "ask__place", "ask__person", "passed_by")
    for each in with_all.order_by("-ask__open_since", "-pk"):
        if each.passed_by is None or each.ask_id not in by_ask:  # a friend's own question is theirs, however it came
            by_ask[each.ask_id] = each
    done = set(person.answers.filter(ask__in=by_ask).values_list("ask", flat=True))
    shown = [(ask in done, _reached(each)) for ask, each in by_ask.items()]
    return [each for over, each in shown if not over], [each for over, each in shown if over][:MOST]


def _reached(each: Recipient) -> Reached:
    if each.passed_by:
        return Reached(each.ask, "", each.passed_by.name)
    return Reached(each.ask, each.ask.person.name, "")
