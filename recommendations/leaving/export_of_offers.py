"""What one person would gladly lend, do or explain, as it can be taken out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from people.export import ALL_YOURS, ONLY_ADDRESSES, ROW_NUMBERS, Declared, Subject, exported, moment, withheld
from people.models import Person
from recommendations.leaving.export_of_vouches import WHEN_TO_ASK


def offer_rows(person: Person) -> Iterable[tuple]:
    for each in person.offers.select_related("trade", "place").order_by("pk"):
        about = (each.kind_in_files, each.place.full_name if each.place else "")
        when = (each.until.isoformat(), each.meaning.in_files, moment(each.written_at), moment(each.edited_at))
        yield (each.gladly, each.words, *about, *when)


SUBJECTS_OF_OFFERS = {
    "offers": Subject(
        _("what you would gladly lend, do or explain"),
        ("gladly", "words", "trade", "place", "until", "scope", "written_at", "edited_at"),
        offer_rows,
    ),
}
FIELDS_OF_OFFERS: dict[str, Declared] = {
    "recommendations.Offer": {
        **exported(
            "offers", "gladly", "words", "trade", "place", "until", "scope", "written_at", "edited_at", other="trade"
        ),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "author"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(WHEN_TO_ASK, "asked_at"),
    },
}
