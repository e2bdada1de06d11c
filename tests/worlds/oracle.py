"""A second opinion: the rule of sight, the name rule and the score, said again in plain Python over plain sets.

Written from what is promised, by someone else than the query, and as slow as can be. Where
it and the application differ, one of them is at fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

NO, BUT, YES = 0, 1, 2
ONLY_ME, MY_CIRCLE, AND_THEIRS = 0, 1, 2
STRANGER = "someone beyond your circle"
# How far each scope goes, what each outcome is worth, and whether a word counts that comes with each relation. What is
# not said here is not known to the oracle, and fails.
GOES = {ONLY_ME: 0, MY_CIRCLE: 1, AND_THEIRS: 2}
WORTH = {NO: 0.0, BUT: 0.5, YES: 1.0}
COUNTS = {"none": True, "self": False, "family": False, "friend": False, "paid": False}


@dataclass(eq=False)
class Someone:
    name: str
    relays: bool = True
    named_beyond: bool = False
    active: bool = True
    renamed: bool = False  # lately

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
    relation: str = "none"
    # Whether it warns beyond the circle, and since when: "" not at all, "this week", "longer", "too long"; "taken back"
    # in this week.
    warning: str = ""
    # Something else than its trade, in words: then it is of no trade at all.
    other: str = ""

    @property
    def related(self) -> bool:
        """Whether its author has to do with the provider."""
        return not COUNTS[self.relation]


@dataclass(eq=False)
class Learned:
    """One insight."""

    number: int
    author: Someone
    scope: int


@dataclass(eq=False)
class Offered(Learned):
    """One offer."""

    over: bool = False  # its last day has passed


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
    # The day of each tie, as a number; a pair that is not here was tied on day 0.
    days: dict[frozenset[Someone], int] = field(default_factory=dict)
    muted: set[tuple[Someone, Someone]] = field(default_factory=set)  # who does not hear what whom passes on
    blocks: set[tuple[Someone, Someone]] = field(default_factory=set)
    words: list[Word] = field(default_factory=list)
    insights: list[Learned] = field(default_factory=list)
    offers: list[Offered] = field(default_factory=list)
    # To whom of their circle an author gave the number on a word of theirs, for that one alone.
    numbers_given: set[tuple[Someone, Word]] = field(default_factory=set)
    numbers_asked: set[tuple[Someone, Word]] = field(default_factory=set)  # and not given
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
        self.muted -= {(a, b), (b, a)}

    def unblock(self, a: Someone, b: Someone) -> None:
        self.history.append(("unblock", a, b))
        self.blocks.discard((a, b))

    def mute(self, a: Someone, b: Someone) -> None:
        self.history.append(("mute", a, b))
        self.muted |= {(a, b)} if frozenset((a, b)) in self.ties else set()

    def unmute(self, a: Someone, b: Someone) -> None:
        self.history.append(("unmute", a, b))
        self.muted.discard((a, b))

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
        if isinstance(word, Offered) and word.over and x is not word.author:
            return None
        return self.distance_of(x, word)

    def distance_of(self, x: Someone, word: Word | Learned) -> int | None:
        """The same of an offer, as if it lasted."""
        author, goes = word.author, GOES[word.scope]
        if x is author:
            return 0
        if author in self.circle(x) and not self.blocked(x, author):
            return 1 if goes >= MY_CIRCLE else None
        return 2 if goes == AND_THEIRS and self.comes_from_beyond(x, author) else None

    def comes_from_beyond(self, x: Someone, author: Someone) -> bool:
        return (
            author not in self.circle(x) | {x}
            and bool(self.bridges(x, author))
            and not self.is_apart(x, author)
            and (x, self.named_by(x, author)) not in self.muted
        )

    def is_apart(self, x: Someone, other: Someone) -> bool:
        """What the other says is hidden by a block: theirs hides all of it from x, x's own what would be named."""
        return (other, x) in self.blocks or ((x, other) in self.blocks and self.would_be_named(x, other))

    def readable(self, x: Someone) -> dict[Word, int]:
        far = {word: self.distance(x, word) for word in self.words}
        return {word: distance for word, distance in far.items() if distance is not None}

    def learned(self, x: Someone) -> set[Learned]:
        return {each for each in self.insights if self.distance(x, each) is not None}

    def offered(self, x: Someone) -> set[Offered]:
        return {each for each in self.offers if self.distance(x, each) is not None}

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

    def would_be_named(self, x: Someone, author: Someone) -> bool:
        """If nobody had blocked anybody."""
        return author in self.circle(x) or bool(author.named_beyond and self.bridges(x, author))

    def named_by(self, x: Someone, author: Someone) -> Someone | None:
        """The friend by whom somebody beyond the circle is named to x: chosen first, and asked for the crowd then."""
        oldest = self.nearest_for_longest(x, author)
        if oldest is None:
            return None
        return oldest if author.named_beyond or self.has_a_crowd(x, oldest) else None

    def nearest_for_longest(self, x: Someone, author: Someone) -> Someone | None:
        """The friend on the oldest path, crowd or none."""
        bridges = self.bridges(x, author)
        return min(bridges, key=lambda b: (self.age_of_path(x, b, author), self.people.index(b)), default=None)

    def age_of_path(self, x: Someone, b: Someone, author: Someone) -> int:
        return max(self.days.get(frozenset(pair), 0) for pair in ((x, b), (b, author)))

    def has_a_crowd(self, x: Someone, bridge: Someone) -> bool:
        return len(self.circle(bridge) - self.circle(x) - {x}) >= 3

    def legal(self, x: Someone, word: Word) -> set[Seen]:
        """The one way in which x may be shown the author, everywhere and always."""
        return self.called(x, word.author)

    def called(self, x: Someone, author: Someone) -> set[Seen]:
        if author is x:
            return {Seen("You", None, ())}
        if author in self.circle(x):
            return {Seen(author.name, None, (author.name,))}
        b = self.named_by(x, author)
        if b is None or not self.comes_from_beyond(x, author):
            return {Seen(STRANGER, None, ("someone beyond",))}
        if author.named_beyond:
            return {Seen(author.name, b.name, (b.name, author.name))}
        return {Seen(f"a friend of {b.name}", b.name, (b.name, "a friend"))}

    def phone(self, x: Someone, word: Word) -> str:
        """Of a word that x may read."""
        return word.phone if word.author is x or word.pass_on or (x, word) in self.numbers_given else ""

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

    def score(self, x: Someone, words: list[Word]) -> float | None:
        """Of one provider, whom all these words are about."""
        if all(word.author is x for word in words):
            return None
        return plain_score(self.spoken(x, words), self.warned(x, words[0].provider))

    def place(self, x: Someone, words: list[Word]) -> tuple[int, float, int, int]:
        """Part, score with the best first, friends who say yes, freshness: as it stands in the order, but for names."""
        score, spoken = self.score(x, words), self.spoken(x, words)
        if score is None:
            return 6, 1.0, 0, min(word.months for word in words)
        yes = [months for outcome, months, between in spoken if outcome == 1 and not between]
        months = min((months for _, months, _ in spoken), default=10**6)
        return plain_part(score, spoken), -round(score, 9), -len(yes), months

    def spoken(self, x: Someone, words: list[Word]) -> list[tuple[float, int, list[Someone]]]:
        """The latest word that counts of everyone but x."""
        kept: dict[Someone, Word] = {}
        for word in sorted(words, key=lambda word: (-word.months, word.number)):
            if word.author is not x and not word.related:
                kept[word.author] = word
        circle = self.circle(x)
        return [
            (WORTH[word.outcome], word.months, [] if word.author in circle else list(self.bridges(x, word.author)))
            for word in kept.values()
        ]

    def refused(self, x: Someone, words: Iterable[Word]) -> list[Word]:
        """Of one provider, the friends' “not again” that are quoted beside them: the freshest three that count."""
        said = [word for word in words if word.outcome == NO and not word.related and word.author in self.circle(x)]
        return sorted(said, key=lambda word: (word.months, -word.number))[:3]

    def by_friends(self, x: Someone, words: set[Word]) -> set[Word]:
        """All that is said of those of whom x or a friend of x speaks."""
        near = {word.provider for word in words if word.author is x or word.author in self.circle(x)}
        return {word for word in words if word.provider in near}

    def warned(self, x: Someone, provider: int) -> bool:
        """Whether people beyond x's circle warn of them: three, by two friends who each have a crowd."""
        ways = {}
        for word in self.words:
            said = word.provider == provider and word.warning in ("longer", "taken back") and not word.related
            near = word.author is x or word.author in self.circle(x) or (word.author, x) in self.blocks
            if said and not near:
                ways[word.author] = {b for b in self.bridges(x, word.author) if self.has_a_crowd(x, b)}
        heard = [friends for friends in ways.values() if friends]
        return len(heard) >= 3 and len(set().union(*heard)) >= 2


def plain_score(spoken: Iterable[tuple[float, int, Iterable]], warned: bool = False) -> float:
    """The score. Of each who spoke: outcome 0 to 1, age in months, friends between (a friend has none)."""
    spoken = [(outcome, months, set(between)) for outcome, months, between in spoken]
    yes = sum(48 / (48 + months) * outcome for outcome, months, between in spoken if not between)
    no = sum(48 / (48 + months) * (1 - outcome) for outcome, months, between in spoken if not between)
    praise = blame = 0.0
    for friend in set().union(*(between for _, _, between in spoken)):
        behind = [
            (0.5 / len(between) * 48 / (48 + months), outcome)
            for outcome, months, between in spoken
            if friend in between
        ]
        mass = sum(weight for weight, _ in behind)
        cut = 0.5 / mass if mass > 0.5 else 1.0
        praise += cut * sum(weight * outcome for weight, outcome in behind)
        blame += cut * sum(weight * (1 - outcome) for weight, outcome in behind)
    yes += praise if by_two_friends(between for outcome, _, between in spoken if outcome > 0) else praise / 2
    no += blame if by_two_friends(between for outcome, _, between in spoken if outcome < 1) else blame / 2
    no += 0.25 if warned else 0
    return (2 + yes) / (3 + yes + 2 * no)


def by_two_friends(ways: Iterable[set]) -> bool:
    """Whether two different authors come by two different friends; of each author the friends between."""
    return any(f != g for one, other in combinations(ways, 2) for f in one for g in other)


def plain_part(score: float, spoken: Iterable[tuple[float, int, Iterable]]) -> int:
    """Which of the five parts of the order; a score is told to nine places."""
    if score < 2 / 3 - 1e-9:
        return 5
    yes = [(bool(list(between)), months) for outcome, months, between in spoken if outcome == 1]
    fresh = [beyond for beyond, months in yes if months <= 24]
    if False in fresh:
        return 1
    if not all(beyond for beyond, _ in yes):
        return 2
    return 3 if fresh else 4


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = [tuple(map(radians, point)) for point in (a, b)]
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(chord))
