"""Spreadsheets (.xlsx and .ods) as the text of a table. Formulas are never worked out: what they gave is read.

They are read piece by piece as they are unpacked, and no further than is needed: a small file may unpack to a huge one,
name a cell a million columns away, or hold a million strings. A kept library unpacks all of it first.
"""

from __future__ import annotations

import csv
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy

from recommendations.my_list.reading.decoding import UnreadableFileError

# More than are read of any list, so that whatever stands after them is told.
MOST_ROWS, MOST_CELLS, LONGEST_CELL = 12_100, 300, 5_000
# So much is unpacked at most of one part.
MOST_UNPACKED = 120 * 2**20
LONGEST_FIGURE = 8
CHUNK = 64 * 1024
DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet knows no time zone
DAY_NOUGHT_OF_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
# The numbers by which Excel knows its own ways to write a day.
DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
WRITES_A_DATE = re.compile(r"[dmy]", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
CELL_ADDRESS = re.compile(r"([A-Z]{1,3})\d+")
BROKEN = gettext_lazy("That spreadsheet cannot be read. Save it as CSV, and send that.")
SHEET_TOO_LARGE = gettext_lazy("That spreadsheet is too large when it is unpacked. Save it as CSV, and send that.")


# What unpacking raises of an archive whose bytes are not as they were.
OF_BROKEN_ARCHIVES = (
    *(BadZipFile, zlib.error, struct.error, expat.ExpatError, NotImplementedError, EOFError, OSError, RuntimeError),
    *(ValueError, KeyError, IndexError, OverflowError),
)


class StopReading(Exception):  # noqa: N818  # it is no error
    """Enough was read."""


def as_text(archive: ZipFile) -> str:
    """Its first sheet that holds anything, as CSV. Raises UnreadableFileError."""
    names = set(archive.namelist())
    try:
        if "content.xml" in names:
            rows: Iterator[list[str]] = iter(_rows_of_ods(archive))
        else:
            rows = _rows_of_xlsx(archive, names)
        return in_cells(rows)
    except UnreadableFileError:
        raise
    except OF_BROKEN_ARCHIVES as error:
        raise UnreadableFileError(BROKEN) from error


def is_spreadsheet(names: list[str]) -> bool:
    return "xl/workbook.xml" in names or ("content.xml" in names and "mimetype" in names)


def in_cells(rows: Iterable[list[str]]) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerows([[" ".join(cell.split()) for cell in row] for row in rows])
    return text.getvalue()


def _parse(
    archive: ZipFile, name: str, start: Callable, end: Callable | None = None, text: Callable | None = None
) -> None:
    """Raises UnreadableFileError if it is too much, or declares entities of its own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse
    unpacked = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > MOST_UNPACKED:
                raise UnreadableFileError(SHEET_TOO_LARGE)
            try:
                parser.Parse(chunk)
            except StopReading:
                return
        parser.Parse(b"", True)


def _refuse(*_: Any) -> None:
    raise UnreadableFileError(BROKEN)


def _whole(text: str) -> int:
    return int(text) if _is_whole(text) else 0


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST_FIGURE


def _local(name: str) -> str:
    return name.rpartition(":")[2]


# --- .xlsx ------------------------------------------------------------------------------------------


def _rows_of_xlsx(archive: ZipFile, names: set[str]) -> Iterator[list[str]]:
    sheets = sorted((n for n in names if re.fullmatch(r"xl/worksheets/[\w-]+\.xml", n)), key=lambda n: (len(n), n))
    dates = _styles_of_dates(archive) if "xl/styles.xml" in names else set()
    nought = DAY_NOUGHT_OF_1904 if _counts_from_1904(archive) else DAY_NOUGHT
    for sheet in sheets:
        cells = SheetCells()
        _parse(archive, sheet, cells.start, cells.end, cells.text)
        if not cells.rows:
            continue
        shared = SharedStrings(max(cells.shared, default=-1))
        if cells.shared and "xl/sharedStrings.xml" in names:
            _parse(archive, "xl/sharedStrings.xml", shared.start, shared.end, shared.text)
        for row in cells.rows:
            yield [_shown(cell, shared.found, dates, nought) for cell in row]
        return


class SheetCells:
    """The rows of a sheet: of each cell its kind, its style and what stands in it."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[str, int, str]]] = []
        self.shared: set[int] = set()
        self.row: list[tuple[str, int, str]] = []
        self.kind, self.style, self.column, self.inside = "", 0, 0, False
        self.said: list[str] = []

    def start(self, name: str, said: dict[str, str]) -> None:
        name = _local(name)
        if name == "c":
            self.kind, self.style, self.said = said.get("t", "n"), _whole(said.get("s", "")), []
            at = CELL_ADDRESS.match(said.get("r", ""))
            self.column = _number_of_column(at[1]) if at else len(self.row)
        elif name in ("v", "t"):
            self.inside = True

    def text(self, text: str) -> None:
        if self.inside and sum(map(len, self.said)) < LONGEST_CELL:
            self.said.append(text)

    def end(self, name: str) -> None:
        name = _local(name)
        if name in ("v", "t"):
            self.inside = False
        elif name == "c" and self.said and self.column < MOST_CELLS:
            self.row += [("n", 0, "")] * (self.column - len(self.row))
            said = "".join(self.said)
            self.row.append((self.kind, self.style, said))
            if self.kind == "s" and _is_whole(said):
                self.shared.add(int(said))
        elif name == "row":
            if self.row:
                self.rows.append(self.row)
            self.row = []
            if len(self.rows) >= MOST_ROWS:
                raise StopReading


class SharedStrings:
    """The strings that cells only name by their number, up to the last that is needed."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.found: list[str] = []
        self.said: list[str] = []
        self.inside = self.aloud = False

    def start(self, name: str, said: dict[str, str]) -> None:
        name = _local(name)
        if name == "si":
            self.said = []
        self.aloud = self.aloud or name == "rPh"  # how it is read aloud
        self.inside = name == "t" and not self.aloud

    def text(self, text: str) -> None:
        if self.inside and sum(map(len, self.said)) < LONGEST_CELL:
            self.said.append(text)

    def end(self, name: str) -> None:
        name = _local(name)
        self.inside = False
        self.aloud = self.aloud and name != "rPh"
        if name == "si":
            self.found.append("".join(self.said))
            if len(self.found) > self.last:
                raise StopReading


def _shown(cell: tuple[str, int, str], shared: list[str], dates: set[int], nought: datetime) -> str:
    kind, style, said = cell
    if kind == "s":
        return shared[int(said)] if _is_whole(said) and int(said) < len(shared) else ""
    if kind == "e":
        return ""
    if kind == "b":
        return "yes" if said == "1" else "no"
    if kind == "n" and said:
        return _shown_number(said, style in dates, nought)
    return said


def _shown_number(said: str, is_date: bool, nought: datetime) -> str:
    """`2024-03-12` for a day; 7400123422 for 7400123422.0 and 7.400123422E9."""
    try:
        value = float(said)
        if is_date and 0 < value < 200_000:
            return f"{nought + timedelta(days=value):%Y-%m-%d}"
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else said
    except (ValueError, OverflowError):
        return said


def _styles_of_dates(archive: ZipFile) -> set[int]:
    """Which styles write a number as a day."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = False

    def start(name: str, said: dict[str, str]) -> None:
        nonlocal inside
        name = _local(name)
        if name == "numFmt":
            formats[_whole(said.get("numFmtId", ""))] = said.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(_whole(said.get("numFmtId", "")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and _local(name) != "cellXfs"

    _parse(archive, "xl/styles.xml", start, end)
    own = {number for number, code in formats.items() if WRITES_A_DATE.search(QUOTED.sub("", code))}
    return {at for at, number in enumerate(styles) if number in own or (number in DATES and number not in formats)}


def _counts_from_1904(archive: ZipFile) -> bool:
    found = []

    def start(name: str, said: dict[str, str]) -> None:
        if _local(name) == "workbookPr":
            found.append(said.get("date1904") in ("1", "true"))

    _parse(archive, "xl/workbook.xml", start)
    return any(found)


def _number_of_column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# --- .ods -------------------------------------------------------------------------------------------


def _rows_of_ods(archive: ZipFile) -> list[list[str]]:
    cells = OdsCells()
    _parse(archive, "content.xml", cells.start, cells.end, cells.text)
    return cells.rows


class OdsCells:
    """The rows of the first table that holds any."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.row: list[str] = []
        self.said: list[str] = []
        self.date, self.times, self.inside = "", 1, False

    def start(self, name: str, said: dict[str, str]) -> None:
        name = _local(name)
        if name in ("table-cell", "covered-table-cell"):
            self.date = said.get("office:date-value", "")[:10]
            self.times = min(_whole(said.get("table:number-columns-repeated", "")) or 1, MOST_CELLS)
            self.said = []
        elif name == "p":
            self.inside = True
            if self.said:
                self.said.append(" ")
        elif name == "annotation":
            self.said = []

    def text(self, text: str) -> None:
        if self.inside and sum(map(len, self.said)) < LONGEST_CELL:
            self.said.append(text)

    def end(self, name: str) -> None:
        name = _local(name)
        if name == "p":
            self.inside = False
        elif name == "annotation":
            self.said = []
        elif name in ("table-cell", "covered-table-cell"):
            cell = self.date or "".join(self.said)
            self.row += [cell] * (self.times if len(self.row) + self.times <= MOST_CELLS else 1)
            self.date, self.said = "", []
        elif name == "table-row":
            if any(self.row) and len(self.row) <= MOST_CELLS * 2:
                self.rows.append(self.row)
            self.row = []
            if len(self.rows) >= MOST_ROWS:
                raise StopReading
        elif name == "table" and self.rows:
            raise StopReading
