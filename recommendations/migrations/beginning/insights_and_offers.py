"""What was learned, what is offered, and what nobody asked for."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import recommendations.models.words_folded

OPERATIONS = [
    migrations.CreateModel(
        name="Insight",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "trade",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="recommendations.trade",
                ),
            ),
            (
                "other",
                models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
            ),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "author",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="insights",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("words", models.TextField(validators=[django.core.validators.MaxLengthValidator(800)])),
            ("words_folded", recommendations.models.words_folded.WordsField(editable=False, of=("words", "other"))),
            ("link", models.URLField(blank=True, max_length=300)),
            (
                "scope",
                models.SmallIntegerField(choices=[(0, "Only me"), (1, "My circle"), (2, "My circle and theirs")]),
            ),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("edited_at", models.DateTimeField(editable=False, null=True)),
            ("grown_at", models.DateTimeField(editable=False, null=True)),
            ("corrected_at", models.DateTimeField(editable=False, null=True)),
            ("outdated_at", models.DateTimeField(editable=False, null=True)),
            ("affirmed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ],
        options={
            "indexes": [models.Index(fields=["author", "scope", "id", "outdated_at"], name="insight_sight")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("scope__in", [0, 1, 2])), name="insight_choices"),
                models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="insight_says_something"),
                models.CheckConstraint(
                    condition=models.Q(("words_folded", ""), _negated=True), name="insight_words_are_folded"
                ),
                models.CheckConstraint(
                    condition=models.Q(("trade", None), ("other", ""), _connector="OR"),
                    name="insight_of_one_kind_at_most",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Gratitude",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="gratitudes",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "insight",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="gratitudes", to="recommendations.insight"
                ),
            ),
            ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("person", "insight"), name="gratitude_once")],
        },
    ),
    migrations.CreateModel(
        name="Kept",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="kept",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "insight",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="recommendations.insight"
                ),
            ),
            ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "verbose_name_plural": "kept",
            "constraints": [models.UniqueConstraint(fields=("person", "insight"), name="kept_once")],
        },
    ),
    migrations.CreateModel(
        name="Offer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "trade",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="recommendations.trade",
                ),
            ),
            (
                "other",
                models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
            ),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "author",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="offers",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "gladly",
                models.CharField(
                    choices=[("lend", "Lend something"), ("do", "Do something"), ("explain", "Explain something")],
                    max_length=7,
                ),
            ),
            ("words", models.CharField(max_length=200)),
            (
                "place",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="people.place",
                ),
            ),
            ("until", models.DateField(verbose_name="its last day")),
            (
                "scope",
                models.SmallIntegerField(choices=[(0, "Only me"), (1, "My circle"), (2, "My circle and theirs")]),
            ),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("edited_at", models.DateTimeField(editable=False, null=True)),
            ("asked_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "indexes": [
                models.Index(fields=["author", "scope", "until", "id"], name="offer_sight"),
                models.Index(condition=models.Q(("asked_at", None)), fields=["until"], name="offer_to_renew"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("gladly__in", ["lend", "do", "explain"]), ("scope__in", [0, 1, 2])),
                    name="offer_choices",
                ),
                models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="offer_says_something"),
                models.CheckConstraint(
                    condition=models.Q(("trade", None), ("other", ""), _connector="OR"),
                    name="offer_of_one_kind_at_most",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ShortWord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="words_sent", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "author",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="words_received",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "insight",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="short_words",
                    to="recommendations.insight",
                ),
            ),
            (
                "offer",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="short_words",
                    to="recommendations.offer",
                ),
            ),
            ("words", models.CharField(max_length=300)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("answer", models.CharField(blank=True, max_length=300)),
            ("answered_at", models.DateTimeField(null=True)),
            ("taken_at", models.DateTimeField(null=True)),
            ("thanks", models.CharField(blank=True, max_length=300)),
            ("thanked_at", models.DateTimeField(null=True)),
            ("unseen", models.BooleanField(default=False)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("insight__isnull", False), ("offer", None)),
                        models.Q(("insight", None), ("offer__isnull", False)),
                        _connector="OR",
                    ),
                    name="short_word_about_one_thing",
                ),
                models.CheckConstraint(
                    condition=models.Q(("person", models.F("author")), _negated=True), name="short_word_to_someone_else"
                ),
                models.CheckConstraint(
                    condition=models.Q(("words", ""), _negated=True), name="short_word_says_something"
                ),
                models.CheckConstraint(
                    condition=models.Q(("answered_at__isnull", False), ("answer", ""), _connector="OR"),
                    name="short_word_answered_at_some_time",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("answered_at", None), ("insight__isnull", False)),
                    fields=("person", "insight"),
                    name="short_word_of_insight_once_until_answered",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("thanked_at", None), ("thanks", "")),
                        models.Q(("answered_at__isnull", False), ("offer__isnull", False)),
                        _connector="OR",
                    ),
                    name="short_word_thanked_for_an_answer",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("answered_at", None), ("offer__isnull", False)),
                    fields=("person", "offer"),
                    name="short_word_of_offer_once_until_answered",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Surprise",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="surprises",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("day", models.DateField()),
            ("vouch", models.UUIDField(null=True, verbose_name="public id of a vouch")),
            ("insight", models.UUIDField(null=True, verbose_name="public id of an insight")),
            ("offer", models.UUIDField(null=True, verbose_name="public id of an offer")),
            (
                "trade",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="recommendations.trade",
                ),
            ),
            (
                "through",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("encounter", models.BooleanField(default=False)),
            ("dismissed", models.BooleanField(default=False, verbose_name="not for me")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("person", "day"), name="surprise_once_a_day"),
                models.UniqueConstraint(fields=("person", "vouch"), name="surprise_of_a_vouch_once"),
                models.UniqueConstraint(fields=("person", "insight"), name="surprise_of_an_insight_once"),
                models.UniqueConstraint(fields=("person", "offer"), name="surprise_of_an_offer_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("insight", None), ("offer", None), ("vouch__isnull", False)),
                        models.Q(("insight__isnull", False), ("offer", None), ("vouch", None)),
                        models.Q(("insight", None), ("offer__isnull", False), ("vouch", None)),
                        _connector="OR",
                    ),
                    name="surprise_of_one_thing",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Letter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("due_at", models.DateTimeField(null=True)),
            ("tries", models.SmallIntegerField(default=0)),
            ("sent_at", models.DateTimeField(null=True)),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="letters_sent",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("week", models.DateField(verbose_name="its Monday")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="letter_due")
            ],
            "constraints": [models.UniqueConstraint(fields=("person", "week"), name="letter_once_a_week")],
        },
    ),
]
