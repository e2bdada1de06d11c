"""Small random worlds, the same for the same seed, and their life lived again in the database."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

from people.models import Person, Tie
from recommendations.models import Insight, Provider, Relation, TakenBack, Vouch, day_of_warnings, monday_after
from tests.worlds.builders import make_place, make_trade, months_ago
from tests.worlds.oracle import AND_THEIRS, MY_CIRCLE, NO, Learned, Someone, Town, Word, World

# Otley is 15 km from Leeds, Hull 79 km.
TOWNS = [Town("Leeds", (53.797, -1.548)), Town("Otley", (53.906, -1.694)), Town("Hull", (53.744, -0.333)), None]
JOBS = ["Boiler service", "New boiler", "Leaking tap", "Rewired the cellar"]
NAMES = ["Provider", "provider", "Ace Works", "Zeta Works"]
AGES = [0, 1, 3, 3, 12, 24, 25, 48, 90]
TRADES = 3
WARNINGS = ["longer", "longer", "longer", "longer", "taken back", "", "this week", "too long"]
# So many days ago somebody began to warn, a Monday; the next one is the Monday on which it ends or begins.
BEGAN = {"this week": -7, "longer": 0, "too long": 7 * 110}


def make_world(seed: int) -> World:
    rng = Random(seed)
    world = World([someone(rng, number) for number in range(rng.randint(3, 12))])
    befriend_and_block(world, rng)
    providers = rng.randint(1, 5)
    for author in world.people:
        said = {(rng.randrange(providers), rng.randrange(TRADES)) for _ in range(rng.choice([0, 1, 1, 2, 4]))}
        world.words += [word(rng, author, *about, len(world.words) + n) for n, about in enumerate(sorted(said))]
    add_what_counts(world, Random(f"{seed} what counts"), providers)
    insights = Random(f"{seed} insights")  # of their own, so that the rest is as it is without them
    for number in range(insights.randint(0, 2 * len(world.people))):
        world.insights.append(Learned(number, insights.choice(world.people), insights.choice([0, 1, 2, 2])))
    return world


def add_what_counts(world: World, rng: Random, providers: int) -> None:
    """Some words are by somebody who is related; and in some worlds there is one provider of whom many warn."""
    for each in world.words:
        each.related = rng.random() < 0.2
    if rng.random() < 0.4:
        for author in world.people:
            said = word(rng, author, providers, 0, len(world.words))
            if rng.random() < 0.8:
                said.outcome, said.scope, said.warning = NO, MY_CIRCLE, rng.choice(WARNINGS)
            said.related = rng.random() < 0.1
            world.words.append(said)


def someone(rng: Random, number: int) -> Someone:
    return Someone(f"Person Number{number}", relays=rng.random() < 0.75, named_beyond=rng.random() < 0.35)


def befriend_and_block(world: World, rng: Random) -> None:
    pairs = [(a, b) for n, a in enumerate(world.people) for b in world.people[:n]]
    rng.shuffle(pairs)
    for a, b in rng.sample(pairs, rng.randint(0, 2)):
        world.block(*rng.sample([a, b], 2))
    for a in rng.sample(world.people, rng.randint(0, 1)):
        world.set_active(a, False)
    density = rng.choice([0.15, 0.3, 0.45, 0.7])
    for a, b in pairs:
        if rng.random() < density:
            world.befriend(a, b)
    for a, b in rng.sample(pairs, rng.randint(0, 2)):
        for blocker, blocked in rng.choice([[(a, b)], [(b, a)], [(a, b), (b, a)]]):
            world.block(blocker, blocked)
    if world.blocks and rng.random() < 0.2:
        world.unblock(*min(world.blocks, key=lambda pair: (pair[0].name, pair[1].name)))
    for a in world.people:
        if a.active is (rng.random() < 0.12):
            world.set_active(a, not a.active)


def word(rng: Random, author: Someone, provider: int, trade: int, number: int) -> Word:
    scope = rng.choice([0, 1, 2, 2, 2])
    return Word(
        number=number,
        author=author,
        provider=provider,
        trade=trade,
        place=rng.choice(TOWNS),
        scope=scope,
        outcome=rng.choice([1, 2, 2] if scope == AND_THEIRS else [NO, 1, 2, 2]),
        months=rng.choice(AGES),
        name=f"{rng.choice(NAMES)} {provider % 2}",
        phone=rng.choice(["", f"+44113496{number:04}"]),
        email=rng.choice(["", f"provider{number}@example.com"]),
        job=rng.choice(JOBS),
        pass_on=rng.random() < 0.5,
    )


class Scenery:
    """The towns and trades that all worlds share."""

    def __init__(self) -> None:
        self.towns = {town: make_place(town.name, town.at) for town in TOWNS if town}
        self.trades = [make_trade() for _ in range(TRADES)]


class Lived:
    """A world as rows, and which row is whom."""

    def __init__(self, world: World, scenery: Scenery) -> None:
        self.world, self.scenery = world, scenery
        self.pending: list[Tie] = []
        self.blocked: set[frozenset[Person]] = set()
        rows = [Person(email=one.email, name=one.name, password="!", **consent(one)) for one in world.people]
        self.people = dict(zip(world.people, Person.objects.bulk_create(rows), strict=True))
        for act, one, other in world.history:
            self.live(act, self.people[one], other if act == "set_active" else self.people[other])
        self.write_ties()
        count = max((word.provider for word in world.words), default=-1) + 1
        self.providers = Provider.objects.bulk_create(Provider() for _ in range(count))
        vouches = Vouch.objects.bulk_create(self.vouch(word) for word in world.words)
        self.vouches = dict(zip(world.words, vouches, strict=True))
        TakenBack.objects.bulk_create(
            TakenBack(author=vouch.author, provider=vouch.provider, counts_until=monday_after(day_of_warnings()))
            for word, vouch in self.vouches.items()
            if word.warning == "taken back" and not word.related
        )
        rows = [Insight(author=self.people[each.author], words="x", scope=each.scope) for each in world.insights]
        self.insights = dict(zip(world.insights, Insight.objects.bulk_create(rows), strict=True))

    def live(self, act: str, one: Person, other: Person | bool) -> None:
        """Through the application's own verbs; only ties that nothing hinders are written in one go."""
        if act != "befriend":
            self.write_ties()
            getattr(one, act)(other)
            if act == "block":
                self.blocked.add(frozenset((one, other)))
        elif one.is_active and other.is_active and frozenset((one, other)) not in self.blocked:
            self.pending += [Tie(person=one, friend=other), Tie(person=other, friend=one)]
        else:
            Tie.objects.connect(one, other)

    def write_ties(self) -> None:
        Tie.objects.bulk_create(self.pending)
        self.pending = []

    def vouch(self, word: Word) -> Vouch:
        copied = ("name", "phone", "email", "job", "outcome", "scope", "pass_on")
        return Vouch(
            author=self.people[word.author],
            provider=self.providers[word.provider],
            trade=self.scenery.trades[word.trade],
            place=self.scenery.towns.get(word.place),
            hired_on=hired_on(word.months),
            relation=Relation.FAMILY if word.related else Relation.NONE,
            warns_from=this_monday() - timedelta(days=BEGAN[word.warning]) if word.warning in BEGAN else None,
            cost=str(word.number),  # by which it is known again wherever it shows
            **{name: getattr(word, name) for name in copied},
        )


hired_on = cache(months_ago)


def this_monday() -> date:
    return monday_after(day_of_warnings()) - timedelta(days=7)


def consent(one: Someone) -> dict[str, bool]:
    return {"relays": one.relays, "named_beyond": one.named_beyond}
