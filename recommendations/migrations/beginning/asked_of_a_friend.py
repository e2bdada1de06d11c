"""What one friend is asked for: a short answer, a number, an introduction; and the call that follows."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Question",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="questions", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "friend",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="questions_asked_of",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("provider", models.UUIDField(null=True, verbose_name="public id")),
            ("insight", models.UUIDField(null=True, verbose_name="public id")),
            ("words", models.CharField(max_length=300)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("answer", models.CharField(blank=True, max_length=1000)),
            ("answered_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("person", models.F("friend")), _negated=True), name="question_to_someone_else"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("insight", None), ("provider__isnull", False)),
                        models.Q(("insight__isnull", False), ("provider", None)),
                        _connector="OR",
                    ),
                    name="question_about_one_thing",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="NumberAsk",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
            ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("given_at", models.DateTimeField(null=True)),
            ("declined", models.BooleanField(default=False)),
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
    migrations.CreateModel(
        name="IntroductionAsk",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="introductions_asked",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
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
    migrations.CreateModel(
        name="Call",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="calls",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("about", models.UUIDField(verbose_name="public id")),
            ("called_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("person", "about"), name="call_once")],
        },
    ),
]
