from typing import Any

import django.db.models.functions.text
from django.db import migrations, models

# Of these, of which there are the most, a hundredth changed is many rows already: what reads an index alone needs to
# know which pages everybody may see, and a plan how many rows there are.
VACUUMED_EARLY = ("people_person", "people_tie", "people_block", "people_notice", "people_session")
OFTEN = ", ".join(f"autovacuum_{what}_scale_factor = 0.01" for what in ("vacuum", "vacuum_insert", "analyze"))
# How many there are of each, beside all rows: PostgreSQL judges by thirty thousand of them, which of millions that lie
# in the order in which they came tell it a tenth of it.
OF_EACH = {("people_tie", "person_id"): -0.04, ("people_tie", "friend_id"): -0.04}


def tell_postgresql(apps: Any, schema_editor: Any) -> None:
    """Neither waits for who reads or writes."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in VACUUMED_EARLY:
        schema_editor.execute(f"ALTER TABLE {table} SET ({OFTEN})")
    for (table, column), share in OF_EACH.items():
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET (n_distinct = {share})")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0009_one_worker"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["expires_at"], name="introduction_expires"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["expires_at"], name="invitation_expires"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="invitation_mailed_to",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["about"], name="notice_about"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("read_at__isnull", False)), fields=["read_at"], name="notice_read"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("kind__in", ("came", "introduction", "introduction_yes"))),
                fields=["made_at"],
                name="notice_of_what_expires",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("joining", True)), fields=["joined_at"], name="person_joining"),
        ),
        migrations.AddIndex(
            model_name="push",
            index=models.Index(condition=models.Q(("due_at", None)), fields=["made_at"], name="push_settled"),
        ),
        migrations.RunPython(tell_postgresql, migrations.RunPython.noop),
    ]
