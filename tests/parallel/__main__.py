"""Runs races, one a line: echo '{"race": "beginnings:crossed_invitations", "rounds": 9}' | python -m tests.parallel

On the PostgreSQL server that DATABASE_URL names, else on SQLite. A line of JSON tells how each went.
"""

import json
import os
import sys
from collections import Counter
from pkgutil import resolve_name
from time import perf_counter

import django
from django.core.management import call_command

from tests.environment import GIVEN_DATABASE_URL
from tests.parallel.server import Server, fresh_database, serving


def main() -> None:
    with fresh_database(GIVEN_DATABASE_URL) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        with serving() as server:
            for line in sys.stdin:
                print(json.dumps(run(server, **json.loads(line))), flush=True)  # noqa: T201
        close()


def run(server: Server, race: str, rounds: int) -> dict:
    """How often each press was answered how, and how often all ended how."""
    from django.db import transaction

    from tests.parallel.presses import at_once

    begin = resolve_name(f"tests.parallel.{race}")
    answers: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    seconds = 0.0
    for _ in range(rounds):
        with transaction.atomic():
            presses, end = begin()
        began = perf_counter()
        answers.update(at_once(presses, server.port))
        seconds += perf_counter() - began
        ends[end()] += 1
    failed = any(": 5" in answer for answer in answers)
    found = {"answers": answers, "ends": ends, "seconds": round(seconds, 2), "workers": server.workers()}
    return found | {"said": server.last_words() if failed else ""}


def close() -> None:
    """So that the database can be dropped."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main()
