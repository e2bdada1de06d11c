"""The files of a community as they lie in a folder: read row by row, with the line and column of whatever is wrong."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import reset_queries

from people.spreadsheets import FORMULA

# Larger ones are no faster, and SQLite keeps the last 128 statements, each as long as a batch.
IMPORT_BATCH = 1000
# A quotation mark that nobody closed would otherwise swallow the rest of the file.
LONGEST_ROW = 100_000
LONGEST_QUOTED = 60
# As spreadsheets write them where a comma stands in numbers.
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


class CsvRow:
    """One row of a file. What is wrong with it is gathered here, one fault a column, and told in the order of lines."""

    __slots__ = ("faults", "line", "values")

    def __init__(self, line: int, values: dict[str, str]) -> None:
        self.line = line
        self.values = values
        self.faults: dict[str, str] = {}
        for column, text in values.items():
            if "\0" in text:
                self.fault(column, "has a NUL byte in it")
            elif _holds_bytes(text):
                self.fault(column, "is not UTF-8")

    def fault(self, column: str, reason: str) -> None:
        self.faults.setdefault(column, reason)

    def take(self, column: str, reading: Callable[[str], Any]) -> Any:
        """The value as `reading` understands it, or None and a fault."""
        if column in self.faults:
            return None
        try:
            return reading(_as_written(self.values[column].strip()))
        except ValueError as error:
            self.fault(column, str(error))
            return None


class CsvLines:
    """The lines of a file, counted. None is handed on that would make a row too long to be one."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.number = 0
        self.row_length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.row_length += len(line)
        if self.row_length > LONGEST_ROW:
            while line and not line.endswith(("\n", "\r")):
                line = self.text.readline(LONGEST_ROW)
            raise csv.Error(f"longer than {LONGEST_ROW:,} characters; is a quotation mark missing?")
        return line


class Folder:
    """The files of one import. Each is read once, from beginning to end, and never held."""

    def __init__(self, path: Path, tell: Callable[[str], None], progress: Callable[[int], object]) -> None:
        self.path = path
        self.tell = tell
        self.progress = progress
        self.faults = 0
        self.unreadable: set[str] = set()

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[list[CsvRow]]:
        """Rows of the right shape, some thousand at a time. Their faults are told when the next ones are asked for."""
        try:
            binary = (self.path / name).open("rb")
        except OSError as error:
            self.unreadable.add(name)
            return self._fault(name, f"cannot be read: {error.strerror}")
        with io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            rows = self._rows(name, CsvLines(text), columns)
            read = 0
            while batch := list(islice(rows, IMPORT_BATCH)):
                yield [row for row in batch if row.values]
                for row in batch:
                    for column, reason in row.faults.items():
                        self._fault(f"{name}:{row.line}", f"{column}: {reason}" if column else reason)
                self.progress(binary.tell() - read)
                read = binary.tell()
                if settings.DEBUG:
                    reset_queries()  # Django would keep the text of each

    def _rows(self, name: str, lines: CsvLines, columns: Sequence[str]) -> Iterator[CsvRow]:
        rows = _parsed(lines)
        line, header = next(rows, (1, []))
        if faults := list(_header_faults(header, columns)):
            self.unreadable.add(name)
            for fault in faults:
                self._fault(f"{name}:{line}", fault)
            return
        names = [column.strip() for column in header]
        for line, fields in rows:
            if isinstance(fields, str):
                yield _shapeless(line, fields)
            elif len(fields) != len(names):
                there = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
                yield _shapeless(line, f"{there}, where the header has {len(names)}")
            else:
                yield CsvRow(line, dict(zip(names, fields, strict=True)))

    def _fault(self, where: str, reason: str) -> None:
        self.faults += 1
        self.tell(printable(f"{where}: {reason}"))


def _parsed(lines: CsvLines) -> Iterator[tuple[int, list[str] | str]]:
    """The line where each row begins, with its fields, or with what is wrong with it. Empty lines are left out."""
    reader = csv.reader(lines, strict=True)
    while True:
        line, lines.row_length = lines.number + 1, 0
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"not a row of CSV: {error}"
        else:
            if fields:
                yield line, fields


def _shapeless(line: int, reason: str) -> CsvRow:
    row = CsvRow(line, {})
    row.fault("", reason)
    return row


def _header_faults(header: list[str] | str, columns: Sequence[str]) -> Iterator[str]:
    if isinstance(header, str):
        yield header
        return
    names = [column.strip() for column in header]
    if not names:
        yield "the header is missing"
        return
    if any("\0" in name or _holds_bytes(name) for name in names):
        yield "the header is not UTF-8"
        return
    if other := next((each for each in OTHER_SEPARATORS if len(names) == 1 and each in names[0]), None):
        yield f"columns are separated by commas, and not by {OTHER_SEPARATORS[other]}"
        return
    for name in dict.fromkeys(names):
        if name not in columns:
            yield f"unknown column {quoted(name)}"
        elif names.count(name) > 1:
            yield f"column {quoted(name)} stands there twice"
    for name in columns:
        if name not in names:
            yield f"column {quoted(name)} is missing"


def _as_written(text: str) -> str:
    """Without the mark by which an export keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _holds_bytes(text: str) -> bool:
    """Those that are not UTF-8 stand as surrogates in it."""
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def quoted(text: str) -> str:
    """As it is named in a fault: the beginning is enough to find it."""
    return f"“{text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED] + '…'}”"


def printable(text: str) -> str:
    """On one line of a terminal, whatever the files put into it."""
    text = text if len(text) <= 500 else text[:500] + "…"
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


class SeenEarlier(NamedTuple):
    line: int
    same: bool


class Seen:
    """What the files have said so far, in a temporary file, so that memory does not grow with them."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.execute("PRAGMA journal_mode = OFF")
        self.database.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, said BLOB, line INTEGER) WITHOUT ROWID")
        self.database.execute("BEGIN")

    def __contains__(self, key: tuple[Any, ...]) -> bool:
        return bool(self.database.execute("SELECT 1 FROM seen WHERE key = ?", [_digest(key)]).fetchone())

    def earlier(self, key: tuple[Any, ...], said: tuple[Any, ...], line: int) -> SeenEarlier | None:
        """The row that had this key before, if there was one; else this row is remembered."""
        new = self.database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", [_digest(key), _digest(said), line])
        if new.rowcount:
            return None
        found = self.database.execute("SELECT line, said FROM seen WHERE key = ?", [_digest(key)]).fetchone()
        return SeenEarlier(found[0], found[1] == _digest(said))

    def close(self) -> None:
        self.database.close()


def _digest(parts: tuple[Any, ...]) -> bytes:
    return blake2b(repr(parts).encode("utf-8"), digest_size=16).digest()
