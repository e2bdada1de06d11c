"""A second opinion on questions that go through one friend, who may put them to their circle as of somebody they trust:
whom they reach, who hears what is answered, and who is told.

Nobody but that friend knows more of the asker than they chose; and no block tells anybody whose question or answer it
is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.worlds.oracle import Someone, Word

MOST_OPEN = 3


@dataclass(eq=False)
class Asked:
    number: int
    asker: Someone
    sent: bool = False
    open: bool = False
    settled_with: str = ""
    reopened: bool = False
    to: set[Someone] = field(default_factory=set)
    # Who passed it on, and to whom.
    passed: dict[Someone, Someone] = field(default_factory=dict)
    # Who has said no, and to whom: to None, if the asker asked them.
    noes: set[tuple[Someone, Someone | None]] = field(default_factory=set)
    # Whose mail said no last, and how much was said from whose mail.
    noes_by_mail: set[Someone] = field(default_factory=set)
    said_by_mail: dict[Someone, int] = field(default_factory=dict)
    # Asked through one friend, who has put it to some of theirs: with the asker's first name, or without a name.
    quiet: bool = False
    nameless: bool = False
    put: set[Someone] = field(default_factory=set)

    @property
    def friend_between(self) -> Someone | None:
        return next(iter(self.to), None) if self.quiet else None

    def ways_to(self, x: Someone) -> set[Someone | None]:
        through = {self.friend_between} if x in self.put else set()
        return {by for by, to in self.passed.items() if to is x} | ({None} if x in self.to else set()) | through

    def has_said_no(self, x: Someone) -> bool:
        return any(who is x for who, _ in self.noes)


@dataclass(eq=False)
class Answered:
    asked: Asked
    by: Someone
    word: Word | None
    words: str
    helped: bool = False
    by_mail: bool = False
    reply: str = ""  # the asker's
    waits: bool = False  # to be handed on by the friend between


class AskingQuietly:
    """What `Asking` says of them."""

    def is_put_to(self, asked: Asked, x: Someone) -> bool:
        """By the ties alone: what is between the asker and x is nothing to the friend between."""
        between = asked.friend_between
        return x in asked.put and between in self.circle(asked.asker) and x in self.circle(between)

    def hears(self, answered: Answered) -> bool:
        """Whether an answer still reaches the asker. From beyond the circle it bears the name of whoever gave it only
        if they are named beyond theirs: then alone it goes, when the asker blocks them."""
        asked, by = answered.asked, answered.by
        hidden = asked.asker in self.blocked_by(by) or (by in self.blocked_by(asked.asker) and by.named_beyond)
        return bool(self.ways_by_ties(asked, by)) and not hidden and not answered.waits

    def tells_whom(self, answered: Answered) -> bool:
        """Whether its vouch tells the asker whom to hire. Handed on, by somebody without a name, it does so only if the
        vouch, wherever it stands, would bear the name of the same friend."""
        asked, by = answered.asked, answered.by
        handed_on = by in asked.put and by not in self.circle(asked.asker) and not by.named_beyond
        same = not handed_on or self.nearest_for_longest(asked.asker, by) is asked.friend_between
        return same and answered.word in self.readable(asked.asker)

    def through(self, x: Someone) -> set[Answered]:
        """The answers that are x's to hand on, or were."""
        put = {each for each in self.answers if each.by in each.asked.put and each.asked.friend_between is x}
        seen = {each for each in put if self.is_put_to(each.asked, each.by)}
        return {each for each in seen if each.words or each.word in self.readable(x)}

    def ask_through(self, asked: Asked, friend: Someone, nameless: bool) -> bool:
        """Like any other question, but to one friend alone, and never to another."""
        if asked.sent or len(self.open_asks(asked.asker)) >= MOST_OPEN:
            return asked.quiet and asked.open
        asked.quiet, asked.nameless = True, nameless
        return self.send(asked, [friend])

    def put_to_circle(self, asked: Asked, by: Someone, friends: list[Someone]) -> bool:
        """By the one friend, once, to whoever of theirs is not the asker."""
        if not (asked.open and asked.friend_between is by and by in self.circle(asked.asker)):
            return False
        if not asked.put:
            asked.put = {each for each in friends if each in self.circle(by) and each is not asked.asker}
            for each in asked.put:
                self.tell(each, "passed_on", asked, by)
        return True

    def hand_on(self, answer: Answered, by: Someone) -> bool:
        if not (answer in self.through(by) and answer.asked.open):
            return False
        if answer.waits:
            answer.waits = False
            self.tell(answer.asked.asker, "answered_beyond", answer)
        self.forget(by, {"to_hand_on"}, answer)
        return True
