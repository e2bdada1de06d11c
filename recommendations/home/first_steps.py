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


def first_steps_of(person: Person) -> list[Step]:
    """None, once all are done."""
    steps = [
        Step(
            "entry_new",
            f"Add {number(ENOUGH_LISTED)} people you hire",
            "Your own list, at hand when the boiler fails, and for you alone until you share it.",
            _has_listed(person),
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


def _has_listed(person: Person) -> bool:
    vouched = len(person.vouches.values_list("pk")[:ENOUGH_LISTED])
    return vouched == ENOUGH_LISTED or vouched + len(person.entries.values_list("pk")[:ENOUGH_LISTED]) >= ENOUGH_LISTED
