from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_a_person_may_be_suspended"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="after_calls",
            field=models.BooleanField(default=True, verbose_name="asked about a call one has tapped"),
        ),
    ]
