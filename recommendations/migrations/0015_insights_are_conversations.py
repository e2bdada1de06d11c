from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce


def since_they_were_written(apps: Any, schema_editor: Any) -> None:
    """No insight has been affirmed so far: it was last spoken of when it was written, or edited."""
    apps.get_model("recommendations", "Insight").objects.update(affirmed_at=Coalesce("edited_at", "written_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0014_something_else_and_ideas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ShortWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("words", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("unseen", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="insight",
            name="affirmed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="insight",
            name="corrected_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="insight",
            name="grown_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="insight",
            name="outdated_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="question",
            name="insight",
            field=models.UUIDField(null=True, verbose_name="public id"),
        ),
        migrations.AlterField(
            model_name="desklook",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("vouch", "A vouch"),
                    ("insight", "An insight"),
                    ("ask", "A question"),
                    ("answer", "An answer"),
                    ("photo", "A photo"),
                    ("word", "A short word"),
                    ("reply", "An answer to a short word"),
                    ("person", "A person"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="provider",
            field=models.UUIDField(null=True, verbose_name="public id"),
        ),
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("vouch", "A vouch"),
                    ("insight", "An insight"),
                    ("ask", "A question"),
                    ("answer", "An answer"),
                    ("photo", "A photo"),
                    ("word", "A short word"),
                    ("reply", "An answer to a short word"),
                    ("person", "A person"),
                ],
                max_length=7,
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("insight", None), ("provider__isnull", False)),
                    models.Q(("insight__isnull", False), ("provider", None)),
                    _connector="OR",
                ),
                name="question_about_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="shortword",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="words_received", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="shortword",
            name="insight",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="short_words",
                to="recommendations.insight",
            ),
        ),
        migrations.AddField(
            model_name="shortword",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="words_sent", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="shortword",
            constraint=models.CheckConstraint(
                condition=models.Q(("insight__isnull", False)), name="short_word_about_one_thing"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortword",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("author")), _negated=True), name="short_word_to_someone_else"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortword",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="short_word_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="shortword",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at__isnull", False), ("answer", ""), _connector="OR"),
                name="short_word_answered_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="shortword",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None), ("insight__isnull", False)),
                fields=("person", "insight"),
                name="short_word_of_insight_once_until_answered",
            ),
        ),
        migrations.RemoveIndex(model_name="insight", name="insight_sight"),
        migrations.AddIndex(
            model_name="insight",
            index=models.Index(fields=["author", "scope", "id", "outdated_at"], name="insight_sight"),
        ),
        migrations.RunPython(since_they_were_written, migrations.RunPython.noop, elidable=True),
    ]
