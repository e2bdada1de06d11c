import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_pushes_to_browsers"),
        ("recommendations", "0016_offers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftUnsaid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.UUIDField(verbose_name="public id of an entry or a vouch of theirs")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "left unsaid",
            },
        ),
        migrations.RemoveConstraint(
            model_name="recipient",
            name="passed_on_once",
        ),
        migrations.AddField(
            model_name="answer",
            name="waits",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="ask",
            name="quiet",
            field=models.CharField(
                blank=True,
                choices=[("nameless", "Without a name"), ("named", "With my first name")],
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="recipient",
            name="quietly",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(("quiet__in", ["", "nameless", "named"])), name="ask_quiet_choices"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("quietly", False)), fields=("ask", "passed_by"), name="passed_on_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("passed_by", None), ("quietly", True)),
                fields=("ask",),
                name="asked_through_one_friend",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("quietly", True)), fields=("ask", "person"), name="put_once"
            ),
        ),
        migrations.AddField(
            model_name="leftunsaid",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="left_unsaid",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="leftunsaid",
            constraint=models.UniqueConstraint(fields=("person", "about"), name="left_unsaid_once"),
        ),
    ]
