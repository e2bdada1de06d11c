"""The rule of sight reads indexes alone, and the number of queries does not grow with a circle."""

import re
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Person, Tie
from recommendations.models import Insight, Offer, Provider, Relation, Vouch
from recommendations.providers.suggestions import suggestion_of, suggestions_for
from recommendations.search.texts import providers_told_with
from recommendations.sight.names import Bridges
from recommendations.sight.newest import newest_insights, newest_offers, newest_vouches
from recommendations.sight.rule import sight
from recommendations.sight.statements import rows
from recommendations.unasked.brought import brought_by
from tests.worlds.builders import befriend, make_person, make_place, make_provider, make_trade, make_vouch, months_ago

PEOPLE, FRIENDS, VOUCHES = 1500, 10, 4
READ = ("people_tie", "recommendations_vouch")
# How a table is read from end to end; and what may be: what is not a table, and blocks, of which there are none here.
WHOLE = ("SCAN", "SCAN USING INDEX", "SCAN USING COVERING INDEX", "Seq Scan", "Parallel Seq Scan")
SMALL = ("near", "paths", "found", "placed", "unseen", "json_each", "CONSTANT", "people_block", "k")


def make_town() -> tuple[Person, list]:
    """A few thousand rows: enough for a planner to have a choice."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # else VACUUM may come before the rows are known to be committed
            cursor.execute("SET synchronous_commit = on")
    rng = Random(1)
    people = Person.objects.bulk_create(Person(email=f"{n}@example.org", name=f"P{n}") for n in range(PEOPLE))
    pairs = {tuple(sorted(rng.sample(range(PEOPLE), 2))) for _ in range(PEOPLE * FRIENDS // 2)}
    both = [*pairs, *((b, a) for a, b in pairs)]
    Tie.objects.bulk_create(Tie(person=people[a], friend=people[b]) for a, b in both)
    trades = [make_trade() for _ in range(5)]
    providers = Provider.objects.bulk_create(Provider() for _ in range(PEOPLE))
    same = {
        "name": "Rosa",
        "job": "Tap",
        "outcome": 2,
        "scope": 2,
        "relation": Relation.NONE,
        "hired_on": months_ago(1),
    }
    told = [(person, rng.choice(providers), trade) for person in people for trade in rng.sample(trades, VOUCHES)]
    Vouch.objects.bulk_create(Vouch(author=a, provider=p, trade=t, **same) for a, p, t in told)
    return people[0], trades


def plan(statement, parameters, seeks: bool = False) -> str:
    """`seeks`, to see whether an index serves: of a few rows PostgreSQL would rather read all."""
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute({"sqlite": "ANALYZE", "postgresql": "VACUUM ANALYZE"}[connection.vendor])
        if connection.vendor == "postgresql" and seeks:
            cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"{explain} {statement}", parameters)
        told = "\n".join(str(row[-1]) for row in cursor.fetchall())
        if connection.vendor == "postgresql":
            cursor.execute("RESET enable_seqscan")
        return told


def reads(explained: str, shared: str = "recommendations_insight") -> set[tuple[str, str]]:
    """Each table that the rule reads, and how. `shared`, which of those that it calls the same."""
    if connection.vendor == "sqlite":
        found = re.findall(r"(SCAN|SEARCH) (\w+)((?: USING (?:COVERING INDEX|INTEGER PRIMARY KEY|INDEX))?)", explained)
        aliases = {"c": "people_tie", "t": "people_tie", "b": "people_person", "v": "recommendations_vouch"}
        aliases["i"] = shared
        return {(aliases.get(name, name), verb + how) for verb, name, how in found}
    found = re.findall(r"(\w[\w ]*? Scan)(?: using \w+)? on (\w+)", explained)
    return {(name, how) for how, name in found}


# VACUUM, which lets PostgreSQL answer from an index alone, cannot run in a transaction.
@pytest.mark.django_db(transaction=True)
def test_ties_and_vouches_are_read_from_covering_indexes_alone():
    person, trades = make_town()
    alone = {"sqlite": "SEARCH USING COVERING INDEX", "postgresql": "Index Only Scan"}[connection.vendor]

    for asked in (None, trades[:1], trades[:2]):
        found = reads(plan(*sight(person, None if asked is None else [trade.pk for trade in asked])))
        assert {read for read in found if read[0] in READ} == {(table, alone) for table in READ}


@pytest.mark.django_db(transaction=True)
def test_the_newest_words_are_found_by_way_of_whoever_is_near():
    person, _ = make_town()
    vouches = list(Vouch.objects.order_by("pk").values_list("author", "scope"))
    Insight.objects.bulk_create(Insight(author_id=author, scope=scope, words="x") for author, scope in vouches)
    alone = {"sqlite": "SEARCH USING COVERING INDEX", "postgresql": "Index Only Scan"}[connection.vendor]

    today = timezone.localdate()
    Offer.objects.bulk_create(
        Offer(author_id=author, scope=scope, gladly="lend", words="x", until=today) for author, scope in vouches
    )

    for newest, table, day in (
        (newest_vouches, "recommendations_vouch", ()),
        (newest_insights, "recommendations_insight", ()),
        (newest_offers, "recommendations_offer", (today,)),
    ):
        statement = newest(person, 2**63 - 1, 41, *day)
        assert len(rows(*statement)) == 41
        found = reads(plan(*statement), table)
        assert {read for read in found if read[0] in ("people_tie", table)} == {("people_tie", alone), (table, alone)}


@pytest.mark.django_db(transaction=True)
def test_what_one_friend_brings_is_found_by_way_of_that_friend():
    """Nothing reads a whole table, nor what others say."""
    person, _ = make_town()
    authors = Person.objects.order_by("pk")
    Insight.objects.bulk_create(Insight(author=author, scope=2, words="x") for author in authors)
    said = {"scope": 2, "gladly": "lend", "words": "x", "until": timezone.localdate()}
    Offer.objects.bulk_create(Offer(author=author, **said) for author in authors)
    friend = person.ties.order_by("pk").values_list("friend", flat=True)[0]
    alone = {"sqlite": "SEARCH USING COVERING INDEX", "postgresql": "Index Only Scan"}[connection.vendor]
    bridges = Bridges(person)

    with CaptureQueriesContext(connection) as captured:
        assert {each.bridge for each in brought_by(person, [friend], bridges, timezone.localdate())} >= {friend}
    *brought, _ = captured
    assert len(brought) == 3
    for captured_one in brought:
        found = reads(plan(captured_one["sql"].replace("%", "%%"), [], seeks=True))
        assert ("people_tie", alone) in found
        assert not {name for name, how in found if how in WHOLE and name not in SMALL}


def queries_of(ask) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert ask()
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_circle(ana, ben):
    place, trade, provider = make_place(), make_trade(), make_provider()
    asked = {
        "all": lambda: suggestions_for(ana, size=100)[0],
        "one trade, nearby": lambda: suggestions_for(ana, [trade], place, size=100)[0],
        "described": lambda: suggestions_for(ana, among=providers_told_with(ana, "tap"), size=100)[0],
        "one provider": lambda: suggestion_of(ana, provider.public_id),
    }

    def ten_more() -> None:
        for _ in range(10):
            friend, beyond = make_person(), make_person()
            befriend(ana, friend), befriend(friend, beyond)
            for author in (friend, beyond):
                make_vouch(author=author, trade=trade, place=place)
                make_vouch(author=author, trade=trade, provider=provider)

    ten_more()
    with_ten = {name: queries_of(ask) for name, ask in asked.items()}
    ten_more()

    assert {name: queries_of(ask) for name, ask in asked.items()} == with_ten
    assert max(with_ten.values()) <= 10


def test_a_hidden_provider_costs_as_many_queries_as_one_that_nobody_knows(ana, dan):
    hidden, bare = make_vouch(author=dan).provider, make_provider()
    befriend(ana, make_person())

    def shapes(provider) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert suggestion_of(ana, provider.public_id) is None
        return [re.sub(r"'\w*'|\d+", "n", query["sql"]) for query in queries]

    assert shapes(hidden) == shapes(bare)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans each statement again")
def test_what_is_read_most_is_planned_once_for_each_connection(db):
    viewers = [make_person() for _ in range(3)]
    for viewer in viewers:
        author = make_person()
        befriend(viewer, author)
        make_vouch(author=author)
    for viewer in viewers:
        assert len(suggestions_for(viewer)[0]) == 1

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        plans = {(generic, custom) for text, generic, custom in cursor.fetchall() if "recommendations_vouch" in text}
    assert plans
    assert all(generic >= 3 and custom == 0 for generic, custom in plans)
