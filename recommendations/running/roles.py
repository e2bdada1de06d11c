"""What holds for whoever connects by our own role, whatever stands between."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from recommendations.running.findings import Finding


def tell_role() -> None:
    """From the next connection on. No more than any role may say of itself."""
    with connection.cursor() as cursor:
        for name, value in settings.TOLD_TO_ROLE.items():
            cursor.execute("SELECT current_database()")
            database = connection.ops.quote_name(cursor.fetchone()[0])
            cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {database} SET {name} = '{value}'")


def check_role() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        for name, value in settings.TOLD_TO_ROLE.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            [found] = cursor.fetchone()
            if found != value:
                words = f"The database's role has {name} = {found}, and not {value}: manage.py prepare, and begin all"
                yield Finding(f"{words} connections anew (in PgBouncer: RECONNECT).")
