from django.db import migrations, models


def mark_who_is_joining(apps, schema_editor):
    """Whoever has begun and has not proved the address yet; until now this was told by the same signs."""
    try:
        # No dependency: the table stands on people's first migration, which one that replaces this one too would be.
        EmailAddress = apps.get_model("account", "EmailAddress")
    except LookupError:
        return  # nobody can have begun yet
    proved = EmailAddress.objects.filter(verified=True).values("user")
    begun = EmailAddress.objects.filter(verified=False).values("user")
    people = apps.get_model("people", "Person").objects.filter(pk__in=begun, last_login=None)
    people.exclude(pk__in=proved).exclude(ties__isnull=False).update(joining=True)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_sessions_without_their_keys"),
    ]

    operations = [
        migrations.DeleteModel(name="Parting"),
        migrations.AddField(
            model_name="invitation",
            name="unheard",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="joining",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="person",
            name="renamed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(mark_who_is_joining, migrations.RunPython.noop),
    ]
