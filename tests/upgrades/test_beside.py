"""The code of the last release serves people while this version migrates its database, and afterwards.

That code is taken out of the history: as it was before the number of the version was last changed.
"""

import os
import subprocess
import sys
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection

from people.models import Person
from tests.parallel.presses import CSRF
from tests.parallel.server import HOST, serving
from tests.upgrades.schemas import database_of
from tests.upgrades.test_upgrade import LAST, WHO, looked_at
from tests.worlds.looking import session_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["/", "/find/?q=plumber", "/circle/", "/vouches/", "/asks/", "/insights/", "/offers/", "/notices/", "/you/"]

pytestmark = [pytest.mark.campaign, pytest.mark.enable_socket]


def code_before(folder: Path) -> Path:
    git = ["git", "-C", str(ROOT)]
    last_change = [*git, "log", "-1", "--format=%H", "-G^version = ", "--", "pyproject.toml"]
    changed = subprocess.run(last_change, capture_output=True, text=True, check=False).stdout.strip()
    if not changed:
        pytest.skip("the history is not here")
    subprocess.run([*git, "archive", "-o", folder / "code.tar", f"{changed}~1"], check=True)
    (folder / "code").mkdir()
    subprocess.run(["tar", "xf", folder / "code.tar", "-C", folder / "code"], check=True)
    return folder / "code"


def ask(port: int, session: str, path: str, form: dict | None = None) -> str:
    headers = {"Cookie": f"csrftoken={CSRF}; sessionid={session}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"csrfmiddlewaretoken": CSRF} | form) if form else None
    with closing(HTTPConnection(HOST, port, timeout=300)) as line:  # the first waits for the server to begin
        line.request("POST" if form else "GET", path, body, headers)
        return f"{path}: {line.getresponse().status}"


@pytest.fixture
def served(django_db_setup, django_db_blocker, tmp_path, monkeypatch):
    """By the last release: the port, and the session of somebody who is there."""
    with django_db_blocker.unblock(), database_of(LAST) as name:
        where = urlsplit(os.environ["DATABASE_URL"])
        url = f"sqlite:///{name}" if connection.vendor == "sqlite" else where._replace(path=f"/{name}").geturl()
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
        session = session_of(Person.objects.get(email=WHO[0]))
        monkeypatch.chdir(code_before(tmp_path))
        with serving() as server:
            yield server.port, session


def test_the_last_release_goes_on_while_this_one_migrates(served):
    port, session = served
    answers: list[str] = []
    prepared, people = Event(), Person.objects.get(email=WHO[0])
    entries = people.entries.count()

    def go_on() -> None:
        rounds_afterwards = 0
        while rounds_afterwards < 3:
            rounds_afterwards += prepared.is_set()
            answers.extend(ask(port, session, path) for path in PAGES)
            answers.append(ask(port, session, "/vouches/add/", {"name": f"Firm {len(answers)}"}))

    looking = Thread(target=go_on)
    looking.start()
    try:
        # Of `prepare` what changes tables: the towns, which this database lacks, would be its longest part.
        this = [sys.executable, "manage.py", "migrate", "--no-input"]
        subprocess.run(this, cwd=ROOT, check=True, capture_output=True, timeout=300)
    finally:
        prepared.set()
        looking.join()

    assert Counter(each.split()[1] for each in answers).keys() == {"200", "302"}, answers
    assert people.entries.count() == entries + answers.count("/vouches/add/: 302")
    assert {status for _, status in looked_at(WHO[0], 30)} == {200}
