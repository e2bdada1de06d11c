import platform
import tomllib
from functools import cache

import django
from django.conf import settings
from django.db import connection


@cache
def version_of_whom() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def versions() -> dict[str, str]:
    """By the name of each. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        of_database = cursor.fetchone()[0]
    return {
        "Whom": version_of_whom(),
        "Django": django.get_version(),
        "Python": platform.python_version(),
        connection.display_name: of_database.split()[0],
    }
