from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_people_places_ties_and_invitations"),
    ]

    operations = [
        migrations.DeleteModel(name="Parting"),
    ]
