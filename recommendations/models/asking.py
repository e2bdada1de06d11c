"""What a question asks, and the sentence that it is: the one place that puts it into words, whole for each shape."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy, pgettext

from people.models import Place
from people.places import folded
from people.words import lowered
from recommendations.models.kinds import OfAKind
from recommendations.models.providers import Trade

# A text that begins with one of these, folded, is a question already, in whichever language one asks.
ASKING_WORDS = frozenset(
    "are can could did do does has have how is may should was were what when where which who whom whose why will "
    "would "
    "wann warum wem wen wer weshalb wie wieso wo woher wohin welche welchen welcher welches kann kennt weiss "
    "combien comment est ou pourquoi quand que quel quelle quelles quels qui quoi "
    "como cual cuales cuando cuanta cuantas cuanto cuantos donde quien quienes".split()
)


class Seeks(models.TextChoices):
    HIRE = "hire", gettext_lazy("Somebody to hire")
    IDEA = "idea", gettext_lazy("A person or an idea")


class ByWhen(models.TextChoices):
    NOW = "now", gettext_lazy("As soon as possible")
    WEEK = "week", gettext_lazy("Within a week")
    MONTH = "month", gettext_lazy("Within a month")
    WHENEVER = "whenever", gettext_lazy("No hurry")


class Ending(models.TextChoices):
    HIRED = "hired", gettext_lazy("You hired someone")
    FOUND = "found", gettext_lazy("You have what you asked for")
    NOT_NEEDED = "not_needed", gettext_lazy("No longer needed")
    RESTED = "rested", gettext_lazy("Nothing was heard of it for a while")


class Shape(Enum):
    """Of what is needed, in a sentence."""

    SOMEBODY = auto()  # “a plumber”, “someone who mends accordions”
    MATTER = auto()  # “choosing a school”, where nobody is hired
    QUESTION = auto()  # “how do I choose a school?”


class Wording(Enum):
    """In which words it is asked: each shape in those that another language may need to put differently."""

    A_TRADE = auto()
    NAMED = auto()  # “someone who mends accordions”, which stands as it is
    SOMEBODY_FOR = auto()  # “accordion repairs”, for which somebody is to be hired
    MATTER = auto()


# Translators: {trade} is the name of a trade in the singular, like “plumber”; {other} is somebody’s own words.
QUESTIONS = {
    Wording.A_TRADE: gettext_lazy("Who knows a good {trade}?"),
    Wording.NAMED: gettext_lazy("Who knows {other}?"),
    Wording.SOMEBODY_FOR: gettext_lazy("Who knows somebody for “{other}”?"),
    Wording.MATTER: gettext_lazy("Who knows about “{other}”?"),
}
# After “Maya asks:”.
QUESTIONS_WITHIN = {
    Wording.A_TRADE: gettext_lazy("who knows a good {trade}?"),
    Wording.NAMED: gettext_lazy("who knows {other}?"),
    Wording.SOMEBODY_FOR: gettext_lazy("who knows somebody for “{other}”?"),
    Wording.MATTER: gettext_lazy("who knows about “{other}”?"),
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
    def wording(self) -> Wording:
        """Of what is no question already."""
        if self.trade or self.names_a_thing:
            return Wording.A_TRADE if self.trade else Wording.NAMED
        return Wording.SOMEBODY_FOR if self.is_for_hire else Wording.MATTER

    @property
    def question(self) -> str:
        """`Who knows a good plumber?`; what its author wrote as a question stands as they wrote it."""
        return self._in_words(QUESTIONS)

    @property
    def question_within(self) -> str:
        """The same, after “Maya asks:”."""
        return self._in_words(QUESTIONS_WITHIN)

    def _in_words(self, sentences: dict[Wording, Any]) -> str:
        if self.shape == Shape.QUESTION:
            return self.other
        trade = lowered(self.trade.called) if self.trade else ""
        return sentences[self.wording].format(trade=trade, other=self.other)

    @property
    def need(self) -> str:
        """`a plumber`, `someone who mends accordions`, `“how do I choose a school?”`, in another sentence."""
        return self.kind_in_a_sentence

    @property
    def need_near(self) -> str:
        """`a plumber in Leeds`"""
        if not self.place or self.shape == Shape.QUESTION:
            return self.need
        return pgettext("what is needed, and where", "{need} in {place}").format(need=self.need, place=self.place.name)

    @property
    def in_short(self) -> str:
        """`a plumber in Leeds?`, after “Maya asks:” where room is short."""
        if self.shape == Shape.QUESTION:
            return self.other
        return pgettext("what is needed, as a question", "{need}?").format(need=self.need_near)

    @property
    def deeds(self) -> tuple[str, str, str]:
        return DEEDS[self.shape]
