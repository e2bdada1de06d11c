from typing import Any

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# Of these, of which there are the most, a hundredth changed is many rows already: what reads an index alone needs to
# know which pages everybody may see, and a plan how many rows there are.
VACUUMED_EARLY = (
    "recommendations_vouch",
    "recommendations_insight",
    "recommendations_offer",
    "recommendations_ask",
    "recommendations_recipient",
    "recommendations_answer",
    "recommendations_entry",
    "recommendations_surprise",
    "recommendations_letter",
    "recommendations_thanks",
    "recommendations_provider",
)
OFTEN = ", ".join(f"autovacuum_{what}_scale_factor = 0.01" for what in ("vacuum", "vacuum_insert", "analyze"))
# How many there are of each, beside all rows: PostgreSQL judges by thirty thousand of them, which of millions that lie
# in the order in which they came tell it a tenth of it.
OF_EACH = {("recommendations_vouch", "author_id"): -0.2, ("recommendations_vouch", "provider_id"): -0.02}


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
        ("people", "0010_what_is_over_is_found_by_indexes"),
        ("recommendations", "0020_names_and_words_are_looked_up"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="adding",
            index=models.Index(fields=["made_at"], name="adding_made"),
        ),
        migrations.AddIndex(
            model_name="ask",
            index=models.Index(condition=models.Q(("open_since", None)), fields=["made_at"], name="ask_draft"),
        ),
        migrations.AddIndex(
            model_name="asklink",
            index=models.Index(fields=["expires_at"], name="ask_link_expires"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["called_at"], name="call_made"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)), fields=["closed_at"], name="case_closed"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(django.db.models.functions.text.Lower("email"), name="case_asked_from"),
        ),
        migrations.AddIndex(
            model_name="casemail",
            index=models.Index(fields=["address"], name="case_mail_address"),
        ),
        migrations.AddIndex(
            model_name="introductionask",
            index=models.Index(fields=["made_at"], name="introduction_ask_made"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["made_at"], name="letter_made"),
        ),
        migrations.AddIndex(
            model_name="linkanswer",
            index=models.Index(
                condition=models.Q(("confirmed_as", "")), fields=["ask"], name="link_answer_unconfirmed"
            ),
        ),
        migrations.AddIndex(
            model_name="listdraft",
            index=models.Index(fields=["touched_at"], name="list_draft_touched"),
        ),
        migrations.AddIndex(
            model_name="numberask",
            index=models.Index(condition=models.Q(("given_at", None)), fields=["asked_at"], name="number_not_given"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["made_at"], name="question_made"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["made_at"], name="report_made"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["about"], name="report_about"),
        ),
        migrations.AddIndex(
            model_name="shortword",
            index=models.Index(fields=["made_at"], name="short_word_made"),
        ),
        migrations.AddIndex(
            model_name="takenback",
            index=models.Index(fields=["counts_until"], name="taken_back_until"),
        ),
        migrations.AddIndex(
            model_name="vouch",
            index=models.Index(condition=models.Q(("phone", ""), _negated=True), fields=["phone"], name="vouch_phone"),
        ),
        migrations.RunPython(tell_postgresql, migrations.RunPython.noop),
    ]
