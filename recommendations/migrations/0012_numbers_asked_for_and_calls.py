import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0011_lists_checked_before_they_are_added"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="reply",
            field=models.CharField(blank=True, max_length=500, verbose_name="the asker's, to this person alone"),
        ),
        migrations.AddField(
            model_name="ask",
            name="whole_circle_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("about", models.UUIDField(verbose_name="public id")),
                ("called_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "about"), name="call_once")],
            },
        ),
        migrations.CreateModel(
            name="NumberAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("given_at", models.DateTimeField(null=True)),
                ("declined", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "vouch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers_asked",
                        to="recommendations.vouch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "vouch"), name="number_asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("given_at", None), ("declined", False), _connector="OR"),
                        name="number_given_or_not",
                    ),
                ],
            },
        ),
    ]
