import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_after_a_call_one_may_be_asked"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="push_answers",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="person",
            name="push_asks",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="person",
            name="push_offered",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="person",
            name="push_thanks",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="person",
            name="push_ties",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="PushBrowser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", models.CharField(max_length=1000, unique=True)),
                ("key", models.CharField(max_length=87)),
                ("secret", models.CharField(max_length=22)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="push_browsers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="push_browser", to="people.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Push",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pushes", to="people.notice"
                    ),
                ),
                (
                    "browser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pushes", to="people.pushbrowser"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "pushes",
                "indexes": [
                    models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="push_due")
                ],
                "constraints": [models.UniqueConstraint(fields=("notice", "browser"), name="push_once")],
            },
        ),
    ]
