"""In which order an act on a vouch locks what it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from people.models import Person
from people.models.person import locked_people
from recommendations.identity import public_id_of
from recommendations.models.providers import Provider

# Of the lock on leaving itself; any number, if nothing else takes the same.
LEAVING = 20_110


class Locked(NamedTuple):
    """Whatever was there of it, once it was locked; the vouches with author and provider."""

    people: list[Person]
    providers: list[Provider]
    vouches: list[Any]


class Wanted(NamedTuple):
    """The same, by the numbers of the rows; and the identity of one provider more."""

    people: frozenset[int]
    providers: frozenset[int]
    vouches: frozenset[int]
    identity: str | None


def lock(
    people: QuerySet[Person] | None = None,
    vouches: QuerySet[Any] | None = None,
    providers: QuerySet[Provider] | None = None,
    identity: Callable[[], str | None] = lambda: None,
    leaves: Person | None = None,
) -> Locked:
    """All that an act on vouches is about, in the one order that every such act keeps, so that none can deadlock:

    1. whoever leaves, one after the other: two who do share rows that neither could name beforehand;
    2. people, in the order of their ids: those that are given, and of each vouch its author, whoever has thanked for it
       and the friends in between; then the one who leaves once more, so that a row which only refers to them waits too;
    3. the identity of a provider whom the act may be the first to name: made if nobody has it, and whoever else makes
       the same waits here;
    4. providers, in the order of their ids: those that are given, that one, and those of the vouches;
    5. the vouches, in the order of their ids.

    To be called first in a transaction, or again in one that holds the same people. Whatever rows the act writes are to
    refer to nobody but people held: PostgreSQL looks for them at the commit, and waits for one who leaves.
    What was looked for may have changed while a lock was waited for. So it is looked for again, and as long as it is
    not the same, all is let go and begun anew: what is held is what there is.
    """
    if leaves and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEAVING])
    wanted = _wanted(people, vouches, providers, identity())
    while True:
        start = transaction.savepoint()
        held = _take(wanted, vouches, leaves)
        now = _wanted(people, vouches, providers, identity())
        identified = now.identity is None or now.identity in {each.identity for each in held.providers}
        if now == wanted and identified:
            transaction.savepoint_commit(start)
            return held
        transaction.savepoint_rollback(start)
        wanted = now


def _wanted(
    people: QuerySet[Person] | None,
    vouches: QuerySet[Any] | None,
    providers: QuerySet[Provider] | None,
    identity: str | None,
) -> Wanted:
    whom = set(people.values_list("pk", flat=True)) if people is not None else set()
    about = set(providers.values_list("pk", flat=True)) if providers is not None else set()
    said = set()
    columns = ("pk", "provider", "author", "thanks__person", "thanks__through")
    for vouch, provider, *theirs in vouches.values_list(*columns) if vouches is not None else ():
        said.add(vouch)
        about.add(provider)
        whom.update(each for each in theirs if each)
    return Wanted(frozenset(whom), frozenset(about), frozenset(said), identity)


def _take(wanted: Wanted, vouches: QuerySet[Any] | None, leaves: Person | None) -> Locked:
    """Whatever is left of it when its turn comes. SQLite locks no rows: one writer at a time is all it has."""
    people = locked_people(*wanted.people)
    if leaves:
        list(Person.objects.filter(pk=leaves.pk).select_for_update())
    if wanted.identity and not Provider.objects.filter(identity=wanted.identity).exists():
        new = Provider(identity=wanted.identity, public_id=public_id_of(wanted.identity))
        Provider.objects.bulk_create([new], ignore_conflicts=True)
    about = Q(pk__in=wanted.providers) | Q(identity=wanted.identity, identity__isnull=False)
    providers = list(Provider.objects.filter(about).order_by("pk").select_for_update())
    if not wanted.vouches or vouches is None:
        return Locked(people, providers, [])
    said = vouches.model.objects.filter(pk__in=wanted.vouches).select_related("author", "provider")
    return Locked(people, providers, list(said.order_by("pk").select_for_update(of=("self",))))
