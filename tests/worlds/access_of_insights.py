"""What is said between Ben and others about what each shared, in the world of the access table."""

from __future__ import annotations

from typing import Any

from people.models import Person
from recommendations.models import Scope, ShortWord
from tests.worlds.builders import make_insight, make_short_word

# What Ben and his friend may read of it.
BETWEEN_THE_TWO = {
    "canary-uttered",
    "canary-heard",
    "canary-spoken",
    "canary-retorted",
    "canary-taking",
    "canary-gladly",
}


def words_around(ben: Person, circle: Person) -> dict[str, list[Any]]:
    """One of the friend's to Ben, and one of Ben's to the friend, both answered: the things of each page."""
    theirs = make_short_word(person=circle, insight=ben.insights.get(scope=Scope.CIRCLE), words="canary-spoken")
    theirs.reply("canary-retorted")
    bens = make_short_word(person=ben, insight=make_insight(author=circle), words="canary-uttered")
    bens.reply("canary-heard")
    return {
        "short_word": list(ShortWord.objects.order_by("pk")),
        "short_word_report": [theirs],
        "word_answer_report": [bens],
        "insight_outdate": list(ben.insights.all()),
    }
