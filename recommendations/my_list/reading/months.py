"""A month and its year, as people write them: March 24, 03/2024, 2024-03, 12.3.2024, März 2024."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

NAMES = (
    "january jan januar jänner janvier janv",
    "february feb februar février févr fév",
    "march mar märz mrz mars",
    "april apr avril avr",
    "may mai",
    "june jun juni juin",
    "july jul juli juillet juil",
    "august aug août",
    "september sept sep septembre",
    "october oct oktober okt octobre",
    "november nov novembre",
    "december dec dezember dez décembre déc",
)
NUMBERS = {name: number for number, names in enumerate(NAMES, 1) for name in names.split()}
NAME = "|".join(sorted(NUMBERS, key=len, reverse=True))
LEAD = r"(?:\b(?:in|on|im|en|since|seit|depuis)\s+)?"
WRITTEN = re.compile(
    rf"{LEAD}(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+)?(?P<name>{NAME})\.?,?\s*[’']?(?P<year>\d{{4}}|\d\d)(?![\w/-])",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(rf"{LEAD}(?<![\w/.-])(?P<year>\d{{4}})-(?P<month>\d\d)(?:-\d\d)?(?![\w/-])", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"{LEAD}(?<![\w/.-])(?P<month>\d{{1,2}})[/.](?P<year>\d{{4}})(?![\w/-])", re.IGNORECASE)
WHOLE_DATE = re.compile(
    rf"{LEAD}(?<![\w/.-])(?P<one>\d{{1,2}})[/.](?P<two>\d{{1,2}})[/.](?P<year>\d{{4}}|\d\d)(?![\w/-])", re.IGNORECASE
)
EARLIEST = 1900


class MonthFound(NamedTuple):
    month: date
    start: int
    end: int


def month_in(text: str, country: str) -> MonthFound | None:
    """The first that stands in the text, with where; None if none does."""
    for pattern in (WRITTEN, YEAR_FIRST, WHOLE_DATE, MONTH_FIRST):
        if match := pattern.search(text):
            said = match.groupdict()
            if "one" in said:
                said["month"] = said["one" if country == "US" else "two"]
            number = NUMBERS[said["name"].lower()] if "name" in said else int(said["month"])
            year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
            if 1 <= number <= 12 and year >= EARLIEST:
                return MonthFound(date(year, number, 1), match.start(), match.end())
    return None
