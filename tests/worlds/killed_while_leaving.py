"""Kills whoever leaves at each point at which the list of whoever left is written, and tells what is then there.

On the database that DATABASE_URL names and the list that ERASED_LIST names; a line of JSON for each point.
"""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    for what in ("line", "end"):
        for when in ("before", "after"):
            for settled in (True, False):
                found = {"killed": f"{when} the {what}", "settled": settled} | killed(what, when, settled)
                print(json.dumps(found), flush=True)  # noqa: T201


def killed(what: str, when: str, settled: bool) -> dict:
    """Whether they are here then, what their line is, and both again once somebody has settled it (if so); how many a
    replay erases after a backup was restored that they are in, and whether they are here after all."""
    from django.conf import settings

    from people.models import Person
    from recommendations.leaving.erased_list import settle_the_list
    from recommendations.leaving.erasing import erase, replay
    from tests.worlds.builders import make_person

    path = Path(settings.ERASED_LIST)
    path.write_text("")
    person = make_person()
    in_a_child(lambda: erase(person), what, when)
    theirs = Person.objects.filter(public_id=person.public_id)
    found = {"here": theirs.exists(), "line": line_in(path)}
    if settled:
        settle_the_list()
        found |= {"settled line": line_in(path)}
    if not theirs.exists():
        make_person(email=person.email, public_id=person.public_id)
    return found | {"erased again": replay(path), "and again": replay(path), "here at last": theirs.exists()}


def line_in(path: Path) -> str:
    text = path.read_text()
    return "ended" if text.endswith("\n") else "unended" if text else "none"


def in_a_child(act: Callable[[], object], what: str, when: str) -> None:
    from django.db import connections

    connections.close_all()  # a child must not use its parent's
    child = os.fork()
    if not child:
        kill_at(what, when)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def kill_at(what: str, when: str) -> None:
    from recommendations.leaving import erased_list

    write = erased_list._write

    def write_and_die(lines, text: bytes) -> None:
        here = (what == "end") == (text == b"\n")
        if here and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        write(lines, text)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)

    erased_list._write = write_and_die


if __name__ == "__main__":
    main()
