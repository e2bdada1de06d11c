"""A second opinion on questions and answers: who sees which, who may answer, pass on and settle, and who is told.

Plain sets like `oracle_of_lives.py`, and written from the same pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.worlds.oracle import Someone, Word
from tests.worlds.oracle_of_quiet_asks import MOST_OPEN, Answered, Asked, AskingQuietly

MOST_BY_MAIL = 3
OF_ASKS = {"asked", "passed_on", "answered", "answered_beyond", "answer_thanked", "link_answered"}
OF_ASKS |= {"to_hand_on", "question", "replied", "answered_by_mail", "answer_replied", "number_asked", "number_given"}


@dataclass(eq=False)
class Wanted:
    """`asker` has asked a friend for the number on this word of theirs."""

    asker: Someone
    word: Word
    given: bool = False
    declined: bool = False


@dataclass(eq=False)
class ByLink:
    """What somebody says who need not be anybody here."""

    number: int
    asked: Asked
    writer: Someone | None = None
    confirmed: bool = False


@dataclass(eq=False)
class Short:
    number: int
    asker: Someone
    friend: Someone
    reply: str = ""


@dataclass
class Asking(AskingQuietly):
    """What there is between people, as far as it is questions. `Life` says who is near, and who is told."""

    asks: list[Asked] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    by_link: list[ByLink] = field(default_factory=list)
    shorts: list[Short] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)

    # --- What each may see ----------------------------------------------------------------------

    def reaches(self, asked: Asked, x: Someone) -> bool:
        """Directly, or by way of one friend of both; as things stand now, and not past a block."""
        return bool(self.ways(asked, x))

    def ways(self, asked: Asked, x: Someone) -> set[Someone | None]:
        """Whoever is between; None, where nobody is. A block of x's hides what bears the name of whoever asks."""
        asker = asked.asker
        is_named = asker.named_beyond and not (asked.quiet and x in asked.put)
        hidden = x in self.blocked_by(asker) or (is_named and asker in self.blocked_by(x))
        return set() if hidden or not asked.sent else self.ways_by_ties(asked, x)

    def ways_by_ties(self, asked: Asked, x: Someone) -> set[Someone | None]:
        asker = asked.asker
        if x in asked.put and asked.quiet:
            return {asked.friend_between} if self.is_put_to(asked, x) else set()
        passers = {passer for passer, to in asked.passed.items() if to is x}
        between: set = {passer for passer in passers if passer in self.circle(asker) and x in self.circle(passer)}
        if x not in asked.to:
            return between
        # Who was asked in person is asked by nobody else, once they have parted.
        return between | {None} if x in self.circle(asker) else set()

    def waiting_for(self, x: Someone) -> set[Asked]:
        """Open ones that x has not answered, and not said no to whoever they came from."""
        answered = {each.asked for each in self.answers if each.by is x}
        unsaid = {asked for asked in self.asks if {(x, way) for way in self.ways(asked, x)} - asked.noes}
        return {asked for asked in unsaid - answered if asked.open}

    def asks_seen(self, x: Someone) -> set[Asked]:
        return {asked for asked in self.asks if asked.asker is x or self.reaches(asked, x)}

    def answers_seen(self, x: Someone) -> set[Answered]:
        """One's own, and what there is to read in those to oneself, or to be handed on by oneself."""
        own = {each for each in self.answers if each.by is x and self.reaches(each.asked, x)}
        to_me = {each for each in self.answers if each.asked.asker is x and self.hears(each)}
        return own | {each for each in to_me if each.words or self.tells_whom(each)} | self.through(x)

    def told_by_link(self, x: Someone) -> set[ByLink]:
        return {each for each in self.by_link if each.asked.asker is x}

    def shorts_seen(self, x: Someone) -> set[Short]:
        pairs = {each: {each.asker, each.friend} for each in self.shorts}
        return {each for each, two in pairs.items() if x in two and two - {x} <= self.circle(x)}

    def wanted_seen(self, x: Someone) -> set[Wanted]:
        """By the two, while they are friends and the one may read the other's word."""
        between = {each for each in self.wanted if x in (each.asker, each.word.author)}
        return {each for each in between if self.may_want(each.asker, each.word)}

    def may_want(self, x: Someone, word: Word) -> bool:
        """A number is asked of a friend alone, about what they share."""
        return word in self.words and self.distance(x, word) == 1

    def helped(self, x: Someone) -> set[Answered]:
        """The answers that are thanked for to x: x gave them, or had passed the question on to whoever did."""
        thanked = {each for each in self.answers if each.helped and self.reaches(each.asked, x)}
        return {each for each in thanked if each.by is x or self.passed_to(each, x)}

    def passed_to(self, answer: Answered, x: Someone) -> bool:
        """Whether x is the one by way of whom the question came to whoever answered, whatever is between the others."""
        asker, asked = answer.asked.asker, answer.asked
        if asked.friend_between is x:
            return self.is_put_to(asked, answer.by)
        return asked.passed.get(x) is answer.by and x in self.circle(asker) and answer.by in self.circle(x)

    def may_read_of_asks(self, x: Someone, kind: str, about: object) -> bool:
        """Besides that whoever is named must be a friend."""
        return {
            "asked": lambda: about in self.asks_seen(x) and about.open and about.asker is not x,
            "passed_on": lambda: about in self.asks_seen(x) and about.open and about.asker is not x,
            "answered": lambda: about in self.answers_seen(x) and about.asked.asker is x,
            "answered_by_mail": lambda: about in self.answers_seen(x) and about.asked.asker is x,
            "answered_beyond": lambda: about in self.answers_seen(x) and about.asked.asker is x,
            "to_hand_on": lambda: about in self.through(x) and about.waits and about.asked.open,
            "answer_thanked": lambda: about in self.helped(x),
            "answer_replied": lambda: about in self.answers_seen(x) and about.by is x and about.reply != "",
            "number_asked": lambda: (
                about in self.wanted_seen(x)
                and about.word.author is x
                and not (about.given or about.declined)
                and not (about.word.pass_on and about.word.phone)
            ),
            "number_given": lambda: about in self.wanted_seen(x) and about.asker is x and about.given,
            "link_answered": lambda: about in self.told_by_link(x),
            "question": lambda: about in self.shorts_seen(x),
            "replied": lambda: about in self.shorts_seen(x),
        }[kind]()

    # --- What people do -------------------------------------------------------------------------

    def open_asks(self, x: Someone) -> list[Asked]:
        return [asked for asked in self.asks if asked.asker is x and asked.open]

    def send(self, asked: Asked, friends: list[Someone]) -> bool:
        """To more friends too, once it is open; each hears of it once, and not if they have said no."""
        if asked.quiet and asked.sent:
            return asked.open
        too_many = not asked.sent and len(self.open_asks(asked.asker)) >= MOST_OPEN
        if (asked.sent and not asked.open) or too_many:
            return False
        asked.sent = asked.open = True
        for friend in friends:
            if friend in self.circle(asked.asker) and friend not in asked.to:
                asked.to.add(friend)
                if asked.has_said_no(friend):
                    asked.noes.add((friend, None))
                else:
                    self.tell(friend, "asked", asked, asked.asker)
        return True

    def pass_on(self, asked: Asked, by: Someone, friend: Someone) -> bool:
        """By somebody who was asked directly; once, to one friend of theirs, who is not the asker."""
        direct = by in asked.to and by in self.circle(asked.asker)
        if asked.quiet or not (asked.open and direct and friend in self.circle(by) and friend is not asked.asker):
            return False
        if by not in asked.passed:
            asked.passed[by] = friend
            if asked.has_said_no(friend):
                asked.noes.add((friend, by))
            else:
                self.tell(friend, "passed_on", asked, by)
        return True

    def decline(self, asked: Asked, x: Someone) -> None:
        """To everyone who has asked them."""
        asked.noes |= {(x, by) for by in asked.ways_to(x)}
        asked.noes_by_mail.discard(x)
        self.forget(x, {"asked", "passed_on"}, asked)

    def answer(self, asked: Asked, by: Someone, word: Word | None, words: str) -> bool:
        if not asked.open or not self.reaches(asked, by):
            return False
        mine = [each for each in self.answers_of(asked, by) if each.word is word and not each.by_mail]
        if mine:
            mine[0].words = words or mine[0].words
        else:
            new = Answered(asked, by, word, words, waits=by in asked.put)
            self.answers.append(new)
            if new.waits:
                self.tell(asked.friend_between, "to_hand_on", new, by)
            elif by in asked.to and by in self.circle(asked.asker):
                self.tell(asked.asker, "answered", new, by)
            else:
                self.tell(asked.asker, "answered_beyond", new)
        self.forget(by, {"asked", "passed_on"}, asked)
        return True

    def answers_of(self, asked: Asked, by: Someone) -> list[Answered]:
        return [each for each in self.answers if each.asked is asked and each.by is by]

    def mail_opens(self, asked: Asked, x: Someone) -> bool:
        """To whoever holds the mail to x, who need not be x."""
        return asked.open and self.reaches(asked, x) and asked.said_by_mail.get(x, 0) < MOST_BY_MAIL

    def answer_by_mail(self, asked: Asked, x: Someone, words: str) -> bool:
        """It stands beside whatever x says, and changes none of it; the same words again are the same answer."""
        same = [each for each in self.answers_of(asked, x) if each.by_mail and each.words == words]
        if same and asked.open and self.reaches(asked, x):
            return True
        if not self.mail_opens(asked, x):
            return False
        asked.said_by_mail[x] = asked.said_by_mail.get(x, 0) + 1
        self.answers.append(new := Answered(asked, x, None, words, by_mail=True, waits=x in asked.put))
        if new.waits:
            self.tell(asked.friend_between, "to_hand_on", new, x)
        elif None in self.ways(asked, x):
            self.tell(asked.asker, "answered_by_mail", new, x)
        else:
            self.tell(asked.asker, "answered_beyond", new)
        self.forget(x, {"asked", "passed_on"}, asked)
        return True

    def decline_by_mail(self, asked: Asked, x: Someone) -> bool:
        if {(x, by) for by in asked.ways_to(x)} - asked.noes:
            if not self.mail_opens(asked, x):
                return False
            asked.said_by_mail[x] = asked.said_by_mail.get(x, 0) + 1
            self.decline(asked, x)
            asked.noes_by_mail.add(x)
        return asked.open and self.reaches(asked, x)

    def take_back_no(self, asked: Asked, x: Someone) -> None:
        """What came by the mail once, and is taken back, ends what comes by it."""
        if x in asked.noes_by_mail:
            asked.said_by_mail[x] = MOST_BY_MAIL
        asked.noes_by_mail.discard(x)
        asked.noes -= {(x, by) for by in asked.ways_to(x)}

    def unthank_answer(self, answer: Answered) -> None:
        answer.helped = False
        self.forget_about({answer})

    def withdraw_answer(self, answer: Answered) -> None:
        if answer.by_mail:
            answer.asked.said_by_mail[answer.by] = MOST_BY_MAIL
        self.answers.remove(answer)
        self.forget_about({answer})

    def thank_answer(self, answer: Answered) -> None:
        """Told to whoever gave it, and to whoever had passed the question on to them."""
        if not answer.helped:
            answer.helped = True
            told = {answer.by} | {x for x in self.people if self.passed_to(answer, x)}
            for x in told - {answer.asked.asker}:
                self.tell(x, "answer_thanked", answer)

    def reply_to_answer(self, answer: Answered, words: str) -> bool:
        """Once, by the asker, to whoever gave it."""
        if answer not in self.answers_seen(answer.asked.asker) or answer.reply not in ("", words):
            return False
        if not answer.reply:
            answer.reply = words
            self.tell(answer.by, "answer_replied", answer)
        return True

    def want_number(self, x: Someone, word: Word) -> bool:
        """Once, whatever became of it."""
        if not self.may_want(x, word):
            return False
        if not any(each.asker is x and each.word is word for each in self.wanted):
            self.wanted.append(new := Wanted(x, word))
            self.tell(word.author, "number_asked", new, x)
        return True

    def give_number(self, wanted: Wanted, typed: str) -> bool:
        """With a number, where the word has none."""
        word = wanted.word
        if not self.may_want(wanted.asker, word):
            return False
        if typed and not word.phone:
            word.phone, word.pass_on = typed, False
        if not word.phone:
            return False
        if not wanted.given:
            wanted.given, wanted.declined = True, False
            self.numbers_given.add((wanted.asker, word))
        self.forget(word.author, {"number_asked"}, wanted)
        self.tell(wanted.asker, "number_given", wanted, word.author)
        return True

    def keep_number(self, wanted: Wanted) -> None:
        """Or take it back."""
        wanted.given, wanted.declined = False, True
        self.numbers_given.discard((wanted.asker, wanted.word))
        self.forget_about({wanted})

    def end_wanted(self, *ended: Wanted) -> None:
        self.wanted = [each for each in self.wanted if each not in ended]
        self.numbers_given -= {(each.asker, each.word) for each in ended}
        self.forget_about(set(ended))

    def settle(self, asked: Asked) -> bool:
        was_open, asked.open = asked.open, False
        return was_open

    def reopen(self, asked: Asked) -> bool:
        """Once; and not beyond what may be open."""
        if asked.open:
            return True
        if not asked.sent or asked.reopened or len(self.open_asks(asked.asker)) >= MOST_OPEN:
            return False
        asked.open = asked.reopened = True
        return True

    def answer_by_link(self, told: ByLink) -> bool:
        if not (told.asked.open and told.asked.asker.active):
            return False
        if told not in self.by_link:
            self.by_link.append(told)
            self.tell(told.asked.asker, "link_answered", told)
        return True

    def confirm_link(self, told: ByLink) -> None:
        told.confirmed = True
        self.forget_about({told})

    def discard_link(self, told: ByLink) -> None:
        self.by_link.remove(told)
        self.forget_about({told})

    def put(self, short: Short) -> bool:
        if short.friend not in self.circle(short.asker):
            return False
        self.shorts.append(short)
        self.tell(short.friend, "question", short, short.asker)
        return True

    def reply(self, short: Short, words: str) -> bool:
        if short.friend not in self.circle(short.asker):
            return False
        short.reply = words
        self.forget(short.friend, {"question"}, short)
        self.tell(short.asker, "replied", short, short.friend)
        return True

    def leave_asks(self, x: Someone) -> None:
        self.asks = [asked for asked in self.asks if asked.asker is not x]
        for asked in self.asks:
            asked.put = set() if asked.friend_between is x else asked.put - {x}
            asked.to.discard(x)
            asked.noes = {no for no in asked.noes if x not in no}
            asked.passed = {by: to for by, to in asked.passed.items() if x not in (by, to)}
        self.answers = [each for each in self.answers if each.by is not x and each.asked in self.asks]
        self.by_link = [each for each in self.by_link if each.writer is not x and each.asked in self.asks]
        self.shorts = [each for each in self.shorts if x not in (each.asker, each.friend)]
        self.end_wanted(*(each for each in self.wanted if x in (each.asker, each.word.author)))
