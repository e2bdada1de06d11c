"""The cast: Ana; Ben in her circle; Cleo in Ben's; Dan in Cleo's, to Ana a stranger."""

import gc
import inspect
import logging
import shutil
import socket
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sized
from contextlib import closing, nullcontext
from enum import Enum
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings
from django.test.client import ClientHandler
from hypothesis import is_hypothesis_test
from hypothesis import settings as hypothesis_settings

from people import door
from tests.parallel.course import course  # noqa: F401 (where races are run)
from tests.worlds import migrated
from tests.worlds.access import World, make_world
from tests.worlds.builders import befriend, make_person
from tests.worlds.push_service import PUSH_KEY, PushService, certificate, serving_pushes

REPLACED: set = set()  # the test in which other code stands in place of some of ours, while it runs
COMPARED: Counter = Counter()  # how often in this run, by kept statement and the kinds of its values
COMPARED_MOST = 2  # so often of each: to build every one each time would be a fifth of the whole run
# The first has no window to draw, which takes a fifth off.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)

# The normal run tries the same examples every time; a campaign looks for new ones.
hypothesis_settings.register_profile("normal", derandomize=True, max_examples=100, deadline=None)
hypothesis_settings.register_profile("campaign", max_examples=20_000, deadline=None, database=None)


def campaigning(config) -> bool:
    wanted = config.option.markexpr
    return "campaign" in wanted and "not campaign" not in wanted


def pytest_configure(config):
    hypothesis_settings.load_profile("campaign" if campaigning(config) else "normal")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        if "browser" in item.fixturenames:  # page, phone and context all stand on it
            item.add_marker("browser")
            item.add_marker("enable_socket")
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium-headless-shell"))
        if campaigning(config) and is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("campaign")
    if not campaigning(config):
        left_out = [item for item in items if item.get_closest_marker("campaign")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish():
    """What is there by now stays to the end: to look through it for garbage again and again takes a twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 500)


@pytest.fixture(scope="session")
def memory() -> Iterator[sqlite3.Connection | None]:
    with closing(migrated.filled()) if connection.vendor == "sqlite" else nullcontext() as memory:
        yield memory


@pytest.fixture(scope="session")
def django_db_setup(memory, django_db_setup):
    """`migrate` finds all done, but for the first time."""
    if not memory:
        from tests import on_postgres  # which is loaded then; else it would start a server

        on_postgres.keep(connection.settings_dict["NAME"])
    elif not migrated.kept().exists():
        migrated.keep(memory)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def nobody_has_searched_yet():
    """Counted in the process, by the numbers of rows, which are the same in many tests."""
    caches["process"].clear()


@pytest.fixture(scope="session", autouse=True)
def every_mail_and_log_is_read(django_test_environment):
    from tests.worlds.mails import ReadLogs, reading_at_the_door  # once the apps are there

    reader = ReadLogs()
    logging.getLogger().addHandler(reader)
    with reading_at_the_door():
        yield
    logging.getLogger().removeHandler(reader)


@pytest.fixture(autouse=True)
def nothing_is_told_that_its_reader_may_not_see():
    from tests.worlds.mails import findings, gone_another_way, let_out

    findings.clear()
    let_out.clear()
    yield
    assert findings + gone_another_way() == []


@pytest.fixture(scope="session", autouse=True)
def a_worker_sends_what_signs_in(django_test_environment):
    """As soon as a page has written it, so that tests of signing in need none."""
    from people.models import SignInMail  # once the apps are there
    from tests.worlds.outbox import deliver_sign_in_mails

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SignInMail, "deliver_soon", staticmethod(deliver_sign_in_mails))
        yield


@pytest.fixture(scope="session", autouse=True)
def middleware_is_loaded_once(django_test_environment):
    """And not by every browser that a test opens, as long as the settings are the same and no code is replaced."""
    load, kept = ClientHandler.load_middleware, {}

    def loaded(handler: ClientHandler) -> None:
        if not REPLACED and kept.get("settings") is settings._wrapped:
            vars(handler).update(kept["loaded"])
            return
        load(handler)
        if not REPLACED:
            loads = {name: value for name, value in vars(handler).items() if "middleware" in name}
            kept.update(settings=settings._wrapped, loaded=loads)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", loaded)
        yield


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What is made in it is there for all tests of a module: what one of them changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world_of_ben(once) -> World:
    return make_world()


@pytest.fixture
def world(world_of_ben, db) -> World:
    return world_of_ben


@pytest.fixture
def service(monkeypatch, settings) -> Iterator[PushService]:
    """Where messages to browsers are left, from https://whom.test."""
    settings.BASE_URL, settings.PUSH_KEY = "https://whom.test/", PUSH_KEY
    with serving_pushes() as service:
        monkeypatch.setattr(door, "TLS", certificate()[1])
        monkeypatch.setattr(door, "plugged_in", lambda host: socket.create_connection(("127.0.0.1", service.port), 1))
        yield service


@pytest.fixture
def ana(db):
    return make_person(name="Ana Silva")


@pytest.fixture
def ben(ana):
    ben = make_person(name="Ben Okafor")
    befriend(ana, ben)
    return ben


@pytest.fixture
def cleo(ben):
    cleo = make_person(name="Cleo Martin")
    befriend(ben, cleo)
    return cleo


@pytest.fixture
def dan(cleo):
    dan = make_person(name="Dan Novak")
    befriend(cleo, dan)
    return dan


@pytest.fixture(scope="session", autouse=True)
def every_kept_statement_is_what_the_values_would_make(django_test_environment, request):
    from people.compiled import CompiledOnce, ConditionOnce, condition_of, in_statement  # once the apps are there

    def comparing(kind, made_of, anew):
        use = kind.__call__

        def compared(compiled, **given):
            if REPLACED:
                return anew(compiled.build(**given))
            kinds = compiled, *((name, kind_of(value)) for name, value in given.items())
            if COMPARED[kinds] < COMPARED_MOST or campaigning(request.config):
                COMPARED[kinds] += 1
                kept, (text, parameters) = compiled.text_for(given), made_of(compiled.build(**given))
                assert (kept.text, kept.parameters(given)) == (text, tuple(parameters)), compiled.build
            return use(compiled, **given)

        return compared

    statements = comparing(CompiledOnce, lambda rows: rows.query.sql_with_params(), list)
    conditions = comparing(ConditionOnce, condition_of, in_statement)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CompiledOnce, "__call__", statements)
        patch.setattr(ConditionOnce, "__call__", conditions)
        yield


def kind_of(value: Any) -> Any:
    """What might make another statement: whether there is one, how many, and of a row which of its fields are empty."""
    row = getattr(value, "_wrapped", value)  # `request.user` only behaves like its type
    if isinstance(row, Model):
        return type(row), *map(bool, vars(row).values())
    many = min(len(value), 3) if isinstance(value, Sized) else None
    return type(value), value if isinstance(value, Enum) else bool(value), many


@pytest.fixture(autouse=True)
def nothing_is_kept_of_code_that_is_replaced(request):
    if "monkeypatch" in inspect.signature(request.function).parameters:
        REPLACED.add(request.node)
    yield
    REPLACED.clear()
