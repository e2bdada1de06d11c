"""What each kind of notice says: on the page, and in a mail, which names nobody but its receiver's friends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Kind(NamedTuple):
    message: str
    subject: str
    mail: str
    # Of whoever reads it, a query of the things it may still be about, by their public ids; None: anything.
    still_about: Callable[[Any], Any] | None = None
    button: str = "See it on Whom"
    from_anybody: bool = False  # who is told of need not be a friend yet


KINDS = {
    "tied": Kind(
        "{who} said yes: you are in each other’s circle.",
        "Someone said yes",
        "{who} said yes. You are in each other’s circle now.",
    ),
    "came": Kind(
        "Someone came with an invitation of yours. Is this who you meant?",
        "Is this who you meant?",
        "Someone came with an invitation of yours. Please say whether it is who you meant.",
        lambda person: person.invitations.waiting(),
        from_anybody=True,
    ),
    "introduction": Kind(
        "{who} would like you to know somebody.",
        "An introduction for you",
        "{who} would like you to know somebody whose word you might act on.",
        lambda person: person.introductions.open_to(person),
    ),
    "introduced": Kind(
        "{who} said yes too: you are in each other’s circle.",
        "Someone said yes",
        "{who} said yes too. You are in each other’s circle now.",
    ),
    "came_about": Kind(
        "{who} and {with_whom} both said yes to your introduction.",
        "An introduction of yours came about",
        "Two of your friends both said yes to your introduction.",
    ),
    "lifted": Kind(
        "Your suspension is lifted: all that is yours is here again.",
        "Your suspension is lifted",
        "Your suspension is lifted. All that is yours is there again, for those who saw it before.",
    ),
}
