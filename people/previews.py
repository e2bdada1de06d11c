"""What a messenger shows of a live link before it is opened. A dead one has none, so that all of them look the same."""

from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from people.models import Invitation


class Preview(NamedTuple):
    title: str
    text: str


def preview_of(invitation: Invitation) -> Preview:
    """The first name alone, whatever else stands on the page; in the language of who invites, as whatever stands beside
    it in the message."""
    with translation.override(invitation.inviter.language):
        return Preview(
            _("{name} invites you to Whom").format(name=invitation.inviter.first_name),
            _(
                "“I would act on your word.” If both of you say so, each finds the plumbers, tuners and sitters that "
                "the other has really hired."
            ),
        )
