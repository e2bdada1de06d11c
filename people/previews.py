"""What a messenger shows of a live link before it is opened. A dead one has none, so that all of them look the same."""

from typing import NamedTuple

from people.models import Invitation


class Preview(NamedTuple):
    title: str
    text: str


def preview_of(invitation: Invitation) -> Preview:
    """The first name alone, whatever else stands on the page."""
    return Preview(
        f"{invitation.inviter.first_name} invites you to Whom",
        "“I would act on your word.” If both of you say so, each finds the plumbers, tuners and sitters that the other "
        "has really hired.",
    )
