import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0017_asking_quietly_and_what_is_left_unsaid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="surprise",
            name="encounter",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="desklook",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("vouch", "A vouch"),
                    ("insight", "An insight"),
                    ("offer", "An offer"),
                    ("ask", "A question"),
                    ("answer", "An answer"),
                    ("wish", "A wish to be introduced"),
                    ("photo", "A photo"),
                    ("word", "A short word"),
                    ("reply", "An answer to a short word"),
                    ("person", "A person"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("vouch", "A vouch"),
                    ("insight", "An insight"),
                    ("offer", "An offer"),
                    ("ask", "A question"),
                    ("answer", "An answer"),
                    ("wish", "A wish to be introduced"),
                    ("photo", "A photo"),
                    ("word", "A short word"),
                    ("reply", "An answer to a short word"),
                    ("person", "A person"),
                ],
                max_length=7,
            ),
        ),
        migrations.CreateModel(
            name="IntroductionAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("vouch", "Vouch"), ("insight", "Insight"), ("offer", "Offer"), ("ask", "Ask")],
                        max_length=10,
                    ),
                ),
                ("thing", models.UUIDField(verbose_name="public id")),
                ("words", models.CharField(max_length=300, verbose_name="why")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("passed_on", models.BooleanField(null=True, verbose_name="by the friend, or not")),
                ("word", models.CharField(blank=True, max_length=300, verbose_name="of the friend, to the other")),
                ("answer", models.BooleanField(null=True, verbose_name="of the other")),
                ("unheard", models.BooleanField(default=False)),
                (
                    "friend",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "friend", "kind", "thing"), name="introduction_ask_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", models.F("friend")), _negated=True),
                            models.Q(
                                ("other", None),
                                models.Q(
                                    models.Q(("other", models.F("person")), _negated=True),
                                    models.Q(("other", models.F("friend")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="introduction_ask_of_three",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["vouch", "insight", "offer", "ask"])),
                        name="introduction_ask_choices",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", None), ("passed_on", True), _connector="OR"),
                        name="introduction_ask_answered_once_passed_on",
                    ),
                ],
            },
        ),
    ]
