"""Who is signed in where, what they are told and by which way, and what the worker has done."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Session",
        fields=[
            ("session_data", models.TextField(verbose_name="session data")),
            ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
            (
                "session_key",
                models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="SHA-256 of the key"),
            ),
            (
                "person",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="sessions",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("browser", models.CharField(max_length=200, verbose_name="what it calls itself")),
            ("internet_address", models.GenericIPAddressField(null=True, verbose_name="where it began")),
            ("began_at", models.DateTimeField()),
        ],
        options={
            "verbose_name": "session",
            "verbose_name_plural": "sessions",
            "abstract": False,
        },
    ),
    migrations.CreateModel(
        name="Beginning",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "session",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="beginnings", to="people.session"
                ),
            ),
            ("whom", models.CharField(max_length=64)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("whom", "session"), name="beginning_once")],
        },
    ),
    migrations.CreateModel(
        name="MailStop",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("address_hash", models.CharField(max_length=64, unique=True)),
        ],
    ),
    migrations.CreateModel(
        name="Notice",
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
                    related_name="notices",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("kind", models.CharField(max_length=20)),
            (
                "who",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "with_whom",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("about", models.UUIDField(verbose_name="public id of the thing that it is about")),
            ("link", models.CharField(max_length=200, verbose_name="path of the page to go to")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("read_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="notice_due")
            ],
            "constraints": [models.UniqueConstraint(fields=("person", "kind", "about"), name="notice_once")],
        },
    ),
    migrations.CreateModel(
        name="PushBrowser",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ("endpoint", models.CharField(max_length=1000, unique=True)),
            ("key", models.CharField(max_length=87)),
            ("secret", models.CharField(max_length=22)),
            ("since", models.DateTimeField(default=django.utils.timezone.now)),
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
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
        ],
        options={
            "verbose_name_plural": "pushes",
            "indexes": [
                models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="push_due")
            ],
            "constraints": [models.UniqueConstraint(fields=("notice", "browser"), name="push_once")],
        },
    ),
    migrations.CreateModel(
        name="SignInMail",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("due_at", models.DateTimeField(null=True)),
            ("tries", models.SmallIntegerField(default=0)),
            ("sent_at", models.DateTimeField(null=True)),
            ("whom", models.CharField(db_index=True, max_length=64, verbose_name="hash of the address")),
            ("sealed", models.TextField()),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("expires_at", models.DateTimeField()),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="sign_in_mail_due")
            ],
        },
    ),
    migrations.CreateModel(
        name="Job",
        fields=[
            ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
            (
                "due_at",
                models.DateTimeField(null=True, verbose_name="when it is to begin again; null of what never ends"),
            ),
            ("reached", models.BigIntegerField(default=0, verbose_name="as far as an unfinished run has come")),
            ("began_at", models.DateTimeField(null=True, verbose_name="when it last began")),
            ("ended_at", models.DateTimeField(null=True, verbose_name="when it last ended well")),
            ("failed_at", models.DateTimeField(null=True, verbose_name="when it last did not")),
            ("error", models.CharField(blank=True, max_length=200, verbose_name="which error that was, and where")),
        ],
    ),
]
