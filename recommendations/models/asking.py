"""What a question asks, and the sentence that it is: the one place that puts it into words, whole for each shape."""

from __future__ import annotations

from enum import Enum, auto

from django.db import models

from people.models import Place
from people.places import folded
from recommendations.models.kinds import OfAKind
from recommendations.models.providers import Trade

# A text that begins with one of these is a question already.
ASKING_WORDS = frozenset(
    "are can could did do does has have how is may should was were what when where which who whom whose why will "
    "would".split()
)


class Seeks(models.TextChoices):
    HIRE = "hire", "Somebody to hire"
    IDEA = "idea", "A person or an idea"


class Shape(Enum):
    """Of what is needed, in a sentence."""

    SOMEBODY = auto()  # “a plumber”, “someone who mends accordions”
    MATTER = auto()  # “choosing a school”, where nobody is hired
    QUESTION = auto()  # “how do I choose a school?”


QUESTIONS = {
    Shape.SOMEBODY: "Who knows {somebody}?",
    Shape.MATTER: "Who knows about “{other}”?",
    Shape.QUESTION: "{other}",
}
# After “Maya asks:”.
QUESTIONS_WITHIN = {
    Shape.SOMEBODY: "who knows {somebody}?",
    Shape.MATTER: "who knows about “{other}”?",
    Shape.QUESTION: "{other}",
}
# What somebody does who asks it, what several do, and what somebody did: before what is needed.
DEEDS = {
    Shape.SOMEBODY: ("asks for", "ask for", "asked for"),
    Shape.MATTER: ("asks about", "ask about", "asked about"),
    Shape.QUESTION: ("asks", "ask", "asked"),
}


class Asking(OfAKind):
    """What is asked for: somebody to hire; or a person or an idea, and then always in words of one’s own."""

    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, related_name="+")
    seeks = models.CharField("what is looked for", max_length=4, choices=Seeks, default=Seeks.HIRE)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        abstract = True

    @property
    def is_for_hire(self) -> bool:
        return self.seeks == Seeks.HIRE

    @property
    def shape(self) -> Shape:
        if not self.trade and (self.other.endswith("?") or folded(self.other).partition(" ")[0] in ASKING_WORDS):
            return Shape.QUESTION
        return Shape.SOMEBODY if self.is_for_hire or self.names_a_thing else Shape.MATTER

    @property
    def question(self) -> str:
        """`Who knows a good plumber?`; what its author wrote as a question stands as they wrote it."""
        return QUESTIONS[self.shape].format(somebody=self.somebody, other=self.other)

    @property
    def question_within(self) -> str:
        """The same, after “Maya asks:”."""
        return QUESTIONS_WITHIN[self.shape].format(somebody=self.somebody, other=self.other)

    @property
    def need(self) -> str:
        """`a plumber`, `someone who mends accordions`, `“how do I choose a school?”`, in another sentence."""
        return self.kind_in_a_sentence

    @property
    def need_near(self) -> str:
        """`a plumber in Leeds`"""
        is_question = self.shape == Shape.QUESTION
        return f"{self.need} in {self.place.name}" if self.place and not is_question else self.need

    @property
    def in_short(self) -> str:
        """`a plumber in Leeds?`, after “Maya asks:” where room is short."""
        return self.other if self.shape == Shape.QUESTION else f"{self.need_near}?"

    @property
    def deeds(self) -> tuple[str, str, str]:
        return DEEDS[self.shape]
