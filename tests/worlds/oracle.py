"""A second opinion: the rule of sight, the name rule and the score, said again in plain Python over plain sets.

Written from `design.md`, `visibility.md` and `trust.md`, by someone else than the query, and as slow as can be. Where
it and the application differ, one of them is at fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

NO, BUT, YES = 0, 1, 2
ONLY_ME, MY_CIRCLE, AND_THEIRS = 0, 1, 2
STRANGER = "someone beyond your circle"


@dataclass(eq=False)
class Someone:
    name: str
    relays: bool = True
    named_beyond: bool = False
    active: bool = True

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.org"


@dataclass(eq=False)
class Town:
    name: str
    at: tuple[float, float]


@dataclass(eq=False)
class Word:
    """One vouch. `provider` and `trade` are numbers; `months` is its age; `place` may be nowhere."""

    number: int  # in the order written
    author: Someone
    provider: int
    trade: int
    place: Town | None
    scope: int
    outcome: int
    months: int
    name: str
    phone: str
    email: str
    job: str
    pass_on: bool


@dataclass(eq=False)
class Learned:
    """One insight."""

    number: int
    author: Someone
    scope: int


@dataclass(frozen=True)
class Seen:
    """How one word may be shown to one viewer. `through` and `chain` go with the name chosen."""

    shown_as: str
    through: str | None
    chain: tuple[str, ...]


@dataclass
class World:
    people: list[Someone] = field(default_factory=list)
    ties: set[frozenset[Someone]] = field(default_factory=set)
    blocks: set[tuple[Someone, Someone]] = field(default_factory=set)
    words: list[Word] = field(default_factory=list)
    insights: list[Learned] = field(default_factory=list)
    # What happened, in order, for whoever wants to live it again in a database.
    history: list[tuple] = field(default_factory=list)

    # --- What people do -------------------------------------------------------------------------

    def befriend(self, a: Someone, b: Someone) -> None:
        self.history.append(("befriend", a, b))
        if not self.blocked(a, b):
            self.ties.add(frozenset((a, b)))

    def block(self, a: Someone, b: Someone) -> None:
        self.history.append(("block", a, b))
        self.blocks.add((a, b))
        self.ties.discard(frozenset((a, b)))

    def unblock(self, a: Someone, b: Someone) -> None:
        self.history.append(("unblock", a, b))
        self.blocks.discard((a, b))

    def set_active(self, someone: Someone, active: bool) -> None:
        self.history.append(("set_active", someone, active))
        someone.active = active

    # --- Who may read ---------------------------------------------------------------------------

    def blocked(self, a: Someone, b: Someone) -> bool:
        return (a, b) in self.blocks or (b, a) in self.blocks

    def circle(self, x: Someone) -> set[Someone]:
        return {y for y in self.people if frozenset((x, y)) in self.ties and x.active and y.active}

    def bridges(self, x: Someone, author: Someone) -> set[Someone]:
        return {b for b in self.circle(x) if b.relays and author in self.circle(b)}

    def distance(self, x: Someone, word: Word | Learned) -> int | None:
        """None: x may not read it."""
        author = word.author
        if x is author:
            return 0
        if self.blocked(x, author) or not author.active:
            return None
        if author in self.circle(x):
            return 1 if word.scope >= MY_CIRCLE else None
        return 2 if word.scope == AND_THEIRS and self.bridges(x, author) else None

    def readable(self, x: Someone) -> dict[Word, int]:
        far = {word: self.distance(x, word) for word in self.words}
        return {word: distance for word, distance in far.items() if distance is not None}

    def learned(self, x: Someone) -> set[Learned]:
        return {each for each in self.insights if self.distance(x, each) is not None}

    def paths(self, x: Someone) -> set[tuple[Word, int, Someone | None]]:
        """Every way in which every word reaches x: the word, its distance, and the friend it comes through."""
        found = set()
        for word, distance in self.readable(x).items():
            through = {0: {None}, 1: {word.author}}.get(distance) or self.bridges(x, word.author)
            found |= {(word, distance, friend) for friend in through}
        return found

    # --- By which name --------------------------------------------------------------------------

    def may_be_named(self, x: Someone, author: Someone) -> bool:
        return author is x or author in self.circle(x) or author.named_beyond

    def has_a_crowd(self, x: Someone, bridge: Someone) -> bool:
        return len(self.circle(bridge) - self.circle(x) - {x}) >= 3

    def legal(self, x: Someone, word: Word) -> set[Seen]:
        """Every way in which x may be shown the author; one of them has to be kept to, everywhere and always."""
        return self.called(x, word.author)

    def called(self, x: Someone, author: Someone) -> set[Seen]:
        if author is x:
            return {Seen("You", None, ())}
        if author in self.circle(x):
            return {Seen(author.name, None, (author.name,))}
        bridges = self.bridges(x, author)
        if bridges and self.may_be_named(x, author):
            return {Seen(author.name, b.name, (b.name, author.name)) for b in bridges}
        crowded = [b for b in bridges if self.has_a_crowd(x, b)]
        if not crowded:
            return {Seen(STRANGER, None, ("someone beyond",))}
        return {Seen(f"a friend of {b.name}", b.name, (b.name, "a friend")) for b in crowded}

    def phone(self, x: Someone, word: Word) -> str:
        return word.phone if word.author is x or word.pass_on else ""

    def email(self, x: Someone, word: Word) -> str:
        return word.email if word.author is x or word.pass_on else ""

    def on_the_button(self, x: Someone, words: Iterable[Word], fact: Callable[[Someone, Word], str]) -> set[str]:
        """What x may call, or write to, at one touch: of those nearest who have spoken (x and their friends are as
        near), the freshest who tell it. Of several as fresh any is right; "" where none of them does."""
        far = {word: self.distance(x, word) or 0 for word in words}
        close = [word for word in far if far[word] <= 1] or list(far)
        told = [word for word in close if fact(x, word)]
        freshest = min((word.months for word in told), default=0)
        return {fact(x, word) for word in told if word.months == freshest} or {""}

    # --- In which order -------------------------------------------------------------------------

    def latest(self, x: Someone, words: Iterable[Word]) -> dict[int, list[Word]]:
        """By provider: of everyone whom x may read on it, their latest word."""
        kept: dict[tuple[int, Someone], Word] = {}
        for word in sorted(words, key=lambda word: (-word.months, word.number)):
            kept[word.provider, word.author] = word
        by_provider = defaultdict(list)
        for (provider, _), word in kept.items():
            by_provider[provider].append(word)
        return by_provider

    def score(self, x: Someone, latest: Iterable[Word]) -> float | None:
        spoken = [
            (word.outcome / 2, word.months, [] if word.author in self.circle(x) else self.bridges(x, word.author))
            for word in latest
            if word.author is not x
        ]
        return plain_score(spoken) if spoken else None

    def friends_yes(self, x: Someone, latest: Iterable[Word]) -> int:
        return sum(word.outcome == YES and word.author in self.circle(x) for word in latest)

    def freshest(self, x: Someone, latest: list[Word]) -> int:
        others = [word.months for word in latest if word.author is not x]
        return min(others or [word.months for word in latest])


def plain_score(spoken: Iterable[tuple[float, int, Iterable]]) -> float:
    """The rule of `trust.md`. Of each who spoke: outcome 0 to 1, age in months, friends between (a friend has none)."""
    yes = no = 0.0
    behind = defaultdict(list)
    for outcome, months, between in spoken:
        between = list(between)
        fresh = 48 / (48 + months)
        if not between:
            yes, no = yes + fresh * outcome, no + fresh * (1 - outcome)
        for friend in between:
            behind[friend].append((0.5 / len(between) * fresh, outcome))
    for weighed in behind.values():
        mass = sum(weight for weight, _ in weighed)
        cut = 0.5 / mass if mass > 0.5 else 1.0
        yes += cut * sum(weight * outcome for weight, outcome in weighed)
        no += cut * sum(weight * (1 - outcome) for weight, outcome in weighed)
    return (2 + yes) / (3 + yes + 2 * no)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = [tuple(map(radians, point)) for point in (a, b)]
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(chord))
