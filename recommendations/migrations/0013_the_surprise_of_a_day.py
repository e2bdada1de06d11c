from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OLD = ["offer_once_a_day", "offer_of_a_vouch_once", "offer_of_an_insight_once", "offer_of_one_thing"]


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0012_numbers_asked_for_and_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.RemoveConstraint(model_name="offer", name=name) for name in OLD),
        migrations.RenameModel("Offer", "Surprise"),
        migrations.AlterField(
            model_name="surprise",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="surprises",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="surprise",
            constraint=models.UniqueConstraint(fields=["person", "day"], name="surprise_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="surprise",
            constraint=models.UniqueConstraint(fields=["person", "vouch"], name="surprise_of_a_vouch_once"),
        ),
        migrations.AddConstraint(
            model_name="surprise",
            constraint=models.UniqueConstraint(fields=["person", "insight"], name="surprise_of_an_insight_once"),
        ),
        migrations.AddConstraint(
            model_name="surprise",
            constraint=models.CheckConstraint(
                condition=models.Q(vouch=None, insight__isnull=False) | models.Q(vouch__isnull=False, insight=None),
                name="surprise_of_one_thing",
            ),
        ),
    ]
