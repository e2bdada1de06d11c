"""On PostgreSQL nothing reads a table that grows with the people from end to end: no page, no form, no job."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from people.working import work_once
from recommendations.leaving.erasing import erase, rest
from tests.test_access import every_url
from tests.worlds import mails
from tests.worlds.access import World, client_of
from tests.worlds.plans import Plans, plans_told

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans otherwise")

# As many as there are kinds of work, jobs, and parts of the app, however many people there are.
SMALL = {"recommendations_trade", "people_job", "django_content_type", "auth_permission", "auth_group", "django_site"}
A_SATURDAY = datetime(2032, 11, 27, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_reads_along(monkeypatch):
    """What tests look up to judge each mail would be told too."""
    for name in ("leaks_in", "leaks_in_push"):
        monkeypatch.setattr(mails, name, lambda told: [])


@pytest.fixture
def plans(world) -> Iterator[Plans]:
    with plans_told() as plans:
        yield plans


def assert_sought(plans: Plans, but: Collection[str] = ()) -> None:
    whole = {each for each in plans.read_whole() if each.table not in SMALL.union(but)}
    assert not whole, "\n".join(f"{each.table} by {each.how}: {each.text}" for each in sorted(whole))


OTHERS = [pytest.param(viewer, marks=pytest.mark.campaign) for viewer in ("circle", "beyond")]


# Whoever's own things they are opens the most of the pages.
@pytest.mark.parametrize("viewer", ["self", *OTHERS])
def test_pages_and_forms_seek_what_they_read(world: World, plans, viewer):
    client = client_of(world.viewers[viewer])

    for url in every_url(world):
        for method in ("get", "post"):
            with transaction.atomic():
                getattr(client, method)(url)
                transaction.set_rollback(True)

    assert len(plans.told) > 100
    assert_sought(plans)


def test_jobs_seek_what_they_read(world: World, plans, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: A_SATURDAY)
    work_once()
    assert_sought(plans)


@pytest.mark.parametrize("act", [erase, rest])
def test_leaving_seeks_what_it_deletes(world: World, plans, settings, tmp_path, act):
    settings.ERASED_LIST = str(tmp_path / "erased.txt")
    act(world.ben)
    # What was counted lately is looked through for whoever leaves: it is kept for an hour.
    assert_sought(plans, but={"cache"})
