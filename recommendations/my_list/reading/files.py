"""What a file holds, as text: also out of a spreadsheet, and out of the archive of a chat."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from django.utils.translation import gettext_lazy

from recommendations.my_list.reading import spreadsheets
from recommendations.my_list.reading.cards import BEGIN, jcards_of
from recommendations.my_list.reading.chats import is_chat, is_export
from recommendations.my_list.reading.decoding import UnreadableFileError, text_of_bytes, tidied
from recommendations.my_list.reading.headings import fact_of_heading
from recommendations.my_list.reading.objects import as_rows
from recommendations.my_list.reading.tables import SEPARATOR_SAID

LINES, TABLE, CARDS, CHAT = "lines", "table", "cards", "chat"
LARGEST_UNPACKED = 30 * 2**20
MOST_FILES = 5_000
LINES_LOOKED_AT, FEWEST_ALIKE = 40, 5
NOTHING_FOR_US = gettext_lazy("There is no list in that archive: no chat, no contacts and no table.")
DAMAGED_FILE = gettext_lazy("That file is damaged, or locked with a password.")
A_DOCUMENT = gettext_lazy("That is a document of a word processor. Copy the text out of it and paste that.")
TOO_LARGE = gettext_lazy("That file is too large when it is unpacked. Take out what is needed, and send that.")


class FileText(NamedTuple):
    kind: str
    text: str  # tidied


def file_text(content: bytes, name: str = "") -> FileText:
    """Raises UnreadableFileError for what holds no text."""
    if content.startswith(b"PK\x03\x04"):
        return _out_of_archive(content)
    text = tidied(text_of_bytes(content))
    kind = kind_of(text, name)
    if kind == LINES and (rows := as_rows(text)):
        return FileText(TABLE, spreadsheets.in_cells(rows))
    return FileText(kind, text)


def kind_of(text: str, name: str = "") -> str:
    """By what stands in it; the name of the file only tells lines from a table without headings."""
    name = name.lower()
    if BEGIN.search(text) or name.endswith((".vcf", ".vcard")):
        return CARDS
    if text.lstrip()[:1] == "[" and jcards_of(text):
        return CARDS
    if is_export(text) or is_chat(text):
        return CHAT
    rows = [line for line in text[:50_000].split("\n") if line.strip()][:LINES_LOOKED_AT]
    if _is_table(rows) or (name.endswith((".csv", ".tsv")) and _is_divided(rows)):
        return TABLE
    return LINES


def _is_divided(rows: list[str]) -> bool:
    return any(delimiter in row for row in rows for delimiter in ",;\t|")


def _is_table(rows: list[str]) -> bool:
    """Cells pasted from a sheet, or a row of headings that are known."""
    if rows and rows[0].strip().strip('"').lower().startswith(SEPARATOR_SAID):
        return True
    tabs = [row.count("\t") for row in rows]
    if len(rows) > 1 and min(tabs) > 0 and max(tabs) - min(tabs) <= max(tabs) // 2:
        return True
    return any(_are_headings(row, rows[at + 1 : at + 3]) for at, row in enumerate(rows))


def _are_headings(row: str, after: list[str]) -> bool:
    if any(letter.isdigit() for letter in row) and "@" in row:
        return False
    for delimiter in ("\t", ";", ",", "|"):
        cells = [cell.strip(' "') for cell in row.split(delimiter)]
        known = [cell for cell in cells if fact_of_heading(cell)]
        most = len(known) * 2 >= len([cell for cell in cells if cell])
        alike = (
            len(cells) > FEWEST_ALIKE
            and bool(after)
            and all(row.count(delimiter) == each.count(delimiter) for each in after)
        )
        if len({fact_of_heading(cell) for cell in known}) > 1 and (most or alike):
            return True
    return False


def _out_of_archive(content: bytes) -> FileText:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > MOST_FILES:
                raise UnreadableFileError(NOTHING_FOR_US)
            if spreadsheets.is_spreadsheet(names):
                return FileText(TABLE, tidied(spreadsheets.as_text(archive)))
            if "word/document.xml" in names or ("content.xml" in names and "meta.xml" in names):
                raise UnreadableFileError(A_DOCUMENT)
            return _out_of_files(archive, names)
    except UnreadableFileError:
        raise
    except spreadsheets.OF_BROKEN_ARCHIVES as error:
        raise UnreadableFileError(DAMAGED_FILE) from error


def _out_of_files(archive: ZipFile, names: list[str]) -> FileText:
    """The chat, else the contacts, else the first table or text."""
    wanted = [
        name
        for ending in (".txt", ".json", ".vcf", ".csv", ".tsv")
        for name in sorted(names)
        if name.lower().endswith(ending)
    ]
    wanted = [name for name in wanted if not name.startswith("__MACOSX")]
    found: list[FileText] = []
    for name in wanted[:20]:
        with archive.open(name) as part:
            unpacked = part.read(LARGEST_UNPACKED + 1)
        if len(unpacked) > LARGEST_UNPACKED:
            raise UnreadableFileError(TOO_LARGE)
        found.append(FileText(*file_text(unpacked, name)) if not unpacked.startswith(b"PK") else FileText(LINES, ""))
        if found[-1].kind == CHAT:
            return found[-1]
    found = [each for each in found if each.text.strip()]
    if not found:
        raise UnreadableFileError(NOTHING_FOR_US)
    cards = [each for each in found if each.kind == CARDS]
    return FileText(CARDS, "\n".join(each.text for each in cards)) if cards else found[0]
