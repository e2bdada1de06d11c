"""How suggestions are ordered: a plain function of what the viewer may read and of today's date.

"Your friends' own experience counts fully, friends of friends count half and together never more than half a friend
through any one friend, a no counts double, older experience counts less."

    weight of a friend's vouch, a months old           w = 48 / (48 + a)
    of a friend's friend's, reached through c friends  w = 0.5 / c * 48 / (48 + a), for each of the c
    all second-hand weight about a provider through one friend is scaled down to 0.5 at most
    Y = sum of w * o, N = sum of w * (1 - o), o = 1 yes, 0.5 yes-but, 0 not again
    score = (2 + Y) / (3 + Y + 2 N)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from recommendations.sight.rule import Path

HALF_WEIGHT_MONTHS = 48
BEYOND = 0.5
# The score of knowing nothing; below it the evidence is a warning.
NEUTRAL = 2 / 3
NO_OTHERS: Mapping[int, int] = MappingProxyType({})


# The negative score, 1.0 where there is none; the negative number of friends who say yes; months. Least is best.
Order = tuple[float, int, int]


@dataclass(slots=True)
class Voice:
    """The latest word of one author about one provider, and the friends through whom it came."""

    vouch: int
    distance: int
    outcome: int
    months: int
    # (months, outcome) by vouch: this one, and those about other trades where several were asked for
    vouches: dict[int, tuple[int, int]]
    through: list[int] = field(default_factory=list)  # at distance 1 the author

    @property
    def weight(self) -> float:
        return HALF_WEIGHT_MONTHS / (HALF_WEIGHT_MONTHS + self.months)


@dataclass(slots=True)
class Ranked:
    provider: int
    score: float | None  # None: only the viewer has spoken
    friends_yes: int
    months: int  # since the freshest hire
    voices: dict[Any, Voice]  # by author; of those joined with others by author and provider, if beyond the circle

    @property
    def order(self) -> Order:
        """Best first. Equal ones go by name, which only the vouches themselves know."""
        return 1.0 if self.score is None else -self.score, -self.friends_yes, self.months

    @property
    def lead(self) -> int:
        """The vouch that gives the provider its name."""
        return self.nearest(1)[0][0]

    def nearest(self, most: int | None = None) -> list[tuple[int, Voice]]:
        """Vouches with whose they are, nearest first, then freshest, then last written.

        By nothing else: to set one author's side by side would tell that they are one author's.
        """
        each = [
            (voice.distance, months, -vouch, voice)
            for voice in self.voices.values()
            for vouch, (months, _) in voice.vouches.items()
        ]
        each.sort(key=lambda one: one[:3])
        return [(-negative, voice) for _, _, negative, voice in each[:most]]


def rank(paths: Iterable[Path], today: date, same: Mapping[int, int] = NO_OTHERS) -> list[Ranked]:
    """Every provider on the paths, best first, in any order where their `order` is equal.

    `same` names, of a provider, the one that stands for it and others. Beyond the circle each word about those stays a
    voice of its own: else the order would tell whether two are one author's.
    """
    heard: dict[int, dict[Any, Voice]] = {}
    ages: dict[object, int] = {}
    now = today.year * 12 + today.month
    for vouch, provider, author, _, distance, through, outcome, hired_on, _ in paths:
        months = ages.get(hired_on)
        if months is None:
            month = str(hired_on)
            months = ages[hired_on] = max(0, now - int(month[:4]) * 12 - int(month[5:7]))
        who: Any = author
        if provider in same:
            who = (author, provider) if distance == 2 else author
            provider = same[provider]
        voices = heard.setdefault(provider, {})
        voice = voices.get(who)
        if voice is None:
            voice = voices[who] = Voice(vouch, distance, outcome, months, {vouch: (months, outcome)})
        elif vouch not in voice.vouches:
            voice.vouches[vouch] = (months, outcome)
            if (months, -vouch) < (voice.months, -voice.vouch):
                voice.vouch, voice.outcome, voice.months = vouch, outcome, months
        if through is not None and through not in voice.through:
            voice.through.append(through)
    return sorted((judged(provider, voices) for provider, voices in heard.items()), key=lambda r: r.order)


def judged(provider: int, voices: dict[Any, Voice]) -> Ranked:
    others = [voice for voice in voices.values() if voice.distance]
    friends_yes = sum(voice.distance == 1 and voice.outcome == 2 for voice in others)
    months = min(voice.months for voice in others or voices.values())
    return Ranked(provider, score(others) if others else None, friends_yes, months, voices)


def score(others: Iterable[Voice]) -> float:
    """To nine places, so that the order of the rows cannot show in the last digits."""
    yes = no = 0.0
    behind: dict[int, list[float]] = {}
    for voice in others:
        share = voice.outcome / 2
        if voice.distance == 1:
            yes += voice.weight * share
            no += voice.weight * (1 - share)
            continue
        part = BEYOND / len(voice.through) * voice.weight
        for friend in voice.through:
            sums = behind.setdefault(friend, [0.0, 0.0])
            sums[0] += part
            sums[1] += part * share
    for mass, good in behind.values():
        scale = min(1.0, BEYOND / mass)
        yes += good * scale
        no += (mass - good) * scale
    return round((2 + yes) / (3 + yes + 2 * no), 9)
