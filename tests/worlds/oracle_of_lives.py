"""A second opinion on what happens between people: invitations, introductions, parting, blocks, and who is told.

Plain Python over plain sets like `oracle.py`, and written from the same pages. Who is told what, and of whom, is said
here; in which words, is the application's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from people.notices import KINDS
from tests.worlds.oracle import NO, Learned, Someone, Word, World
from tests.worlds.oracle_of_asks import OF_ASKS, Asking
from tests.worlds.oracle_of_short_words import OF_WORDS, Speaking
from tests.worlds.oracle_of_wishes import OF_WISHES, Wishing

OF_PEOPLE = {"tied", "came", "introduction", "introduced", "came_about", "thanked", "insight_thanked"}


@dataclass(eq=False)
class Invite:
    number: int
    inviter: Someone
    name: str  # what the inviter calls them
    email: str
    came: Someone | None = None
    settled: bool = False
    refused: bool = False
    expired: bool = False
    asks_first: bool = False  # since a tie of the inviter's has ended, whoever may hold the link
    unheard: bool = False  # whoever came was blocked, or had blocked the inviter
    forgotten: bool = False  # by the inviter, to whom it is gone; not to the one who came

    def is_for(self, x: Someone) -> bool:
        if self.asks_first or (x.renamed and not self.email):
            return False
        return self.email == x.email if self.email else self.name.split()[0] == x.name.split()[0]


@dataclass(eq=False)
class Half:
    """Of an introduction: `introducer` asks `person` whether they would act on `friend`'s word."""

    introducer: Someone
    person: Someone
    friend: Someone
    answer: bool | None = None
    expired: bool = False


@dataclass(eq=False)
class Thanked:
    """`giver` hired somebody on this word, which came through `between`, if anyone was named."""

    number: int
    giver: Someone
    word: Word
    between: Someone | None


@dataclass(eq=False)
class Grateful:
    giver: Someone
    insight: Learned


@dataclass(eq=False)
class Told:
    person: Someone
    kind: str
    about: object
    who: Someone | None = None
    with_whom: Someone | None = None

    @property
    def says(self) -> str:
        return KINDS[self.kind].message.format(
            who=self.who and self.who.name, with_whom=self.with_whom and self.with_whom.name
        )


@dataclass
class Life(Speaking, Asking, Wishing, World):
    """A world in which people act. Every act says whether it was theirs to do; if not, nothing happens."""

    invites: list[Invite] = field(default_factory=list)
    halves: list[Half] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    thanks: list[Thanked] = field(default_factory=list)
    grateful: list[Grateful] = field(default_factory=list)
    kept: set[tuple[Someone, Learned]] = field(default_factory=set)

    # --- What each may see ----------------------------------------------------------------------

    def unspent(self, x: Someone) -> set[Invite]:
        """To the inviter nobody comes across a block."""
        mine = {i for i in self.invites if i.inviter is x and self.alive(i) and not i.forgotten}
        return {i for i in mine if i.came is None or i.unheard}

    def waiting(self, x: Someone) -> set[Invite]:
        mine = {i for i in self.invites if i.inviter is x and self.alive(i) and not (i.unheard or i.forgotten)}
        return {i for i in mine if i.came and i.came.active and not i.settled and not i.refused}

    def alive(self, invite: Invite) -> bool:
        return invite in self.invites and not invite.expired and invite.inviter.active

    def opens(self, x: Someone, invite: Invite) -> bool:
        """Whether the link leads x to anything: nobody has used it, or x has, whoever has blocked whom."""
        return self.alive(invite) and invite.came in (None, x)

    def may_answer(self, x: Someone, half: Half) -> bool:
        """Both are friends of whoever introduces them; not each other's yet; and neither has blocked the other."""
        a, b, introducer = half.person, half.friend, half.introducer
        return (
            (x is a and half in self.halves and half.answer is None and not half.expired)
            and {a, b} <= self.circle(introducer)
            and b not in self.circle(a)
            and not self.blocked(a, b)
        )

    def notices(self, x: Someone) -> list[str]:
        return sorted(told.says for told in self.told if told.person is x and self.may_read_notice(told))

    def may_read_notice(self, told: Told) -> bool:
        known = OF_PEOPLE | OF_ASKS | OF_WORDS | OF_WISHES
        assert told.kind in known, "a kind that the oracle does not know"
        if told.kind in OF_WISHES and not self.may_read_of_wishes(told.person, told.kind, told.about):
            return False
        if told.kind in OF_WORDS and not self.may_read_of_words(told.person, told.kind, told.about):
            return False
        if told.kind in OF_ASKS and not self.may_read_of_asks(told.person, told.kind, told.about):
            return False
        if isinstance(told.about, Invite) and told.kind == "came":
            return told.about in self.waiting(told.person)
        if isinstance(told.about, Half) and told.kind == "introduction":
            return self.may_answer(told.person, told.about)
        if isinstance(told.about, Thanked):
            return told.about in self.thanks_to(told.person)
        if isinstance(told.about, Grateful):
            return told.about in self.gratitude_to(told.person)
        return {told.who, told.with_whom} - {None} <= self.circle(told.person)

    def thanks_to(self, x: Someone) -> set[Thanked]:
        """An author hears from whoever is here, unless a block keeps them apart; the one between, as long as both are
        near."""
        still = {each for each in self.thanks if each.word in self.words and each.giver.active}
        mine = {each for each in still if each.word.author is x and not self.is_apart(x, each.giver)}
        return mine | {each for each in still if each.between is x and {each.giver, each.word.author} <= self.circle(x)}

    def gratitude_to(self, x: Someone) -> set[Grateful]:
        """Of nobody's name, so a block by x takes nothing away."""
        mine = {each for each in self.grateful if each.insight.author is x and each.insight in self.insights}
        return {each for each in mine if each.giver.active and (each.giver, x) not in self.blocks}

    def said_thanks(self, x: Someone, insight: Learned) -> bool:
        """As x sees it: that they did, or of their own, that somebody did."""
        to_me = {each.insight for each in self.gratitude_to(x)}
        return insight in to_me | {each.insight for each in self.grateful if each.giver is x}

    def may_thank(self, x: Someone, word: Word) -> bool:
        return self.distance(x, word) in (1, 2) and word.outcome != NO

    def between(self, x: Someone, word: Word) -> Someone | None:
        """The friend who is named."""
        named = {seen.through for seen in self.legal(x, word)}
        return next((each for each in self.people if each.name in named), None)

    def blocked_by(self, x: Someone) -> set[Someone]:
        return {b for a, b in self.blocks if a is x}

    def met(self, x: Someone) -> set[Someone]:
        """Whom x deals with by name, and so may block."""
        said_yes = {half.friend for half in self.halves if half.person is x and half.answer and not half.expired}
        introduced = {half.friend for half in self.halves if self.may_answer(x, half)} | said_yes
        came = {invite.came for invite in self.waiting(x)}
        inviters = {invite.inviter for invite in self.invites if invite.came is x and self.opens(x, invite)}
        return self.circle(x) | introduced | came | inviters | self.blocked_by(x)

    def may_meet(self, x: Someone) -> set[Someone]:
        """Everyone whose name may stand on any page of x's."""
        return self.met(x) | self.named(x) | {x}

    def named(self, x: Someone) -> set[Someone]:
        """The circle, and whose name stands on a vouch, an insight or an offer that x may read, or on thanks that
        reached x; and who has signed a short word to x, or asks to be introduced to x."""
        said = {*self.readable(x), *self.learned(x), *self.offered(x)}
        authors = {each.author for each in said if self.may_be_named(x, each.author)}
        thanked = {each.giver for each in self.thanks_to(x)}
        givers = {giver for giver in thanked if giver.named_beyond and self.comes_from_beyond(x, giver)}
        signed = {each.by for each in self.spoken_to(x)} | {e.insight.author for e in self.spoken_by(x) if e.signed}
        signed |= {each.asker for each in self.wishes_to_answer(x)}
        return (self.circle(x) | authors | givers | signed) - {x}

    # --- What people do -------------------------------------------------------------------------

    def tell(self, person: Someone, kind: str, about: object, who: Someone | None = None) -> None:
        """Once."""
        if not any((told.person, told.kind, told.about) == (person, kind, about) for told in self.told):
            self.told.append(Told(person, kind, about, who))

    def forget(self, person: Someone, kinds: set[str], about: object) -> None:
        self.told = [t for t in self.told if (t.person, t.about) != (person, about) or t.kind not in kinds]

    def forget_about(self, things: set) -> None:
        self.told = [told for told in self.told if told.about not in things]

    def tie(self, a: Someone, b: Someone) -> bool:
        """Whether it is new."""
        pair, new = frozenset((a, b)), frozenset((a, b)) not in self.ties
        if new:
            self.days[pair] = max(self.days.values(), default=0) + 1
        self.ties.add(pair)
        return new

    def sever(self, a: Someone, b: Someone) -> None:
        """All that is between the two is gone.

        What was mailed to one of them stays with who made it: else it would tell whose address it is; or, of a friend,
        that they do not just rest.
        """
        self.end_wanted(*(each for each in self.wanted if {each.asker, each.word.author} == {a, b}))
        self.end_wishes(a, b)
        pair, were_tied = {a, b}, frozenset((a, b)) in self.ties
        self.ties.discard(frozenset(pair))
        self.muted -= {(a, b), (b, a)}
        self.part_spoken(a, b, were_tied)
        for one, other in ((a, b), (b, a)):
            for invite in [i for i in self.invites if i.inviter is one and i.came is other]:
                if were_tied:
                    self.invites.remove(invite)
                else:
                    invite.forgotten = True
            for invite in self.invites:
                invite.asks_first |= were_tied and invite.inviter is one and invite.came is None
        self.halves = [h for h in self.halves if not pair <= {h.introducer, h.person, h.friend}]
        self.told = [t for t in self.told if not (t.person in pair and {t.who, t.with_whom} & (pair - {t.person}))]

    def invite(self, x: Someone, name: str, email: str, number: int) -> Invite:
        self.invites.append(Invite(number, x, name, email))
        return self.invites[-1]

    def accept(self, x: Someone, invite: Invite) -> bool:
        if not self.opens(x, invite):
            return False
        if invite.inviter in self.circle(x) | {x} or invite.came:
            return True  # and nothing is spent
        invite.came = x
        invite.unheard = self.blocked(x, invite.inviter)
        if invite.unheard:
            return True
        if invite.is_for(x):
            invite.settled = True
            if self.tie(x, invite.inviter):
                self.told.append(Told(invite.inviter, "tied", invite, x))
        else:
            self.told.append(Told(invite.inviter, "came", invite, x))
        return True

    def confirm(self, x: Someone, invite: Invite) -> bool:
        if invite not in self.waiting(x):
            return False
        invite.settled = True
        if self.tie(x, invite.came):
            self.told.append(Told(invite.came, "tied", invite, x))
        return True

    def refuse(self, x: Someone, invite: Invite) -> bool:
        """To the one who came it stays as it was."""
        if invite not in self.waiting(x):
            return False
        invite.refused = True
        return True

    def revoke(self, x: Someone, invite: Invite) -> None:
        if invite in self.unspent(x) and invite.came:
            invite.forgotten = True
        elif invite in self.unspent(x):
            self.invites.remove(invite)

    def introduce(self, x: Someone, a: Someone, b: Someone) -> bool:
        if a is b or not {a, b} <= self.circle(x):
            return False
        if not any(half.introducer is x and {a, b} == {half.person, half.friend} for half in self.halves):
            dead = False if self.blocked(a, b) or frozenset((a, b)) in self.ties else None
            pair = [Half(x, a, b, dead), Half(x, b, a, dead)]
            self.halves += pair
            self.told += [Told(half.person, "introduction", half, x) for half in pair]
        return True

    def say(self, x: Someone, half: Half, yes: bool) -> bool:
        """Two who both said yes are tied, whoever introduced each; who introduced both hears of it."""
        if not self.may_answer(x, half):
            return False
        half.answer = yes
        self.told = [told for told in self.told if told.about is not half]
        pair = {x, half.friend}
        back = [each for each in self.halves if {each.person, each.friend} == pair and each.friend is x]
        theirs = next((each for each in back if each.answer and not each.expired), None)
        if yes and theirs:
            self.tie(x, half.friend)
            self.told.append(Told(half.friend, "introduced", theirs, x))
            if theirs.introducer is half.introducer:
                self.told.append(Told(half.introducer, "came_about", half, x, half.friend))
            self.halves = [each for each in self.halves if {each.person, each.friend} != pair]
        return True

    def halves_of(self, introducer: Someone, a: Someone, b: Someone) -> tuple[Half, Half]:
        """a's and b's: new ones, if they were not introduced."""
        for half in self.halves:
            if (half.introducer, half.person, half.friend) == (introducer, a, b):
                return half, self.other(half)
        self.halves += [Half(introducer, a, b), Half(introducer, b, a)]
        return self.halves[-2], self.halves[-1]

    def other(self, half: Half) -> Half:
        mirrored = (half.introducer, half.friend, half.person)
        return next(each for each in self.halves if (each.introducer, each.person, each.friend) == mirrored)

    def part(self, x: Someone, friend: Someone) -> bool:
        near = friend in self.circle(x)
        if near:
            self.sever(x, friend)
        return near

    def block(self, a: Someone, b: Someone) -> None:
        self.blocks.add((a, b))
        self.sever(a, b)

    def hear(self, x: Someone, friend: Someone, hears: bool) -> bool:
        near = friend in self.circle(x)
        if near:
            self.muted = self.muted - {(x, friend)} if hears else self.muted | {(x, friend)}
        return near

    def leave(self, x: Someone) -> None:
        """Nothing that has to do with x is left."""
        self.leave_asks(x)
        self.end_spoken(*(each for each in self.short_words if x in each.pair))
        self.leave_wishes(x)
        self.people.remove(x)
        self.words = [word for word in self.words if word.author is not x]
        self.insights = [each for each in self.insights if each.author is not x]
        self.offers = [each for each in self.offers if each.author is not x]
        self.grateful = [each for each in self.grateful if x not in (each.giver, each.insight.author)]
        self.kept = {(who, each) for who, each in self.kept if x not in (who, each.author)}
        self.ties = {pair for pair in self.ties if x not in pair}
        self.blocks = {pair for pair in self.blocks if x not in pair}
        self.muted = {pair for pair in self.muted if x not in pair}
        for invite in self.invites:
            if invite.came is x and invite.unheard and not (invite.forgotten or invite.expired):
                invite.came, invite.unheard = None, False  # as if nobody ever had
        self.invites = [invite for invite in self.invites if x not in (invite.inviter, invite.came)]
        for invite in self.invites:
            if invite.email == x.email:
                invite.email, invite.asks_first = "", True
        self.halves = [h for h in self.halves if x not in (h.introducer, h.person, h.friend)]
        self.told = [told for told in self.told if x not in (told.person, told.who, told.with_whom)]
        self.thanks = [each for each in self.thanks if x not in (each.giver, each.word.author)]
        for each in self.thanks:
            each.between = None if each.between is x else each.between

    def thank(self, x: Someone, word: Word, number: int) -> bool:
        if not self.may_thank(x, word):
            return False
        if not any(each.giver is x and each.word is word for each in self.thanks):
            self.thanks.append(Thanked(number, x, word, self.between(x, word)))
            told = [word.author, self.thanks[-1].between]
            self.told += [Told(each, "thanked", self.thanks[-1]) for each in told if each]
        return True

    def write(self, word: Word) -> None:
        self.words.append(word)

    def unlearn(self, insight: Learned) -> None:
        self.insights.remove(insight)
        self.end_spoken(*(each for each in self.short_words if each.insight is insight))
        self.grateful = [each for each in self.grateful if each.insight is not insight]
        self.kept = {(who, each) for who, each in self.kept if each is not insight}

    def be_grateful(self, x: Someone, insight: Learned) -> bool:
        if self.distance(x, insight) not in (1, 2):
            return False
        if not any(each.giver is x and each.insight is insight for each in self.grateful):
            self.grateful.append(Grateful(x, insight))
            self.told.append(Told(insight.author, "insight_thanked", self.grateful[-1]))
        return True

    def keep(self, x: Someone, insight: Learned, kept: bool) -> bool:
        if self.distance(x, insight) not in (1, 2):
            return False
        self.kept = self.kept | {(x, insight)} if kept else self.kept - {(x, insight)}
        return True
