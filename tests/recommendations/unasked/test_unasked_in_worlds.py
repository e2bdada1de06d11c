"""The daily choice and the weekly letter in random worlds: nothing that the oracle hides, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from unittest.mock import patch

from django.core import mail
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from people.delivery import deliver_due
from people.models import Tie
from recommendations.models import Surprise
from recommendations.unasked.choosing import choose_surprises
from recommendations.unasked.letters import write_letters
from recommendations.unasked.rule import Reader, in_turn, surprise_of
from tests.recommendations.unasked.test_letters import SATURDAY
from tests.worlds.oracle import NO, YES, Learned, Seen, Someone, Word
from tests.worlds.random_worlds import Lived, Scenery, make_world

SEEDS = st.integers(0, 100_000)
DAY, DAYS = timedelta(days=1), 3
in_worlds = settings(max_examples=12, suppress_health_check=list(HealthCheck))


class Unasked:
    """A world that is lived, and what is offered in it."""

    def __init__(self, seed: int) -> None:
        self.rng, self.world = Random(seed), make_world(seed)
        self.lived = Lived(self.world, Scenery())
        rows = (*self.lived.vouches.items(), *self.lived.insights.items(), *self.lived.offers.items())
        self.said = {row.public_id: said for said, row in rows}
        self.offered: dict[Someone, list[Word | Learned]] = {one: [] for one in self.world.people}

    def of(self, surprise: Surprise) -> Word | Learned:
        return self.said[surprise.vouch or surprise.insight or surprise.offer]

    def good(self, one: Someone) -> dict[Word | Learned, int]:
        readable = self.world.readable(one)
        refused = {word.provider for word in readable if word.outcome == NO}
        shared = self.world.learned(one) | self.world.offered(one)
        learned = {each: self.world.distance(one, each) for each in shared}
        words = {
            word: far
            for word, far in readable.items()
            if word.outcome == YES and word.relation == "none" and word.provider not in refused
        }
        return {said: far for said, far in (words | learned).items() if far}

    def able(self, one: Someone) -> dict[Word | Learned, int]:
        """The part of the rule that knows nothing of earlier ways."""
        able = {said: far for said, far in self.good(one).items() if self.is_new(one, said)}
        return {said: far for said, far in able.items() if (one, self.by(one, said)) not in self.world.muted}

    def by(self, one: Someone, said: Word | Learned) -> Someone | None:
        """The friend by whom it comes by name."""
        author = said.author
        return author if author in self.world.circle(one) else self.world.named_by(one, author)

    def drawn(self, one: Someone, day: date) -> Someone | None:
        """Of the friends by whom something comes, whoever has the lot of that day."""
        row = self.lived.people[one]
        friends = {self.lived.people[friend].pk if friend else None: friend for friend in self.friends(one)}
        return friends[in_turn(friends, Reader(str(row.public_id)), day, [])[0]]

    def friends(self, one: Someone) -> set[Someone | None]:
        return {self.by(one, said) for said in self.able(one)}

    def is_new(self, one: Someone, said: Word | Learned) -> bool:
        if isinstance(said, Learned):
            return said not in self.offered[one]
        mine = [word for word in self.world.words if word.author is one]
        met = {word.provider for word in mine + self.offered[one] if isinstance(word, Word)}
        return (
            said.months <= 12
            and (said.other or said.trade) not in {word.other or word.trade for word in mine}
            and said.provider not in met
        )

    def choose(self, number: int) -> None:
        day = timezone.localdate() + number * DAY
        choose_surprises(day)
        for one, row in self.lived.people.items():
            able, surprise = self.able(one), row.surprises.filter(day=day).first()
            if surprise is None:
                assert number or not able or not one.active
                continue
            word = self.of(surprise)
            friend = self.by(one, word)
            assert one.active
            assert word in able
            assert surprise.through == (self.lived.people[friend] if friend else None)
            if not number:
                assert friend == self.drawn(one, day)
                assert able[word] == max(far for said, far in able.items() if self.by(one, said) is friend)
            self.offered[one].append(word)

    def look(self) -> None:
        """What is shown now may be read now, by a name that may be told."""
        for one, row in self.lived.people.items():
            row.refresh_from_db()
            surprise = surprise_of(row) if one.active else None
            latest = row.surprises.order_by("-day").first()
            word = self.of(latest) if latest else None
            assert bool(surprise) == (one.active and word in self.good(one))
            if surprise:
                names = tuple(link.name for link in surprise.chain)
                between = None if surprise.is_a_friends_own else surprise.friend or None
                assert Seen(surprise.shown_as, between, names) in self.world.called(one, word.author)

    def something_happens(self) -> None:
        one, other = self.rng.sample(self.world.people, 2)
        first, second = self.lived.people[one], self.lived.people[other]
        if frozenset((one, other)) in self.world.ties or self.rng.random() < 0.3:
            self.world.block(one, other)
            first.block(second)
        elif not self.world.blocked(one, other):
            self.world.befriend(one, other)
            Tie.objects.connect(first, second)


@contextmanager
def lived(seed: int) -> Iterator[Unasked]:
    """It leaves no trace."""
    with transaction.atomic():
        yield Unasked(seed)
        transaction.set_rollback(True)


def told() -> list[str]:
    """To whom letters were sent since it was last looked at."""
    deliver_due()
    people = sorted(each.to[0] for each in mail.outbox)
    mail.outbox.clear()
    return people


@in_worlds
@given(SEEDS)
@example(1)  # whoever was paid stands beside one who was not, further away
def test_what_is_offered_may_be_read_is_new_and_stays_all_day(db, seed):
    with lived(seed) as unasked:
        for number in range(DAYS):
            unasked.choose(number)
            unasked.look()
            unasked.something_happens()
            unasked.look()
            before = rows()
            with transaction.atomic():
                choose_surprises(timezone.localdate() + number * DAY)
                # Only whoever had none of that day has one now.
                assert not {row[:2] for row in rows() - before} & {row[:2] for row in before}
                transaction.set_rollback(True)


def rows() -> set[tuple]:
    return set(Surprise.objects.values_list("person", "day", "vouch", "insight", "offer"))


@in_worlds
@given(SEEDS)
def test_letters_go_to_those_who_may_still_read_what_they_tell_of_and_once(db, seed):
    with patch("django.utils.timezone.now", return_value=SATURDAY) as now, lived(seed) as unasked:
        told()
        choose_surprises(SATURDAY.date() - DAY)
        write_letters(SATURDAY)
        unasked.something_happens()
        readers = [
            row.email
            for one, row in unasked.lived.people.items()
            if one.active and (surprise := row.surprises.first()) and unasked.of(surprise) in unasked.good(one)
        ]
        assert told() == sorted(readers)
        for moment in (SATURDAY, SATURDAY + 7 * DAY):
            now.return_value = moment
            write_letters(moment)
            assert told() == []
