"""Tables as spreadsheets and address books save them: CSV, whatever divides its cells and whatever its columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from people.places import folded
from people.spreadsheets import FORMULA
from recommendations.my_list.reading.readings import ListReader, Piece

DELIMITERS = ",;\t"
MOST_COLUMNS = 60
# What each fact is called at the head of a column, the likeliest first.
FACT_OF_COLUMN = {
    "name": (
        *("name", "full name", "display name", "fn", "provider", "tradesperson", "vollständiger name", "nom complet"),
        *("first name", "given name", "vorname", "prénom", "company", "firm", "firma", "organization name"),
        *("organisation", "organization", "organization 1 name", "entreprise", "nom", "contact", "who"),
    ),
    "surname": ("last name", "family name", "surname", "nachname", "familienname", "nom de famille", "nom"),
    "phone": (
        *("phone", "phone number", "mobile phone", "mobile", "phone 1 value", "business phone", "home phone"),
        *("telephone", "tel", "number", "telefon", "telefonnummer", "handy", "téléphone", "portable"),
    ),
    "email": ("e mail", "email", "e mail address", "email address", "e mail 1 value", "mail", "courriel"),
    "website": ("web site", "website", "web page", "website 1 value", "url", "webseite", "site web", "homepage"),
    "trade": (
        "trade",
        "kind of work",
        "profession",
        "gewerk",
        "beruf",
        "métier",
        "job title",
        "category",
        "occupation",
    ),
    "job": ("what for", "job", "work", "what they did", "wofür", "arbeit", "pour quoi", "travaux"),
    "hired_on": ("when", "hired on", "hired", "month", "date", "last hired", "wann", "monat", "datum", "quand", "mois"),
    "words": (
        *("what you thought", "words", "notes", "note", "comment", "comments", "remarks", "notizen", "bemerkung"),
        *("remarques", "commentaire"),
    ),
}
FIRST_NAMES = frozenset(folded(name) for name in ("first name", "given name", "vorname", "prénom"))


@dataclass
class Table:
    heading: str  # the first line as it was written
    header: bool
    headings: list[str]
    columns: dict[str, int]
    rows: list[Piece]

    def told(self, piece: Piece, reader: ListReader) -> dict[str, str]:
        if any(cell.strip() for cell in piece.cells[len(self.headings) :]):
            wide = f"It has {len(piece.cells)} cells, where the first line has {len(self.headings)}."
            raise ValueError(wide)
        said = {fact: _said(piece.cells, column) for fact, column in self.columns.items()}
        surname = said.pop("surname", "")
        return said | {"name": f"{said.get('name', '')} {surname}"}


class TableLines:
    """The lines of the text, with those of the row that is being read."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.number == len(self.lines):
            raise StopIteration
        self.number += 1
        return f"{self.lines[self.number - 1]}\n"


def table_of(text: str, columns: dict[str, int] | None, header: bool | None) -> Table:
    """With the columns and the header as chosen, or guessed."""
    rows = list(_rows(text, _delimiter(text)))
    first = rows[0].cells[:MOST_COLUMNS] if rows else ()
    if header is None:
        header = _is_header(rows)
    headings = [cell.strip()[:40] if header and cell.strip() else f"Column {n}" for n, cell in enumerate(first, 1)]
    if columns is None:
        columns = _guessed(headings) if header else _found_in(first)
        columns.setdefault("name", next((n for n in range(len(headings)) if n not in columns.values()), 0))
    columns = {fact: column for fact, column in columns.items() if column < len(headings)}
    heading = rows[0].raw if rows else ""
    return Table(heading, header, headings, columns, rows[1:] if header else rows)


def _delimiter(text: str) -> str:
    """The one that divides the first line into most cells."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(DELIMITERS, key=lambda delimiter: len(next(_rows(first, delimiter), Piece(1, "")).cells))


def _rows(text: str, delimiter: str) -> Iterator[Piece]:
    """Each with the lines it was read from, so that a faulty one can be handed back as it was."""
    lines = TableLines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.number
        try:
            cells, fault = tuple(next(reader)), ""
        except StopIteration:
            return
        except csv.Error:
            cells, fault = (), 'Its quotation marks (") do not pair up.'
        raw = "\n".join(lines.lines[start : lines.number])
        if fault or any(cell.strip() for cell in cells):
            yield Piece(start + 1, raw, tuple(cell.strip() for cell in cells), fault)


def _is_header(rows: list[Piece]) -> bool:
    if not rows or rows[0].fault:
        return False
    if len(_guessed(list(rows[0].cells))) > 1:
        return True
    return not _digits(rows[0]) and len(rows) > 1 and _digits(rows[1])


def _digits(row: Piece) -> bool:
    return any(letter.isdigit() for cell in row.cells for letter in cell)


def _guessed(headings: list[str]) -> dict[str, int]:
    called = [folded(heading.replace("_", " ")) for heading in headings]
    found: dict[str, int] = {}
    for fact, names in FACT_OF_COLUMN.items():
        if fact == "surname" and called[found.get("name", 0)] not in FIRST_NAMES:
            continue
        known = (called.index(folded(name)) for name in names if folded(name) in called)
        column = next((column for column in known if column not in found.values()), None)
        if column is not None:
            found[fact] = column
    return found


def _found_in(cells: tuple[str, ...]) -> dict[str, int]:
    """Without a header: the number is what is mostly digits, and the name the first that has none."""
    phone = next((n for n, cell in enumerate(cells) if sum(letter.isdigit() for letter in cell) > 5), None)
    name = next((n for n, cell in enumerate(cells) if cell and not any(letter.isdigit() for letter in cell)), None)
    return {fact: column for fact, column in (("name", name), ("phone", phone)) if column is not None}


def _said(cells: tuple[str, ...], column: int) -> str:
    """Without the mark that keeps a spreadsheet from taking the cell for a formula."""
    text = cells[column] if column < len(cells) else ""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
