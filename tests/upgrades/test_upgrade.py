"""A database that the last release made, with people in it, becomes one of this version; as do those of older ones.

Both are read by statements that every version understands.
"""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from people.models import Person
from recommendations.running import schema as running
from tests.upgrades.schemas import database_of, empty_database, schema
from tests.worlds.looking import as_

pytestmark = pytest.mark.django_db  # of the upgraded one: each test's changes are taken back

LAST = "0.9"
# And which tables were called or filled otherwise since.
OLDER = {
    "0.5": {
        *("django_session", "usersessions_usersession", "people_parting"),
        *("recommendations_offer", "recommendations_caselook", "recommendations_provider"),
    }
}
# Of each table whose its rows are, and what of them every version knows.
KEPT = {
    "people_tie": ("person_id", "friend_id, how, standing"),
    "people_notice": ("person_id", "kind, about"),
    "recommendations_vouch": ("author_id", "name, phone, website, job, hired_on, outcome, words, scope, pass_on"),
    "recommendations_ask": ("person_id", "words, closed_at"),
    "recommendations_insight": ("author_id", "words, scope"),
}
# Django's own, of what is migrated.
GROWING = {"django_migrations", "django_content_type", "auth_permission", "cache"}
LINK = re.compile(rb'href="(/[^"#]*)')
NO_PAGE = ("/static/", "/accounts/logout")
WHO = ("maya@neighbourhood.example", "tom@neighbourhood.example")


def asked(statement: str) -> list[tuple]:
    with closing(connection.cursor()) as cursor:
        cursor.execute(statement)
        return sorted(cursor.fetchall(), key=str)


def counted() -> dict[str, int]:
    tables = set(connection.introspection.table_names()) - GROWING
    return {table: asked(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}  # noqa: S608


def kept() -> dict[str, list[tuple]]:
    return {
        table: asked(f"SELECT {whose}, {what} FROM {table}")  # noqa: S608
        for table, (whose, what) in KEPT.items()
    }


def upgrade() -> None:
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)


def looked_at(email: str, most: int) -> Iterator[tuple[str, int]]:
    """Pages, as one comes to them from the first by links, the nearest first, and how each answers."""
    client = as_(Person.objects.get(email=email))
    waiting, met = deque(["/"]), {"/"}
    while waiting and most:
        path, most = waiting.popleft(), most - 1
        response = client.get(path, follow=True)
        yield path, response.status_code
        for link in LINK.findall(response.getvalue()):
            there = link.decode().replace("&amp;", "&")
            if there not in met and not there.startswith(NO_PAGE):
                met.add(there)
                waiting.append(there)


@pytest.fixture(scope="module")
def begun_here(django_db_setup, django_db_blocker) -> set[str]:
    """What a database is made of that began with this version."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        return schema()


@pytest.fixture(scope="module", params=[LAST, *(pytest.param(each, marks=pytest.mark.campaign) for each in OLDER)])
def upgraded(request, begun_here, django_db_blocker) -> Iterator[dict]:
    """What was there before."""
    with django_db_blocker.unblock(), database_of(request.param):
        before = {"kept": kept(), "counted": counted(), "changed": OLDER.get(request.param, set())}
        upgrade()
        yield before


def test_an_upgraded_database_is_made_as_one_that_begins_here(upgraded, begun_here):
    assert schema() ^ begun_here == set()
    assert (running.lacking(), running.migrations_to_come(), running.migrations_unknown()) == ([], [], [])


def test_an_upgrade_keeps_what_is_there(upgraded):
    assert len(upgraded["kept"]["people_tie"]) > 100
    assert kept() == upgraded["kept"]
    now, before = counted(), upgraded["counted"]
    assert {table for table in before if now.get(table) != before[table]} == upgraded["changed"]


@pytest.mark.parametrize("email", WHO)
@pytest.mark.parametrize("most", [6, pytest.param(400, marks=pytest.mark.campaign)])
def test_the_pages_of_an_upgraded_database(upgraded, email, most):
    assert {path: status for path, status in looked_at(email, most) if status != 200} == {}


def test_a_database_in_the_midst_of_older_migrations_goes_on_with_them(db):
    """Of the other app nothing is there yet, or what this one stands on."""
    graph, older = one_by_one().graph, replaced()
    ours = {app for app, _ in older}
    for stop in sorted(older):
        there = {key for key in graph.forwards_plan(stop) if key[0] in ours}
        MigrationRecorder(connection).migration_qs.filter(app__in=ours).delete()
        for key in there:
            MigrationRecorder(connection).record_applied(*key)
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        plan = {migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())}
        begun = {app for app, _ in there}
        still = {(each.app_label, each.name) for each in plan if not each.replaces} & older
        assert still == {key for key in older - there if key[0] in begun}, stop
        assert {each.app_label for each in plan if each.replaces} == ours - begun, stop


@pytest.fixture(scope="module")
def begun_earlier(begun_here, django_db_blocker) -> dict[tuple[str, str], tuple]:
    """Of those that stopped at each of the older migrations, what is otherwise once they are upgraded. Made before the
    test, which stands on another database and puts that back as it was."""
    otherwise = {}
    with django_db_blocker.unblock():
        for stop in sorted(replaced()):
            with empty_database():
                executor = MigrationExecutor(connection)
                executor.loader = one_by_one()
                executor.loader.replacements.clear()  # of which older code writes nothing down
                executor.migrate([stop])
                upgrade()
                otherwise[stop] = (schema() ^ begun_here, running.migrations_to_come())
    return otherwise


@pytest.mark.campaign
def test_a_database_at_any_older_migration_ends_as_one_that_begins_here(begun_earlier):
    """As long as what the first migrations replace stays beside them."""
    assert begun_earlier == dict.fromkeys(replaced(), (set(), []))


def one_by_one() -> MigrationLoader:
    """As if nothing replaced them."""
    return MigrationLoader(connection, replace_migrations=False)


def replaced() -> set[tuple[str, str]]:
    return {key for each in one_by_one().replacements.values() for key in each.replaces}
