from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0022_more_is_reported_and_more_leads_to_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handled_at", None), ("kind", "link")),
                fields=("reporter", "about"),
                name="report_of_a_link_open_once",
            ),
        ),
    ]
