"""The list of whoever left is right at whatever moment the server is killed: nobody comes back with a backup, and
nobody is erased by it who is still here."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError

from people.models import Person
from people.tidy import tidy
from recommendations.leaving import erased_list
from recommendations.leaving.erased_list import opened_list, settle_the_list, written_down
from recommendations.leaving.erasing import erase, replay
from tests.parallel.server import fresh_database
from tests.worlds.builders import make_person

ROOT = Path(__file__).resolve().parents[3]
NOBODY = "00000000-0000-4000-8000-000000000000"
FIRST = f"2026-03-01 {NOBODY}\n"


@pytest.fixture
def path(settings, tmp_path) -> Path:
    settings.ERASED_LIST = str(tmp_path / "erased.txt")
    return tmp_path / "erased.txt"


def unended(person: Person) -> str:
    """As whoever is killed while this person leaves lets it stand."""
    return f"2026-03-02 {person.public_id}"


def here(person: Person) -> bool:
    return Person.objects.filter(public_id=person.public_id).exists()


def lose_the_connection(person: Person, committed: bool) -> None:
    """As they leave: whoever waits for the commit hears only that."""
    with opened_list() as note:
        if committed:
            Person.objects.filter(pk=person.pk).delete()
        note(person.public_id)
        raise OperationalError("the connection is closed")


# --- Killed ---------------------------------------------------------------------------------------


def test_a_kill_at_any_point_of_leaving_is_made_good(tmp_path):
    """Before the commit they are here, and stay; after it they have gone, and stay gone."""
    with fresh_database(os.environ["DATABASE_URL"]) as url:
        run = subprocess.run(
            [sys.executable, "-m", "tests.worlds.killed_while_leaving"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "ERASED_LIST": str(tmp_path / "erased.txt")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    found = {(each.pop("killed"), each.pop("settled")): each for each in map(json.loads, run.stdout.splitlines())}

    stays = {"erased again": 0, "and again": 0, "here at last": True}
    goes = {"erased again": 1, "and again": 0, "here at last": False}
    assert found == {
        ("before the line", True): {"here": True, "line": "none", "settled line": "none"} | stays,
        ("before the line", False): {"here": True, "line": "none"} | stays,
        ("after the line", True): {"here": True, "line": "unended", "settled line": "none"} | stays,
        # Restored at once, by a backup that cannot tell: they had asked for it.
        ("after the line", False): {"here": True, "line": "unended"} | goes,
        ("before the end", True): {"here": False, "line": "unended", "settled line": "ended"} | goes,
        ("before the end", False): {"here": False, "line": "unended"} | goes,
        ("after the end", True): {"here": False, "line": "ended", "settled line": "ended"} | goes,
        ("after the end", False): {"here": False, "line": "ended"} | goes,
    }


@pytest.mark.parametrize("settles", ["the worker", "the next one who leaves"])
def test_a_line_without_an_end_is_settled_by(ana, ben, path, settles):
    gone = make_person()
    act = tidy if settles == "the worker" else lambda: erase(make_person())
    for person, stays in ((ana, False), (gone, True)):
        path.write_text(FIRST + unended(person))
        if person == gone:
            Person.objects.filter(pk=gone.pk).delete()

        act()

        text = path.read_text()
        assert text.startswith(FIRST + unended(person) + "\n" if stays else FIRST)
        assert (str(person.public_id) in text, text[-1]) == (stays, "\n")
    assert (here(ana), here(ben)) == (True, True)


def test_the_same_person_leaves_after_a_kill_and_has_one_line(ana, path):
    path.write_text(FIRST + unended(ana))

    erase(ana)

    assert not here(ana)
    assert [str(each) for each in written_down(path)] == [NOBODY, str(ana.public_id)]
    assert path.read_text().endswith("\n")


def test_a_line_that_was_torn_as_it_was_written_goes(ana, path):
    for torn in ("2", unended(ana)[:-1], "\0" * 47):
        path.write_text(FIRST + torn)

        settle_the_list()

        assert path.read_text() == FIRST


def test_settling_makes_no_list_and_changes_none_that_is_whole(ana, path, settings):
    settle_the_list()
    assert not path.exists()

    path.write_text(FIRST)
    settle_the_list()
    assert path.read_text() == FIRST
    settings.ERASED_LIST = ""
    settle_the_list()


# --- Not committed, or nobody knows ---------------------------------------------------------------


def test_a_leaving_that_fails_as_it_is_written_down_leaves_no_line(ana, path, monkeypatch):
    write = erased_list._write

    def write_and_fail(lines, text: bytes) -> None:
        write(lines, text)
        raise OSError("No space left on device")

    monkeypatch.setattr(erased_list, "_write", write_and_fail)
    with pytest.raises(OSError, match="No space left"):
        erase(ana)

    assert (here(ana), path.read_text()) == (True, "")
    assert replay(path) == 0
    assert here(ana)


def test_a_connection_lost_in_the_commit_leaves_a_line_if_they_have_gone(ana, ben, path):
    """The commit may have come through: only the database knows."""
    for person, goes in ((ana, True), (ben, False)):
        with pytest.raises(OperationalError, match="is closed"):
            lose_the_connection(person, committed=goes)

    assert path.read_text().split()[1::2] == [str(ana.public_id)]
    assert path.read_text().endswith("\n")


def test_a_line_stays_without_an_end_while_the_database_cannot_be_asked(ana, path, monkeypatch):
    def cannot(line: bytes) -> bool:
        raise DatabaseError("no connection")

    monkeypatch.setattr(erased_list, "_has_gone", cannot)
    with pytest.raises(OperationalError, match="is closed"):
        lose_the_connection(ana, committed=False)
    assert path.read_text().endswith(str(ana.public_id))

    monkeypatch.undo()
    settle_the_list()
    assert path.read_text() == ""


def test_a_second_press_writes_no_second_line(ana, path):
    assert erase(ana)
    once = path.read_text()

    assert not erase(ana)

    assert path.read_text() == once


def test_the_list_is_open_to_one_at_a_time(ana, path):
    order = []

    def other() -> None:
        with opened_list():
            order.append("other")

    waits = threading.Thread(target=other)
    with opened_list():
        waits.start()
        waits.join(0.3)
        order.append("first")
    waits.join()

    assert order == ["first", "other"]
