"""A person's own list of tradespeople, read from pasted lines, a table (CSV) or contacts (vCard). Nothing is saved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256

from people.models import Person
from recommendations.my_list.reading import cards, lines, tables
from recommendations.my_list.reading.readings import ListReader, Reading
from recommendations.my_list.reading.tables import Table

LINES, TABLE, CARDS = "lines", "table", "cards"
MOST_READINGS = 500
LONGEST_TEXT = 200_000
# Below what Django takes in one form. A browser sends two bytes for each end of a line, and up to four for a letter.
MOST_BYTES = 250_000
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")
TEXT_TOO_LONG = f"That is too much at once: {LONGEST_TEXT:,} letters fit. Send it in two parts."
LIST_TOO_LONG = f"There are {{count:,}} in there, and {MOST_READINGS:,} fit at once. Send it in parts."
NOTHING_READ = {
    LINES: "There is nothing in there to read. Write one tradesperson a line.",
    TABLE: "There is nothing in there to read. A table has one tradesperson a line.",
    CARDS: "There is no contact in there. A contacts file has lines that say BEGIN:VCARD and END:VCARD.",
}
NO_NAME = "Choose the column that holds their names."


@dataclass
class ListRead:
    """All that was read, and the text it was read from."""

    kind: str
    text: str
    readings: list[Reading]
    table: Table | None = None
    fault: str = ""
    new: list[Reading] = field(init=False)
    known: list[Reading] = field(init=False)
    faulty: list[Reading] = field(init=False)

    def __post_init__(self) -> None:
        self.faulty = [each for each in self.readings if each.faults]
        self.known = [each for each in self.readings if each.known and not each.faults]
        self.new = [each for each in self.readings if not each.known and not each.faults]

    @property
    def mark(self) -> str:
        """So that only what was looked at is added."""
        columns = f"{self.table.header} {sorted(self.table.columns.items())}" if self.table else ""
        return sha256(f"{self.kind} {columns} {self.text}".encode()).hexdigest()

    def to_mend(self, person: Person) -> ListRead:
        """What is faulty, as it was written, read again."""
        pieces = [each.raw for each in self.faulty]
        if self.table is None:
            return read(person, "\n".join(pieces), self.kind)
        text = "\n".join([self.table.heading, *pieces] if self.table.header else pieces)
        return read(person, text, self.kind, self.table.columns, self.table.header)


def text_of(content: bytes) -> str:
    """Raises ValueError if it is no text."""
    if content.startswith(b"PK\x03\x04"):
        raise ValueError("That is a spreadsheet, which Whom cannot read. Save it as CSV first, and send that.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    elif len(content) > 1 and not any(content[1:200:2]):
        text = content.decode("utf-16-le", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if len(UNSEEN.findall(text[:10_000])) > len(text[:10_000]) / 20:
        raise ValueError("That is not a text file. Whom reads contacts (.vcf) and tables (.csv).")
    return text


def tidied(text: str) -> str:
    """As a browser hands it back later: one kind of line end, and nothing that a text field cannot hold."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def kind_of(text: str, name: str = "") -> str:
    if cards.BEGIN.search(text) or name.lower().endswith((".vcf", ".vcard")):
        return CARDS
    return TABLE if name.lower().endswith((".csv", ".tsv")) else LINES


def fits(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and len(text.encode()) + text.count("\n") <= MOST_BYTES


def read(
    person: Person, text: str, kind: str, columns: dict[str, int] | None = None, header: bool | None = None
) -> ListRead:
    """`text` is tidied. Without `columns` and `header`, which are for tables, they are guessed."""
    table = tables.table_of(text, columns, header) if kind == TABLE else None
    pieces = table.rows if table else cards.split_cards(text) if kind == CARDS else lines.split_lines(text)
    fault = NO_NAME if table and "name" not in table.columns else ""
    if len(pieces) > MOST_READINGS:
        fault = LIST_TOO_LONG.format(count=len(pieces))
    fault = fault or ("" if pieces else NOTHING_READ[kind])
    if fault:
        return ListRead(kind, text, [], table, fault)
    reader = ListReader(person)
    told = table.told if table else cards.told_on_card if kind == CARDS else lines.told_on_line
    return ListRead(kind, text, [reader.reading(piece, told) for piece in pieces], table)
