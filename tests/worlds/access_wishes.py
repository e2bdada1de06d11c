"""In the world of the access table: somebody beyond Ben's circle asks his friend twice to be introduced to him, and one
of the two is passed on."""

from typing import Any
from uuid import uuid4

from people.models import Person
from recommendations.models import Ask, IntroductionAsk, ReachedBy

# By viewer, the canaries that they may meet.
WISHES_READ = {
    "self": {"canary-wished", "canary-praise"},
    "circle": {"canary-wishing"},
    "beyond": {"canary-wishing", "canary-wished"},
}


def wishes_around(ben: Person, viewers: dict[str, Person | None]) -> dict[str, list[Any]]:
    circle, beyond = viewers["circle"], viewers["beyond"]
    waiting, passed = (
        IntroductionAsk.put(beyond, circle, ben.pk, ReachedBy.INSIGHT, uuid4(), words)
        for words in ("canary-wishing", "canary-wished")
    )
    passed.pass_on("canary-praise")
    return {
        "introduction_ask": [waiting],
        "wish_report": [waiting],
        "introduction_wanted": [passed],
        "ask_introduce": [Ask.objects.get(person=ben, words="canary-need", quiet="")],
    }
