"""A second opinion on the short words of readers to authors: who reads which, and what ends them.

Plain sets like `oracle_of_lives.py`, and written from the same pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.worlds.oracle import GOES, Learned, Offered, Someone

OF_WORDS = {"short_word", "word_answered", "word_taken", "word_thanked"}


@dataclass(eq=False)
class Spoken:
    number: int
    by: Someone
    insight: Learned  # or the offer that is taken up
    answer: str = ""
    taken: bool = False
    unseen: bool = False
    thanks: str | None = None

    @property
    def signed(self) -> bool:
        """The answer bears the author's name."""
        return isinstance(self.insight, Offered) and self.answer != ""

    @property
    def pair(self) -> set[Someone]:
        return {self.by, self.insight.author}


@dataclass
class Speaking:
    """What readers say to authors. `Life` says who is near, and who is told."""

    short_words: list[Spoken] = field(default_factory=list)

    def spoken_by(self, x: Someone) -> set[Spoken]:
        """As long as x may read what it is about, or might if it lasted."""
        return {each for each in self.short_words if each.by is x and self.distance_of(x, each.insight) in (1, 2)}

    def spoken_to(self, x: Someone) -> set[Spoken]:
        """As long as it is shared as far as whoever wrote it, whomever anybody has muted."""
        mine = {each for each in self.short_words if each.insight.author is x and not each.unseen}
        return {each for each in mine if self.steps_from(x, each.by) <= GOES[each.insight.scope]}

    def steps_from(self, author: Someone, reader: Someone) -> int:
        """3: too far."""
        if reader in self.circle(author):
            return 1
        return 2 if any(b.relays and reader in self.circle(b) for b in self.circle(author)) else 3

    def speak(self, x: Someone, insight: Learned, number: int) -> bool:
        """One that is not answered stands. Across a block it is taken like any other, and shown to nobody."""
        author = insight.author
        if self.distance(x, insight) not in (1, 2):
            return False
        if not any(each.by is x and each.insight is insight and not each.answer for each in self.short_words):
            self.short_words.append(new := Spoken(number, x, insight, unseen=self.blocked(x, author)))
            if not new.unseen:
                self.tell(author, "short_word", new, x if x in self.circle(author) else None)
        return True

    def answer_spoken(self, spoken: Spoken, words: str) -> bool:
        """Once."""
        if spoken not in self.spoken_to(spoken.insight.author):
            return False
        if spoken.answer:
            return spoken.answer == words
        spoken.answer = words
        self.forget(spoken.insight.author, {"short_word"}, spoken)
        self.tell_who_spoke(spoken, "word_answered")
        return True

    def thank_spoken(self, spoken: Spoken, words: str) -> bool:
        """For an offer, once it is answered; once."""
        if spoken not in self.spoken_by(spoken.by) or not spoken.signed:
            return False
        if spoken.thanks is not None:
            return spoken.thanks == words
        spoken.thanks, author = words, spoken.insight.author
        self.tell(author, "word_thanked", spoken, spoken.by if spoken.by in self.circle(author) else None)
        return True

    def take_spoken(self, spoken: Spoken) -> None:
        if spoken in self.spoken_to(spoken.insight.author) and not spoken.taken:
            spoken.taken = True
            self.tell_who_spoke(spoken, "word_taken")

    def tell_who_spoke(self, spoken: Spoken, kind: str) -> None:
        author = spoken.insight.author
        self.tell(spoken.by, kind, spoken, author if author in self.circle(spoken.by) else None)

    def end_spoken(self, *those: Spoken) -> None:
        self.short_words = [each for each in self.short_words if each not in those]
        self.forget_about(set(those))

    def part_spoken(self, a: Someone, b: Someone, were_tied: bool) -> None:
        """With a tie goes what was said between the two, and all that had no other way. Between two who are not tied,
        the author reads it no more; to whoever wrote it, nothing changes, unless it told them a name.
        """
        between = [each for each in self.short_words if each.pair == {a, b}]
        if were_tied:
            over = [each for each in self.short_words if self.went_by(each, a, b) and not self.any_way(*each.pair)]
            self.end_spoken(*between, *over)
            return
        self.end_spoken(*(each for each in between if each.signed))
        for each in between:
            each.unseen = True
            self.forget(each.insight.author, {"short_word"}, each)

    def went_by(self, spoken: Spoken, a: Someone, b: Someone) -> bool:
        one, other = spoken.pair
        ways = [(one, other), (other, one)]
        return any({x, far} == {a, b} and self.tied(far, y) for x, y in ways for far in (a, b))

    def any_way(self, one: Someone, other: Someone) -> bool:
        return self.tied(one, other) or any(self.tied(one, c) and self.tied(c, other) for c in self.people)

    def tied(self, one: Someone, other: Someone) -> bool:
        return frozenset((one, other)) in self.ties

    def may_read_of_words(self, x: Someone, kind: str, about: object) -> bool:
        return {
            "short_word": lambda: about in self.spoken_to(x) and not about.answer,
            "word_answered": lambda: about in self.spoken_by(x) and about.answer != "",
            "word_thanked": lambda: about in self.spoken_to(x) and about.thanks is not None,
            "word_taken": lambda: about in self.spoken_by(x) and about.taken,
        }[kind]()
