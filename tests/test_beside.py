"""What runs beside all other tests, in a process of its own, since one after the other would take too long."""

import pytest

from tests.conftest import CHROMIUM


def test_everything_holds_on_postgresql_too(runs_beside, request):
    wait_for(runs_beside[request.node.name])


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium: apt-get install chromium")
def test_everything_holds_in_a_browser(runs_beside, request):
    wait_for(runs_beside[request.node.name])


def test_what_asks_sqlite_alone_holds(runs_beside, request):
    wait_for(runs_beside[request.node.name])


def wait_for(beside) -> None:
    failed = beside.process.wait()

    beside.said.seek(0)
    tail = "".join(beside.said.readlines()[-40:])
    print(tail)  # noqa: T201 (shown with -rA, and whenever it fails)
    assert not failed, tail
