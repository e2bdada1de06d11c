"""In which country the neighbourhood of each language lies, and what is said there."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "data" / "neighbourhood"


class Land(NamedTuple):
    """`country` as ISO 3166-1 alpha-2."""

    country: str
    time_zone: str


LANDS = {
    "de": Land("DE", "Europe/Berlin"),
    "en-gb": Land("GB", "Europe/London"),
    "es": Land("ES", "Europe/Madrid"),
    "fr": Land("FR", "Europe/Paris"),
}


def rows_of(language: str, *names: str) -> Iterator[dict[str, str]]:
    """Of its files of these names, one after the other."""
    for name in names:
        with (FOLDER / language / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def said_there(language: str) -> dict[str, str]:
    """By what it is for: "lights.asked"."""
    return {row["key"]: row["text"] for row in rows_of(language, "said")}
