"""Everything of one person's, in one archive: as JSON, and as a CSV file for each subject."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO
from textwrap import fill
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.translation import gettext_lazy

from people import export as of_people
from people.export import Declared, Withheld
from people.models import Person
from people.spreadsheets import as_csv
from recommendations.leaving import (
    export_of_asks,
    export_of_offers,
    export_of_short_words,
    export_of_the_desk,
    export_of_vouches,
    export_of_wishes,
)

SUBJECTS = of_people.SUBJECTS_OF_PEOPLE | export_of_vouches.SUBJECTS_OF_VOUCHES | export_of_asks.SUBJECTS_OF_ASKS
SUBJECTS |= export_of_offers.SUBJECTS_OF_OFFERS | export_of_short_words.SUBJECTS_OF_SHORT_WORDS
SUBJECTS |= export_of_wishes.SUBJECTS_OF_WISHES | export_of_the_desk.SUBJECTS_OF_THE_DESK

FIELDS: dict[str, Declared] = (
    of_people.FIELDS_OF_PEOPLE | export_of_vouches.FIELDS_OF_VOUCHES | export_of_asks.FIELDS_OF_ASKS
)
FIELDS |= export_of_offers.FIELDS_OF_OFFERS | export_of_short_words.FIELDS_OF_SHORT_WORDS
FIELDS |= export_of_wishes.FIELDS_OF_WISHES | export_of_the_desk.FIELDS_OF_THE_DESK
SHARED_BY_ALL = of_people.SHARED_BY_PEOPLE | {"recommendations.Trade": "kinds of work"}

# --- The archive --------------------------------------------------------------------------------

README = gettext_lazy("""\
Everything that Whom holds of {name}, taken out on {day}.

whom.json holds all of it. The CSV files hold the same, one subject each, as tables for a spreadsheet or any other
program. All are text in UTF-8; times bear their distance from UTC.

{files}

In the vouches, "outcome" is whether you would hire them again (yes, but, no), "scope" who may read it (me, circle,
beyond: my circle and theirs; with the outcome no: my circle, and beyond it only as a number without a name), "relation"
what is between you (none, self, family, friend, paid), and "pass_on" whether they are happy for you to pass on their
number.

A cell of a CSV file that begins with = + - or @ has a ' in front of it, which you did not write: a spreadsheet would
otherwise take it for a formula. In whom.json it stands as you wrote it.

What others wrote or shared is theirs, and not in here. Of friends, you find what their pages show you. Also not in
here:

{withheld}
""")
README_WIDTH = 120


def archive_of(person: Person) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(person):
            archive.writestr(name, content)
    return packed.getvalue()


def _files(person: Person) -> Iterable[tuple[str, str]]:
    told = {name: list(subject.rows(person)) for name, subject in SUBJECTS.items()}
    as_json = {name: [dict(zip(SUBJECTS[name].columns, row, strict=True)) for row in told[name]] for name in told}
    yield "README.txt", _readme(person)
    yield "whom.json", json.dumps(as_json, ensure_ascii=False, indent=1)
    for name, rows in told.items():
        yield f"{name}.csv", as_csv(SUBJECTS[name].columns, rows)


def _readme(person: Person) -> str:
    files = [f"{name}.csv: {subject.about}" for name, subject in SUBJECTS.items()]
    return README.format(
        name=person.name,
        day=timezone.localdate().isoformat(),
        files="\n".join(fill(line, README_WIDTH, initial_indent="  ", subsequent_indent="    ") for line in files),
        withheld="\n".join(fill(f"- {reason}", README_WIDTH, subsequent_indent="  ") for reason in reasons()),
    )


def reasons() -> list[str]:
    """Each once, in the order of the declarations."""
    declared = [how for fields in FIELDS.values() for how in fields.values()]
    return list(dict.fromkeys(str(how.reason) for how in declared if isinstance(how, Withheld)))
