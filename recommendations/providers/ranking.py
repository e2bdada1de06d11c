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
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from recommendations.models import LONG_AGO_MONTHS, Outcome
from recommendations.sight.rule import Path

YES = Outcome.YES.value
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
    through: list[int]  # at distance 1 the author

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

    def nearest(self) -> list[tuple[int, Voice]]:
        """Vouches with whose they are, nearest first, then freshest, then last written.

        By nothing else: to set one author's side by side would tell that they are one author's.
        """
        each = [
            (voice.distance, said.months, -vouch, voice)
            for voice in self.voices.values()
            for vouch, said in voice.vouches.items()
        ]
        each.sort()  # no two by the voice, since no two are of one vouch
        return [(-negative, voice) for _, _, negative, voice in each]


def rank(
    paths: Iterable[Path],
    today: date,
    same: Mapping[int, int] = NO_OTHERS,
    warned: Collection[int] = NO_IDS,
) -> list[Ranked]:
    """Every provider on the paths, best first, in any order where their `order` is equal.

    `same` names, of a provider, the one that stands for it and others. Beyond the circle each word about those stays a
    voice of its own: else the order would tell whether two are one author's. `warned` are the providers of
    whom people beyond the circle warn: of those joined, if it is true of one of them.
    """
    heard = _heard(paths, today, same)
    firsts = {same.get(provider, provider) for provider in warned}
    each = (judged(provider, voices, provider in firsts) for provider, voices in heard.items())
    return sorted(each, key=lambda ranked: ranked.order)


def _heard(paths: Iterable[Path], today: date, same: Mapping[int, int]) -> dict[int, dict[Any, Voice]]:
    """The voices about each provider, by whose they are."""
    heard: dict[int, dict[Any, Voice]] = {}
    ages: dict[str, int] = {}
    for vouch, provider, author, _, distance, through, outcome, hired_on, _, is_related in paths:
        months = ages.get(hired_on)
        if months is None:
            months = ages[hired_on] = _months_between(hired_on, today)
        who: Any = author
        if provider in same:
            who = (author, provider) if distance == 2 else author
            provider = same[provider]
        voices = heard.get(provider)
        if voices is None:
            voices = heard[provider] = {}
        voice = voices.get(who)
        if voice is None:
            said = Said(months, outcome, distance == 0 or not is_related)
            voice = voices[who] = Voice(vouch, distance, outcome, months, said.counts, {vouch: said}, [])
        elif vouch not in voice.vouches:
            voice.add(vouch, Said(months, outcome, distance == 0 or not is_related))
        if through is not None and through not in voice.through:
            voice.through.append(through)
    return heard


@lru_cache(maxsize=1000)
def _months_between(hired_on: str, today: date) -> int:
    """Kept, since there are few months, and each page reads a hundred of them out of their texts."""
    return max(0, (today.year - int(hired_on[:4])) * 12 + today.month - int(hired_on[5:7]))


def may_stand_in(part: Part, paths: Iterable[Path], today: date) -> set[int]:
    """Of the first two parts: nobody but these providers stands in this part, or before it, whatever else is said of
    them. It is friends' paths that tell, whether there are others among these or not."""
    again = [path for path in paths if path.distance == 1 and path.outcome == YES and not path.is_related]
    if part == Part.FRIENDS_LATELY:
        again = [path for path in again if _months_between(path.hired_on, today) <= LONG_AGO_MONTHS]
    return {path.provider for path in again}


def judged(provider: int, voices: dict[Any, Voice], warned: bool = False) -> Ranked:
    friends: list[Voice] = []
    beyond: list[Voice] = []
    is_only_mine = True
    for voice in voices.values():
        if voice.distance:
            is_only_mine = False
            if voice.counts:
                (friends if voice.distance == 1 else beyond).append(voice)
    if is_only_mine:
        months = min(voice.months for voice in voices.values())
        return Ranked(provider, Part.ONLY_MINE, None, 0, months, warned, voices)
    result = score(friends, beyond, warned)
    by_friends = [voice.months for voice in friends if voice.outcome == YES]
    by_others = [voice.months for voice in beyond if voice.outcome == YES]
    months = min([voice.months for voice in friends + beyond], default=NEVER)
    return Ranked(provider, _part(result, by_friends, by_others), result, len(by_friends), months, warned, voices)


def _part(result: float, by_friends: list[int], by_others: list[int]) -> Part:
    """By the months since each hire of those who would hire them again."""
    if result < NEUTRAL:
        return Part.TROUBLE
    if by_friends:
        return Part.FRIENDS_LATELY if min(by_friends) <= LONG_AGO_MONTHS else Part.FRIENDS
    return Part.LATELY if by_others and min(by_others) <= LONG_AGO_MONTHS else Part.OTHERS


def score(friends: list[Voice], beyond: list[Voice], warned: bool = False) -> float:
    """Of words that count. To nine places, so that the order of the rows cannot show in the last digits."""
    yes, no = _second_hand(beyond) if beyond else (0.0, 0.0)
    for voice in friends:
        weight, share = voice.weight, voice.outcome / YES
        yes += weight * share
        no += weight * (1 - share)
    no += WARNED_BEYOND if warned else 0
    return round((2 + yes) / (3 + yes + 2 * no), 9)


def _second_hand(beyond: list[Voice]) -> tuple[float, float]:
    """Y and N of what comes from beyond the circle."""
    behind: dict[int, list[float]] = {}
    for voice in beyond:
        part = BEYOND / len(voice.through) * voice.weight
        good = part * (voice.outcome / YES)
        for friend in voice.through:
            if sums := behind.get(friend):
                sums[0] += part
                sums[1] += good
            else:
                behind[friend] = [part, good]
    yes = no = 0.0
    for mass, good in behind.values():
        scale = BEYOND / mass if mass > BEYOND else 1.0
        yes += good * scale
        no += (mass - good) * scale
    praised = yes and yes * _standing([voice for voice in beyond if voice.outcome > 0])
    blamed = no and no * _standing([voice for voice in beyond if voice.outcome < YES])
    return praised, blamed


def _standing(voices: list[Voice]) -> float:
    """Two authors and two friends in all are two authors who come by two different friends, whoever comes by whom."""
    several = len(voices) > 1 and len(set().union(*[voice.through for voice in voices])) > 1
    return 1.0 if several else ONLY_ONE_FRIEND
