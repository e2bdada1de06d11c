"""Questions, whom they reach, and what came of them."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import recommendations.models.asks

OPERATIONS = [
    migrations.CreateModel(
        name="Ask",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "other",
                models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
            ),
            (
                "trade",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="recommendations.trade",
                ),
            ),
            (
                "seeks",
                models.CharField(
                    choices=[("hire", "Somebody to hire"), ("idea", "A person or an idea")],
                    default="hire",
                    max_length=4,
                    verbose_name="what is looked for",
                ),
            ),
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
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="asks", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("words", models.CharField(blank=True, max_length=500)),
            ("discreet", models.BooleanField(default=False, editable=False)),
            (
                "quiet",
                models.CharField(
                    blank=True,
                    choices=[("nameless", "Without a name"), ("named", "With my first name")],
                    editable=False,
                    max_length=8,
                ),
            ),
            (
                "by_when",
                models.CharField(
                    choices=[
                        ("now", "As soon as possible"),
                        ("week", "Within a week"),
                        ("month", "Within a month"),
                        ("whenever", "No hurry"),
                    ],
                    default="week",
                    max_length=8,
                ),
            ),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("open_since", models.DateTimeField(editable=False, null=True)),
            ("whole_circle_at", models.DateTimeField(editable=False, null=True)),
            ("still_asked_at", models.DateTimeField(editable=False, null=True)),
            ("closed_at", models.DateTimeField(editable=False, null=True)),
            (
                "ending",
                models.CharField(
                    blank=True,
                    choices=[
                        ("hired", "You hired someone"),
                        ("found", "You have what you asked for"),
                        ("not_needed", "No longer needed"),
                        ("rested", "Nothing was heard of it for a while"),
                    ],
                    editable=False,
                    max_length=10,
                ),
            ),
            (
                "hired",
                models.CharField(
                    blank=True, editable=False, max_length=120, verbose_name="whom, as the asker calls them"
                ),
            ),
            ("reopened", models.BooleanField(default=False, editable=False)),
            ("ask_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("ask_at__isnull", False)), fields=["ask_at"], name="ask_to_ask"),
                models.Index(condition=models.Q(("closed_at", None)), fields=["open_since"], name="ask_open"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("closed_at", None), ("ending", "")),
                        models.Q(
                            ("closed_at__isnull", False),
                            ("open_since__isnull", False),
                            models.Q(("ending", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="ask_ends_in_some_way",
                ),
                models.CheckConstraint(
                    condition=models.Q(("ending", "hired"), ("hired", ""), _connector="OR"), name="ask_hired_someone"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("other", ""), ("trade__isnull", False)),
                        models.Q(("trade", None), models.Q(("other", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="ask_of_one_kind",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("seeks", "hire"), models.Q(("seeks", "idea"), ("trade", None)), _connector="OR"
                    ),
                    name="ask_for_an_idea_is_in_words",
                ),
                models.CheckConstraint(
                    condition=models.Q(("quiet__in", ["", "nameless", "named"])), name="ask_quiet_choices"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="AskLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "ask",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="link", to="recommendations.ask"
                ),
            ),
            ("token_hash", models.CharField(max_length=64, unique=True)),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("expires_at", models.DateTimeField(default=recommendations.models.asks.link_ends)),
            ("taken", models.SmallIntegerField(default=0, verbose_name="answers, discarded ones too")),
        ],
        options={
            "constraints": [
                models.CheckConstraint(condition=models.Q(("taken__lte", 30)), name="ask_link_takes_so_many")
            ],
        },
    ),
    migrations.CreateModel(
        name="Recipient",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "ask",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="recipients", to="recommendations.ask"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="asked", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "passed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("quietly", models.BooleanField(default=False)),
            ("word", models.CharField(blank=True, max_length=300, verbose_name="of the one who passed it on")),
            ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ("declined", models.BooleanField(default=False)),
            ("declined_by_mail", models.BooleanField(default=False)),
            (
                "said_by_mail",
                models.SmallIntegerField(
                    default=0, verbose_name="answers and noes from the mail about it, taken back too"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("passed_by", None)), fields=("ask", "person"), name="asked_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("quietly", False)), fields=("ask", "passed_by"), name="passed_on_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("passed_by", None), ("quietly", True)),
                    fields=("ask",),
                    name="asked_through_one_friend",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("quietly", True)), fields=("ask", "person"), name="put_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("person", models.F("passed_by")), _negated=True),
                    name="passed_on_to_someone_else",
                ),
                models.CheckConstraint(
                    condition=models.Q(("declined_by_mail", False), ("declined", True), _connector="OR"),
                    name="recipient_declined_by_mail",
                ),
                models.CheckConstraint(
                    condition=models.Q(("said_by_mail__gte", 0), ("said_by_mail__lte", 3)), name="mail_says_so_much"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Answer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            (
                "ask",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="recommendations.ask"
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="answers",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("vouch", models.UUIDField(null=True, verbose_name="public id of a vouch of theirs")),
            ("words", models.CharField(blank=True, max_length=1000)),
            ("by_mail", models.BooleanField(default=False)),
            (
                "provider",
                models.CharField(
                    blank=True, max_length=120, verbose_name="whom one would call, as the mail's holder calls them"
                ),
            ),
            ("phone", models.CharField(blank=True, max_length=28, verbose_name="phone, E.164")),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("helped_at", models.DateTimeField(null=True)),
            ("thanks", models.CharField(blank=True, max_length=300)),
            ("waits", models.BooleanField(default=False)),
            ("reply", models.CharField(blank=True, max_length=500, verbose_name="the asker's, to this person alone")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("ask", "person", "vouch"), name="answer_once"),
                models.UniqueConstraint(
                    condition=models.Q(("by_mail", False), ("vouch", None)),
                    fields=("ask", "person"),
                    name="answer_in_words_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("by_mail", False), ("phone", ""), ("provider", "")),
                        models.Q(("by_mail", True), ("vouch", None), models.Q(("words", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="answer_by_mail_is_in_words",
                ),
                models.CheckConstraint(
                    condition=models.Q(("phone", ""), models.Q(("provider", ""), _negated=True), _connector="OR"),
                    name="answer_has_nobodys_phone",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="LinkAnswer",
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
                "ask",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="link_answers", to="recommendations.ask"
                ),
            ),
            ("name", models.CharField(max_length=80, verbose_name="who says it, as they call themselves")),
            ("provider", models.CharField(max_length=120, verbose_name="whom they hired")),
            ("phone", models.CharField(blank=True, max_length=28, verbose_name="phone, E.164")),
            ("website", models.URLField(blank=True, max_length=300)),
            ("job", models.CharField(max_length=200)),
            ("hired_on", models.DateField(null=True, verbose_name="first day of the month")),
            ("outcome", models.SmallIntegerField(choices=[(0, "Not again"), (1, "Yes, but"), (2, "Yes")], null=True)),
            ("caveat", models.CharField(blank=True, max_length=300)),
            ("words", models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(1000)])),
            ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ("confirmed_as", models.CharField(blank=True, max_length=80)),
            ("thanked_at", models.DateTimeField(null=True)),
            ("thanks", models.CharField(blank=True, max_length=300)),
            ("unseen", models.BooleanField(default=False)),
            (
                "writer",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="link_answers",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("vouch", models.UUIDField(null=True, verbose_name="public id of the vouch that its writer made of it")),
        ],
        options={
            "constraints": [
                models.CheckConstraint(condition=models.Q(("outcome__in", [0, 1, 2])), name="link_answer_choices"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("name", ""), _negated=True),
                        models.Q(
                            models.Q(
                                models.Q(("provider", ""), _negated=True),
                                models.Q(("job", ""), _negated=True),
                                ("hired_on__isnull", False),
                                ("outcome__isnull", False),
                            ),
                            models.Q(
                                models.Q(("words", ""), _negated=True),
                                ("caveat", ""),
                                ("hired_on", None),
                                ("job", ""),
                                ("outcome", None),
                                ("phone", ""),
                                ("provider", ""),
                                ("website", ""),
                            ),
                            _connector="OR",
                        ),
                    ),
                    name="link_answer_from_experience",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("other", ""), ("trade__isnull", False)),
                        models.Q(("trade", None), models.Q(("other", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="link_answer_of_one_kind",
                ),
            ],
        },
    ),
]
