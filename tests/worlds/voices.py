"""Voices as the axioms of the order need them: by whom, through whom, how old; and any number of them at random."""

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import strategies as st

from recommendations.providers.ranking import NEUTRAL, Ranked, rank
from recommendations.sight.rule import Path

TODAY = date(2026, 11, 23)
ME, FRIENDS, BEYOND = 0, range(1, 5), range(11, 31)
JUST_ABOVE = 2e-9  # scores are rounded to nine places
P = 1  # the provider whose score an axiom is about


@dataclass(frozen=True)
class Voiced:
    """One author's word about one provider; `through` are the friends between, none for a friend or oneself."""

    author: int
    outcome: int
    months: int
    through: tuple[int, ...] = ()
    provider: int = P
    related: bool = False

    def paths(self, number: int) -> list[Path]:
        distance = 0 if self.author == ME else 2 if self.through else 1
        between = self.through or (None if self.author == ME else self.author,)
        year, month = divmod(max(12, TODAY.year * 12 + TODAY.month - 1 - self.months), 12)
        hired_on = f"{year:04}-{month + 1:02}-01"
        about = (number, self.provider, self.author, 1, distance)
        return [Path(*about, friend, self.outcome, hired_on, None, self.related) for friend in between]


def paths(voiced) -> list[Path]:
    return [path for number, voice in enumerate(voiced) for path in voice.paths(number)]


def ranked(voiced, warned=()) -> list[Ranked]:
    return rank(paths(voiced), TODAY, warned=warned)


def scores(voiced) -> dict[int, float | None]:
    return {each.provider: each.score for each in ranked(voiced)}


def score(voiced, warned: bool = False) -> float:
    """Of P, where somebody has spoken; else that of knowing nothing."""
    unknown = 2 / 3.5 if warned else NEUTRAL
    return {each.provider: each.score for each in ranked(voiced, {P} if warned else ())}.get(P) or unknown


def place(voiced, warned: bool = False) -> tuple:
    """Of P in the order, best first, but for its name; the score to as many places as it is told."""
    (each,) = ranked(voiced, {P} if warned else ())
    part, score, yes, months = each.order
    return part, round(score, 8), yes, months


def standing(voiced, warned: bool = False) -> tuple:
    """Part and score alone."""
    return place(voiced, warned)[:2]


outcomes, ages = st.integers(0, 2), st.integers(0, 120)
some_friends = st.lists(st.sampled_from(FRIENDS), min_size=1, unique=True).map(tuple)
by_a_friend = st.builds(Voiced, st.sampled_from(FRIENDS), outcomes, ages)
from_beyond = st.builds(Voiced, st.sampled_from(BEYOND), outcomes, ages, some_friends)
of_my_own = st.builds(Voiced, st.just(ME), outcomes, ages)
by_others = st.one_of(by_a_friend, from_beyond)
warnings = st.booleans()


def each_once(voices):
    """Everyone has one word on each provider, and the friends between belong to the author, not to the word."""
    return st.lists(voices, max_size=8, unique_by=lambda voice: (voice.author, voice.provider)).map(
        same_friends_between
    )


def same_friends_between(voices: list[Voiced]) -> list[Voiced]:
    between = {voice.author: voice.through for voice in reversed(voices)}
    return [replace(voice, through=between[voice.author]) for voice in voices]


evidence = each_once(by_others)
some_evidence = evidence.filter(bool)


def crowd_behind(friend: int, size: int, outcome: int, months: int = 0) -> list[Voiced]:
    """Any number of accounts whom only this friend knows."""
    return [Voiced(1000 + number, outcome, months, (friend,)) for number in range(size)]


def newcomer(friend_or_beyond: Voiced, voices: list[Voiced]) -> bool:
    return friend_or_beyond.author not in {voice.author for voice in voices}
