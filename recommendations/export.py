"""Everything of one person's, in one archive: as JSON, and as a CSV file for each subject."""

from __future__ import annotations

import csv
import json
from base64 import b64encode
from collections.abc import Iterable
from io import BytesIO, StringIO
from textwrap import fill
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from people import export as of_people
from people.export import ADDRESS, NUMBER, YOURS, Declared, Subject, Withheld, exported, moment, withheld
from people.models import Person
from recommendations.models import Experience, Outcome, Photo, Provider, Saved, Scope, Vouch
from recommendations.suggestions import suggestion_of
from recommendations.thanked import thanks_to

# As `import_network` writes them.
OUTCOMES = {Outcome.YES: "yes", Outcome.BUT: "but", Outcome.NO: "no"}
SCOPES = {Scope.ME: "me", Scope.CIRCLE: "circle", Scope.BEYOND: "beyond"}
# A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# --- What is yours ------------------------------------------------------------------------------


def vouches(person: Person) -> Iterable[tuple]:
    for vouch in _mine(person):
        who = (person.email, vouch.name, vouch.phone, vouch.website, vouch.place.full_name if vouch.place else "")
        work = (vouch.trade.slug, vouch.job, f"{vouch.hired_on:%Y-%m}", OUTCOMES[Outcome(vouch.outcome)])
        yield (*who, *work, vouch.words, SCOPES[Scope(vouch.scope)], vouch.relation, vouch.pass_on)


def vouches_more(person: Person) -> Iterable[tuple]:
    for vouch in _mine(person):
        about = (vouch.name, vouch.trade.slug, f"{vouch.hired_on:%Y-%m}")
        yield (*about, vouch.caveat, vouch.cost, vouch.email, moment(vouch.written_at), moment(vouch.renewed_at))


def _mine(person: Person) -> Iterable[Vouch]:
    return person.vouches.select_related("trade", "place").order_by("-hired_on", "name", "pk")


def experiences(person: Person) -> Iterable[tuple]:
    for each in Experience.objects.filter(vouch__author=person).select_related("vouch").order_by("vouch", "-hired_on"):
        yield each.vouch.name, each.job, f"{each.hired_on:%Y-%m}"


def photos(person: Person) -> Iterable[tuple]:
    for photo in Photo.objects.filter(vouch__author=person).select_related("vouch").order_by("pk"):
        image = b64encode(bytes(photo.image)).decode()
        yield photo.vouch.name, photo.alt, photo.width, photo.height, moment(photo.added_at), image


def entries(person: Person) -> Iterable[tuple]:
    for entry in person.entries.select_related("trade").order_by("name", "pk"):
        month = f"{entry.hired_on:%Y-%m}" if entry.hired_on else ""
        facts = (entry.name, entry.phone, entry.email, entry.website, entry.trade.slug if entry.trade else "")
        yield (*facts, entry.job, month, entry.words, moment(entry.made_at))


def saved(person: Person) -> Iterable[tuple]:
    for each in Saved.objects.in_sight_of(person).order_by("pk"):
        yield _name_of(person, each.provider), moment(each.saved_at)


def alike(person: Person) -> Iterable[tuple]:
    for each in person.alike.order_by("pk"):
        yield _name_of(person, each.one), _name_of(person, each.other), each.same


def thanks_given(person: Person) -> Iterable[tuple]:
    for thanks in person.thanks_given.select_related("vouch__provider").order_by("pk"):
        yield _name_of(person, thanks.vouch.provider.public_id), thanks.words, moment(thanks.sent_at)


def thanks_received(person: Person) -> Iterable[tuple]:
    for thanks in reversed(thanks_to(person)):
        yield thanks.provider, thanks.words, f"{thanks.sent_at:%Y-%m}"


def _name_of(person: Person, public_id: UUID) -> str:
    """As the person may see it now; "" if they see nothing of them any more."""
    provider = Provider.objects.filter(public_id=public_id).first()
    suggestion = suggestion_of(person, provider, alone=True) if provider else None
    return suggestion.name if suggestion else ""


SUBJECTS = of_people.SUBJECTS | {
    "vouches": Subject(
        "your vouches, in the columns that Whom can read in again",
        (
            *("author", "provider", "phone", "website", "place", "trade", "job", "hired_on", "outcome"),
            *("words", "scope", "relation", "pass_on"),
        ),
        vouches,
    ),
    "vouches_more": Subject(
        "what else you said in each vouch, in the same order",
        ("provider", "trade", "hired_on", "caveat", "cost", "email", "written_at", "renewed_at"),
        vouches_more,
    ),
    "experiences": Subject(
        "earlier times that you hired those you vouch for", ("provider", "job", "hired_on"), experiences
    ),
    "photos": Subject(
        "your photos of their work, each as a JPEG file written in base64",
        ("provider", "alt", "width", "height", "added_at", "image"),
        photos,
    ),
    "entries": Subject(
        "who else is on your own list",
        ("name", "phone", "email", "website", "trade", "job", "hired_on", "words", "made_at"),
        entries,
    ),
    "saved": Subject("whom you saved, as long as you may see them", ("provider", "saved_at"), saved),
    "alike": Subject("whom you said to be the same, or not", ("provider", "other", "same"), alike),
    "thanks_given": Subject("the thanks you sent", ("provider", "words", "sent_at"), thanks_given),
    "thanks_received": Subject("the thanks that reached you", ("provider", "words", "sent_at"), thanks_received),
}

# --- Every field, declared ----------------------------------------------------------------------

IDENTITY = "What makes two people’s vouches meet: it is made from the phone number or web site that your vouch has."
WHO_BETWEEN = "Through whom your thanks went: the chain on the provider’s page tells it, as long as you may see it."
WHEN_TO_ASK = "When Whom will ask how it went."
CASES = (
    "What people ask who are not here, about a number or a web site of theirs: whoever asked, a member or not, has the "
    "answer by e-mail."
)
LOOKS_AT_VOUCHES = "What the staff of this Whom did to answer them: it is kept to hold the staff to account."

FIELDS: dict[str, Declared] = of_people.FIELDS | {
    "recommendations.Vouch": {
        **exported("vouches", "author", "phone", "website", "place", "trade", "job", "hired_on", "outcome", "words"),
        **exported("vouches", "scope", "relation", "pass_on", name="provider"),
        **exported("vouches_more", "caveat", "cost", "email", "written_at", "renewed_at"),
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
        **withheld(IDENTITY, "provider"),
    },
    "recommendations.Experience": {
        **exported("experiences", "job", "hired_on", vouch="provider"),
        **withheld(NUMBER, "id"),
    },
    "recommendations.Photo": {
        **exported("photos", "image", "width", "height", "alt", "added_at", vouch="provider"),
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
    },
    "recommendations.Entry": {
        **exported("entries", "name", "phone", "email", "website", "trade", "job", "hired_on", "words", "made_at"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
    },
    "recommendations.Saved": {
        **exported("saved", "provider", "saved_at"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
    },
    "recommendations.Alike": {
        **exported("alike", "other", "same", one="provider"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
    },
    "recommendations.Thanks": {
        **exported("thanks_given", "words", "sent_at", vouch="provider"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
        **withheld(WHO_BETWEEN, "through"),
        **withheld(WHEN_TO_ASK, "ask_at"),
    },
    "recommendations.Case": {
        **withheld(CASES, "id", "public_id", "kind", "phone", "website", "email", "words", "made_at", "due_by"),
        **withheld(CASES, "tries", "proved_at", "closed_at", "answer", "handled_by"),
    },
    "recommendations.CaseMail": {
        **withheld(CASES, "id", "public_id", "case", "kind", "address", "code_hash", "made_at", "proved_at"),
        **withheld(CASES, "due_at", "tries", "sent_at"),
    },
    "recommendations.CaseLook": withheld(LOOKS_AT_VOUCHES, "id", "case", "staff", "vouch", "act", "at"),
    "recommendations.Provider": {
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
        **withheld(IDENTITY, "identity"),
    },
}
SHARED = of_people.SHARED | {"recommendations.Trade": "kinds of work"}

# --- The archive --------------------------------------------------------------------------------

README = """\
Everything that Whom holds of {name}, taken out on {day}.

whom.json holds all of it. The CSV files hold the same, one subject each, as tables for a spreadsheet or any other
program. All are text in UTF-8; times bear their distance from UTC.

{files}

In the vouches, "outcome" is whether you would hire them again (yes, but, no), "scope" who may read it (me, circle,
beyond: my circle and theirs), "relation" what is between you (none, family, friend, paid), and "pass_on" whether they
are happy for you to pass on their number.

A cell of a CSV file that begins with = + - or @ has a ' in front of it, which you did not write: a spreadsheet would
otherwise take it for a formula. In whom.json it stands as you wrote it.

What others wrote or shared is theirs, and not in here. Of friends, you find what their pages show you. Also not in
here:

{withheld}
"""
WIDTH = 120


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
        files="\n".join(fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ") for line in files),
        withheld="\n".join(fill(f"- {reason}", WIDTH, subsequent_indent="  ") for reason in reasons()),
    )


def reasons() -> list[str]:
    """Each once, in the order of the declarations."""
    declared = [how for fields in FIELDS.values() for how in fields.values()]
    return list(dict.fromkeys(how.reason for how in declared if isinstance(how, Withheld)))


def as_csv(columns: tuple[str, ...], rows: Iterable[tuple]) -> str:
    """With the mark by which a spreadsheet knows UTF-8."""
    text = StringIO("\ufeff")
    text.seek(0, 2)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
