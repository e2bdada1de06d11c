"""`python -m tests.upgrades.keep 1.0`, with the code of that release: databases that it made, with people in them."""

import gzip
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

RELEASED = Path(__file__).parent / "released"
# Commands of psql itself, which older ones do not know.
OF_PSQL = re.compile(r"^\\(?:un)?restrict .*\n", re.MULTILINE)


def keep(version: str, vendor: str) -> None:
    with TemporaryDirectory(prefix="whom-released-") as folder:
        from tests import environment  # which says that it is on SQLite, in memory

        file = Path(folder, "whom.sqlite3")
        os.environ |= {"DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "config.settings"}
        if vendor == "postgresql":
            environment.GIVEN_DATABASE_URL = ""
            from tests import on_postgres  # which starts a server
        fill()
        if vendor == "postgresql":
            dump = [on_postgres.binaries() / "pg_dump", "--no-owner", "--no-privileges", os.environ["DATABASE_URL"]]
            text = OF_PSQL.sub("", subprocess.run(dump, check=True, capture_output=True, text=True).stdout)
        else:
            with closing(sqlite3.connect(file)) as database:
                text = "\n".join(database.iterdump())
    (RELEASED / f"{version}.{vendor}.sql.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def fill() -> None:
    """The neighbourhood of the demo, and whom the table of access is about; and no towns but theirs."""
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    from people.models import Place
    from recommendations.demo import neighbourhood
    from tests.worlds.access import make_world

    call_command("prepare", verbosity=0)
    neighbourhood.build("en-gb")
    make_world()
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    named = [field for field in fields if field.related_model is Place]
    used = {pk for field in named for pk in field.model._base_manager.values_list(field.attname, flat=True)}
    Place.objects.exclude(pk__in=used - {None})._raw_delete("default")
    connection.close()


if __name__ == "__main__":
    version, *vendors = sys.argv[1:]
    for vendor in vendors:
        keep(version, vendor)
    if not vendors:  # in a process each, since what Django is told first stays
        for vendor in ("sqlite", "postgresql"):
            subprocess.run([sys.executable, "-m", "tests.upgrades.keep", version, vendor], check=True)
