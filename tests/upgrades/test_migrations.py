"""Every migration that came after the first of an app is safe while the release before it still runs.

Read as PostgreSQL is told it, by django-migration-linter; and so are rules that rows of older code might break.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

OURS = ("people", "recommendations")
# What takes away what the release before it used no more, or what it kept to more strictly: by app and name, the codes
# and why each is safe.
TAKEN_AWAY: dict[tuple[str, str], dict[str, str]] = {
    ("recommendations", "0022_more_is_reported_and_more_leads_to_people"): {
        "ADD_UNIQUE": (
            "what was unique without the author of what is reported is so with them; older code takes no report of an "
            "answer by a link"
        ),
        "ADD_CHECK": "it stands for one that allowed less, so that what older code writes is within it",
    },
}
RULE = re.compile(r'ALTER TABLE ("\w+") ADD CONSTRAINT "\w+" CHECK')

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite makes a whole table anew for a column"),
]


def told(migration: migrations.Migration, state: ProjectState) -> list[str]:
    """Nothing is done."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        migration.apply(state, editor, collect_sql=True)
    return [line for line in editor.collected_sql if not line.startswith("--")]


def unsafe(statements: list[str]) -> set[str]:
    found = {issue.code for issue in analyse_sql_statements(get_sql_analyser_class("postgresql"), statements)[0]}
    made = {line.split()[2] for line in statements if line.startswith("CREATE TABLE")}
    rules = {match[1] for line in statements if (match := RULE.match(line))}
    return found | ({"ADD_CHECK"} if rules - made else set())


def after_the_first() -> Iterator[tuple[tuple[str, str], list[str]]]:
    loader = MigrationLoader(None)
    for key, migration in loader.graph.nodes.items():
        if key[0] in OURS and not migration.replaces:
            yield key, told(migration, loader.project_state(key, at_end=False))


def test_each_migration_is_safe_while_the_release_before_it_runs():
    found = {key: unsafe(statements) for key, statements in after_the_first()}

    assert {key: codes for key, codes in found.items() if codes} == {
        key: set(allowed) for key, allowed in TAKEN_AWAY.items()
    }


NAMED = models.CharField(max_length=9)
CASES = {
    "a column that may be empty": (migrations.AddField("tie", "new", models.TextField(null=True)), set()),
    "a default of the database": (migrations.AddField("tie", "new", models.TextField(db_default="")), set()),
    "a time of the database": (
        migrations.AddField("tie", "new", models.DateTimeField(db_default=Now())),
        set(),
    ),
    "a table": (migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True)), ("name", NAMED)]), set()),
    "a default of the code": (migrations.AddField("tie", "new", models.TextField(default="")), {"NOT_NULL"}),
    "a column gone": (migrations.RemoveField("tie", "how"), {"DROP_COLUMN"}),
    "a column of another name": (migrations.RenameField("tie", "how", "why"), {"RENAME_COLUMN"}),
    "a table gone": (migrations.DeleteModel("MailStop"), {"DROP_TABLE"}),
    "a table of another name": (migrations.RenameModel("MailStop", "Quiet"), {"RENAME_TABLE"}),
    "a column that is never empty now": (
        migrations.AlterField("notice", "read_at", models.DateTimeField()),
        {"NOT_NULL"},
    ),
    "another type": (migrations.AlterField("tie", "standing", models.SmallIntegerField()), {"ALTER_COLUMN"}),
    "once each": (
        migrations.AddConstraint("tie", models.UniqueConstraint(fields=["how"], name="how_once")),
        {"ADD_UNIQUE"},
    ),
    "a rule": (
        migrations.AddConstraint("tie", models.CheckConstraint(condition=~models.Q(how=""), name="how_is_said")),
        {"ADD_CHECK"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_older_code_would_break_on_is_found(case):
    operation, codes = CASES[case]
    migration = migrations.Migration("0999_new", "people")
    migration.operations = [operation]

    assert unsafe(told(migration, MigrationLoader(None).project_state())) == codes
