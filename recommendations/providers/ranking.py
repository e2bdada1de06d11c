"""How suggestions are ordered: a plain function of what the viewer may read and of today's date.

"Your friends' own experience counts fully, friends of friends count half and together never more than half a friend
through any one friend (a quarter, if nobody else's friends say it), a no counts double, older experience counts less,
and a word of somebody who is paid or related does not count."

    weight of a friend's vouch, a months old           w = 48 / (48 + a)
    of a friend's friend's, reached through c friends  w = 0.5 / c * 48 / (48 + a), for each of the c
    all second-hand weight about a provider through one friend is scaled down to 0.5 at most
    Y = sum of w * o, N = sum of w * (1 - o), o = 1 yes, 0.5 yes-but, 0 not again
    of both, apart, the second-hand part is halved unless two authors who come by two different friends bring some of it
    N grows by 0.25 where people beyond the circle warn of them without a name
    score = (2 + Y) / (3 + Y + 2 N)

Those with a score below 2/3 stand after all others. Of the others those come first whom a friend would hire again, if
it is fresh, then if it is not; then those whom somebody beyond would, if it is fresh; then the rest. Within each by
score.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from recommendations.models import LONG_AGO_MONTHS, Outcome
from recommendations.sight.rule import Path

HALF_WEIGHT_MONTHS = 48
BEYOND = 0.5
ONLY_ONE_FRIEND = 0.5
WARNED_BEYOND = 0.25
# The score of knowing nothing; below it the evidence is a warning.
NEUTRAL = 2 / 3
NO_OTHERS: Mapping[int, int] = MappingProxyType({})
NO_IDS: frozenset[int] = frozenset()
# Of those of whom no word counts.
NEVER = 10**6

# The part; the negative score, 1.0 where there is none; the negative number of friends who say yes; months. Least is
# best.
Order = tuple[int, float, int, int]


class Part(IntEnum):
    """Of the order: whom would they hire again, and is it fresh?"""

    FRIENDS_LATELY = 1
    FRIENDS = 2
    LATELY = 3
    OTHERS = 4
    TROUBLE = 5
    ONLY_MINE = 6


class Said(NamedTuple):
    """What one vouch weighs in with."""

    months: int
    outcome: int
    counts: bool  # its author has nothing to do with the provider, or is the viewer, whose own words nothing counts


@dataclass(slots=True)
class Voice:
    """The latest word of one author about one provider, of those that count if any does, and the friends through whom
    it came."""

    vouch: int
    distance: int
    outcome: int
    months: int
    counts: bool
    # By vouch: this one, and those about other trades where several were asked for.
    vouches: dict[int, Said]
    through: list[int] = field(default_factory=list)  # at distance 1 the author

    @property
    def weight(self) -> float:
        return HALF_WEIGHT_MONTHS / (HALF_WEIGHT_MONTHS + self.months)

    def add(self, vouch: int, said: Said) -> None:
        self.vouches[vouch] = said
        if (not said.counts, said.months, -vouch) < (not self.counts, self.months, -self.vouch):
            self.vouch, self.outcome, self.months, self.counts = vouch, said.outcome, said.months, said.counts


@dataclass(slots=True)
class Ranked:
    provider: int
    part: Part
    score: float | None  # None: only the viewer has spoken
    friends_yes: int
    months: int  # since the freshest hire that counts
    warned_beyond: bool
    voices: dict[Any, Voice]  # by author; of those joined with others by author and provider, if beyond the circle

    @property
    def order(self) -> Order:
        """Best first. Equal ones go by name, which only the vouches themselves know."""
        return self.part, 1.0 if self.score is None else -self.score, -self.friends_yes, self.months

    @property
    def lead(self) -> int:
        """The vouch that gives the provider its name."""
        return self.nearest(1)[0][0]

    def nearest(self, most: int | None = None) -> list[tuple[int, Voice]]:
        """Vouches with whose they are, nearest first, then freshest, then last written.

        By nothing else: to set one author's side by side would tell that they are one author's.
        """
        each = [
            (voice.distance, said.months, -vouch, voice)
            for voice in self.voices.values()
            for vouch, said in voice.vouches.items()
        ]
        each.sort(key=lambda one: one[:3])
        return [(-negative, voice) for _, _, negative, voice in each[:most]]


def rank(
    paths: Iterable[Path],
    today: date,
    same: Mapping[int, int] = NO_OTHERS,
    related: Collection[int] = NO_IDS,
    warned: Collection[int] = NO_IDS,
) -> list[Ranked]:
    """Every provider on the paths, best first, in any order where their `order` is equal.

    `same` names, of a provider, the one that stands for it and others. Beyond the circle each word about those stays a
    voice of its own: else the order would tell whether two are one author's. `related` are the vouches that do not
    count, `warned` the providers of whom people beyond the circle warn: of those joined, if it is true of one of them.
    """
    heard = _heard(paths, today, same, related)
    firsts = {same.get(provider, provider) for provider in warned}
    each = (judged(provider, voices, provider in firsts) for provider, voices in heard.items())
    return sorted(each, key=lambda ranked: ranked.order)


def _heard(
    paths: Iterable[Path], today: date, same: Mapping[int, int], related: Collection[int]
) -> dict[int, dict[Any, Voice]]:
    """The voices about each provider, by whose they are."""
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
        counts = distance == 0 or vouch not in related
        if voice is None:
            said = {vouch: Said(months, outcome, counts)}
            voice = voices[who] = Voice(vouch, distance, outcome, months, counts, said)
        elif vouch not in voice.vouches:
            voice.add(vouch, Said(months, outcome, counts))
        if through is not None and through not in voice.through:
            voice.through.append(through)
    return heard


def judged(provider: int, voices: dict[Any, Voice], warned: bool = False) -> Ranked:
    others = [voice for voice in voices.values() if voice.distance]
    counted = [voice for voice in others if voice.counts]
    friends_yes = sum(voice.distance == 1 and voice.outcome == Outcome.YES for voice in counted)
    mine = voices.values() if not others else ()
    months = min((voice.months for voice in counted or mine), default=NEVER)
    result = score(counted, warned) if others else None
    return Ranked(provider, _part(result, counted), result, friends_yes, months, warned, voices)


def _part(result: float | None, counted: list[Voice]) -> Part:
    if result is None:
        return Part.ONLY_MINE
    if result < NEUTRAL:
        return Part.TROUBLE
    yes = [(voice.distance, voice.months) for voice in counted if voice.outcome == Outcome.YES]
    friends = [months for distance, months in yes if distance == 1]
    if friends:
        return Part.FRIENDS_LATELY if min(friends) <= LONG_AGO_MONTHS else Part.FRIENDS
    return Part.LATELY if any(months <= LONG_AGO_MONTHS for _, months in yes) else Part.OTHERS


def score(counted: Iterable[Voice], warned: bool = False) -> float:
    """To nine places, so that the order of the rows cannot show in the last digits."""
    yes = no = 0.0
    behind: dict[int, list[float]] = {}
    praised, blamed = Heard(), Heard()
    for voice in counted:
        share = voice.outcome / Outcome.YES
        if voice.distance == 1:
            yes += voice.weight * share
            no += voice.weight * (1 - share)
            continue
        if share > 0:
            praised.add(voice)
        if share < 1:
            blamed.add(voice)
        part = BEYOND / len(voice.through) * voice.weight
        for friend in voice.through:
            sums = behind.setdefault(friend, [0.0, 0.0])
            sums[0] += part
            sums[1] += part * share
    for mass, good in behind.values():
        scale = min(1.0, BEYOND / mass)
        yes += good * scale * praised.share
        no += (mass - good) * scale * blamed.share
    no += WARNED_BEYOND if warned else 0
    return round((2 + yes) / (3 + yes + 2 * no), 9)


@dataclass(slots=True)
class Heard:
    """By how many it is said beyond the circle, and by way of whom it comes."""

    authors: int = 0
    friends: set[int] = field(default_factory=set)

    def add(self, voice: Voice) -> None:
        self.authors += 1
        self.friends.update(voice.through)

    @property
    def share(self) -> float:
        """Two authors and two friends in all are two authors who come by two different friends, whoever comes by
        whom."""
        return 1.0 if self.authors > 1 and len(self.friends) > 1 else ONLY_ONE_FRIEND
