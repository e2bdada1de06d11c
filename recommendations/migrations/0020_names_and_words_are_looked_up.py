from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Upper

import recommendations.models.words_folded
from recommendations.models.words_folded import words_of

SAID = {"Vouch": ("name", "other", "job", "words"), "Insight": ("words", "other")}
AT_ONCE = 2_000


def fold_what_was_said(apps: Any, schema_editor: Any) -> None:
    for name, texts in SAID.items():
        model = apps.get_model("recommendations", name)
        text = f"UPDATE {model._meta.db_table} SET words_folded = %s WHERE id = %s"  # noqa: S608  # of the model
        # Once more for each lot, since SQLite would find rows again that are written while it reads.
        last = 0
        while said := list(_after(model, last, texts)):
            with schema_editor.connection.cursor() as cursor:
                cursor.executemany(text, [(words_of(*words), pk) for pk, *words in said])
            last = said[-1][0]


def _after(model: Any, last: int, texts: tuple[str, ...]) -> Any:
    return model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", *texts)[:AT_ONCE]


def words_field(name: str) -> models.Field:
    return recommendations.models.words_folded.WordsField(editable=False, default="", of=SAID[name])


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0019_cases_answered_in_their_language")]

    operations = [
        *(
            migrations.AddField(name.lower(), "words_folded", words_field(name), preserve_default=False)
            for name in SAID
        ),
        migrations.RunPython(fold_what_was_said, migrations.RunPython.noop),
        *(
            migrations.AddConstraint(
                name.lower(),
                models.CheckConstraint(
                    condition=models.Q(("words_folded", ""), _negated=True), name=f"{name.lower()}_words_are_folded"
                ),
            )
            for name in SAID
        ),
        migrations.AddIndex("vouch", models.Index(Upper("name"), name="vouch_called")),
    ]
