"""Readers write to authors, who answer, while ties begin and end: each reads what the oracle allows."""

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from recommendations.models import ShortWord
from recommendations.models.short_words import ShortWordQuerySet
from tests.lives.test_lives import VIEWERS, Lives, live
from tests.worlds.builders import befriend
from tests.worlds.living_of_short_words import LivingOfWords, LookAtWords
from tests.worlds.oracle import Offered, Someone
from tests.worlds.oracle_of_lives import Life
from tests.worlds.oracle_of_short_words import Spoken
from tests.worlds.random_worlds import Scenery


class LivesOfWords(Lives):
    # What only begins ties has lives of its own, and so have vouches and thanks.
    invite = accept = confirm_or_refuse = revoke = introduce = answer_an_introduction = something_expires = None
    affirm = vouch = edit_the_scope = withdraw = thank = rename = be_grateful = keep = share = None

    def __init__(self) -> None:
        RuleBasedStateMachine.__init__(self)
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.life, self.count, self.mailed = Life(), 0, set()
        self.living = LivingOfWords(self.life, Scenery())

    @initialize(seed=st.integers(0, 2**16))
    def people_are_born(self, seed: int) -> None:
        """And have written already: what is left to happen is what ends it."""
        self.begin(seed)
        for one in self.life.people:
            for insight in [*self.life.insights, *self.life.offers]:
                if self.life.distance(one, insight) in (1, 2) and self.rng.random() < 0.7:
                    self.say(one, insight, by_page=False)
        for spoken in self.life.short_words[::3]:
            assert self.life.answer_spoken(spoken, "Yes") is self.living.answer_spoken(spoken, "Yes")

    @precondition(lambda self: self.life.insights)
    @rule(data=st.data(), by_page=st.booleans())
    def write_to_an_author(self, data, by_page) -> None:
        self.say(*self.one_and_an_insight(data), by_page)

    def say(self, one, insight, by_page) -> None:
        number = self.number()
        allowed = self.life.speak(one, insight, number)
        assert self.living.speak(one, insight, number, by_page) is allowed

    @precondition(lambda self: self.life.offers)
    @rule(data=st.data(), by_page=st.booleans())
    def take_up_an_offer(self, data, by_page) -> None:
        one = self.one(data)
        readable = sorted(self.life.offered(one), key=lambda each: each.number)
        self.say(one, data.draw(st.sampled_from(readable * 4 + self.life.offers)), by_page)

    @precondition(lambda self: self.of_offers())
    @rule(data=st.data(), words=st.sampled_from(["", "It reached"]))
    def thank_for_an_offer(self, data, words) -> None:
        spoken = data.draw(st.sampled_from(self.of_offers()))
        allowed = self.life.thank_spoken(spoken, words)
        assert self.living.thank_spoken(spoken, words) is allowed

    def of_offers(self) -> list[Spoken]:
        those = [each for each in self.life.short_words if isinstance(each.insight, Offered) and each.by.active]
        return [each for each in those if each.insight.author.active]

    @precondition(lambda self: self.to_authors_awake())
    @rule(data=st.data(), words=st.sampled_from(["Yes", "No"]))
    def answer_a_reader(self, data, words) -> None:
        spoken = data.draw(st.sampled_from(self.to_authors_awake()))
        allowed = self.life.answer_spoken(spoken, words)
        assert self.living.answer_spoken(spoken, words) is allowed

    @precondition(lambda self: self.to_authors_awake())
    @rule(data=st.data(), by_page=st.booleans())
    def take_it_in(self, data, by_page) -> None:
        spoken = data.draw(st.sampled_from(self.to_authors_awake()))
        if isinstance(spoken.insight, Offered):
            return
        self.life.take_spoken(spoken)
        self.living.take_spoken(spoken, by_page)

    def to_authors_awake(self) -> list[Spoken]:
        return [each for each in self.life.short_words if each.insight.author.active]

    @rule(data=st.data())
    def become_friends(self, data) -> None:
        one, other = self.two(data)
        if other.active and not self.life.blocked(one, other) and frozenset((one, other)) not in self.life.ties:
            self.life.tie(one, other)
            befriend(self.living.people[one], self.living.people[other])

    def two_with_something_between(self, data) -> tuple[Someone, Someone]:
        """As a rule: whoever wrote and the author, or one of them and a friend on the way."""
        pairs = [(each.by, each.insight.author) for each in self.life.short_words]
        pairs += [(one, b) for each in self.life.short_words for one in each.pair for b in self.life.circle(one)]
        names = sorted({pair for one, other in pairs for pair in ((one.name, other.name), (other.name, one.name))})
        by_name = {each.name: each for each in self.life.people}
        alive = [pair for pair in names if set(pair) <= set(by_name) and by_name[pair[0]].active]
        pair = data.draw(st.sampled_from(alive)) if alive and data.draw(st.booleans()) else None
        one, other = (by_name[name] for name in pair) if pair else self.two(data)
        return one, other

    @invariant()
    def three_of_them_see_what_they_may(self) -> None:
        awake = self.awake()
        for viewer in self.rng.sample(awake, min(VIEWERS, len(awake))) if awake else []:
            found = [*LookAtWords(self.living, viewer).differences()]
            assert not found, (viewer.name, found)


def test_whatever_is_said_to_authors_each_reads_what_they_may(db):
    live(LivesOfWords, 3, derandomize=True)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(10))
def test_it_holds_in_two_hundred_more_lives_of_short_words(db, part):
    live(LivesOfWords, 20, derandomize=False)


# --- They notice what is wrong ----------------------------------------------------------------------

FAULTS = {
    "the writer reads what ended": ("sent_by", lambda self, person: self.filter(person=person)),
    "the author reads what ended": ("received_by", lambda self, person: self.filter(author=person, unseen=False)),
    "the author reads across a block": ("received_by", lambda self, person: self.filter(author=person)),
}


@pytest.mark.campaign
@pytest.mark.parametrize("fault", FAULTS)
def test_lives_of_short_words_notice_a_fault(db, monkeypatch, fault):
    name, broken = FAULTS[fault]
    monkeypatch.setattr(ShortWordQuerySet, name, broken)
    monkeypatch.setattr(type(ShortWord.objects), name, lambda manager, person: broken(manager.get_queryset(), person))

    with pytest.raises(AssertionError):
        live(LivesOfWords, 20, derandomize=True)
