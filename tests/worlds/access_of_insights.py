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
# What he and his friend's friend may.
WITH_THE_FAR = {"canary-from-far", "canary-to-far"}


def words_around(ben: Person, circle: Person, beyond: Person) -> dict[str, list[Any]]:
    """One of the friend's to Ben, and one of Ben's to the friend; and one of the friend's friend, to Ben. All are
    answered: the things of each page."""
    theirs = make_short_word(person=circle, insight=ben.insights.get(scope=Scope.CIRCLE), words="canary-spoken")
    theirs.reply("canary-retorted")
    bens = make_short_word(person=ben, insight=make_insight(author=circle), words="canary-uttered")
    bens.reply("canary-heard")
    between_the_two = list(ShortWord.objects.order_by("pk"))
    far = make_short_word(person=beyond, insight=ben.insights.get(scope=Scope.BEYOND), words="canary-from-far")
    far.reply("canary-to-far")
    return {
        "short_word": between_the_two,
        "short_word_introduce": [far],
        "short_word_report": [theirs],
        "word_answer_report": [bens],
        "insight_outdate": list(ben.insights.all()),
    }
