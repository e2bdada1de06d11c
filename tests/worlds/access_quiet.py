"""Questions through one friend, in the world of the access table: one that Ben's friend has put, and one not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from recommendations.models import Answer, Quiet
from tests.worlds.builders import make_ask

if TYPE_CHECKING:
    from tests.worlds.access import World


def quiet_asks_around(world: World) -> None:
    ben, circle, beyond = (world.viewers[name] for name in ("self", "circle", "beyond"))
    made = {"person": ben, "quiet": Quiet.NAMELESS, "open_since": timezone.now()}  # beside his open ones, three already
    asked, waits = (make_ask(words=words, **made) for words in ("canary-need", "canary-wish"))
    for ask in (asked, waits):
        ask.recipients.create(person=circle, quietly=True)
    asked.recipients.get().put([beyond], "")
    Answer.give(asked, beyond, None, "canary-handed")
    world.things |= {"ask_put": [waits], "answer_hand_on": list(asked.answers.all())}
    world.things["leave_unsaid"] = world.things["entry_edit"]
