"""People ask friends to introduce them, pass it on and answer in any order, while ties begin and end."""

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.lives.test_lives import VIEWERS, Lives, live
from tests.worlds.builders import befriend
from tests.worlds.living_of_wishes import LivingOfWishes, LookAtWishes
from tests.worlds.oracle import Learned, Someone, Word
from tests.worlds.oracle_of_lives import Life
from tests.worlds.oracle_of_wishes import Wished
from tests.worlds.random_worlds import Scenery


class LivesOfWishes(Lives):
    # What has lives of its own.
    invite = accept = confirm_or_refuse = revoke = introduce = affirm = rename = None
    thank = be_grateful = keep = None

    def __init__(self) -> None:
        RuleBasedStateMachine.__init__(self)
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.life, self.count, self.mailed = Life(), 0, set()
        self.living = LivingOfWishes(self.life, Scenery())

    @initialize(seed=st.integers(0, 2**16))
    def people_are_born(self, seed: int) -> None:
        """And wish to know whoever they may ask for: what is left to happen is what comes of it."""
        self.begin(seed)
        for one in self.life.people:
            some = [each for each in self.things if self.life.introducer(one, each)]
            for about in self.rng.sample(some, min(2, len(some))):
                self.do("wish", one, about)

    def do(self, act: str, *args) -> None:
        """By the oracle and by the application, and both say the same of whether it was theirs to do."""
        allowed = getattr(self.life, act)(*args)
        assert getattr(self.living, act)(*args) is allowed, (act, args)

    # --- Wishing --------------------------------------------------------------------------------

    @property
    def things(self) -> list[Word | Learned]:
        return [*self.life.words, *self.life.insights, *self.life.offers]

    @precondition(lambda self: self.things)
    @rule(data=st.data())
    def wish(self, data) -> None:
        one, some = self.one(data), self.things
        likely = [each for each in some if self.life.introducer(one, each)]
        self.do("wish", one, data.draw(st.sampled_from(likely * 4 + some)))

    def wished(self, data, likely: set[Wished]) -> Wished:
        return data.draw(st.sampled_from([each for each in self.life.wishes if each in likely] * 4 + self.life.wishes))

    @precondition(lambda self: self.life.wishes)
    @rule(data=st.data(), yes=st.sampled_from([True, True, True, False]))
    def pass_a_wish_on(self, data, yes) -> None:
        likely = {each for each in self.life.wishes if each in self.life.wishes_to_pass_on(each.friend)}
        self.do("pass_wish_on", self.wished(data, likely), yes)

    @precondition(lambda self: any(each.passed for each in self.life.wishes))
    @rule(data=st.data(), yes=st.sampled_from([True, True, False]))
    def answer_a_wish(self, data, yes) -> None:
        likely = {each for each in self.life.wishes if each.passed and each.answer is None}
        self.do("answer_wish", self.wished(data, likely), yes)

    # --- Ties, and the look ---------------------------------------------------------------------

    @rule(data=st.data())
    def become_friends(self, data) -> None:
        one, other = self.two(data)
        if other.active and not self.life.blocked(one, other) and frozenset((one, other)) not in self.life.ties:
            self.life.tie(one, other)
            befriend(self.living.people[one], self.living.people[other])

    def two_with_something_between(self, data) -> tuple[Someone, Someone]:
        """As a rule, two of the three."""
        pairs = []
        for each in self.life.wishes:
            pairs += [(each.asker, each.friend), (each.friend, each.other), (each.asker, each.other)]
        pairs = [pair for one, other in pairs if other for pair in ((one, other), (other, one)) if pair[0].active]
        pair = data.draw(st.none() | st.sampled_from(pairs)) if pairs else None
        return pair or self.two(data)

    def seldom(self) -> bool:
        """There is enough to end."""
        return self.rng.random() < 0.5

    @invariant()
    def three_of_them_see_what_they_may(self) -> None:
        awake = self.awake()
        for viewer in self.rng.sample(awake, min(VIEWERS, len(awake))) if awake else []:
            found = [*LookAtWishes(self.living, viewer).differences()]
            assert not found, (viewer.name, found)


def test_whatever_is_wished_each_sees_what_they_may(db):
    live(LivesOfWishes, 1, derandomize=True)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(10))
def test_it_holds_in_three_hundred_more_lives_of_wishes(db, part):
    live(LivesOfWishes, 30, derandomize=False)
