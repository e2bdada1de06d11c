"""Cases, reports, and what the staff looked at."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import people.models.person
import recommendations.models.cases

OPERATIONS = [
    migrations.CreateModel(
        name="Case",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("tell", "Tell me what is held about me"),
                        ("correct", "Correct something"),
                        ("remove", "Remove something"),
                        ("complain", "I have a complaint"),
                    ],
                    max_length=8,
                ),
            ),
            ("phone", models.CharField(blank=True, max_length=28, verbose_name="phone, E.164")),
            ("website", models.URLField(blank=True, max_length=300)),
            ("email", models.EmailField(max_length=254, verbose_name="where to answer")),
            ("words", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000)])),
            ("language", models.CharField(default=people.models.person.default_language, max_length=10)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("due_by", models.DateTimeField(default=recommendations.models.cases.answer_due)),
            ("tries", models.SmallIntegerField(default=0, verbose_name="codes typed")),
            ("proved_at", models.DateTimeField(null=True)),
            ("reason", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(500)])),
            ("closed_at", models.DateTimeField(null=True)),
            ("answer", models.TextField(blank=True)),
            (
                "handled_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "indexes": [models.Index(condition=models.Q(("closed_at", None)), fields=["due_by"], name="case_open")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("phone", ""), ("website", ""), _negated=True), name="case_is_about_something"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="CaseMail",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ("due_at", models.DateTimeField(null=True)),
            ("tries", models.SmallIntegerField(default=0)),
            ("sent_at", models.DateTimeField(null=True)),
            (
                "case",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="mails",
                    to="recommendations.case",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("receipt", "Receipt"), ("search", "Search"), ("code", "Code"), ("answer", "Answer")],
                    max_length=7,
                ),
            ),
            ("address", models.EmailField(blank=True, max_length=254, verbose_name="of the vouch, for a code")),
            ("code_hash", models.CharField(blank=True, max_length=64)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("proved_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="case_mail_due")
            ],
            "constraints": [models.UniqueConstraint(fields=("case", "kind", "address"), name="case_mail_once")],
        },
    ),
    migrations.CreateModel(
        name="Report",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "reporter",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="reports", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "kind",
                models.CharField(
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
            ("about", models.UUIDField(verbose_name="public id of the thing")),
            (
                "author",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("words", models.TextField(validators=[django.core.validators.MaxLengthValidator(1000)])),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("due_by", models.DateTimeField(default=recommendations.models.cases.answer_due)),
            ("handled_at", models.DateTimeField(null=True)),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[
                        ("look", "looked"),
                        ("prove", "wrote down how they made sure whose it is"),
                        ("correct", "asked an author to correct something"),
                        ("remove", "removed something"),
                        ("dismiss", "dismissed a report"),
                        ("suspend", "suspended an author"),
                        ("lift", "lifted a suspension"),
                    ],
                    max_length=7,
                ),
            ),
        ],
        options={
            "indexes": [models.Index(condition=models.Q(("handled_at", None)), fields=["due_by"], name="report_open")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("handled_at", None)),
                    fields=("reporter", "kind", "about"),
                    name="report_open_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ending", ""), ("handled_at", None)),
                        models.Q(("handled_at__isnull", False), models.Q(("ending", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="report_ends_in_some_way",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="DeskLook",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "staff",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "matter",
                models.CharField(
                    choices=[("case", "Case"), ("report", "Report"), ("suspension", "Suspension")], max_length=10
                ),
            ),
            ("about", models.UUIDField(verbose_name="public id of the case, report or suspension")),
            (
                "kind",
                models.CharField(
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
            ("thing", models.BigIntegerField(null=True, verbose_name="number of its row")),
            (
                "act",
                models.CharField(
                    choices=[
                        ("look", "looked"),
                        ("prove", "wrote down how they made sure whose it is"),
                        ("correct", "asked an author to correct something"),
                        ("remove", "removed something"),
                        ("dismiss", "dismissed a report"),
                        ("suspend", "suspended an author"),
                        ("lift", "lifted a suspension"),
                    ],
                    max_length=7,
                ),
            ),
            ("reason", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(500)])),
            ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
        ],
        options={
            "ordering": ["pk"],
            "indexes": [
                models.Index(fields=["about"], name="desk_look_of"),
                models.Index(fields=["kind", "thing"], name="desk_look_at"),
            ],
        },
    ),
]
