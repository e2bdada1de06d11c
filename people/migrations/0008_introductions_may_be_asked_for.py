from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_pushes_to_browsers"),
    ]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="asked_for",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="introduction",
            name="word",
            field=models.CharField(blank=True, max_length=300, verbose_name="why"),
        ),
    ]
