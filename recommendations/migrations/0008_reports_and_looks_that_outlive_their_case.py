import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import recommendations.models.cases


def keep_the_looks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    DeskLook = apps.get_model("recommendations", "DeskLook")
    old = apps.get_model("recommendations", "CaseLook").objects.order_by("pk").select_related("case")
    DeskLook.objects.bulk_create(
        (
            DeskLook(
                staff_id=look.staff_id,
                matter="case",
                about=look.case.public_id,
                kind="vouch",
                thing=look.vouch,
                act=look.act,
                at=look.at,
            )
            for look in old.iterator()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0007_providers_regrouped_by_identity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="reason",
            field=models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(500)]),
        ),
        migrations.CreateModel(
            name="DeskLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            ("ask", "A question"),
                            ("answer", "An answer"),
                            ("photo", "A photo"),
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
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vouch", "A vouch"),
                            ("insight", "An insight"),
                            ("ask", "A question"),
                            ("answer", "An answer"),
                            ("photo", "A photo"),
                            ("person", "A person"),
                        ],
                        max_length=7,
                    ),
                ),
                ("about", models.UUIDField(verbose_name="public id of the thing")),
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
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="desklook",
            index=models.Index(fields=["about"], name="desk_look_of"),
        ),
        migrations.AddIndex(
            model_name="desklook",
            index=models.Index(fields=["kind", "thing"], name="desk_look_at"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(condition=models.Q(("handled_at", None)), fields=["due_by"], name="report_open"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handled_at", None)), fields=("reporter", "kind", "about"), name="report_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ending", ""), ("handled_at", None)),
                    models.Q(("handled_at__isnull", False), models.Q(("ending", ""), _negated=True)),
                    _connector="OR",
                ),
                name="report_ends_in_some_way",
            ),
        ),
        migrations.RunPython(keep_the_looks, migrations.RunPython.noop),
        migrations.DeleteModel("CaseLook"),
    ]
