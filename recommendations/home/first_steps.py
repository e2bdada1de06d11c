"""What somebody new could do first. Each step is known to be done by what is there, so nothing is kept about it."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from people.compiled import CompiledOnce
from people.models import Person
from people.words import number

ENOUGH_LISTED = 3


class Step(NamedTuple):
    url_name: str
    words: str
    why: str
    is_done: bool
    begins: bool = False  # nobody is on the list yet, and that is where to begin


def first_steps_of(person: Person) -> list[Step]:
    """None, once all are done but to share something, which nobody owes."""
    listed = _listed_by(person)
    own_list, invite, ask = (
        Step(
            "entry_new",
            f"Add {number(ENOUGH_LISTED)} people you hire",
            "Your own list, at hand when the boiler fails, and for you alone until you share it.",
            listed == ENOUGH_LISTED,
            begins=not listed,
        ),
        Step(
            "invitation_new",
            "Invite one person you would trust with your keys",
            "One is enough: you find whom they hired, and whom their friends hired.",
            bool(_a_tie_of(person=person)) or person.invitations.unanswered().exists(),
        ),
        Step(
            "ask_new",
            "Ask one thing",
            "Of your circle, or by a link to anybody who is not here.",
            bool(_an_ask_of(person=person)),
        ),
    )
    if own_list.is_done and invite.is_done and ask.is_done:
        return []
    share = Step(
        "insight_new",
        "Share one thing you learned",
        "Which fuse to check first, or who takes old paint. Share it, though nobody asked.",
        bool(_an_insight_of(person=person)),
    )
    return [own_list, share, invite, ask]


def _listed_by(person: Person) -> int:
    """How many, counted no further than is enough."""
    vouched = len(_some_vouches_of(person=person))
    return min(ENOUGH_LISTED, vouched + len(_some_entries_of(person=person)))


@CompiledOnce
def _some_vouches_of(person: Person) -> QuerySet[Any, Any]:
    return person.vouches.values_list("pk")[:ENOUGH_LISTED]


@CompiledOnce
def _some_entries_of(person: Person) -> QuerySet[Any, Any]:
    return person.entries.values_list("pk")[:ENOUGH_LISTED]


@CompiledOnce
def _a_tie_of(person: Person) -> QuerySet[Any, Any]:
    return person.ties.standing().values_list("pk")[:1]


@CompiledOnce
def _an_ask_of(person: Person) -> QuerySet[Any, Any]:
    return person.asks.filter(open_since__isnull=False).values_list("pk")[:1]


@CompiledOnce
def _an_insight_of(person: Person) -> QuerySet[Any, Any]:
    return person.insights.shared().values_list("pk")[:1]
