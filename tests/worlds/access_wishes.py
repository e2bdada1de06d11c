"""In the world of the access table: somebody beyond Ben's circle asks his friend twice to be introduced to him, and one
of the two is passed on. What it was about is gone by now."""

from typing import Any

from people.models import Person
from recommendations.models import Ask, IntroductionAsk, ReachedBy
from tests.worlds.builders import make_insight

# By viewer, the canaries that they may meet.
WISHES_READ = {
    "self": {"canary-wished", "canary-praise"},
    "circle": {"canary-wishing"},
    "beyond": {"canary-wishing", "canary-wished"},
}


def wishes_around(ben: Person, viewers: dict[str, Person | None]) -> dict[str, list[Any]]:
    circle, beyond = viewers["circle"], viewers["beyond"]
    two = [make_insight(author=ben) for _ in range(2)]
    waiting, passed = (
        IntroductionAsk.put(beyond, circle, ben.pk, ReachedBy.INSIGHT, insight.public_id, words)
        for insight, words in zip(two, ("canary-wishing", "canary-wished"), strict=True)
    )
    for insight in two:
        insight.withdraw()
    passed.pass_on("canary-praise")
    return {
        "introduction_ask": [waiting],
        "wish_report": [waiting],
        "introduction_wanted": [passed],
        "wish_word_report": [passed],
        "ask_introduce": [Ask.objects.get(person=ben, words="canary-need", quiet="")],
    }
