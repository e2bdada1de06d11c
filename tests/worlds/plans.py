"""How PostgreSQL finds the rows of each statement that it meets, as it says itself, and which tables it reads from end
to end for it.

Of a few rows every plan reads the whole table, so it is asked for another one wherever an index serves: what is left
then has no index. That there is one and that it is taken among millions are two things; `tests.bench.plans` reads the
second in a filled database.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection

SPOKEN = re.compile(r"duration: [\d.]+ ms  plan:\n(.*)", re.DOTALL)
PLANS_TOLD = """
LOAD 'auto_explain';
SET auto_explain.log_min_duration = 0;
SET auto_explain.log_nested_statements = on;
SET auto_explain.log_format = json;
SET auto_explain.log_level = notice;
"""
# Each table as if it held a million rows on every page that it has; where it has none, the planner thinks of ten.
# And each number, text or moment as if it stood in twenty of them.
AS_IF_LARGE = """
UPDATE pg_class SET relpages = 1, reltuples = CASE WHEN pg_relation_size(oid) > 0 THEN 1000000 ELSE -1 END
 WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace;
DELETE FROM pg_statistic;
INSERT INTO pg_statistic (starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct,
       stakind1, stakind2, stakind3, stakind4, stakind5, staop1, staop2, staop3, staop4, staop5,
       stacoll1, stacoll2, stacoll3, stacoll4, stacoll5)
SELECT attrelid, attnum, FALSE, 0, 8, -0.05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
   AND atttypid NOT IN ('bool'::regtype, 'int2'::regtype);
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
DISCARD PLANS;
"""
OF_INDEXES = """
SELECT i.relname, pg_get_indexdef(x.indexrelid, 1, true), x.indpred IS NOT NULL
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
 WHERE i.relnamespace = 'public'::regnamespace"""


class ReadWhole(NamedTuple):
    table: str
    how: str
    text: str


class Plans:
    def __init__(self) -> None:
        self.told: dict[str, Any] = {}  # the last plan of each text
        with connection.cursor() as cursor:
            cursor.execute(OF_INDEXES)
            self.indexes = {name: (first, is_partial) for name, first, is_partial in cursor.fetchall()}

    def note(self, diagnostic: Any) -> None:
        if found := SPOKEN.match(diagnostic.message_primary or ""):
            told = json.loads(found[1])
            self.told[told["Query Text"]] = told["Plan"]

    def read_whole(self) -> set[ReadWhole]:
        return {
            ReadWhole(table, how, text)
            for text, plan in self.told.items()
            for table, how in self._whole(plan, is_first_few=False)
        }

    def _whole(self, node: dict[str, Any], is_first_few: bool) -> Iterator[tuple[str, str]]:
        how, index = node["Node Type"], node.get("Index Name")
        if how in ("Seq Scan", "Tid Scan") or (index and self._reads_all(node, *self.indexes[index], is_first_few)):
            yield node.get("Relation Name") or self._table_of(index), f"{how} {index or ''}".strip()
        # The first of an index's rows are found at once, unless they are looked through for others.
        first_few = how == "Limit" or (is_first_few and how in ("LockRows", "Result", "Subquery Scan", "Append"))
        for below in node.get("Plans", ()):
            yield from self._whole(below, first_few)

    def _reads_all(self, node: dict[str, Any], first: str, is_partial: bool, is_first_few: bool) -> bool:
        """`first`, the column or expression by which the index is in order, without which all of it is read."""
        sought = _plain(node.get("Index Cond", ""))
        return not (_plain(first) in sought or is_partial or (is_first_few and "Filter" not in node))

    def _table_of(self, index: str | None) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT indrelid::regclass::text FROM pg_index WHERE indexrelid = %s::regclass", [index])
            return cursor.fetchone()[0]


def _plain(expression: str) -> str:
    return re.sub(r'::[a-z ]+|[()" ]', "", expression)


@contextmanager
def plans_told(as_if_large: bool = True) -> Iterator[Plans]:
    """Of every statement of this process from here on, those that others call by themselves among them."""
    plans = Plans()
    with connection.cursor() as cursor:
        cursor.execute(PLANS_TOLD)
        if as_if_large:
            for each in AS_IF_LARGE.strip().split(";\n"):
                cursor.execute(each)
    there = connection.connection
    there.add_notice_handler(plans.note)
    yield plans
    there.remove_notice_handler(plans.note)
    with connection.cursor() as cursor:
        cursor.execute("SET auto_explain.log_min_duration = -1")
        cursor.execute("RESET ALL")
