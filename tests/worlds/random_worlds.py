"""Small random worlds, the same for the same seed, and their life lived again in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from django.utils import timezone

from people.models import Block, Person, Tie
from recommendations.models import (
    Insight,
    NumberAsk,
    Offer,
    Outcome,
    Provider,
    Relation,
    Scope,
    TakenBack,
    Vouch,
    day_of_warnings,
    monday_after,
)
from tests.worlds.builders import make_place, make_trade, months_ago
from tests.worlds.drawn import drawn, values_of
from tests.worlds.oracle import MY_CIRCLE, NO, Learned, Offered, Someone, Town, Word, World

# Otley is 15 km from Leeds, Hull 79 km.
TOWNS = [Town("Leeds", (53.797, -1.548)), Town("Otley", (53.906, -1.694)), Town("Hull", (53.744, -0.333)), None]
JOBS = ["Boiler service", "New boiler", "Leaking tap", "Rewired the cellar"]
NAMES = ["Provider", "provider", "Ace Works", "Zeta Works"]
AGES = [0, 1, 3, 3, 12, 24, 25, 48, 90]
TRADES = 3
DAY_0 = datetime(2026, 1, 1, tzinfo=UTC)
WARNINGS = ["longer", "longer", "longer", "longer", "taken back", "", "this week", "too long"]
# So many days ago somebody began to warn, a Monday; the next one is the Monday on which it ends or begins.
BEGAN = {"this week": -7, "longer": 0, "too long": 7 * 110}


def make_world(seed: int) -> World:
    rng = Random(seed)
    world = World([someone(rng, number) for number in range(rng.randint(3, 12))])
    befriend_and_block(world, rng)
    date_and_block_and_mute(world, seed)
    providers = rng.randint(1, 5)
    for author in world.people:
        said = {(rng.randrange(providers), rng.randrange(TRADES)) for _ in range(rng.choice([0, 1, 1, 2, 4]))}
        world.words += [word(rng, author, *about, len(world.words) + n) for n, about in enumerate(sorted(said))]
    add_what_counts(world, Random(f"{seed} what counts"), providers)
    give_numbers(world, Random(f"{seed} numbers"))
    insights = Random(f"{seed} insights")  # of their own, so that the rest is as it is without them
    for number in range(insights.randint(0, 2 * len(world.people))):
        author = insights.choice(world.people)
        world.insights.append(Learned(number, author, scope_of_insight(f"{seed} insight {number}")))
    offers = Random(f"{seed} offers")
    for number in range(offers.randint(0, len(world.people))):
        author, over = offers.choice(world.people), offers.random() < 0.2
        world.offers.append(Offered(number, author, scope_of_offer(f"{seed} offer {number}"), over))
    return world


def add_what_counts(world: World, rng: Random, providers: int) -> None:
    """In some worlds there is one provider of whom many warn, a few of them related."""
    if rng.random() < 0.4:
        for author in world.people:
            said = word(rng, author, providers, 0, len(world.words))
            if rng.random() < 0.8:
                said.outcome, said.scope, said.warning = NO, MY_CIRCLE, rng.choice(WARNINGS)
            said.relation = Relation.FAMILY if rng.random() < 0.1 else Relation.NONE
            world.words.append(said)


def give_numbers(world: World, rng: Random) -> None:
    """To some of their friends who asked, and not to others; also where there is none to see."""
    near = [(x, word) for word in world.words for x in world.people if x in world.circle(word.author)]
    shared = [(x, word) for x, word in near if word.scope != Scope.ME]
    said = [(pair, rng.random()) for pair in shared]
    world.numbers_given = {pair for pair, number in said if number < 0.25}
    world.numbers_asked = {pair for pair, number in said if 0.25 <= number < 0.4}


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


def scope_of_insight(stream: str) -> int:
    return drawn(stream, values_of(Insight, "scope"), likely=[Scope.BEYOND])


def scope_of_offer(stream: str) -> int:
    return drawn(stream, values_of(Offer, "scope"), likely=[Scope.BEYOND])


def last_day_of(offered: Offered) -> date:
    return timezone.localdate() + timedelta(days=-1 if offered.over else 0)


def date_and_block_and_mute(world: World, seed: int) -> None:
    """Each drawn from a stream of its own, so that the rest is as it is without them."""
    pairs = [(a, b) for n, a in enumerate(world.people) for b in world.people[:n]]
    days = Random(f"{seed} days")
    for a, b in pairs:
        world.days[frozenset((a, b))] = days.randrange(6)
    blocks = Random(f"{seed} blocks")
    apart = [(a, b) for a, b in pairs if frozenset((a, b)) not in world.ties]
    for a, b in blocks.sample(apart, min(len(apart), blocks.choice([0, 0, 1, 3]))):
        world.block(*blocks.sample([a, b], 2))
    mutes = Random(f"{seed} mutes")
    tied = [pair for a, b in pairs if frozenset((a, b)) in world.ties for pair in ((a, b), (b, a))]
    for a, b in mutes.sample(tied, min(len(tied), mutes.choice([0, 1, 3, 6]))):
        world.mute(a, b)
        if mutes.random() < 0.1:
            world.unmute(a, b)


def word(rng: Random, author: Someone, provider: int, trade: int, number: int) -> Word:
    own = f"{rng.random()}"  # for what is drawn from the app's tables, which may grow
    scope = drawn(f"{own}:scope", values_of(Vouch, "scope"), likely=[Scope.BEYOND] * 2)
    return Word(
        number=number,
        author=author,
        provider=provider,
        trade=trade,
        place=rng.choice(TOWNS),
        scope=scope,
        outcome=drawn(f"{own}:outcome", outcomes_for(scope), likely=[Outcome.YES]),
        months=rng.choice(AGES),
        name=f"{rng.choice(NAMES)} {provider % 2}",
        phone=rng.choice(["", f"+44113496{number:04}"]),
        email=rng.choice(["", f"provider{number}@example.com"]),
        job=rng.choice(JOBS),
        pass_on=rng.random() < 0.5,
        relation=drawn(f"{own}:relation", values_of(Vouch, "relation"), likely=[Relation.NONE] * 3),
        other=drawn(f"{own}:other", ["", f"mends accordions {trade}"], likely=[""] * 4),
    )


def outcomes_for(scope: int) -> list[int]:
    """“Not again” stays in the circle."""
    return [each for each in values_of(Vouch, "outcome") if (each, scope) != (Outcome.NO, Scope.BEYOND)]


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
        self.befriended: set[frozenset[Person]] = set()
        rows = [Person(email=one.email, name=one.name, password="!", **consent(one)) for one in world.people]
        self.people = dict(zip(world.people, Person.objects.bulk_create(rows), strict=True))
        self.someone = {person.pk: someone for someone, person in self.people.items()}
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
        numbers = [(pair, timezone.now()) for pair in world.numbers_given]
        numbers += [(pair, None) for pair in world.numbers_asked]
        NumberAsk.objects.bulk_create(
            NumberAsk(person=self.people[x], vouch=self.vouches[word], given_at=given_at)
            for (x, word), given_at in numbers
        )
        rows = [Insight(author=self.people[each.author], words="x", scope=each.scope) for each in world.insights]
        self.insights = dict(zip(world.insights, Insight.objects.bulk_create(rows), strict=True))
        offers = [self.offer(each) for each in world.offers]
        self.offers = dict(zip(world.offers, Offer.objects.bulk_create(offers), strict=True))

    def live(self, act: str, one: Person, other: Person | bool) -> None:
        """Through the application's own verbs; only ties that no block hinders are written in one go, and a block
        between two who were never tied is written as it is."""
        pair = frozenset((one, other))
        if act in ("mute", "unmute"):
            self.write_ties()
            if tie := Tie.objects.filter(person=one, friend=other).first():
                tie.hear(act == "unmute")
        elif act == "befriend" and pair not in self.blocked:
            made = {"since": self.day_of(one, other), "standing": one.is_active and other.is_active}
            self.pending += [Tie(person=a, friend=b, **made) for a, b in ((one, other), (other, one))]
            self.befriended.add(pair)
        elif act == "befriend":
            Tie.objects.connect(one, other, since=self.day_of(one, other))
            self.befriended.add(pair)
        elif act == "block" and pair not in self.befriended:
            Block.objects.bulk_create([Block(person=one, blocked=other, name=other.name)], ignore_conflicts=True)
            self.blocked.add(pair)
        else:
            self.write_ties()
            getattr(one, act)(other)
            self.blocked |= {pair} if act == "block" else set()

    def day_of(self, one: Person, other: Person) -> datetime:
        a, b = (self.someone[each.pk] for each in (one, other))
        return DAY_0 + timedelta(days=self.world.days.get(frozenset((a, b)), 0))

    def write_ties(self) -> None:
        Tie.objects.bulk_create(self.pending)
        self.pending = []

    def offer(self, each: Offered) -> Offer:
        said = {"gladly": "lend", "words": f"ladder {each.number}", "until": last_day_of(each)}
        return Offer(author=self.people[each.author], scope=each.scope, **said)

    def vouch(self, word: Word) -> Vouch:
        copied = ("name", "phone", "email", "job", "outcome", "scope", "pass_on", "relation", "other")
        return Vouch(
            author=self.people[word.author],
            provider=self.providers[word.provider],
            trade=None if word.other else self.scenery.trades[word.trade],
            place=self.scenery.towns.get(word.place),
            hired_on=hired_on(word.months),
            warns_from=this_monday() - timedelta(days=BEGAN[word.warning]) if word.warning in BEGAN else None,
            cost=str(word.number),  # by which it is known again wherever it shows
            **{name: getattr(word, name) for name in copied},
        )


hired_on = cache(months_ago)


def this_monday() -> date:
    return monday_after(day_of_warnings()) - timedelta(days=7)


def consent(one: Someone) -> dict[str, bool]:
    return {"relays": one.relays, "named_beyond": one.named_beyond}
