"""People ask, pass on, answer and settle in any order, while ties begin and end: each sees what the oracle allows."""

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.lives.test_lives import VIEWERS, Lives, live
from tests.worlds.builders import befriend
from tests.worlds.living_of_asks import LivingOfAsks, LookAtAsks
from tests.worlds.oracle import Someone
from tests.worlds.oracle_of_asks import Answered, Asked, ByLink, Short
from tests.worlds.oracle_of_lives import Life
from tests.worlds.random_worlds import Scenery


class LivesOfAsks(Lives):
    # What only begins and ends ties has lives of its own, and so has what is learned.
    invite = accept = confirm_or_refuse = revoke = introduce = answer_an_introduction = something_expires = None
    affirm = thank = change_a_switch = rename = None
    share = change_who_may_read_it = forget = be_grateful = keep = None
    offer_something = change_who_may_take_it_up = let_an_offer_end_or_renew_it = withdraw_an_offer = None
    looks = 2

    def __init__(self) -> None:
        RuleBasedStateMachine.__init__(self)
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.life, self.count, self.mailed = Life(), 0, set()
        self.living = LivingOfAsks(self.life, Scenery())

    # --- The beginning --------------------------------------------------------------------------

    @initialize(seed=st.integers(0, 2**16))
    def people_are_born(self, seed: int) -> None:
        """And have asked, passed on and answered already: what is left to happen is what ends it."""
        self.begin(seed)
        for asker in self.life.people:
            asked = self.make_draft(asker)
            self.do("send", asked, [friend for friend in self.life.people if friend in self.life.circle(asker)])
            for friend in [each for each in self.life.people if each in asked.to]:
                others = [each for each in self.life.people if each in self.life.circle(friend) - {asker}]
                strangers = [each for each in others if each not in self.life.circle(asker)]
                if others and self.rng.random() < 0.7:
                    self.do("pass_on", asked, friend, self.rng.choice(strangers or others))
            self.some_answer(asked)
        for asker in self.life.people[:2]:
            self.one_asks_quietly(asker)

    def one_asks_quietly(self, asker: Someone) -> None:
        near = [each for each in self.life.people if each in self.life.circle(asker)]
        if near:
            quiet, friend = self.make_draft(asker), self.rng.choice(near)
            self.do("ask_through", quiet, friend, self.rng.random() < 0.5)
            self.do("put_to_circle", quiet, friend, [each for each in self.life.people if each is not friend])
            self.answer_in_words(quiet)

    def answer_in_words(self, quiet: Asked) -> None:
        """And the first of it is handed on."""
        for by in [each for each in self.life.people if each in quiet.put]:
            self.do("answer", quiet, by, None, "Ask at the choir")
        for answer in [each for each in self.life.answers if each.asked is quiet][:1]:
            self.do("hand_on", answer, quiet.friend_between)

    def some_answer(self, asked: Asked) -> None:
        for by in [each for each in self.life.people if self.life.reaches(asked, each)]:
            if self.rng.random() < 0.6:
                words = [word for word in self.life.readable(asked.asker) if word.author is by]
                word = self.rng.choice([None, *sorted(words, key=lambda each: each.number)])
                self.do("answer", asked, by, word, "" if word else "My cousin does that")
        self.do("answer_by_link", ByLink(self.number(), asked))
        for answer in [each for each in self.life.answers if each.asked is asked][:2]:
            self.do("thank_answer", answer)
        if self.life.circle(asked.asker):
            self.put_to(asked.asker, self.rng.choice([each for each in self.life.people if each in asked.to]))

    def do(self, act: str, *args) -> None:
        """By the oracle and by the application, and both say the same of whether it was theirs to do."""
        allowed = getattr(self.life, act)(*args)
        assert getattr(self.living, act)(*args) is allowed, (act, args)

    # --- Choosing -------------------------------------------------------------------------------

    def asked(self, data, among=None) -> Asked:
        """As a rule one that is open."""
        those = [each for each in self.life.asks if each.asker.active]
        likely = [each for each in those if (among(each) if among else each.open)]
        return data.draw(st.sampled_from(likely * 4 + those))

    def reached(self, data, asked: Asked) -> Someone:
        """As a rule; sometimes somebody tries whom it does not reach."""
        those = [each for each in self.life.people if self.life.reaches(asked, each)]
        return self.one(data, those * 4 + self.life.people)

    def mine_awake(self, answers: list) -> list:
        return [each for each in answers if each.by.active]

    # --- Asking ---------------------------------------------------------------------------------

    @rule(data=st.data(), at_once=st.sampled_from([True, True, False]))
    def draft(self, data, at_once) -> None:
        able = [each for each in self.life.people if self.life.circle(each)]
        asked = self.make_draft(self.one(data, able * 3 + self.life.people))
        if at_once:
            self.send_to_some(data, asked)

    def make_draft(self, asker: Someone) -> Asked:
        asked = Asked(self.number(), asker)
        self.life.asks.append(asked)
        self.living.draft(asked)
        return asked

    @precondition(lambda self: any(each.asker.active for each in self.life.asks))
    @rule(data=st.data())
    def send(self, data) -> None:
        self.send_to_some(data, self.asked(data, lambda each: not each.sent))

    def send_to_some(self, data, asked: Asked) -> None:
        near = [each for each in self.life.people if each in self.life.circle(asked.asker)]
        friends = data.draw(st.sampled_from([near, near, near[:1], self.life.people]))
        self.do("send", asked, friends)

    @precondition(lambda self: any(each.asker.active for each in self.life.asks))
    @rule(data=st.data())
    def pass_on(self, data) -> None:
        asked = self.asked(data)
        direct = [each for each in self.life.people if each in asked.to]
        by = self.one(data, direct * 4 + self.life.people)
        near = [each for each in self.life.people if each in self.life.circle(by) and each is not asked.asker]
        friend = data.draw(st.sampled_from(near * 4 + [each for each in self.life.people if each is not by]))
        self.do("pass_on", asked, by, friend)

    @precondition(lambda self: any(not each.sent and each.asker.active for each in self.life.asks))
    @rule(data=st.data(), nameless=st.booleans())
    def ask_through(self, data, nameless) -> None:
        drafts = [each for each in self.life.asks if not each.sent and each.asker.active]
        asked = data.draw(st.sampled_from(drafts))
        near = [each for each in self.life.people if each in self.life.circle(asked.asker)]
        others = [each for each in self.life.people if each is not asked.asker]
        self.do("ask_through", asked, data.draw(st.sampled_from(near * 4 + others)), nameless)

    @precondition(lambda self: any(each.quiet and each.asker.active for each in self.life.asks))
    @rule(data=st.data(), all_of_them=st.booleans())
    def put_to_circle(self, data, all_of_them) -> None:
        """As a rule by the friend through whom it was asked."""
        asked = data.draw(st.sampled_from([each for each in self.life.asks if each.quiet and each.asker.active]))
        between = [asked.friend_between] if asked.friend_between else []
        by = data.draw(st.sampled_from(between * 6 + self.life.people))
        others = [each for each in self.life.people if each is not by]
        self.do("put_to_circle", asked, by, others if all_of_them else others[:2])

    @precondition(lambda self: self.to_hand_on())
    @rule(data=st.data())
    def hand_on(self, data) -> None:
        answer = data.draw(st.sampled_from(self.to_hand_on()))
        between = [answer.asked.friend_between] if answer.asked.friend_between else []
        self.do("hand_on", answer, data.draw(st.sampled_from(between * 6 + self.life.people)))

    def to_hand_on(self) -> list[Answered]:
        return [each for each in self.life.answers if each.by in each.asked.put and each.asked.asker.active]

    @precondition(lambda self: any(each.sent and each.asker.active for each in self.life.asks) and self.seldom())
    @rule(data=st.data())
    def decline(self, data) -> None:
        asked = self.asked(data)
        self.do("decline", asked, self.reached(data, asked))

    @precondition(lambda self: any(each.sent and each.asker.active for each in self.life.asks) and self.seldom())
    @rule(data=st.data(), again=st.booleans(), times=st.sampled_from([1, 1, 1, 4]))
    def settle_or_reopen(self, data, again, times) -> None:
        asked = self.asked(data, lambda each: each.sent and each.open is not again)
        for _ in range(times):
            self.do("reopen" if again else "settle", asked)
            again = not again

    # --- Answering ------------------------------------------------------------------------------

    @precondition(lambda self: any(each.asker.active for each in self.life.asks))
    @rule(data=st.data(), words=st.sampled_from(["", "My cousin does that", "Better ask Rosa"]))
    def answer(self, data, words) -> None:
        """With a vouch that the asker may read, or in words."""
        asked = self.asked(data)
        by = self.reached(data, asked)
        mine = [word for word in self.life.readable(asked.asker) if word.author is by]
        word = data.draw(st.sampled_from(sorted(mine, key=lambda each: each.number) * 2 + [None]))
        said = words if word else words or "Ask at the choir"
        self.do("answer", asked, by, word, said)

    @precondition(lambda self: any(each.sent and each.asker.active for each in self.life.asks))
    @rule(data=st.data(), words=st.sampled_from(["Ask Joe", "Ask Rosa", "Ask Mia", "Ask Ned"]))
    def answer_by_mail(self, data, words) -> None:
        """As a rule from a mail from which something came already."""
        asked = self.asked(data, lambda each: each.open and each.said_by_mail)
        said = [each for each in asked.said_by_mail if each.active]
        self.do("answer_by_mail", asked, self.one(data, said) if said else self.reached(data, asked), words)

    @precondition(lambda self: any(each.sent and each.asker.active for each in self.life.asks) and self.seldom())
    @rule(data=st.data())
    def decline_by_mail(self, data) -> None:
        asked = self.asked(data)
        self.do("decline_by_mail", asked, self.reached(data, asked))

    @precondition(lambda self: any(each.noes for each in self.life.asks))
    @rule(data=st.data())
    def take_back_no(self, data) -> None:
        asked = data.draw(st.sampled_from([each for each in self.life.asks if each.noes]))
        self.do("take_back_no", asked, self.one(data, sorted({who for who, _ in asked.noes}, key=lambda who: who.name)))

    @precondition(lambda self: any(each.helped for each in self.life.answers))
    @rule(data=st.data())
    def unthank_an_answer(self, data) -> None:
        self.do("unthank_answer", data.draw(st.sampled_from([each for each in self.life.answers if each.helped])))

    @precondition(lambda self: self.mine_awake(self.life.answers) and self.seldom())
    @rule(data=st.data())
    def withdraw_an_answer(self, data) -> None:
        self.do("withdraw_answer", data.draw(st.sampled_from(self.mine_awake(self.life.answers))))

    @precondition(lambda self: self.to_thank())
    @rule(data=st.data())
    def thank_an_answer(self, data) -> None:
        self.do("thank_answer", data.draw(st.sampled_from(self.to_thank())))

    @precondition(lambda self: self.to_thank())
    @rule(data=st.data(), words=st.sampled_from(["What is her number?", "And on Sundays?"]))
    def reply_to_an_answer(self, data, words) -> None:
        """As a rule to one that was replied to, or can be."""
        answers = [each for each in self.life.answers if each.asked.asker.active]
        self.do("reply_to_answer", data.draw(st.sampled_from(self.to_thank() * 3 + answers)), words)

    # --- Numbers --------------------------------------------------------------------------------

    @precondition(lambda self: self.life.words)
    @rule(data=st.data())
    def ask_for_a_number(self, data) -> None:
        one = self.one(data)
        likely = [word for word in self.life.words if self.life.may_want(one, word)]
        self.do("want_number", one, data.draw(st.sampled_from(likely * 4 + self.life.words)))

    @precondition(lambda self: any(each.word.author.active for each in self.life.wanted))
    @rule(data=st.data(), typed=st.sampled_from(["", "+441134969999"]), yes=st.sampled_from([True, True, False]))
    def give_a_number_or_not(self, data, typed, yes) -> None:
        wanted = data.draw(st.sampled_from([each for each in self.life.wanted if each.word.author.active]))
        if yes:
            self.do("give_number", wanted, typed)
        else:
            self.do("keep_number", wanted)

    def to_thank(self) -> list[Answered]:
        answers = [each for each in self.life.answers if each.asked.asker.active]
        return [each for each in answers if each in self.life.answers_seen(each.asked.asker)]

    # --- By a link, and short questions ---------------------------------------------------------

    @precondition(lambda self: any(each.sent and not each.quiet for each in self.life.asks))
    @rule(data=st.data(), member=st.booleans())
    def answer_by_link(self, data, member) -> None:
        """What was asked quietly has no link."""
        sent = [each for each in self.life.asks if each.sent and not each.quiet]
        told = ByLink(self.number(), data.draw(st.sampled_from(sent)), self.one(data) if member else None)
        self.do("answer_by_link", told)

    @precondition(lambda self: self.life.by_link)
    @rule(data=st.data(), keep=st.booleans())
    def confirm_or_discard(self, data, keep) -> None:
        told = data.draw(st.sampled_from(self.life.by_link))
        self.do("confirm_link" if keep else "discard_link", told)

    @rule(data=st.data())
    def put_a_short_question(self, data) -> None:
        one = self.one(data)
        near = [each for each in self.life.people if each in self.life.circle(one)]
        friend = data.draw(st.sampled_from(near * 4 + [each for each in self.life.people if each is not one]))
        self.put_to(one, friend)

    def put_to(self, one: Someone, friend: Someone) -> None:
        self.do("put", Short(self.number(), one, friend))

    @precondition(lambda self: any(each.friend.active for each in self.life.shorts))
    @rule(data=st.data())
    def reply(self, data) -> None:
        short = data.draw(st.sampled_from([each for each in self.life.shorts if each.friend.active]))
        self.do("reply", short, "She does")

    # --- Ties, and the look ---------------------------------------------------------------------

    @rule(data=st.data())
    def become_friends(self, data) -> None:
        one, other = self.two(data)
        if other.active and not self.life.blocked(one, other) and frozenset((one, other)) not in self.life.ties:
            self.life.tie(one, other)
            befriend(self.living.people[one], self.living.people[other])

    def two_with_something_between(self, data) -> tuple[Someone, Someone]:
        """As a rule: an asker and one of those whom it reached, or one on the way and the other; either way round."""
        pairs = [(each.asker, to) for each in self.life.asks for to in each.to | set(each.passed.values())]
        pairs += [pair for each in self.life.asks for pair in each.passed.items()]
        pairs += [(one, to) for each in self.life.asks for to in each.put for one in (each.asker, *each.to)]
        pairs += [(other, one) for one, other in pairs]
        names = sorted({(one.name, other.name) for one, other in pairs if one is not other})
        by_name = {each.name: each for each in self.life.people}
        alive = [pair for pair in names if set(pair) <= set(by_name) and by_name[pair[0]].active]
        pair = data.draw(st.sampled_from(alive)) if alive and data.draw(st.booleans()) else None
        one, other = [by_name[name] for name in pair] if pair else self.two(data)
        return one, other

    def seldom(self) -> bool:
        """There is enough to end."""
        return self.rng.random() < 0.6

    @invariant()
    def three_of_them_see_what_they_may(self) -> None:
        awake = self.awake()
        for viewer in self.rng.sample(awake, min(VIEWERS, len(awake))) if awake else []:
            found = [*LookAtAsks(self.living, viewer).differences(self.rng, self.looks)]
            assert not found, (viewer.name, found)


class LongLivesOfAsks(LivesOfAsks):
    looks = 7


def test_whatever_is_asked_each_sees_what_they_may(db):
    live(LivesOfAsks, 4, derandomize=True)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(10))
def test_it_holds_in_three_hundred_more_lives_of_asks(db, part):
    live(LongLivesOfAsks, 30, derandomize=False)
