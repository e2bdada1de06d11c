"""What the columns of tables are called, in a few languages and address books: `recommendations/data/headings.csv`."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from people.places import folded
from recommendations.my_list.items import TABLE_COLUMNS

HEADINGS_FILE = Path(__file__).resolve().parents[2] / "data" / "headings.csv"
# `Phone 2 - Value`, `Business Street 3`
NUMBERED = re.compile(r"\s*\b\d{1,2}\b\s*")
LONGEST_HEADING = 60
# Of the columns in which one's own list is taken out.
FACTS_OF_TABLE = ("name", "phone", "email", "website", "trade", "job", "hired_on", "words", "unread")
# What most programs write means what it says there, whatever it means in another language.
FIRST_MEANING = ("label", "first", "last")


@cache
def _facts() -> dict[str, str]:
    found: dict[str, str] = {}
    with HEADINGS_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in sorted(rows, key=lambda row: row["fact"] not in FIRST_MEANING):
        for heading in row["headings"].split(";"):
            found.setdefault(folded(heading), row["fact"])
    for language, _ in settings.LANGUAGES:  # one’s own list, as it was taken out
        with override(language):
            for fact, column in zip(FACTS_OF_TABLE, TABLE_COLUMNS, strict=True):
                found.setdefault(folded(str(column)), fact)
    return found


def fact_of_heading(text: str) -> str:
    """`phone`, `name` … as the first column of the file has them; "" for a heading that nobody knows."""
    if not text or len(text) > LONGEST_HEADING:
        return ""
    plain = folded(text.replace("_", " "))
    facts = _facts()
    fact = facts.get(plain) or facts.get(" ".join(NUMBERED.sub(" ", plain).split()), "")
    if fact == "mobile":
        return "phone"
    return fact
