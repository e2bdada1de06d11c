import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_introductions_may_be_asked_for"),
    ]

    operations = [
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
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="sign_in_mail_due"
                    )
                ],
            },
        ),
    ]
