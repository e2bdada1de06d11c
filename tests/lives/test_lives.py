"""Whatever people do, in any order: after every step three of them look, and see exactly what the oracle allows."""

import logging
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from recommendations.models import Insight, Vouch
from tests.worlds.acts_of_offers import ActsOfOffers
from tests.worlds.beginnings_of_lives import end_a_tie
from tests.worlds.builders import befriend
from tests.worlds.comparison import Look
from tests.worlds.drawn import values_of
from tests.worlds.living import Living
from tests.worlds.oracle import Learned, Someone, Word
from tests.worlds.oracle_of_lives import Invite, Life
from tests.worlds.pages_of_lives import PageLook
from tests.worlds.random_worlds import TRADES, Scenery, outcomes_for, scope_of_insight, scope_of_offer, word

PEOPLE, PROVIDERS, VIEWERS, STEPS = 6, 3, 3, 30


class Lives(ActsOfOffers, RuleBasedStateMachine):
    looks = 1  # at so many pages, and so many answers of the database, by each viewer after each step

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.life = Life()
        self.living = Living(self.life, Scenery())
        self.count = 0
        self.mailed: set[tuple[Someone, Someone]] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- Choosing -------------------------------------------------------------------------------

    def one(self, data, those=None) -> Someone:
        return data.draw(st.sampled_from([each for each in those or self.life.people if each.active] or self.awake()))

    def awake(self) -> list[Someone]:
        return [each for each in self.life.people if each.active]

    def two(self, data) -> tuple[Someone, Someone]:
        one = self.one(data)
        return one, data.draw(st.sampled_from([each for each in self.life.people if each is not one]))

    def two_with_something_between(self, data) -> tuple[Someone, Someone]:
        """As a rule; an end of it should have something to end."""
        pairs = [(half.person, half.friend) for half in self.life.halves]
        pairs += [(half.person, half.introducer) for half in self.life.halves]
        pairs += [(invite.inviter, invite.came or self.one(data)) for invite in self.life.invites]
        pairs += [(told.person, told.who) for told in self.life.told if told.who]
        pairs += [(thanks.giver, thanks.word.author) for thanks in self.life.thanks]
        pairs = [pair for one, other in pairs if one is not other for pair in ((one, other), (other, one))]
        pairs = [(one, other) for one, other in pairs if one.active and other in self.life.people]
        pair = data.draw(st.none() | st.sampled_from(pairs)) if pairs else None
        return pair or self.two(data)

    def likely(self, data, owner: Someone) -> Someone:
        """Whose it is, as a rule; sometimes somebody tries who has no business to."""
        return self.one(data, [owner] * 4 + self.life.people)

    def seldom(self) -> bool:
        """What takes things away is rarer than what brings them about: else there is nothing to look at."""
        return self.rng.random() < 0.25

    def number(self) -> int:
        self.count += 1
        return self.count

    # --- The beginning --------------------------------------------------------------------------

    @initialize(seed=st.integers(0, 2**16))
    def people_are_born(self, seed: int) -> None:
        self.begin(seed)

    def begin(self, seed: int) -> None:
        self.rng = Random(seed)
        for _ in range(PEOPLE):
            self.someone_joins()
        for n, a in enumerate(self.life.people):
            for b in self.life.people[:n]:
                if self.rng.random() < 0.4:
                    self.life.tie(a, b)
                    befriend(self.living.people[a], self.living.people[b])
        for author in self.life.people:
            self.write(word(self.rng, author, self.rng.randrange(PROVIDERS), self.rng.randrange(TRADES), self.number()))
            self.learn(author, scope_of_insight(f"{seed} {author.name}"))
            self.offer(author, scope_of_offer(f"{seed} {author.name}"))
        for inviter in self.life.people:
            self.make_invitation(inviter, self.rng.choice(self.life.people), self.rng.random() < 0.5)
            near = sorted(self.life.circle(inviter), key=lambda each: each.name)
            if len(near) > 1:
                self.bring_together(inviter, self.rng.sample(near, 2))
        for invite in list(self.life.invites)[::2]:
            self.come(self.rng.choice(self.life.people), invite)
        end_a_tie(self, Random(f"{seed}:a tie that has ended"))

    def someone_joins(self) -> None:
        consents = {"relays": self.rng.random() < 0.7, "named_beyond": self.rng.random() < 0.4}
        # No name begins another: to an inviter, that would be a short form of it.
        someone = Someone(f"Mo{self.number()}o Tan", **consents)
        self.life.people.append(someone)
        self.living.be_born(someone)

    # --- Invitations ----------------------------------------------------------------------------

    @rule(data=st.data(), right_name=st.booleans(), mailed=st.booleans(), by_page=st.booleans())
    def invite(self, data, right_name, mailed, by_page) -> None:
        self.make_invitation(*self.two(data), right_name, mailed, by_page)

    def make_invitation(self, inviter, meant, right_name, mailed=False, by_page=False) -> None:
        number = self.number()
        name = f"{meant.name.split()[0] if right_name else 'Mo0o'} Inv{number}"
        # To one address, nobody has mails sent again and again.
        email = meant.email if mailed and (inviter, meant) not in self.mailed else ""
        self.mailed.add((inviter, meant))
        invite = self.life.invite(inviter, name, email, number)
        self.living.invite(invite, by_page)

    @precondition(lambda self: self.living.invites)
    @rule(data=st.data(), by_page=st.booleans())
    def accept(self, data, by_page) -> None:
        alive = [invite for invite in self.living.invites if self.life.alive(invite) and not invite.came]
        invite = data.draw(st.sampled_from(alive * 2 + list(self.living.invites)))
        meant = [each for each in self.life.people if each.name.split()[0] == invite.name.split()[0]]
        self.come(self.one(data, meant * 6 + self.life.people), invite, by_page)

    def come(self, one: Someone, invite: Invite, by_page: bool = False) -> None:
        near = self.life.circle(one) | {one}
        done = self.living.accept(one, invite, by_page or invite.inviter in near)
        assert done is self.life.accept(one, invite)

    @precondition(lambda self: any(invite.came for invite in self.life.invites))
    @rule(data=st.data(), yes=st.booleans(), by_page=st.booleans())
    def confirm_or_refuse(self, data, yes, by_page) -> None:
        came = [invite for invite in self.life.invites if invite.came]
        waiting = [invite for invite in came if invite in self.life.waiting(invite.inviter)]
        invite = data.draw(st.sampled_from(waiting * 4 + came))
        one = self.likely(data, invite.inviter)
        (self.life.confirm if yes else self.life.refuse)(one, invite)
        self.living.settle(one, invite, yes, by_page)

    @precondition(lambda self: self.life.invites and self.seldom())
    @rule(data=st.data())
    def revoke(self, data) -> None:
        invite = data.draw(st.sampled_from(self.life.invites))
        one = self.likely(data, invite.inviter)
        self.life.revoke(one, invite)
        self.living.revoke(one, invite)

    # --- Introductions --------------------------------------------------------------------------

    @rule(data=st.data(), by_page=st.booleans())
    def introduce(self, data, by_page) -> None:
        able = [each for each in self.life.people if len(self.life.circle(each)) > 1]
        one = self.one(data, able * 3 + self.life.people)
        friends = [each for each in self.life.people if each in self.life.circle(one)]
        apart = sorted(sorted(each.name for each in pair) for pair in self.life.blocks if set(pair) <= set(friends))
        pair = [data.draw(st.sampled_from(friends * 4 + self.life.people))]
        pair += [data.draw(st.sampled_from([each for each in friends if each not in pair] * 4 + self.life.people))]
        if apart and data.draw(st.booleans()):
            pair = [each for each in friends if each.name in apart[0]]
        spent = [half for half in self.life.halves if half.expired and half.introducer is one]
        if not any({half.person, half.friend} == set(pair) for half in spent):
            self.bring_together(one, pair, by_page)

    def bring_together(self, one: Someone, pair: list[Someone], by_page: bool = False) -> None:
        allowed = self.life.introduce(one, *pair)
        done = self.living.introduce(one, *pair, by_page)
        assert done is allowed or not by_page

    @precondition(lambda self: self.life.halves)
    @rule(data=st.data(), yes=st.sampled_from([True, True, False]), by_page=st.booleans())
    def answer_an_introduction(self, data, yes, by_page) -> None:
        half = data.draw(st.sampled_from(self.life.halves))
        one = self.likely(data, half.person)
        self.life.say(one, half, yes)
        self.living.say(one, half, yes, by_page)

    # --- Parting and blocking -------------------------------------------------------------------

    @precondition(lambda self: self.seldom())
    @rule(data=st.data(), by_page=st.booleans())
    def part(self, data, by_page) -> None:
        one, other = self.two_with_something_between(data)
        near = self.life.part(one, other)
        self.living.part(one, other, by_page or not near)

    @rule(data=st.data(), by_page=st.booleans())
    def affirm(self, data, by_page) -> None:
        one, other = self.two(data)
        assert self.living.affirm(one, other, by_page) is (other in self.life.circle(one))

    @precondition(lambda self: self.seldom())
    @rule(data=st.data(), by_page=st.booleans())
    def block(self, data, by_page) -> None:
        one, other = self.two_with_something_between(data)
        allowed = other in self.life.met(one) or not by_page
        if allowed:
            self.life.block(one, other)
        assert self.living.block(one, other, by_page) is allowed

    @precondition(lambda self: self.life.blocks)
    @rule(data=st.data(), by_page=st.booleans())
    def unblock(self, data, by_page) -> None:
        pairs = sorted(self.life.blocks, key=lambda pair: (pair[0].name, pair[1].name))
        one, other = data.draw(st.sampled_from(pairs))
        one, other = data.draw(st.sampled_from([(one, other), (one, other), (other, one)]))
        if one.active:
            self.life.unblock(one, other)
            self.living.unblock(one, other, by_page)

    @rule(data=st.data(), hears=st.booleans(), by_page=st.booleans())
    def mute(self, data, hears, by_page) -> None:
        one, friend = self.two_with_something_between(data)
        assert self.living.hear(one, friend, hears, by_page) is self.life.hear(one, friend, hears)

    # --- Being seen, and saying something -------------------------------------------------------

    @rule(data=st.data(), consent=st.sampled_from(["relays", "named_beyond"]), by_page=st.booleans())
    def change_a_switch(self, data, consent, by_page) -> None:
        one = self.one(data)
        setattr(one, consent, not getattr(one, consent))
        self.living.switch(one, by_page)

    @precondition(lambda self: self.seldom())
    @rule(data=st.data())
    def rename(self, data) -> None:
        """Their address, which is made of the name, stays as it was."""
        one = self.one(data)
        first, last = one.name.split()
        one.name, one.renamed = f"{first} {last.swapcase()}", True
        self.living.rename(one)

    @rule(data=st.data(), seed=st.integers(0, 2**16), by_page=st.booleans())
    def vouch(self, data, seed, by_page) -> None:
        rng = Random(seed)
        self.write(word(rng, self.one(data), rng.randrange(PROVIDERS), rng.randrange(TRADES), self.number()), by_page)

    def write(self, said: Word, by_page: bool = False) -> None:
        about = (said.author, said.provider, said.trade)
        if about not in {(each.author, each.provider, each.trade) for each in self.life.words}:
            self.life.write(said)
            self.living.say_of_provider(said, by_page)

    @precondition(lambda self: any(each.author.active for each in self.life.words))
    @rule(data=st.data(), scope=st.sampled_from(values_of(Vouch, "scope")), by_page=st.booleans())
    def edit_the_scope(self, data, scope, by_page) -> None:
        said = data.draw(st.sampled_from([each for each in self.life.words if each.author.active]))
        if said.outcome in outcomes_for(scope):
            said.scope = scope
            self.living.edit(said, by_page)

    @precondition(lambda self: any(each.author.active for each in self.life.words))
    @rule(data=st.data(), by_page=st.booleans())
    def withdraw(self, data, by_page) -> None:
        said = data.draw(st.sampled_from([each for each in self.life.words if each.author.active]))
        self.life.words.remove(said)
        self.life.end_wanted(*(each for each in self.life.wanted if each.word is said))
        self.living.withdraw(said, by_page)

    @precondition(lambda self: self.life.words)
    @rule(data=st.data(), by_page=st.booleans())
    def thank(self, data, by_page) -> None:
        one = self.one(data)
        readable = [word for word in self.life.words if self.life.may_thank(one, word)]
        self.say_thanks(one, data.draw(st.sampled_from(readable * 4 + self.life.words)), by_page)

    def say_thanks(self, one: Someone, word: Word, by_page: bool = False) -> None:
        number, between = self.number(), self.life.between(one, word)
        allowed = self.life.thank(one, word, number)
        if allowed or by_page:
            assert self.living.thank(one, word, number, between, by_page) is allowed

    # --- What they learned ----------------------------------------------------------------------

    @rule(data=st.data(), seed=st.integers(0, 2**16), by_page=st.booleans())
    def share(self, data, seed, by_page) -> None:
        self.learn(self.one(data), scope_of_insight(str(seed)), by_page)

    def learn(self, author: Someone, scope: int, by_page: bool = False) -> None:
        self.life.insights.append(Learned(self.number(), author, scope))
        self.living.share(self.life.insights[-1], by_page)

    def of_somebody_awake(self, data) -> Learned:
        return data.draw(st.sampled_from([each for each in self.life.insights if each.author.active]))

    @precondition(lambda self: any(each.author.active for each in self.life.insights))
    @rule(data=st.data(), scope=st.sampled_from(values_of(Insight, "scope")), by_page=st.booleans())
    def change_who_may_read_it(self, data, scope, by_page) -> None:
        insight = self.of_somebody_awake(data)
        insight.scope = scope
        self.living.change(insight, by_page)

    @precondition(lambda self: any(each.author.active for each in self.life.insights) and self.seldom())
    @rule(data=st.data(), by_page=st.booleans())
    def forget(self, data, by_page) -> None:
        insight = self.of_somebody_awake(data)
        self.life.unlearn(insight)
        self.living.forget(insight, by_page)

    def one_and_an_insight(self, data) -> tuple[Someone, Learned]:
        """As a rule, one that they may read."""
        one = self.one(data)
        theirs = [each for each in self.life.insights if self.life.distance(one, each) in (1, 2)]
        return one, data.draw(st.sampled_from(theirs * 4 + self.life.insights))

    @precondition(lambda self: self.life.insights)
    @rule(data=st.data(), by_page=st.booleans())
    def be_grateful(self, data, by_page) -> None:
        one, insight = self.one_and_an_insight(data)
        assert self.living.be_grateful(one, insight, by_page) is self.life.be_grateful(one, insight)

    @precondition(lambda self: self.life.insights)
    @rule(data=st.data(), kept=st.sampled_from([True, True, False]))
    def keep(self, data, kept) -> None:
        one, insight = self.one_and_an_insight(data)
        assert self.living.keep(one, insight, kept) is self.life.keep(one, insight, kept)

    # --- Going, coming, and time ----------------------------------------------------------------

    @precondition(lambda self: len(self.awake()) > 3 and self.seldom())
    @rule(data=st.data(), by_the_desk=st.booleans())
    def rest(self, data, by_the_desk) -> None:
        one = self.one(data)
        one.active = False
        self.living.suspend(one) if by_the_desk else self.living.rest(one)

    @precondition(lambda self: len(self.awake()) < len(self.life.people))
    @rule(data=st.data())
    def wake(self, data) -> None:
        one = data.draw(st.sampled_from([each for each in self.life.people if not each.active]))
        one.active = True
        self.living.wake(one)

    @precondition(lambda self: len(self.awake()) > 3 and self.seldom())
    @rule(data=st.data())
    def leave(self, data) -> None:
        one = self.one(data)
        self.life.leave(one)
        self.living.leave(one)
        self.someone_joins()

    @precondition(lambda self: (self.life.invites or self.life.halves) and self.seldom())
    @rule(data=st.data())
    def something_expires(self, data) -> None:
        thing = data.draw(st.sampled_from([*self.life.invites, *self.life.halves]))
        for each in [thing, self.life.other(thing)] if thing in self.life.halves else [thing]:
            each.expired = True
            self.living.expire(each)

    @invariant()
    def three_of_them_see_what_they_may(self) -> None:
        awake = self.awake()
        for viewer in self.rng.sample(awake, min(VIEWERS, len(awake))) if awake else []:
            found = [*PageLook(self.living, viewer, self.rng).differences(self.looks)]
            found += Look(self.living, viewer, self.rng).differences(looks=1)
            assert not found, (viewer.name, found)


class LongLives(Lives):
    looks = 2


def live(lives: type[Lives], runs: int, **options) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    common = {"stateful_step_count": STEPS, "deadline": None, "suppress_health_check": slow, "database": None}
    # A step costs too much to look for the shortest story; the story that failed is told in full.
    common["phases"] = [Phase.generate]
    logging.disable(logging.WARNING)
    try:
        run_state_machine_as_test(lives, settings=settings(max_examples=runs, **(common | options)))
    finally:
        logging.disable(logging.NOTSET)


def test_whatever_people_do_each_sees_what_the_rule_of_sight_allows(db):
    live(Lives, 3, derandomize=True)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(20))
def test_it_holds_in_two_hundred_more_lives(db, part):
    live(LongLives, 10, derandomize=False)
