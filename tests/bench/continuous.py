"""What goes with a lost disk, and how soon all is back: python -m tests.bench.continuous --people 20000

SQLite is followed by Litestream and PostgreSQL archived by pgBackRest, each as `deploy/continuous` has it, but for its
places. One process writes, and notes what is committed; somebody leaves meanwhile. Then everything is killed, the disk
is lost, and what docs/running.md says is done: once to the last moment, and once to a moment before that person left.
Then it begins anew from what was restored. A line of JSON for each database says what was found.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.databases import databases, environment
from tests.bench.following import FOLLOWED, Followed

ROOT = Path(__file__).resolve().parents[2]
PACE = 0.02  # seconds between two writes
WORDS = "What was learned while it was followed, number "


@dataclass
class Written:
    """Of each write its number, and when it was known to be committed."""

    at: dict[int, float]

    @staticmethod
    def read(path: Path) -> Written:
        lines = [line.split() for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
        return Written({int(number): float(at) for number, at in lines})

    def lost(self, kept: set[int], at: float) -> dict[str, Any]:
        """Of what was written until then: how many are gone, over how many seconds, and how many of them in between."""
        gone = sorted(number for number, when in self.at.items() if when <= at and number not in kept)
        since = min((self.at[number] for number in gone), default=at)
        return {
            "written": sum(when <= at for when in self.at.values()),
            "lost": len(gone),
            "lost_seconds": round(at - since, 2),
            "lost_in_between": sum(number < max(kept, default=0) for number in gone),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=90, help="how long is written")
    parser.add_argument("--database", choices=FOLLOWED, nargs="+", default=list(FOLLOWED))
    parser.add_argument("--folder", type=Path, help="where there is room for four times the database")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write)
    for name in options.database:
        with TemporaryDirectory(prefix="whom-followed-", dir=options.folder) as folder:
            found = measured(FOLLOWED[name](Path(folder)), options.people, options.seconds)
            print(json.dumps({"database": name} | found), flush=True)


def measured(followed: Followed, people: int, seconds: int) -> dict[str, Any]:
    from tests.bench.fill import fill

    found: dict[str, Any] = {}
    with followed.running():
        with databases([followed.url]) as [database]:
            fill(database, people, seed=1)
        found["megabytes"] = followed.size() // 2**20
        began = time.monotonic()
        followed.begin()
        found["first_copy_seconds"] = round(time.monotonic() - began, 1)
        found["killed"] = killed_under_way(followed)
        found["to_the_end"] = lost_and_restored(followed, seconds)
        # What was restored is followed as before.
        found["once_more"] = lost_and_restored(followed, max(seconds // 3, 20))
        found["to_a_moment"] = lost_and_restored(followed, max(seconds // 2, 40), to_a_moment=True)
    return found


def killed_under_way(followed: Followed) -> dict[str, Any]:
    """With its disk there still: what was committed is there, and nobody restores anything."""
    with writing(followed) as notes:
        time.sleep(10)
        at = time.time()
        followed.kill()
    followed.start()
    return Written.read(notes).lost(followed_numbers(followed), at)


def lost_and_restored(followed: Followed, seconds: int, to_a_moment: bool = False) -> dict[str, Any]:
    with writing(followed) as notes:
        time.sleep(seconds / 2)
        moment = time.time()
        time.sleep(1)
        gone = somebody_leaves(followed)
        time.sleep(seconds / 2)
        at = time.time()
        followed.kill()
    followed.lose()
    began = time.monotonic()
    followed.restore(datetime.fromtimestamp(moment, UTC) if to_a_moment else None)
    took = round(time.monotonic() - began, 1)
    numbers = followed_numbers(followed)
    written, until = Written.read(notes), moment if to_a_moment else at
    after = sorted(number for number, when in written.at.items() if when > until + 1 and number in numbers)
    found = written.lost(numbers, until) | {"restored_in_seconds": took, "erased_who_is_back": is_there(followed, gone)}
    followed.begin()
    return found | ({"from_after_it": len(after)} if to_a_moment else {})


# --- What is written, in a process of its own -------------------------------------------------------


@contextmanager
def writing(followed: Followed) -> Iterator[Path]:
    notes = followed.folder / f"notes-{time.monotonic_ns()}"
    command = [sys.executable, "-m", "tests.bench.continuous", "--write", str(notes)]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings(followed)) as process:
        try:
            wait_for(notes.exists)
            yield notes
        finally:
            process.kill()


def write(notes: Path) -> None:
    """Until it is killed, or the database is gone."""
    import django

    django.setup()
    from django.db import Error

    from people.models import Person
    from recommendations.models import Insight, Scope

    authors = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:100])
    last = Insight.objects.filter(words__startswith=WORDS).count()
    with notes.open("a", buffering=1) as file:
        for number in count(last + 10_000 * int(time.time())):
            try:
                Insight.objects.create(
                    author_id=authors[number % len(authors)], words=f"{WORDS}{number}", scope=Scope.CIRCLE
                )
            except Error:
                time.sleep(60)  # until it is killed
            file.write(f"{number} {time.time()}\n")
            time.sleep(PACE)


def followed_numbers(followed: Followed) -> set[int]:
    said = told(followed, "numbers()")
    return {int(number) for number in said.split()}


def somebody_leaves(followed: Followed) -> str:
    """Their public id."""
    email, public_id = told(followed, "who_leaves()").split()
    followed.manage("erase", email, "--no-input")
    return public_id


def is_there(followed: Followed, public_id: str) -> bool:
    return told(followed, f"Person.objects.filter(public_id='{public_id}').exists()").strip() == "True"


def told(followed: Followed, expression: str) -> str:
    return followed.manage("shell", "-v", "0", "-c", f"{SEEN}\nprint({expression})")


SEEN = f"""
from people.models import Person
from recommendations.models import Insight
def numbers():
    words = Insight.objects.filter(words__startswith={WORDS!r}).values_list("words", flat=True)
    return " ".join(each.removeprefix({WORDS!r}) for each in words)
def who_leaves():
    person = Person.objects.filter(is_active=True).order_by("-pk").first()
    return f"{{person.email}} {{person.public_id}}"
"""


def surroundings(followed: Followed) -> dict[str, str]:
    return os.environ | environment(followed.url) | {"ERASED_LIST": str(followed.erased)}


def wait_for(true: Any, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(0.1)


if __name__ == "__main__":
    main()
