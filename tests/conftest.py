"""The cast: Ana; Ben in her circle; Cleo in Ben's; Dan in Cleo's, to Ana a stranger."""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import is_hypothesis_test
from hypothesis import settings as hypothesis_settings

from tests.worlds.access import World, make_world
from tests.worlds.builders import befriend, make_person

ROOT = Path(__file__).resolve().parents[1]
ALONE = "--ignore=tests/test_beside.py -q -p no:cacheprovider".split()
# What asks no database, or only ever SQLite, or nothing of a database but what the sign-in library asks; and the table
# of who sees which page, which stands on the rule that the random worlds prove on both.
ON_SQLITE_ALONE = """
    test_access test_access_people test_architecture test_demo test_mails test_settings test_vendored
    people/test_account people/test_account_second_step people/test_signing_in
    recommendations/test_identity recommendations/my_list/test_list_import recommendations/my_list/test_list_reading
    recommendations/search/test_matching recommendations/providers/test_photos_redrawn
    recommendations/providers/test_ranking_axioms
    recommendations/providers/test_evidence recommendations/unasked/test_serendipity_rule
    recommendations/sight/test_the_oracle_catches_faults
""".split()
NAMED_ABOVE = [f"tests/{name}.py" for name in ON_SQLITE_ALONE]
# Each by the test that waits for it; the run that starts them does the rest, which is all that remains for SQLite.
BESIDE = {
    "test_everything_holds_on_postgresql_too": [
        *(*ALONE, "-p", "tests.on_postgres", "-m", "not browser and not campaign"),
        *(f"--ignore={path}" for path in NAMED_ABOVE),
    ],
    "test_everything_holds_in_a_browser": [*ALONE, "-m", "browser and not campaign", "tests/browser"],
    "test_what_asks_sqlite_alone_holds": [*ALONE, "-m", "not campaign", *NAMED_ABOVE],
}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

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
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))
        if campaigning(config) and is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("campaign")
    if connection.vendor == "postgresql":  # this is one of the runs beside
        items[:] = [item for item in items if not is_beside(item)]
    items.sort(key=is_beside)
    if not campaigning(config):
        left_out = [item for item in items if item.get_closest_marker("campaign") or is_run_beside(item, items)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def is_beside(item) -> bool:
    return item.path.name == "test_beside.py"


def is_run_beside(item, items) -> bool:
    """Where it has a run of its own."""
    path = item.path.relative_to(ROOT)
    on_its_own = path.parent.name == "browser" or str(path) in NAMED_ABOVE
    return on_its_own and any(is_beside(each) for each in items)


class Beside(NamedTuple):
    process: subprocess.Popen
    said: IO[str]


@pytest.fixture(scope="session", autouse=True)
def runs_beside(request):
    """They begin with the first test, beside all others, and are waited for by the last."""
    wanted = [item.name for item in request.session.items if is_beside(item)]
    with ExitStack() as stack:
        yield {name: stack.enter_context(run_beside(BESIDE[name])) for name in wanted}


@contextmanager
def run_beside(arguments: list[str]) -> Iterator[Beside]:
    with tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "pytest", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        yield Beside(process, said)
        process.terminate()
        process.wait()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


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


@pytest.fixture(scope="module")
def world_of_ben(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for all tests of a module: what one of them changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(world_of_ben, db) -> World:
    return world_of_ben


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
