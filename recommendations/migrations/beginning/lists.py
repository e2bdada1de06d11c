"""Everyone's own list, and what waits to be added to it."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Adding",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="addings", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("count", models.PositiveIntegerField()),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("taken_back_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="adding_of_somebody")],
        },
    ),
    migrations.CreateModel(
        name="Entry",
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
            ("name", models.CharField(max_length=120)),
            ("phone", models.CharField(blank=True, max_length=28, verbose_name="phone, E.164")),
            ("email", models.EmailField(blank=True, max_length=254)),
            ("website", models.URLField(blank=True, max_length=300)),
            ("job", models.CharField(blank=True, max_length=200)),
            ("hired_on", models.DateField(blank=True, null=True, verbose_name="first day of the month")),
            ("words", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000)])),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="entries",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("changed_at", models.DateTimeField(editable=False, null=True)),
            (
                "adding",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="entries",
                    to="recommendations.adding",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "entries",
            "constraints": [
                models.UniqueConstraint(fields=("person", "name", "phone"), name="entry_once"),
                models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="entry_has_a_name"),
                models.CheckConstraint(
                    condition=models.Q(("trade", None), ("other", ""), _connector="OR"),
                    name="entry_of_one_kind_at_most",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Saved",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="saved",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("provider", models.UUIDField(verbose_name="public id")),
            ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "verbose_name_plural": "saved",
            "constraints": [models.UniqueConstraint(fields=("person", "provider"), name="saved_once")],
        },
    ),
    migrations.CreateModel(
        name="Alike",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="alike",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("one", models.UUIDField(verbose_name="public id")),
            ("other", models.UUIDField(verbose_name="public id")),
            ("same", models.BooleanField()),
        ],
        options={
            "verbose_name_plural": "alike",
            "constraints": [
                models.UniqueConstraint(fields=("person", "one", "other"), name="alike_once"),
                models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="alike_in_order"),
            ],
        },
    ),
    migrations.CreateModel(
        name="LeftUnsaid",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="left_unsaid",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("about", models.UUIDField(verbose_name="public id of an entry or a vouch of theirs")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "verbose_name_plural": "left unsaid",
            "constraints": [models.UniqueConstraint(fields=("person", "about"), name="left_unsaid_once")],
        },
    ),
    migrations.CreateModel(
        name="ListDraft",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="list_drafts",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
            ("kind", models.CharField(max_length=5)),
            ("text", models.TextField(blank=True)),
            ("headings", models.JSONField(default=list)),
            ("columns", models.JSONField(default=dict)),
            ("header", models.BooleanField(default=False)),
            ("left_out", models.JSONField(default=list, verbose_name="line, text and why")),
            ("left_out_count", models.PositiveIntegerField(default=0)),
            ("columns_unread", models.JSONField(default=list)),
            ("touched_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("person",), name="list_draft_one_a_person"),
                models.CheckConstraint(
                    condition=models.Q(("text", ""), ("kind", "table"), _connector="OR"),
                    name="list_draft_text_of_a_table",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("text"), 10485760
                    ),
                    name="list_draft_of_a_bounded_size",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DraftRow",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=120)),
            ("phone", models.CharField(blank=True, max_length=28, verbose_name="phone, E.164")),
            ("email", models.EmailField(blank=True, max_length=254)),
            ("website", models.URLField(blank=True, max_length=300)),
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
            ("job", models.CharField(blank=True, max_length=200)),
            ("hired_on", models.DateField(blank=True, null=True, verbose_name="first day of the month")),
            ("words", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000)])),
            (
                "draft",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rows",
                    to="recommendations.listdraft",
                ),
            ),
            ("number", models.PositiveIntegerField(verbose_name="its place on the page")),
            (
                "group",
                models.SmallIntegerField(
                    choices=[(1, "To look at first"), (2, "Tradespeople"), (3, "Others"), (4, "On your list already")]
                ),
            ),
            ("ticked", models.BooleanField()),
            ("line", models.PositiveIntegerField()),
            ("raw", models.TextField(blank=True, verbose_name="as written, of what is to be mended")),
            ("faults", models.TextField(blank=True, verbose_name="a line for each")),
            ("known", models.CharField(blank=True, max_length=200)),
            ("said", models.TextField(verbose_name="folded, to be found by")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("draft", "number"), name="draft_row_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("ticked", False), models.Q(("name", ""), _negated=True), _connector="OR"),
                    name="draft_row_ticked_has_a_name",
                ),
            ],
        },
    ),
]
