"""A second opinion on asking a friend to be introduced: who may ask whom, who sees it when, and who is told.

Plain sets like `oracle_of_lives.py`, and written from the same pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.worlds.oracle import Learned, Someone, Word
from tests.worlds.oracle_of_asks import Answered
from tests.worlds.oracle_of_short_words import Spoken

OF_WISHES = {"introduction_asked", "introduction_wanted", "introduction_yes"}


@dataclass(eq=False)
class Wished:
    """`asker` asks `friend` to introduce them to whoever this is by."""

    asker: Someone
    friend: Someone
    other: Someone | None
    about: Word | Learned
    passed: bool | None = None
    answer: bool | None = None
    unheard: bool = False  # the two were blocked once, either way


@dataclass
class Wishing:
    """What there is between people, as far as they wish to be introduced. `Life` says who is near, and who is told."""

    wishes: list[Wished] = field(default_factory=list)

    # --- What each may see ----------------------------------------------------------------------

    def introducer(self, x: Someone, about: Word | Learned) -> Someone | None:
        """The friend who is named on the way to somebody beyond the circle, whose words x may read."""
        return self.named_by(x, about.author) if self.distance(x, about) == 2 else None

    def introducer_to_whoever_answered(self, x: Someone, answered: Answered) -> Someone | None:
        """Of one's own question, if it was not asked quietly; by the name rule."""
        is_mine = answered.asked.asker is x and not answered.asked.quiet and answered in self.answers_seen(x)
        return self.named_by(x, answered.by) if is_mine and self.comes_from_beyond(x, answered.by) else None

    def introducer_to_whoever_wrote(self, x: Someone, spoken: Spoken) -> Someone | None:
        """By their name, which they have signed: so that no crowd is needed."""
        is_read = spoken in self.spoken_to(x) and self.comes_from_beyond(x, spoken.by)
        return self.nearest_for_longest(x, spoken.by) if is_read else None

    def wishes_seen(self, x: Someone) -> set[Wished]:
        own = {each for each in self.wishes if each.asker is x and each.friend in self.circle(x)}
        return own | self.wishes_to_pass_on(x) | self.wishes_to_answer(x)

    def wishes_to_pass_on(self, x: Someone) -> set[Wished]:
        """What is between the two makes no difference to the friend."""
        waiting = {each for each in self.wishes if each.friend is x and each.passed is None and each.other}
        return {each for each in waiting if {each.asker, each.other} <= self.circle(x)}

    def wishes_to_answer(self, x: Someone) -> set[Wished]:
        passed = {each for each in self.wishes if each.other is x and each.passed and each.answer is None}
        heard = {each for each in passed if not each.unheard and not self.blocked(x, each.asker)}
        near = {each for each in heard if {x, each.asker} <= self.circle(each.friend)}
        return {each for each in near if each.asker not in self.circle(x)}

    def may_read_of_wishes(self, x: Someone, kind: str, about: object) -> bool:
        """Besides that whoever is named must be a friend."""
        return {
            "introduction_asked": lambda: about in self.wishes_to_pass_on(x),
            "introduction_wanted": lambda: about in self.wishes_to_answer(x),
            "introduction_yes": lambda: self.may_answer(x, about),
        }[kind]()

    # --- What people do -------------------------------------------------------------------------

    def wish(self, x: Someone, about: Word | Learned) -> bool:
        """Once of a friend, about a thing."""
        friend = self.introducer(x, about)
        if friend is None:
            return False
        if not any((each.asker, each.friend, each.about) == (x, friend, about) for each in self.wishes):
            self.wishes.append(new := Wished(x, friend, about.author, about, unheard=self.blocked(x, about.author)))
            self.tell(friend, "introduction_asked", new, x)
        return True

    def pass_wish_on(self, wished: Wished, yes: bool) -> bool:
        if wished not in self.wishes_to_pass_on(wished.friend):
            return False
        wished.passed = yes
        self.forget(wished.friend, {"introduction_asked"}, wished)
        if yes:
            self.tell(wished.other, "introduction_wanted", wished, wished.friend)
        return True

    def answer_wish(self, wished: Wished, yes: bool) -> bool:
        """A yes is the half of an introduction, and whoever asked is asked for the other half then: also if they had
        said no to one before."""
        if wished.other is None or wished not in self.wishes_to_answer(wished.other):
            return False
        wished.answer = yes
        self.forget(wished.other, {"introduction_wanted"}, wished)
        if yes:
            mine, theirs = self.halves_of(wished.friend, wished.other, wished.asker)
            mine.answer, mine.expired = None, False
            self.say(wished.other, mine, yes=True)
            if mine in self.halves:
                theirs.answer, theirs.expired = None, False
                self.tell(wished.asker, "introduction_yes", theirs, wished.friend)
        return True

    def end_wishes(self, a: Someone, b: Someone) -> None:
        """Two part, or one blocks the other. It looks the same to whoever asked of somebody else."""
        pair = {a, b}
        self.wishes = [each for each in self.wishes if {each.asker, each.friend} != pair]
        for each in self.wishes:
            if {each.friend, each.other} == pair:
                each.other = None
            each.unheard |= {each.asker, each.other} == pair
        dead = {each for each in self.wishes if each.other is None}
        self.told = [told for told in self.told if told.about not in dead]

    def leave_wishes(self, x: Someone) -> None:
        gone = {each for each in self.wishes if x in (each.asker, each.friend, each.other)}
        self.forget_about(gone)
        self.wishes = [each for each in self.wishes if x not in (each.asker, each.friend)]
        for each in gone:
            each.other = None if each.other is x else each.other
