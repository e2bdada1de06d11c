"""Folders as `import_network` reads them, and what it makes of them."""

import csv
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

COLUMNS = {
    "people": "email,name,place,relays,named_beyond",
    "ties": "person,friend,how",
    "vouches": "author,provider,phone,website,place,trade,job,hired_on,outcome,words,scope,relation,pass_on",
    "blocks": "person,blocked",
}
ANA, BEN, CLEO, DAN = (f"{name}@example.org" for name in ("ana", "ben", "cleo", "dan"))
PEOPLE = [
    {"email": ANA, "name": "Ana Silva", "place": "Leeds, GB"},
    {"email": BEN, "name": "Ben Okafor", "named_beyond": "yes"},
    {"email": CLEO, "name": "Cleo Martin", "relays": "no"},
    {"email": DAN, "name": "Dan Novak"},
]
TIES = [{"person": ANA, "friend": BEN, "how": "we sing together"}, {"person": BEN, "friend": CLEO}]
DEFAULTS = {
    "people": {"relays": "yes", "named_beyond": "no"},
    "ties": {},
    "vouches": {
        "author": BEN,
        "provider": "Rosa Lima",
        "phone": "0113 496 0123",
        "trade": "plumber",
        "job": "burst pipe",
        "hired_on": "2026-03",
        "outcome": "yes",
        "scope": "beyond",
        "relation": "none",
        "pass_on": "yes",
    },
    "blocks": {},
}


def lay(folder, **rows):
    """A folder of files with these rows; a community of four where nothing else is said."""
    for name, some in ({"people": PEOPLE, "ties": TIES, "vouches": [{}]} | rows).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS[name].split(","), lineterminator="\n")
            writer.writeheader()
            writer.writerows(DEFAULTS[name] | row for row in some)
    return folder


def take_in(folder, *flags):
    said = StringIO()
    call_command("import_network", str(folder), *flags, stdout=said)
    return said.getvalue()


def faults_of(folder, *flags):
    """What it says on stderr, having changed nothing."""
    before, said = dump(), StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_network", str(folder), *flags, stderr=said)
    assert dump() == before
    faults = said.getvalue().splitlines()
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    assert str(refused.value) == f"{count} found; nothing was changed."
    return faults


def dump():
    """Every row of both apps, as the database hands it out."""
    models = [model for app in ("people", "recommendations") for model in apps.get_app_config(app).get_models()]
    rows = {}
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')  # noqa: S608
            rows[model.__name__] = cursor.fetchall()
    return rows
