"""A town of honest people, and those who would turn its trust against it, as the files that `import_network` reads.

The honest: 240 people in twelve neighbourhoods of twenty have 1,152 ties, 9.6 each: four in five within the
neighbourhood, one in five across the town, otherwise by lot. Of one trade there are forty firms, each at home in one
neighbourhood. A firm is as good for one as for another: the chance that somebody would simply hire it again is drawn
from a Beta(6, 2), three in four on average; whoever would not says "yes, but" or "not again", one as often as the
other. Vouches fall on people and firms by lot, where a firm of the neighbourhood is hired three times as readily as
another, and are up to three years old. There are 69, so that one is shown 9.8 firms on average. Four in five go beyond
the circle; of those that say "not again", half may warn there. Nobody honest is related to a firm. Everybody relays and
nobody is named beyond their circle, as it is for whoever changes nothing.

The attackers: no account and no tie is stolen, so whoever has a tie to them said yes to it. What they say is fresh,
goes as far as words go, and calls them unrelated, unless it is said otherwise.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from io import StringIO
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

from django.core.management import call_command

from tests.worlds.builders import months_ago
from tests.worlds.network_files import lay, take_in

NEIGHBOURHOODS, EACH = 12, 20
PEOPLE = NEIGHBOURHOODS * EACH
TIES = 1152
QUALITY = 6, 2  # of the Beta
HIRED_AT_HOME = 3  # times as readily
OLDEST = 36
TRADE = "plumber"
BAD = "Bad firm"
CLIQUE, CLIQUE_TIES = 5, 12


class Setting(NamedTuple):
    """What may be argued with: how many firms there are, how many of the ties are within the neighbourhood, and with
    how many vouches one is then shown 9.8 firms."""

    firms: int = 40
    at_home: float = 0.8
    vouches: int = 69


class Attack(NamedTuple):
    liars: set[int]  # the authors of what is false, of whom some may be honest people otherwise
    firms: set[str]  # that they speak about


@dataclass
class Town:
    """People are numbers, the honest ones those below PEOPLE."""

    setting: Setting
    people: int = PEOPLE
    circles: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    vouches: list[dict[str, str]] = field(default_factory=list)

    @property
    def firms(self) -> list[str]:
        return [f"Firm {number}" for number in range(self.setting.firms)]

    def tie(self, one: int, other: int) -> None:
        self.circles[one].add(other)
        self.circles[other].add(one)

    def join(self, *friends: int) -> int:
        self.people += 1
        for friend in friends:
            self.tie(self.people - 1, friend)
        return self.people - 1

    def say(self, author: int, firm: str, outcome: str = "yes", months: int = 0, **more: str) -> None:
        said = {"author": email(author), "provider": firm, "outcome": outcome, "phone": "", "trade": TRADE}
        page = firm.lower().replace(" ", "-")
        when = {"website": f"https://{page}.example/", "hired_on": f"{months_ago(months):%Y-%m}"}
        self.vouches.append(said | when | more)

    def who_hear(self, liars: set[int]) -> list[int]:
        """The honest within two steps of them."""
        near = liars
        for _ in range(2):
            near = near | {friend for person in near for friend in self.circles[person]}
        return sorted(person for person in near - liars if person < PEOPLE)

    def move_in(self, folder: Path) -> None:
        lay(
            folder,
            people=[{"email": email(each), "name": f"Person {each}"} for each in range(self.people)],
            ties=[
                {"person": email(one), "friend": email(other)}
                for one, circle in sorted(self.circles.items())
                for other in sorted(circle)
                if one < other
            ],
            vouches=self.vouches,
        )
        take_in(folder, "--create-trades", "--large-circles")


def email(person: int) -> str:
    return f"p{person}@example.org"


def neighbours(person: int) -> range:
    first = person // EACH * EACH
    return range(first, first + EACH)


def shown_to(person: int) -> list[dict]:
    """What `suggest` prints for them."""
    said = StringIO()
    call_command("suggest", email(person), "--trade", TRADE, "--json", stdout=said)
    return json.loads(said.getvalue())


# --- The honest -----------------------------------------------------------------------------------


def honest_town(rng: Random, setting: Setting) -> Town:
    town = Town(setting)
    at_home = round(TIES * setting.at_home)
    pairs = list(combinations(range(PEOPLE), 2))
    near = [(one, other) for one, other in pairs if other in neighbours(one)]
    far = [(one, other) for one, other in pairs if other not in neighbours(one)]
    for one, other in rng.sample(near, at_home) + rng.sample(far, TIES - at_home):
        town.tie(one, other)
    vouch_honestly(town, rng, setting.vouches)
    return town


def vouch_honestly(town: Town, rng: Random, vouches: int) -> None:
    quality = {firm: rng.betavariate(*QUALITY) for firm in town.firms}
    said: set[tuple[int, str]] = set()
    while len(said) < vouches:
        author = rng.randrange(PEOPLE)
        home = author // EACH
        ready = [HIRED_AT_HOME if number % NEIGHBOURHOODS == home else 1 for number in range(len(town.firms))]
        firm = rng.choices(town.firms, ready)[0]
        outcome = "yes" if rng.random() < quality[firm] else rng.choice(["but", "no"])
        far = rng.random() < (0.5 if outcome == "no" else 0.8)
        months = rng.randrange(OLDEST + 1)
        if (author, firm) not in said:
            said.add((author, firm))
            town.say(author, firm, outcome, months, scope="beyond" if far else "circle")


# --- The attacks ----------------------------------------------------------------------------------


def accounts_behind(town: Town, friend: int, accounts: int, firms: set[str], outcome: str = "yes") -> Attack:
    """Accounts of one hand, to each of which the friend said yes."""
    joined = {town.join(friend) for _ in range(accounts)}
    for account in sorted(joined):
        for firm in sorted(firms):
            town.say(account, firm, outcome)
    return Attack(joined, firms)


def careless_friend(town: Town, rng: Random, accounts: int = 1000) -> Attack:
    return accounts_behind(town, rng.randrange(PEOPLE), accounts, {BAD})


def careless_everywhere(town: Town, rng: Random, accounts: int = 100) -> Attack:
    """One in each neighbourhood, and all accounts for one firm."""
    careless = [rng.choice(neighbours(first)) for first in range(0, PEOPLE, EACH)]
    attacks = [accounts_behind(town, friend, accounts, {BAD}) for friend in careless]
    return Attack({liar for attack in attacks for liar in attack.liars}, {BAD})


def clique(town: Town, rng: Random) -> Attack:
    """Five of the trade, each of another neighbourhood, have ties to twelve honest people, chosen as others' are, and
    to each other. Each says of the other four that they hired them."""
    members: list[int] = []
    for home in rng.sample(range(NEIGHBOURHOODS), CLIQUE):
        near = neighbours(home * EACH)
        far = [person for person in range(PEOPLE) if person not in near]
        at_home = round(CLIQUE_TIES * town.setting.at_home)
        friends = rng.sample(near, at_home) + rng.sample(far, CLIQUE_TIES - at_home)
        members.append(town.join(*friends, *members))
    firms = {member: f"Clique {number}" for number, member in enumerate(members)}
    for member in members:
        for other in members:
            if member != other:
                town.say(member, firms[other])
    return Attack(set(members), set(firms.values()))


def bribed_friend(town: Town, rng: Random, relation: str = "paid") -> Attack:
    """One person was paid for a word, and says so."""
    bribed = rng.randrange(PEOPLE)
    town.say(bribed, BAD, relation=relation)
    return Attack({bribed}, {BAD})


def secretly_bribed_friend(town: Town, rng: Random) -> Attack:
    return bribed_friend(town, rng, relation="none")


def doubts_everywhere(town: Town, rng: Random, accounts: int = 30) -> Attack:
    """Accounts behind one friend say "yes, but" of all who are honest."""
    return accounts_behind(town, rng.randrange(PEOPLE), accounts, set(town.firms), "but")
