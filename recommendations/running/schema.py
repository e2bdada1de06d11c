"""Whether the database is what the models say. Django's own check asks only which migrations were written down as
applied, and is content while columns are missing."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

NAMED_RULE = re.compile(r'CONSTRAINT "(\w+)"')
ONCE_ON_SQLITE = """
    SELECT group_concat(columns.name) FROM pragma_index_list(%s) AS indexes, pragma_index_info(indexes.name) AS columns
    WHERE indexes."unique" AND NOT indexes.partial GROUP BY indexes.name
"""
WHAT_TO_DO = (
    "Restore the last backup that was whole with `manage.py restore`, run the version of Whom that made this database, "
    "or put back what is missing by hand: `manage.py sqlmigrate` shows how it was made."
)


def migrations_to_come() -> list[str]:
    """Those that `prepare` would apply: `people.0009_jobs`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrations_unknown() -> list[str]:
    """Those applied that this version does not know, as after a return to an older one."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    applied = {key for key in loader.applied_migrations if key[0] in loader.migrated_apps}
    return sorted(f"{app}.{name}" for app, name in applied - known)


def lacking() -> list[str]:
    """Tables, columns, indexes and constraints that the models have and the database has not: a statement or two a
    table."""
    models = [model for model in apps.get_models(include_auto_created=True) if _has_a_table(model)]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        found = [f"table {name}" for name in (settings.CACHE_TABLE,) if name not in tables]
        for model in models:
            found.extend(_lacking_of(model, cursor) if model._meta.db_table in tables else [_table_of(model)])
    return found


def _has_a_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy


def _table_of(model: type[Model]) -> str:
    return f"table {model._meta.db_table}"


class Column(NamedTuple):
    may_be_empty: bool
    has_default: bool


def _lacking_of(model: type[Model], cursor: Any) -> Iterator[str]:
    table = model._meta.db_table
    columns = _columns_of(table, cursor)
    yield from _lacking_columns(model, columns)
    for name in sorted(columns.keys() - {field.column for field in model._meta.local_concrete_fields}):
        if not (columns[name].may_be_empty or columns[name].has_default):
            yield f"default of column {table}.{name}, which is never empty and which no model knows"
    names, once = _rules_of(table, cursor)
    for field in model._meta.local_concrete_fields:
        if field.unique and not field.primary_key and field.column in columns and (field.column,) not in once:
            yield f"constraint that {table}.{field.column} is there once"
    for rule in (*model._meta.constraints, *model._meta.indexes):
        if rule.name not in names:
            yield f"{'index' if rule in model._meta.indexes else 'constraint'} {rule.name} of {table}"


def _lacking_columns(model: type[Model], columns: dict[str, Column]) -> Iterator[str]:
    for field in model._meta.local_concrete_fields:
        name = f"column {model._meta.db_table}.{field.column}"
        if field.column not in columns:
            yield name
        elif not field.primary_key and columns[field.column].may_be_empty != field.null:
            yield f"{name} {'that may be empty' if field.null else 'that is never empty'}"


def _columns_of(table: str, cursor: Any) -> dict[str, Column]:
    """Of SQLite's tables Django's own description fails over some of our checks."""
    if connection.vendor == "sqlite":
        cursor.execute(f"PRAGMA table_info({connection.ops.quote_name(table)})")
        return {name: Column(not filled, default is not None) for _, name, _, filled, default, _ in cursor.fetchall()}
    described = connection.introspection.get_table_description(cursor, table)
    return {each.name: Column(bool(each.null_ok), each.default is not None) for each in described}


def _rules_of(table: str, cursor: Any) -> tuple[set[str], set[tuple[str, ...]]]:
    """The names of its indexes and constraints; and of which columns no two rows have the same."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
        rows = cursor.fetchall()
        names = {name for name, _ in rows} | {rule for _, sql in rows for rule in NAMED_RULE.findall(sql)}
        cursor.execute(ONCE_ON_SQLITE, [table])
        return names, {tuple(columns.split(",")) for (columns,) in cursor.fetchall() if columns}
    rules = connection.introspection.get_constraints(cursor, table)
    return set(rules), {tuple(rule["columns"]) for rule in rules.values() if rule["unique"]}
