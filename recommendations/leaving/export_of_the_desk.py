"""What one person reported, and which of their vouches the desk read, as it can be taken out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from people.export import ALL_YOURS, ONLY_ADDRESSES, ROW_NUMBERS, Declared, Subject, exported, moment, withheld
from people.models import Person
from recommendations.models import DeskLook


def report_rows(person: Person) -> Iterable[tuple]:
    """Of each thing one, in the latest words: that there are two would tell that the first was handled."""
    latest = {(mine.kind, mine.about, mine.made_at): mine.words for mine in person.reports.order_by("pk")}
    for (kind, _about, made_at), words in latest.items():
        yield kind, words, moment(made_at)


def look_rows(person: Person) -> Iterable[tuple]:
    """As their page tells it."""
    names: dict[int | None, str] = dict(person.vouches.values_list("pk", "name"))
    for look in DeskLook.objects.shown_to(person):
        yield names.get(look.thing, ""), look.reason, moment(look.at)


SUBJECTS_OF_THE_DESK = {
    "reports": Subject(_("what you reported"), ("kind", "words", "made_at"), report_rows),
    "desk_looks": Subject(
        _("which of your vouches the desk read for a tradesperson, and how it made sure who asked"),
        ("provider", "reason", "at"),
        look_rows,
    ),
}

CASES = _(
    "What people ask who are not here, about a number or a web site of theirs: whoever asked, a member or not, has the "
    "answer by e-mail."
)
WHAT_BECAME_OF_IT = _("What became of your reports, and whose the things are: that is told to nobody.")
STAFF_ACTS = _("Who of the staff of this Whom did what: it is kept to hold the staff to account.")

FIELDS_OF_THE_DESK: dict[str, Declared] = {
    "recommendations.Case": {
        **withheld(CASES, "id", "public_id", "kind", "phone", "website", "email", "words", "made_at", "due_by"),
        **withheld(CASES, "tries", "proved_at", "reason", "closed_at", "answer", "handled_by", "language"),
    },
    "recommendations.CaseMail": {
        **withheld(CASES, "id", "public_id", "case", "kind", "address", "code_hash", "made_at", "proved_at"),
        **withheld(CASES, "due_at", "tries", "sent_at"),
    },
    "recommendations.DeskLook": {
        **exported("desk_looks", "reason", "at", thing="provider"),
        **withheld(STAFF_ACTS, "id", "staff", "matter", "about", "kind", "act"),
    },
    "recommendations.Report": {
        **exported("reports", "kind", "words", "made_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id", "about"),
        **withheld(ALL_YOURS, "reporter"),
        **withheld(WHAT_BECAME_OF_IT, "author", "due_by", "handled_at", "ending"),
    },
}
