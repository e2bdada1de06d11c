"""Pages are read from a standby, and all else is done on the primary. Here the standby is a copy, which only reads."""

import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.conf import settings as real
from django.db import OperationalError, connection, connections, router, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config import standbys
from config.databases import SHOWN_EVERYWHERE, on_postgresql
from config.standbys import STANDBY, STAYS_COOKIE, ReadAt
from people.models import Person, Tie
from tests.test_access import PLAIN
from tests.worlds.access import client_of, signed_in

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the copy is a file")


@pytest.fixture
def standby(world, tmp_path, monkeypatch, settings):
    """A copy of what is there now, in which everybody has another name; and what is asked of the primary by a page is
    no part of a transaction, as it is in a test."""
    path = tmp_path / "standby.sqlite3"
    path.write_bytes(connection.connection.serialize())
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("UPDATE people_person SET name = 'Standby ' || name")
        copy.commit()
    there = {**real.DATABASES["default"], "NAME": str(path), "OPTIONS": {"init_command": "PRAGMA query_only = ON"}}
    monkeypatch.setitem(real.DATABASES, STANDBY, there)
    settings.DATABASE_ROUTERS = ["config.standbys.Standbys"]
    monkeypatch.setattr(standbys, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(standbys, "FRESH", ReadAt(STANDBY, "SELECT 1"))
    monkeypatch.setattr(standbys, "AS_IT_WAS_LEFT", ReadAt(STANDBY, "SELECT 2"))
    monkeypatch.setattr(standbys.LastAway, "at", -standbys.AWAY_FOR)
    connections[STANDBY].connect()
    yield connections[STANDBY]
    connections[STANDBY].close()
    del connections[STANDBY]


def asked_of_the_primary(client, url: str) -> tuple[int, int]:
    """The status, and how many statements."""
    client.cookies.pop(STAYS_COOKIE, None)
    with CaptureQueriesContext(connection) as asked:
        status = client.get(url).status_code
    return status, len(asked)


def test_every_page_that_one_looks_at_asks_only_the_standby(world, standby):
    client = client_of(world.viewers["circle"])

    found = {(name, query): asked_of_the_primary(client, reverse(name) + query) for name, query in PLAIN}

    on_the_primary = {name for (name, _), (_, statements) in found.items() if statements}
    at_the_desk = {name for name, _ in PLAIN if reverse(name).startswith("/desk/")}
    assert on_the_primary == {"seen"} | at_the_desk  # the one is put on a stage, in a transaction
    assert {page: str(status) for page, (status, _) in found.items()} == {
        page: statuses.split()[1] for page, statuses in PLAIN.items()
    }


def test_a_page_shows_what_stands_on_the_standby(world, standby):
    client = client_of(world.viewers["circle"])

    assert "Standby Canaryname-ben" in client.get(reverse("circle")).content.decode()
    assert "Standby Canaryname-ben" in client.get(reverse("find")).content.decode()
    assert client.head(reverse("circle")).status_code == 200


def test_whoever_has_just_sent_something_reads_on_the_primary(world, standby):
    client = client_of(world.viewers["circle"])

    sent = client.post(reverse("notices_read"))
    page = client.get(reverse("circle")).content.decode()
    assert (sent.cookies[STAYS_COOKIE]["max-age"], "Standby" in page) == (standbys.STAYS, False)

    del client.cookies[STAYS_COOKIE]  # as a browser does, in time
    page = client.get(reverse("circle"))
    assert ("Standby" in page.content.decode(), STAYS_COOKIE in page.cookies) == (True, False)


def test_signing_in_and_the_desk_stay_on_the_primary(world, standby):
    for url in ("/accounts/email/", "/desk/"):
        with CaptureQueriesContext(standby) as asked:
            response = client_of(world.viewers["circle"]).get(url)
        assert (len(asked), STAYS_COOKIE in response.cookies) == (0, True)


@pytest.mark.parametrize("fault", ["SELECT 0", "SELECT nothing"])
def test_where_no_standby_may_answer_the_primary_does(world, standby, monkeypatch, fault):
    client = client_of(world.viewers["circle"])
    monkeypatch.setattr(standbys, "FRESH", ReadAt(STANDBY, fault))

    page = client.get(reverse("circle"))
    assert (page.status_code, "Standby" in page.content.decode()) == (200, False)


def test_a_standby_that_goes_in_the_middle_of_a_page_costs_nobody_the_page(world, standby):
    client, told = client_of(world.viewers["circle"]), []

    def goes(execute, sql, *more):
        if "recommendations_vouch" in sql:
            told.append(sql)
            raise OperationalError
        return execute(sql, *more)

    client.raise_request_exception = False
    with standby.execute_wrapper(goes):
        page = client.get(reverse("find"))
    assert (page.status_code, "Standby" in page.content.decode(), len(told) > 0) == (200, False, True)


def test_after_a_standby_was_away_none_is_asked_for_a_while(world, standby, monkeypatch):
    client = client_of(world.viewers["circle"])
    monkeypatch.setattr(standbys.LastAway, "at", time.monotonic())

    assert "Standby" not in client.get(reverse("circle")).content.decode()
    monkeypatch.setattr(standbys.LastAway, "at", time.monotonic() - standbys.AWAY_FOR)
    assert "Standby" in client.get(reverse("circle")).content.decode()


def test_while_the_primary_is_away_pages_are_read_from_what_it_left(world, standby, monkeypatch):
    """By whoever has just sent something, too; and what is sent is refused."""
    client = client_of(world.viewers["circle"])
    client.raise_request_exception = False
    monkeypatch.setattr(standbys, "FRESH", ReadAt(STANDBY, "SELECT 0"))

    def away(execute, sql, *more):
        raise OperationalError

    standbys.LastAway.at = time.monotonic()  # and no standby has been asked for a while either
    with connection.execute_wrapper(away):
        sent = client.post(reverse("notices_read"))
        pages = [client.get(reverse("circle")) for _ in range(2)]
    assert (sent.status_code, STAYS_COOKIE in client.cookies) == (503, True)
    assert [(page.status_code, "Standby" in page.content.decode()) for page in pages] == [(200, True)] * 2


def test_what_is_read_within_a_transaction_is_read_where_it_is_written(ana, settings):
    settings.DATABASE_ROUTERS = ["config.standbys.Standbys"]
    before = standbys.READ_FROM.set(STANDBY)
    try:
        with transaction.atomic():
            assert router.db_for_read(Person) == "default"
        assert router.db_for_write(Tie) == "default"
    finally:
        standbys.READ_FROM.reset(before)


def test_without_standbys_nothing_is_between(ana):
    client = signed_in(ana)

    assert STAYS_COOKIE not in client.post(reverse("notices_read")).cookies
    assert not hasattr(real, "DATABASE_ROUTERS") or real.DATABASE_ROUTERS == []


def test_through_a_pooler_nothing_is_told_as_a_connection_begins():
    straight = on_postgresql({"OPTIONS": {"connect_timeout": 9}}, pooled=False, prepared=True)
    pooled = on_postgresql({"CONN_MAX_AGE": 60}, pooled=True, prepared=False)

    assert (straight["OPTIONS"]["connect_timeout"], straight["OPTIONS"]["prepare_threshold"]) == (9, 0)
    assert "-c statement_timeout=5s -c lock_timeout=2s" in straight["OPTIONS"]["options"]
    assert straight["DISABLE_SERVER_SIDE_CURSORS"] is False
    assert set(pooled["OPTIONS"]) == {
        *("connect_timeout", "tcp_user_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count")
    }
    assert (pooled["DISABLE_SERVER_SIDE_CURSORS"], pooled["CONN_MAX_AGE"]) == (True, 60)


def test_no_code_of_ours_says_that_a_commit_need_not_wait():
    """The role is told so once, for every act: which of them takes something back nobody has to know."""
    named = [
        (path.parts[-2:], line.strip())
        for folder in ("config", "people", "recommendations")
        for path in (real.BASE_DIR / folder).rglob("*.py")
        for line in path.read_text().splitlines()
        if "synchronous_commit" in line
    ]
    assert sorted({path for path, _ in named}) == [("config", "databases.py"), ("config", "standbys.py")]
    assert SHOWN_EVERYWHERE == {"synchronous_commit": "remote_apply"}
