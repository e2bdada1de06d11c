"""British postcodes, by the centre of the district that the first half of one names: “LS6” of “LS6 3BR”."""

from __future__ import annotations

import csv
import gzip
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from people.places import Place

OUTCODES_FILE = Path(__file__).resolve().parent / "data" / "outcodes.csv.gz"
BRITAIN = "GB"
POSTCODE = re.compile(r"(?<![^\W_])([A-Z]{1,2}[0-9][0-9A-Z]?)(?:\s?([0-9][A-Z]{2}))?(?![^\W_])", re.IGNORECASE)


class Postcode(NamedTuple):
    written: str  # "LS6 3BR", or its first half alone
    start: int  # where it stands in the text
    end: int
    spot: Place | None  # the middle of its district, no row of the table; None: it is not known


@cache
def outcodes() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each, read once: some three thousand."""
    with gzip.open(OUTCODES_FILE, "rt", encoding="utf-8", newline="") as lines:
        return {row["outcode"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(lines)}


def postcode_in(text: str, country: str) -> Postcode | None:
    """The first one. Half a one counts only in Britain, and only if there is a district of this name."""
    for found in POSTCODE.finditer(text):
        outcode, rest = found[1].upper(), (found[2] or "").upper()
        at = outcodes().get(outcode)
        if rest or (at and country == BRITAIN):
            spot = Place(name=outcode, latitude=at[0], longitude=at[1]) if at else None
            return Postcode(f"{outcode} {rest}".strip(), found.start(), found.end(), spot)
    return None


def town_of(text: str, country: str) -> Place | None:
    """The town that is nearest to a postcode, if the text is one."""
    found = postcode_in(text.strip(), country)
    whole = found and (found.start, found.end) == (0, len(text.strip()))
    return Place.objects.nearest_to(found.spot) if found and whole and found.spot else None
