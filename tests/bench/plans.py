"""Which tables are read from end to end among so many people: python -m tests.bench.plans --database URL

On a PostgreSQL database that `tests.bench.fill` has filled, by the plans that it really makes, of every page for some
viewers and of the jobs for some people; `tests/test_plans.py` holds that each statement has an index at all.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from tests.bench.databases import Database, answer
from tests.bench.growth import _done

VIEWERS = 2
SMALL = ("recommendations_trade", "people_job")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    options = parser.parse_args()
    os.environ["EMAIL_URL"] = "dummymail://"
    database = Database(options.database, serve_read, {"HTTPS": "no"})
    statements, whole = database.ask("read")
    database.stop()
    for table, how, text in whole:
        print(f"{table} by {how}: {text}\n")
    print(f"{statements} statements, {len(whole)} of them read a table from end to end.")
    return int(bool(whole))


def serve_read(settings: dict[str, str], pipe: Any) -> None:
    os.environ |= settings
    import config.wsgi  # noqa: F401  # as people run it

    answer({"read": _read}, pipe)


def _read() -> tuple[int, list[tuple[str, str, str]]]:
    from tests.bench.site import Site, _viewers
    from tests.worlds.plans import plans_told

    site = Site()
    viewers = _viewers(site, VIEWERS, 1)
    with plans_told(as_if_large=False) as plans:
        for cookies, pages in viewers:
            for path in pages.values():
                site.get(path, cookies)
        _done(1)
    return len(plans.told), sorted(tuple(each) for each in plans.read_whole() if each.table not in SMALL)


if __name__ == "__main__":
    sys.exit(main())
