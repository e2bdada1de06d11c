"""503 instead of 500 whatever the database cannot do for now, and to whoever has waited too long."""

import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.conf import settings as real
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.db.transaction import TransactionManagementError
from django.test import Client

from config import unavailable
from config.logs import JsonLines
from config.middleware import AFTER_TOO_MANY
from config.unavailable import MOST_WAITED, RETRY_AFTER
from config.waited import WAITED
from people.away import code_of, database_is_away
from people.models import Person
from people.sessions import SessionStore
from recommendations.models import Insight
from tests.worlds.builders import make_insight, make_person
from tests.worlds.looking import as_, session_of

NEW, WORDS = "/insights/new/", "Bleed the radiators from the top down."
MAYBE, NOT_SAVED = "may not have been saved", "What you sent was not saved."
DAY = 24 * 3600


def raised(fault: type[Exception], cause: BaseException | None = None) -> Exception:
    try:
        raise fault("pssst") from cause
    except fault as error:
        return error


def of_sqlite(name: str, fault: type[Exception] = sqlite3.OperationalError) -> Exception:
    error = fault("pssst")
    error.sqlite_errorname, error.sqlite_errorcode = name, getattr(sqlite3, name)
    return error


def of_postgres(name: str) -> psycopg.Error:
    return getattr(psycopg.errors, name)("pssst")


# --- Which faults pass ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "cause", "code"),
    [
        *((OperationalError, of_sqlite(f"SQLITE_{name}"), f"SQLITE_{name}") for name in ("BUSY", "FULL", "CANTOPEN")),
        *((OperationalError, of_sqlite(f"SQLITE_{name}"), f"SQLITE_{name}") for name in ("READONLY", "NOMEM")),
        (OperationalError, of_sqlite("SQLITE_IOERR_WRITE"), "SQLITE_IOERR_WRITE"),
        (OperationalError, psycopg.OperationalError("connection refused"), ""),
        (OperationalError, of_postgres("QueryCanceled"), "57014"),
        (OperationalError, of_postgres("LockNotAvailable"), "55P03"),
        (OperationalError, of_postgres("DeadlockDetected"), "40P01"),
        (OperationalError, of_postgres("SerializationFailure"), "40001"),
        (OperationalError, of_postgres("AdminShutdown"), "57P01"),
        (OperationalError, of_postgres("CannotConnectNow"), "57P03"),
        (OperationalError, of_postgres("TooManyConnections"), "53300"),
        (OperationalError, of_postgres("DiskFull"), "53100"),
        (InternalError, of_postgres("ReadOnlySqlTransaction"), "25006"),
        (InternalError, of_postgres("IdleInTransactionSessionTimeout"), "25P03"),
        (InterfaceError, psycopg.InterfaceError("the connection is closed"), ""),
    ],
)
def test_fault_that_passes(fault, cause, code):
    found = raised(fault, cause)
    behind = raised(TransactionManagementError, found)

    assert (database_is_away(found), database_is_away(behind), code_of(found)) == (found, found, code)


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (OperationalError, of_sqlite("SQLITE_ERROR")),  # no such table
        (DatabaseError, of_sqlite("SQLITE_CORRUPT", sqlite3.DatabaseError)),
        (ProgrammingError, of_postgres("UndefinedTable")),
        (InternalError, of_postgres("InFailedSqlTransaction")),
        (DataError, of_postgres("NumericValueOutOfRange")),
        (IntegrityError, of_postgres("UniqueViolation")),
        (DatabaseError, None),
        (ValueError, None),
        (ValueError, KeyError("x")),
    ],
)
def test_fault_of_the_code_does_not_pass(fault, cause):
    assert database_is_away(raised(fault, cause)) is None


# --- Wherever it happens ------------------------------------------------------------------------------


@contextmanager
def away(statement: str, times: int = 10**6) -> Iterator[list[str]]:
    """The driver raises what it does when the disk is full, or the server has gone, at statements of this kind."""
    failed: list[str] = []
    fault = of_sqlite("SQLITE_FULL") if connection.vendor == "sqlite" else of_postgres("DiskFull")

    def fails(execute, sql, *more):
        if re.search(statement, sql) and len(failed) < times:
            failed.append(sql)
            with connection.wrap_database_errors:
                raise fault
        return execute(sql, *more)

    with connection.execute_wrapper(fails):
        yield failed


def browser_of(person: Person, **headers: str) -> Client:
    client = as_(person, **headers)
    client.raise_request_exception = False
    return client


def post(client: Client, **more: str):
    return client.post(NEW, {"words": WORDS, "scope": "1", "key": "5f0c6c1e-5d0a-4c8e-9f8e-0a5a5f6f7a11"}, **more)


def assert_away(response) -> str:
    assert (response.status_code, response.headers["Retry-After"]) == (503, str(RETRY_AFTER))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.cookies.get(real.SESSION_COOKIE_NAME) is None
    page = response.content.decode()
    assert "<h1>Whom cannot answer just now</h1>" in page
    assert "pssst" not in page
    return page


@pytest.mark.parametrize("statement", ["people_session", "recommendations_insight", "."])
def test_page_is_503_while_the_database_is_away_and_then_as_before(ana, statement):
    client = browser_of(ana)
    assert client.get(NEW[:-4]).status_code == 200

    with away(statement) as failed:
        page = assert_away(client.get("/insights/"))

    assert failed
    assert ("Try again</a>" in page, MAYBE in page, NOT_SAVED in page) == (True, False, False)
    assert client.get("/insights/").status_code == 200


@pytest.mark.parametrize(
    "statement",
    ["people_session", 'SELECT.*"cache"', 'INSERT INTO "cache"', "INSERT INTO .*insight", "."],
)
def test_what_is_sent_while_the_database_is_away_says_so_and_is_not_saved(ana, statement):
    client = browser_of(ana)
    cache.clear()

    with away(statement) as failed:
        response = post(client, headers={"referer": f"http://testserver{NEW}?trade=plumber"})
    page = assert_away(response)

    assert failed
    assert (MAYBE in page, NOT_SAVED in page, f'href="{NEW}?trade=plumber"' in page) == (True, False, True)
    assert "draft_taken" not in response.cookies
    assert Insight.objects.count() == 0
    assert post(client).status_code == 302
    assert Insight.objects.count() == 1


def test_a_commit_that_fails_says_so_and_is_taken_back(transactional_db, monkeypatch):
    client, commit, written = browser_of(make_person()), connection._commit, []

    def full():
        if not written:
            return commit()
        with connection.wrap_database_errors:
            raise of_sqlite("SQLITE_FULL") if connection.vendor == "sqlite" else of_postgres("DiskFull")

    def noted(execute, sql, *more):
        written.extend([sql] if sql.startswith('INSERT INTO "recommendations_insight"') else [])
        return execute(sql, *more)

    with monkeypatch.context() as patch, connection.execute_wrapper(noted):
        patch.setattr(connection, "_commit", full)
        page = assert_away(post(client))

    assert (len(written), MAYBE in page, Insight.objects.count()) == (1, True, 0)
    assert (post(client).status_code, Insight.objects.count()) == (302, 1)


def test_a_session_that_cannot_be_saved_is_503_and_one_that_is_gone_as_before(ana):
    now = int(time.time())
    client = browser_of(ana)
    client.cookies[real.SESSION_COOKIE_NAME] = key = session_of(ana)

    with away("UPDATE .people_session") as failed:
        assert_away(client.get("/insights/"))
    assert failed

    store = SessionStore(key)
    store["seen"] = now
    SessionStore(key).delete()
    with pytest.raises(UpdateError):
        store.save()


def test_a_session_that_was_only_seen_is_saved_by_a_later_visit(ana):
    now = int(time.time())
    client = browser_of(ana)
    client.cookies[real.SESSION_COOKIE_NAME] = key = session_of(ana, began=now, seen=now - 2 * DAY, browser="")

    with away("UPDATE .people_session") as failed:
        assert client.get("/insights/").status_code == 200
    assert (len(failed), SessionStore(key)["seen"]) == (1, now - 2 * DAY)

    assert client.get("/insights/").status_code == 200
    assert SessionStore(key)["seen"] >= now


def test_htmx_and_other_languages_hear_the_same(ana):
    ana.language = "de"
    ana.save()
    client = browser_of(ana, **{"hx-request": "true", "accept-language": "fr"})

    with away("recommendations_insight"):
        german = client.get("/insights/")
    with away("people_session"):
        french = client.get("/insights/")  # who it is, nobody can know

    assert [response.status_code for response in (german, french)] == [503, 503]
    assert ['<html lang="de"' in german.content.decode(), '<html lang="fr"' in french.content.decode()] == [True, True]


def test_one_line_of_the_log_tells_which_fault_and_none_of_its_words(ana, caplog):
    client = browser_of(ana)
    with away("recommendations_insight"):
        client.get("/insights/")

    [record] = caplog.records
    code = "SQLITE_FULL" if connection.vendor == "sqlite" else "53100"
    assert record.getMessage() == f"The database is away (OperationalError {code}), and insights was not answered."
    assert (record.levelno, record.exc_info, "pssst" in JsonLines().format(record)) == (logging.ERROR, None, False)
    assert record.told == {"error": f"OperationalError {code}", "view": "insights", "method": "GET", "status": 503}


def test_a_fault_of_the_code_is_500_as_ever(ana, monkeypatch):
    def broken(*args, **kwargs):
        raise KeyError("pssst")

    monkeypatch.setattr("people.middleware.note_device", broken)

    assert browser_of(ana).get("/insights/").status_code == 500


def test_a_lock_that_another_holds_is_no_fault(db):
    assert [cache.add("one", 1), cache.add("one", 1)] == [True, False]


# --- Who has waited too long --------------------------------------------------------------------------


@pytest.fixture
def waited(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(unavailable.LastRefusal, "told_at", -100.0)
    token = WAITED.set(MOST_WAITED + 0.1)
    yield
    WAITED.reset(token)


def test_whoever_has_waited_too_long_is_refused_before_the_database(ana, waited, django_assert_num_queries):
    make_insight(author=ana)
    client = browser_of(ana)

    with django_assert_num_queries(0):
        page, sent = assert_away(client.get("/insights/")), assert_away(post(client))
    WAITED.set(MOST_WAITED)

    assert ["Try again</a>" in page, NOT_SAVED in page, NOT_SAVED in sent, MAYBE in sent] == [True, False, True, False]
    assert (Insight.objects.count(), client.get("/insights/").status_code) == (1, 200)


def test_refusals_are_told_once_for_many(waited, caplog):
    for _ in range(5):
        Client().get("/")

    said = [record.getMessage() for record in caplog.records if record.name == "config.unavailable"]
    assert said == ["More is asked than can be answered: requests are refused after 0.6 s."]


def test_health_and_files_are_not_refused(waited, db):
    assert Client().get("/health/live").status_code == 200
    with closing(Client().get("/static/whom.css")) as file:
        assert file.status_code == 200


def test_an_answer_of_too_many_says_when_to_try_again(ana, monkeypatch):
    monkeypatch.setitem(real.ACCOUNT_RATE_LIMITS, "insight", "0/d/user")

    response = post(browser_of(ana))

    assert (response.status_code, response.headers["Retry-After"]) == (429, AFTER_TOO_MANY)
