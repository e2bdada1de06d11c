"""Wishes to be introduced of a life as rows, by the application's own verbs."""

from __future__ import annotations

from collections.abc import Iterator

from people.models import Introduction, Notice
from recommendations.introductions.things import from_beyond, told_of_thing
from recommendations.models import IntroductionAsk, ReachedBy
from recommendations.sight.names import people_named_to
from tests.worlds.living import Living
from tests.worlds.oracle import Learned, Offered, Someone, Word
from tests.worlds.oracle_of_wishes import Wished


class LivingOfWishes(Living):
    """Every verb says whether it was theirs to do."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.wishes: dict[Wished, IntroductionAsk] = {}

    def thing(self, about: Word | Learned) -> tuple[ReachedBy, int]:
        if isinstance(about, Offered):
            return ReachedBy.OFFER, self.offers[about].pk
        if isinstance(about, Learned):
            return ReachedBy.INSIGHT, self.insights[about].pk
        return ReachedBy.VOUCH, self.vouches[about].pk

    def wish(self, one: Someone, about: Word | Learned) -> bool:
        person, (kind, pk) = self.people[one], self.thing(about)
        found = from_beyond(person, kind, pk=pk)
        if found is None:
            return False
        done = IntroductionAsk.put(person, found.friend, found.author, kind, found.thing, "My cellar is damp, too")
        for each in self.world.wishes:
            if each not in self.wishes and each.asker is one:
                self.wishes[each] = done
        return done is not None

    def of(self, wished: Wished) -> IntroductionAsk:
        return IntroductionAsk.objects.select_related("person", "friend", "other").get(pk=self.wishes[wished].pk)

    def pass_wish_on(self, wished: Wished, yes: bool) -> bool:
        if yes:
            return self.of(wished).pass_on("She sings alto")
        before = IntroductionAsk.objects.filter(pk=self.wishes[wished].pk, passed_on=False).exists()
        self.of(wished).leave()
        return not before and IntroductionAsk.objects.filter(pk=self.wishes[wished].pk, passed_on=False).exists()

    def answer_wish(self, wished: Wished, yes: bool) -> bool:
        done = self.of(wished).say(yes, "She wrote to me")
        for half in self.world.halves:
            three = {name: self.people[getattr(half, name)] for name in ("introducer", "person", "friend")}
            if half not in self.halves:
                self.halves[half] = Introduction.objects.get(**three)
        return done


class LookAtWishes:
    """What the database answers one viewer, held against the oracle."""

    def __init__(self, living: LivingOfWishes, viewer: Someone) -> None:
        self.living, self.life, self.viewer = living, living.world, viewer
        self.person = living.people[viewer]

    def differences(self) -> Iterator[str]:
        for look in (self.of_wishes, self.of_things, self.of_told, self.of_halves, self.of_names):
            yield from look()

    def of_wishes(self) -> Iterator[str]:
        found = sorted(IntroductionAsk.objects.visible_to(self.person).values_list("pk", flat=True))
        expected = self.life.wishes_seen(self.viewer)
        if found != sorted(self.living.wishes[each].pk for each in expected):
            yield f"wishes {found}, not {expected}"

    def of_things(self) -> Iterator[str]:
        """Whom one may ask about what; and whether what is told of a wish leads to a thing that one may read."""
        things = [*self.life.words, *self.life.insights, *self.life.offers]
        for about in things:
            kind, pk = self.living.thing(about)
            found, expected = from_beyond(self.person, kind, pk=pk), self.life.introducer(self.viewer, about)
            if (found and found.friend) != (self.living.people[expected] if expected else None):
                yield f"to be asked about {about} is {found}, not {expected}"
        for wished in self.life.wishes_seen(self.viewer):
            told = told_of_thing(self.living.of(wished), self.person)
            is_there = wished.about in things
            if bool(told and told.path) is not (is_there and self.life.distance(self.viewer, wished.about) is not None):
                yield f"of {wished} is told {told}"

    def of_told(self) -> Iterator[str]:
        found = sorted(notice.message for notice in Notice.objects.visible_to(self.person))
        if found != self.life.notices(self.viewer):
            yield f"the notices {found}, not {self.life.notices(self.viewer)}"

    def of_halves(self) -> Iterator[str]:
        found = sorted(Introduction.objects.open_to(self.person).values_list("pk", flat=True))
        expected = {half for half in self.life.halves if self.life.may_answer(self.viewer, half)}
        if found != sorted(self.living.halves[half].pk for half in expected):
            yield f"introductions {found}, not {expected}"

    def of_names(self) -> Iterator[str]:
        found = sorted(people_named_to(self.person).values_list("name", flat=True))
        expected = sorted(each.name for each in self.life.named(self.viewer) | self.life.blocked_by(self.viewer))
        if found != expected:
            yield f"named are {found}, not {expected}"
