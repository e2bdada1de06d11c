"""Who did the work, and whose word there is about them."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import recommendations.models.kinds
import recommendations.models.words_folded

OPERATIONS = [
    migrations.CreateModel(
        name="Trade",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=60, unique=True)),
            ("name", models.CharField(max_length=60)),
            ("group", models.CharField(max_length=20)),
            ("synonyms", models.TextField(blank=True, verbose_name="everyday words, one a line")),
        ],
        options={
            "ordering": ["name"],
        },
    ),
    migrations.CreateModel(
        name="Provider",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("identity", models.CharField(max_length=300, null=True, unique=True)),
        ],
    ),
    migrations.CreateModel(
        name="TakenBack",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "author",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="warnings_taken_back",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "provider",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="recommendations.provider",
                ),
            ),
            ("counts_until", models.DateField(verbose_name="a Monday, on which it counts no more")),
        ],
        options={
            "verbose_name_plural": "taken back",
            "constraints": [models.UniqueConstraint(fields=("provider", "author"), name="taken_back_once")],
        },
    ),
    migrations.CreateModel(
        name="Vouch",
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
                    related_name="vouches",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "provider",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="vouches",
                    to="recommendations.provider",
                ),
            ),
            (
                "other_folded",
                recommendations.models.kinds.FoldedField(blank=True, editable=False, max_length=160, of="other"),
            ),
            (
                "place",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="people.place",
                ),
            ),
            ("name", models.CharField(max_length=120)),
            ("phone", models.CharField(blank=True, max_length=28, verbose_name="phone, E.164")),
            ("email", models.EmailField(blank=True, max_length=254)),
            ("website", models.URLField(blank=True, max_length=300)),
            ("job", models.CharField(max_length=200)),
            ("hired_on", models.DateField(verbose_name="first day of the month")),
            ("outcome", models.SmallIntegerField(choices=[(0, "Not again"), (1, "Yes, but"), (2, "Yes")])),
            ("words", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000)])),
            (
                "words_folded",
                recommendations.models.words_folded.WordsField(editable=False, of=("name", "other", "job", "words")),
            ),
            ("caveat", models.CharField(blank=True, max_length=300)),
            ("cost", models.CharField(blank=True, max_length=100)),
            (
                "relation",
                models.CharField(
                    choices=[
                        ("none", "No, I was just a customer"),
                        ("self", "It is me or my firm"),
                        ("family", "They are family"),
                        ("friend", "They are a friend"),
                        ("paid", "I was paid or given something for this"),
                    ],
                    max_length=6,
                ),
            ),
            ("pass_on", models.BooleanField(default=False)),
            (
                "scope",
                models.SmallIntegerField(choices=[(0, "Only me"), (1, "My circle"), (2, "My circle and theirs")]),
            ),
            (
                "warns_from",
                models.DateField(
                    editable=False,
                    null=True,
                    verbose_name="the Monday from which a “not again” warns beyond the circle",
                ),
            ),
            ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("renewed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ],
        options={
            "indexes": [
                models.Index(
                    fields=["author", "trade", "scope", "provider", "outcome", "hired_on", "place", "relation", "id"],
                    name="vouch_sight",
                ),
                models.Index(django.db.models.functions.text.Upper("name"), name="vouch_called"),
                models.Index(
                    condition=models.Q(("relation", "none"), ("warns_from__isnull", False)),
                    fields=["provider", "author", "warns_from"],
                    name="vouch_warns_beyond",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("provider", "author", "trade"), name="vouch_once"),
                models.UniqueConstraint(
                    condition=models.Q(("trade", None)),
                    fields=("provider", "author", "other_folded"),
                    name="vouch_once_of_something_else",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("other", ""), ("trade__isnull", False)),
                        models.Q(("trade", None), models.Q(("other", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="vouch_of_one_kind",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("other", ""), ("other_folded", "")),
                        models.Q(models.Q(("other", ""), _negated=True), models.Q(("other_folded", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="vouch_other_says_something",
                ),
                models.CheckConstraint(
                    condition=models.Q(("outcome__in", [0, 1, 2]), ("scope__in", [0, 1, 2])), name="vouch_choices"
                ),
                models.CheckConstraint(
                    condition=models.Q(("outcome", 0), ("scope", 2), _negated=True), name="vouch_no_stays_in_the_circle"
                ),
                models.CheckConstraint(
                    condition=models.Q(("warns_from", None), models.Q(("outcome", 0), ("scope", 1)), _connector="OR"),
                    name="vouch_warns_beyond_only_as_not_again",
                ),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("job", ""), _negated=True)),
                    name="vouch_from_experience",
                ),
                models.CheckConstraint(
                    condition=models.Q(("words_folded", ""), _negated=True), name="vouch_words_are_folded"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Experience",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "vouch",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="earlier",
                    to="recommendations.vouch",
                ),
            ),
            ("job", models.CharField(max_length=200)),
            ("hired_on", models.DateField(verbose_name="first day of the month")),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("vouch", "hired_on", "job"), name="experience_once")],
        },
    ),
    migrations.CreateModel(
        name="Photo",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "vouch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="recommendations.vouch"
                ),
            ),
            ("image", models.BinaryField(verbose_name="JPEG, drawn anew")),
            ("width", models.SmallIntegerField()),
            ("height", models.SmallIntegerField()),
            ("alt", models.CharField(max_length=150)),
            ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["pk"],
        },
    ),
    migrations.CreateModel(
        name="Thanks",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="thanks_given",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "vouch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="thanks", to="recommendations.vouch"
                ),
            ),
            (
                "through",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="thanks_passed_on",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("words", models.CharField(blank=True, max_length=300)),
            ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("ask_at", models.DateTimeField(null=True)),
            ("taken_back", models.BooleanField(default=False)),
        ],
        options={
            "verbose_name_plural": "thanks",
            "indexes": [
                models.Index(condition=models.Q(("ask_at__isnull", False)), fields=["ask_at"], name="thanks_to_ask")
            ],
            "constraints": [models.UniqueConstraint(fields=("person", "vouch"), name="thanks_once")],
        },
    ),
]
