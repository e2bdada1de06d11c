"""Places, people, and what is between them."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import people.models.invitations
import people.models.person

OPERATIONS = [
    migrations.CreateModel(
        name="Place",
        fields=[
            ("id", models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name="GeoNames id")),
            ("name", models.CharField(max_length=120)),
            ("search_name", models.CharField(db_index=True, max_length=120)),
            ("region", models.CharField(blank=True, max_length=3)),
            ("country", models.CharField(max_length=2, verbose_name="ISO 3166-1 alpha-2")),
            ("latitude", models.FloatField()),
            ("longitude", models.FloatField()),
            ("population", models.PositiveIntegerField()),
        ],
    ),
    migrations.CreateModel(
        name="Person",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            (
                "is_superuser",
                models.BooleanField(
                    default=False,
                    help_text="Designates that this user has all permissions without explicitly assigning them.",
                    verbose_name="superuser status",
                ),
            ),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
            ("name", models.CharField(max_length=80)),
            (
                "place",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="people.place",
                ),
            ),
            ("relays", models.BooleanField(default=True)),
            ("named_beyond", models.BooleanField(default=False)),
            ("language", models.CharField(default=people.models.person.default_language, max_length=10)),
            ("time_zone", models.CharField(default=people.models.person.default_time_zone, max_length=60)),
            ("is_staff", models.BooleanField(default=False)),
            ("is_active", models.BooleanField(default=True, editable=False)),
            ("rests", models.BooleanField(default=False, editable=False)),
            ("suspended", models.BooleanField(default=False, editable=False)),
            ("joining", models.BooleanField(default=False, editable=False)),
            ("renamed_at", models.DateTimeField(editable=False, null=True)),
            ("mails", models.BooleanField(default=True)),
            ("letters", models.BooleanField(default=True, verbose_name="the weekly letter")),
            ("after_calls", models.BooleanField(default=True, verbose_name="asked about a call one has tapped")),
            ("push_asks", models.BooleanField(default=True)),
            ("push_answers", models.BooleanField(default=True)),
            ("push_ties", models.BooleanField(default=True)),
            ("push_thanks", models.BooleanField(default=True)),
            ("push_offered", models.BooleanField(default=False, editable=False)),
            (
                "invited_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("joined_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            (
                "groups",
                models.ManyToManyField(
                    blank=True,
                    help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.group",
                    verbose_name="groups",
                ),
            ),
            (
                "user_permissions",
                models.ManyToManyField(
                    blank=True,
                    help_text="Specific permissions for this user.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.permission",
                    verbose_name="user permissions",
                ),
            ),
        ],
        options={
            "verbose_name_plural": "people",
            "constraints": [
                models.UniqueConstraint(
                    django.db.models.functions.text.Lower("email"), name="person_email_once_whatever_its_case"
                ),
                models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="person_has_a_name"),
                models.CheckConstraint(
                    condition=models.Q(("is_active", True), ("suspended", True), _negated=True),
                    name="person_suspended_is_out_of_sight",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Tie",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="ties",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "friend",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("how", models.CharField(blank=True, max_length=200, verbose_name="how you know them")),
            ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ("standing", models.BooleanField(default=True)),
            ("affirmed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("hears", models.BooleanField(default=True)),
        ],
        options={
            "indexes": [
                models.Index(fields=["person", "standing", "friend", "since"], name="tie_circle"),
                models.Index(
                    condition=models.Q(("hears", False)), fields=["person", "friend", "hears"], name="tie_muted"
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("friend", "person"), name="tie_once"),
                models.CheckConstraint(
                    condition=models.Q(("person", models.F("friend")), _negated=True), name="tie_with_someone_else"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Block",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "person",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="blocks",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "blocked",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("name", models.CharField(max_length=80)),
            ("since", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "indexes": [models.Index(fields=["blocked", "person"], name="block_reverse")],
            "constraints": [
                models.UniqueConstraint(fields=("person", "blocked"), name="block_once"),
                models.CheckConstraint(
                    condition=models.Q(("person", models.F("blocked")), _negated=True), name="block_someone_else"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Invitation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("due_at", models.DateTimeField(null=True)),
            ("tries", models.SmallIntegerField(default=0)),
            ("sent_at", models.DateTimeField(null=True)),
            (
                "inviter",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("name", models.CharField(max_length=80, verbose_name="what the inviter calls them")),
            ("how", models.CharField(max_length=200, verbose_name="how the inviter knows them")),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="where to mail it")),
            ("token_hash", models.CharField(max_length=64, unique=True)),
            ("form_key", models.UUIDField(default=uuid.uuid4, verbose_name="of the form it was made with")),
            ("asks_first", models.BooleanField(default=False)),
            ("unasked", models.BooleanField(default=False)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("expires_at", models.DateTimeField(default=people.models.invitations.invitation_ends)),
            (
                "accepted_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("accepted_how", models.CharField(blank=True, max_length=200)),
            ("confirmed_at", models.DateTimeField(null=True)),
            ("refused", models.BooleanField(default=False)),
            ("unheard", models.BooleanField(default=False)),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="invitation_due")
            ],
            "constraints": [models.UniqueConstraint(fields=("inviter", "form_key"), name="invitation_once")],
        },
    ),
    migrations.CreateModel(
        name="Introduction",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "introducer",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="introductions_made",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="introductions",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "friend",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("word", models.CharField(blank=True, max_length=300, verbose_name="why")),
            ("asked_for", models.BooleanField(default=False)),
            ("answer", models.BooleanField(null=True)),
            ("how", models.CharField(blank=True, max_length=200, verbose_name="how the person knows the friend")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("expires_at", models.DateTimeField(default=people.models.invitations.introduction_ends)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("introducer", "person", "friend"), name="introduction_once"),
                models.CheckConstraint(
                    condition=models.Q(("person", models.F("friend")), _negated=True), name="introduction_of_two"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Suspension",
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
                    related_name="suspensions",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("reason", models.TextField(validators=[django.core.validators.MaxLengthValidator(1000)])),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("answer", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000)])),
            ("answered_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="suspension_due")
            ],
            "constraints": [models.UniqueConstraint(fields=("person",), name="suspension_once")],
        },
    ),
]
