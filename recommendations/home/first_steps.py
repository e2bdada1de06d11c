"""What somebody new could do first. Each step is known to be done by what is there, so nothing is kept about it."""

from typing import NamedTuple

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
    """None, once all are done."""
    listed = _listed_by(person)
    steps = [
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
            person.ties.standing().exists() or person.invitations.unanswered().exists(),
        ),
        Step(
            "ask_new",
            "Ask one thing",
            "Of your circle, or by a link to anybody who is not here.",
            person.asks.filter(open_since__isnull=False).exists(),
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _listed_by(person: Person) -> int:
    """How many, counted no further than is enough."""
    vouched = len(person.vouches.values_list("pk")[:ENOUGH_LISTED])
    return min(ENOUGH_LISTED, vouched + len(person.entries.values_list("pk")[:ENOUGH_LISTED]))
