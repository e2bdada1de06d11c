from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_who_gets_in"),
        ("recommendations", "0004_insights_and_serendipity"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkanswer",
            name="unseen",
            field=models.BooleanField(default=False),
        ),
    ]
