"""JSON that is neither a chat nor contacts, as programs give away what they hold: its objects are rows of a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from recommendations.my_list.reading.decoding import UnreadableFileError
from recommendations.my_list.reading.headings import fact_of_heading
from recommendations.my_list.reading.spreadsheets import MOST_ROWS

DEEPEST = 6
# Of a place on a map, where it lies, and that it is one.
OF_A_PLACE = frozenset(("type", "geometry"))
NEXT_WORD = re.compile("(?<=[a-z])(?=[A-Z])")  # phoneNumber
NO_LIST = gettext_lazy("There is no list of names in that file. Copy out of it what you want to bring, and paste that.")


def as_rows(text: str) -> list[list[str]] | None:
    """The headings that are known and their cells, of its longest list of objects; None if it is no JSON. Raises
    UnreadableFileError if nothing in it has a name."""
    if text.lstrip()[:1] not in ("[", "{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    rows = [dict(_cells(each)) for each in max(_lists_in(data), key=len, default=[])[:MOST_ROWS]]
    headings = [key for key in dict.fromkeys(key for row in rows for key in row) if fact_of_heading(key)]
    if not {fact_of_heading(key) for key in headings} & {"name", "first", "last", "firm"}:
        raise UnreadableFileError(NO_LIST)
    return [headings, *([row.get(key, "") for key in headings] for row in rows)]


def _lists_in(data: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    if isinstance(data, list) and data and all(isinstance(each, dict) for each in data):
        yield data
    if isinstance(data, dict) and depth < DEEPEST:
        for each in data.values():
            yield from _lists_in(each, depth + 1)


def _cells(data: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, str]]:
    """Of what is within, by its own name: the further in, the earlier, so that what stands outside goes before it."""
    said = {key: each for key, each in data.items() if "geometry" not in data or key not in OF_A_PLACE}
    for each in said.values():
        if isinstance(each, dict) and depth < DEEPEST:
            yield from _cells(each, depth + 1)
    for key, each in said.items():
        if cell := ", ".join(filter(None, map(_plain, each if isinstance(each, list) else [each]))):
            yield NEXT_WORD.sub(" ", key), cell


def _plain(data: Any) -> str:
    return str(data) if isinstance(data, str | int) and not isinstance(data, bool) else ""
