"""A made-up country of people, ties and vouches: the same for the same seed, and quick to put into a database.

Towns of about 2,000 people; of the ties 70 % are among neighbours, 17 % in town, 13 % anywhere. People are numbered
from 0 here and from 1 in the database.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np

TRADES = 25
TOWN, LARGEST_TOWN = 2_000, 20_000
CIRCLE = 150  # nobody has more friends
NEIGHBOURS = 24  # to each side
HUBS, STARS = 300, 20
MONTHS = 120  # the oldest hire
NEWEST = date(2026, 11, 1)
JOB = "Repaired what was broken"
WORDS = "Came when they said they would, explained what was wrong, and left the place clean."

Ints = np.ndarray


@dataclass
class Network:
    town: Ints  # of each person
    place: Ints  # GeoNames id of each town
    relays: Ints
    named_beyond: Ints
    active: Ints
    stars: Ints  # people whose friends are nearly all hubs: the most expensive viewers
    tie: Ints  # pairs, both ways, in order
    block: Ints  # pairs, one way
    provider_town: Ints
    provider_trade: Ints
    author: Ints  # of each vouch
    provider: Ints
    vouch_place: Ints  # GeoNames id, 0 for none
    outcome: Ints
    scope: Ints
    months: Ints  # before NEWEST

    @property
    def people(self) -> int:
        return len(self.town)

    @property
    def standing(self) -> Ints:
        return self.active[self.tie[:, 0]] & self.active[self.tie[:, 1]]

    @property
    def trade(self) -> Ints:
        return self.provider_trade[self.provider]


def made(people: int, places: Ints, seed: int = 1) -> Network:
    random = np.random.default_rng(seed)
    town = _towns(random, people)
    tie, stars = _ties(random, town)
    block, tie = _blocks(random, town, tie)
    provider_town = town[random.integers(people, size=people // 8)]
    order = np.argsort(provider_town, kind="stable")
    provider_town = provider_town[order]
    author, provider = _vouched(random, town, provider_town)
    outcome = random.choice(3, len(author), p=[0.08, 0.12, 0.80])
    scope = random.choice(3, len(author), p=[0.05, 0.15, 0.80])
    place = random.choice(places, town.max() + 1, replace=town.max() >= len(places))
    return Network(
        town=town,
        place=place,
        relays=random.random(people) >= 0.1,
        named_beyond=random.random(people) < 0.5,
        active=(random.random(people) >= 0.01) | np.isin(np.arange(people), stars),
        stars=stars,
        tie=tie,
        block=block,
        provider_town=provider_town,
        provider_trade=random.choice(TRADES, len(provider_town), p=popularity()),
        author=author,
        provider=provider,
        vouch_place=np.where(random.random(len(author)) < 0.97, place[provider_town[provider]], 0),
        outcome=outcome,
        scope=np.where(outcome == 0, np.minimum(scope, 1), scope),
        months=np.minimum(random.exponential(30, len(author)).astype(int), MONTHS),
    )


def popularity() -> Ints:
    """How often each trade is hired, and asked for."""
    weight = 1 / (np.arange(TRADES) + 4)
    return weight / weight.sum()


def _towns(random: np.random.Generator, people: int) -> Ints:
    sizes: list[int] = []
    while sum(sizes) < people:
        sizes.append(int(np.clip(random.lognormal(np.log(TOWN) - 0.5, 1), 200, min(LARGEST_TOWN, people // 3))))
    return np.repeat(np.arange(len(sizes)), sizes)[:people]


def _ties(random: np.random.Generator, town: Ints) -> tuple[Ints, Ints]:
    """Every tie both ways, in order; and the stars."""
    people = len(town)
    hubs = random.choice(people, min(HUBS, people // 20), replace=False)
    stars = np.setdiff1d(random.choice(people, STARS * 2, replace=False), hubs)[:STARS]
    wanted = random.lognormal(np.log(11.5), 0.95, people).astype(int).clip(1, 125)
    wanted[hubs] = random.integers(110, 130, len(hubs))
    wanted[stars] = 0
    planted = np.concatenate(
        [
            np.stack([np.full(CIRCLE, star), random.choice(hubs, CIRCLE, replace=len(hubs) < CIRCLE)], 1)
            for star in stars
        ]
    )
    source = np.repeat(np.arange(people), wanted)
    ordinary = np.stack([source, _friends(random, town, source)], 1)
    # The planted ones come first, so the cap takes others away.
    pairs = np.concatenate([planted, random.permutation(ordinary)])
    pairs = pairs[~np.isin(pairs, stars).any(1) | (np.arange(len(pairs)) < len(planted))]
    return _both_ways(_capped(_once(pairs, people), people), people), stars


def _friends(random: np.random.Generator, town: Ints, source: Ints) -> Ints:
    first = np.searchsorted(town, np.arange(town.max() + 2))
    start, size = first[town[source]], np.diff(first)[town[source]]
    near = start + (source - start + random.integers(1, NEIGHBOURS + 1, len(source)) * _signs(random, source)) % size
    in_town = start + (random.random(len(source)) * size).astype(int)
    anywhere = random.integers(len(town), size=len(source))
    kind = random.random(len(source))
    return np.select([kind < 0.70, kind < 0.87], [near, in_town], anywhere)


def _signs(random: np.random.Generator, like: Ints) -> Ints:
    return random.choice([-1, 1], len(like))


def _once(pairs: Ints, people: int) -> Ints:
    """Each pair of two people once, in the order they came in."""
    pairs = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
    _, first = np.unique(pairs[:, 0] * people + pairs[:, 1], return_index=True)
    return pairs[np.sort(first)]


def _capped(pairs: Ints, people: int) -> Ints:
    """Without the ties that would be somebody's 151st."""
    ends = pairs.ravel()
    order = np.argsort(ends, kind="stable")
    starts = np.searchsorted(ends[order], np.arange(people))
    rank = np.empty(len(ends), dtype=int)
    rank[order] = np.arange(len(ends)) - starts[ends[order]]
    return pairs[(rank.reshape(-1, 2) < CIRCLE).all(1)]


def _both_ways(pairs: Ints, people: int) -> Ints:
    both = np.concatenate([pairs, pairs[:, ::-1]])
    return both[np.argsort(both[:, 0] * people + both[:, 1])]


def _blocks(random: np.random.Generator, town: Ints, tie: Ints) -> tuple[Ints, Ints]:
    """One for 20 people, among neighbours, where it cuts paths off; a block ends the tie."""
    people = len(town)
    source = random.choice(people, people // 20, replace=False)
    block = np.stack([source, (source + random.integers(1, 2 * NEIGHBOURS, len(source))) % people], 1)
    blocked = np.concatenate([block, block[:, ::-1]])
    return block, tie[~np.isin(tie[:, 0] * people + tie[:, 1], blocked[:, 0] * people + blocked[:, 1])]


def _vouched(random: np.random.Generator, town: Ints, provider_town: Ints) -> tuple[Ints, Ints]:
    """Who wrote about whom: about five each, mostly in their own town, where some providers are known to all."""
    author = np.repeat(np.arange(len(town)), random.poisson(5.3, len(town)))
    first = np.searchsorted(provider_town, town[author])
    size = np.searchsorted(provider_town, town[author], side="right") - first
    local = first + (random.random(len(author)) ** 2 * size).astype(int)
    anywhere = random.integers(len(provider_town), size=len(author))
    provider = np.where((random.random(len(author)) < 0.9) & (size > 0), local, anywhere)
    once = np.unique(author * len(provider_town) + provider)
    author, provider = np.divmod(random.permutation(once), len(provider_town))
    return author, provider


# --- Into the database of this process --------------------------------------------------------------


def load(network: Network) -> None:
    """Fills the migrated, otherwise empty default database, and lets it take its statistics."""
    from people.models import Block, Person, Tie
    from recommendations.models import Provider, Vouch

    put_rows(
        [
            (Person, _people(network)),
            (Tie, {"person": network.tie[:, 0] + 1, "friend": network.tie[:, 1] + 1, "standing": network.standing}),
            (Block, {"person": network.block[:, 0] + 1, "blocked": network.block[:, 1] + 1}),
            (Provider, _providers(network)),
            (Vouch, _vouches(network)),
        ]
    )


def put_rows(tables: list[tuple[Any, dict[str, Any]]]) -> None:
    """Into empty tables, by field: a column of values, or one for all."""
    from django.db import connection

    put = _copied if connection.vendor == "postgresql" else _inserted
    for model, columns in tables:
        names, rows = _rows(model, columns)
        put(model._meta.db_table, names, rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relallvisible < relpages")
            unseen = cursor.fetchall()
            assert not unseen, f"pages are missing in the visibility map: {unseen}"


def prepared(places: int = 2_000) -> Ints:
    """Makes the default database ready with the real towns and trades. The towns where people may live."""
    from django.core.management import call_command

    from people.models import Place

    call_command("prepare", verbosity=0)
    british = Place.objects.filter(country="GB").order_by("-population", "pk")
    return np.array(british.values_list("pk", flat=True)[:places])


def trade_ids() -> list[int]:
    """The trades of this database that stand for the numbers in a network."""
    from recommendations.models import Trade

    return list(Trade.objects.order_by("pk").values_list("pk", flat=True)[:TRADES])


def _people(network: Network) -> dict[str, Any]:
    numbers = range(1, network.people + 1)
    return {
        "email": [f"person{number}@example.org" for number in numbers],
        "name": [f"Person {number}" for number in numbers],
        "password": "!",
        "place": network.place[network.town],
        "relays": network.relays,
        "named_beyond": network.named_beyond,
        "is_active": network.active,
    }


def _providers(network: Network) -> dict[str, Any]:
    return {"identity": [f"+44{number:010}" for number in range(len(network.provider_town))]}


def _vouches(network: Network) -> dict[str, Any]:
    from recommendations.models.words_folded import words_of

    providers = network.provider.tolist()
    months = [months_before(number) for number in range(MONTHS + 1)]
    return {
        "author": network.author + 1,
        "provider": network.provider + 1,
        "trade": np.array(trade_ids())[network.trade],
        "place": [place or None for place in network.vouch_place.tolist()],
        "name": [f"Provider {number} and Daughters" for number in providers],
        "phone": [f"+44{number:010}" for number in providers],
        "job": JOB,
        "words": WORDS,
        "words_folded": [words_of(f"Provider {number} and Daughters", JOB, WORDS) for number in providers],
        "relation": "none",
        "pass_on": True,
        "hired_on": [months[number] for number in network.months.tolist()],
        "outcome": network.outcome,
        "scope": network.scope,
    }


def months_before(months: int) -> date:
    year, month = divmod(NEWEST.year * 12 + NEWEST.month - 1 - months, 12)
    return date(year, month + 1, 1)


# Else it is one value for all rows.
COLUMN = np.ndarray | list | range
AT_ONCE = 100_000


def _rows(model: Any, columns: dict[str, Any]) -> tuple[list[str], Iterator[tuple]]:
    """The rows of a table; what `columns` does not give has its default."""
    from django.db import connection

    count = max(len(values) for values in columns.values() if isinstance(values, COLUMN))
    given = {"id": range(1, count + 1), **columns}
    names, values = [], []
    for field in model._meta.concrete_fields:
        names.append(field.column)
        if field.name == "public_id":
            form = (lambda each: each) if connection.vendor == "postgresql" else (lambda each: each.hex)
            values.append(form(uuid.UUID(int=number)) for number in range(1, count + 1))
        elif field.name in given and isinstance(given[field.name], COLUMN):
            plain = given[field.name]
            values.append(_plain(plain, field, connection) if isinstance(plain, list) else _numbers(plain))
        else:
            constant = given.get(field.name, field.get_default())
            values.append(repeat(field.get_db_prep_save(constant, connection)))
    return names, zip(*values, strict=False)


def _numbers(values: Any) -> Iterable:
    """Some at a time: tens of millions of Python's numbers would not fit."""
    if isinstance(values, range):
        return values
    return (number for start in range(0, len(values), AT_ONCE) for number in values[start : start + AT_ONCE].tolist())


def _plain(values: list, field: Any, connection: Any) -> list:
    known: dict[Any, Any] = {}
    prepare: Callable[[Any], Any] = lambda value: known.setdefault(value, field.get_db_prep_save(value, connection))  # noqa: E731
    return [known[value] if value in known else prepare(value) for value in values]


def _inserted(table: str, names: list[str], rows: Iterator[tuple]) -> None:
    from django.db import connection, transaction

    marks = ", ".join("?" * len(names))
    with transaction.atomic(), connection.cursor() as cursor:
        text = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
        cursor.connection.executemany(text, rows)


def _copied(table: str, names: list[str], rows: Iterator[tuple]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        # A commit that is not flushed yet leaves its pages out of the visibility map, and the plans then differ.
        cursor.execute("SET statement_timeout = 0; SET synchronous_commit = on")
        with (
            _made_afterwards(cursor, table),
            cursor.cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


@contextmanager
def _made_afterwards(cursor: Any, table: str) -> Iterator[None]:
    """Of millions of rows, references and indexes but the primary key are made at once, not row by row."""
    cursor.execute(
        f"""SELECT 'ALTER TABLE {table} DROP CONSTRAINT ' || quote_ident(conname),
                   'ALTER TABLE {table} ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype IN ('f', 'u')
            UNION ALL
            SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
            FROM pg_index
            WHERE indrelid = '{table}'::regclass AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)"""
    )
    found = cursor.fetchall()
    for dropped, _ in found:
        cursor.execute(dropped)
    yield
    for _, made in found:
        cursor.execute(made)
