"""Tables as spreadsheets and address books save them: whatever divides their cells, and whatever their columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.places import folded
from people.spreadsheets import FORMULA
from people.words import in_figures
from recommendations.my_list.reading.drafts import EMAIL, WEBSITE, Draft, Judge, is_nothing, trimmed
from recommendations.my_list.reading.headings import fact_of_heading
from recommendations.my_list.reading.lines import A_HEADING, NO_NAME_IN_IT
from recommendations.my_list.reading.names import name_and_trade
from recommendations.my_list.reading.numbers import numbers_in
from recommendations.my_list.reading.trades import TradeNames

DELIMITERS = ",;\t|"
MOST_COLUMNS = 400
# So many lines one cell may hold, so that a lost quotation mark does not swallow the rest.
MOST_LINES_IN_A_ROW = 60
MOST_LINES_OF_TABLE, LONGEST_TOLD = 12_000, 1000
# A header stands near the top, and columns are known by their first cells.
ROWS_LOOKED_AT = 40
SEPARATOR_SAID = "sep="
# The facts that one may choose a column for, and what counts as one of them.
CHOSEN = {
    "name": ("name", "first", "firm", "nick"),
    "surname": ("last",),
    "phone": ("phone",),
    "trade": ("trade", "title"),
    "job": ("job",),
    "hired_on": ("hired_on",),
    "words": ("words",),
    "email": ("email",),
    "website": ("website",),
}
NAME_FACTS = ("name", "first", "middle", "last", "nick", "firm")
OTHER, UNREAD, LABEL_OF_NEXT = "other", "unread", "label"
# Whoever told of them: words, and what is written there is never how to reach the tradesperson.
TOLD_BY_THEM = "by"
ABOVE = gettext_lazy("It stands above the headings.")
HEADINGS_AGAIN = gettext_lazy("The headings, once more.")


def column_called(column: int) -> str:
    """Where it has no heading; counted from 0."""
    return _("Column {number}").format(number=column + 1)


def after_lines(count: int) -> str:
    said = ngettext("It stands after the first {count} line.", "It stands after the first {count} lines.", count)
    return said.format(count=in_figures(count))


@dataclass
class Row:
    line: int
    last_line: int
    raw: str
    cells: list[str]


@dataclass
class Table:
    header: bool
    headings: list[str]  # "" where there is none
    facts: list[str]  # of each column
    rows: list[Row]
    left_out: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, int]:
        """The first column of each fact that one may choose a column for."""
        found = {}
        for fact, ways in CHOSEN.items():
            columns = [self.facts.index(way) for way in ways if way in self.facts]
            if columns:
                found[fact] = columns[0]
        return found

    @property
    def is_address_book(self) -> bool:
        """Everybody one knows, and not only whom one would hire."""
        return "first" in self.facts and not {"trade", "job", "hired_on"} & set(self.facts)

    @property
    def columns_unread(self) -> list[str]:
        unread = [n for n, fact in enumerate(self.facts) if fact in (UNREAD, LABEL_OF_NEXT)]
        said = [n for n in unread if any(n < len(row.cells) and not is_nothing(row.cells[n]) for row in self.rows)]
        return [self.headings[n] or column_called(n) for n in said]


def table_of(text: str, trades: TradeNames, columns: dict[str, int] | None = None, header: bool | None = None) -> Table:
    """With the columns and the header as chosen, or guessed."""
    rows = list(_rows(text))
    top = _header_among(rows) if header is None else (0 if header and rows else None)
    heading = rows[top] if top is not None else None
    left_out = [(row.line, row.raw, str(ABOVE)) for row in rows[: top or 0]]
    body = rows[(top + 1) if top is not None else 0 :]
    width = max((len(row.cells) for row in [*([heading] if heading else []), *body[:ROWS_LOOKED_AT]]), default=0)
    names = [tidy_heading(cell) for cell in heading.cells] if heading else []
    names += [""] * (width - len(names))
    facts = [fact_of_heading(name) or (OTHER if name else "") for name in names]
    facts = _by_their_cells(facts, body, trades)
    headings = [name[:60] for name in names]
    if columns is not None:
        facts = _as_chosen(facts, columns)
    return Table(heading is not None, headings, facts, body, left_out)


def tidy_heading(cell: str) -> str:
    return " ".join(cell.split())


# --- Cells ------------------------------------------------------------------------------------------


def _rows(text: str) -> Iterator[Row]:
    """Each that says something, with the lines it was read from."""
    lines = text.split("\n", MOST_LINES_OF_TABLE)
    more = lines.pop() if len(lines) > MOST_LINES_OF_TABLE else ""
    start, delimiter = 0, ""
    while start < len(lines) and not lines[start].strip():
        start += 1
    if start < len(lines) and lines[start].strip().strip('"').lower().startswith(SEPARATOR_SAID):
        delimiter = lines[start].strip().strip('"')[len(SEPARATOR_SAID) :][:1]
        start += 1
    delimiter = delimiter or _delimiter(lines[start : start + ROWS_LOOKED_AT])
    width = lines[start].count(delimiter) if start < len(lines) else 0
    while start < len(lines):
        end = _end_of_row(lines, start, delimiter, width)
        raw = "\n".join(lines[start:end])
        cells = _cells(raw, delimiter)
        if any(cells):
            yield Row(start + 1, end, raw, cells)
        start = end
    if more:
        yield Row(start + 1, start + 1, more[:LONGEST_TOLD], [])


def _delimiter(lines: list[str]) -> str:
    """The one that divides these lines into most cells."""

    def cells(delimiter: str) -> int:
        return sum(
            min(line.count(delimiter), MOST_COLUMNS) + (delimiter == "\t") * 3 for line in lines if delimiter in line
        )

    return max(DELIMITERS, key=cells)


def _end_of_row(lines: list[str], start: int, delimiter: str, width: int) -> int:
    """After the line on which its quotation marks pair up; if they never do, it is one line.

    Nor do they if the line has all its cells, and so has the next: then a mark was lost.
    """
    marks = lines[start].count('"')
    if marks % 2 == 0 or not _opens(lines[start], delimiter):
        return start + 1
    for end in range(start + 1, min(len(lines), start + MOST_LINES_IN_A_ROW)):
        if width > 1 and lines[start].count(delimiter) == lines[end].count(delimiter) == width:
            return start + 1
        marks += lines[end].count('"')
        if marks % 2 == 0:
            return end + 1
    return start + 1


def _opens(line: str, delimiter: str) -> bool:
    """Whether a cell begins with a quotation mark. 5" pipe is no such cell."""
    return line.startswith('"') or f'{delimiter}"' in line or f'{delimiter} "' in line


def _cells(raw: str, delimiter: str) -> list[str]:
    rows = []
    if raw.count('"') % 2 == 0 and _opens(raw, delimiter):
        with suppress(csv.Error):
            rows = list(csv.reader([raw], delimiter=delimiter))
    rows = rows or [raw.split(delimiter)]
    cells = [_plain(cell) for cell in rows[0][:MOST_COLUMNS]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _plain(cell: str) -> str:
    """Without the marks by which a spreadsheet takes the cell for text."""
    cell = cell.strip()
    if cell.startswith("'") and cell[1:].startswith((*FORMULA, "0")):
        return cell[1:]
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell


# --- Columns ----------------------------------------------------------------------------------------


def _header_among(rows: list[Row]) -> int | None:
    """The row near the top with most headings; or the first, if it has no digits and those after it do."""
    known = [_known(row) for row in rows[:ROWS_LOOKED_AT]]
    best = max(range(len(known)), key=lambda at: known[at], default=None)
    if best is not None and known[best] > 1:
        return best
    if best is not None and known[best] == 1 and best + 1 < len(rows) and not _has_digits(rows[best]):
        return best
    if len(rows) > 1 and not _has_digits(rows[0]) and len(rows[0].cells) > 1 and _has_digits(rows[1]):
        return 0
    return None


def _known(row: Row) -> int:
    """How many different headings; none if a cell is what only a person has."""
    if any("@" in cell or sum(each.isdigit() for each in cell) > 5 for cell in row.cells):
        return 0
    return len({fact for cell in row.cells if (fact := fact_of_heading(cell))})


def _has_digits(row: Row) -> bool:
    return any(letter.isdigit() for cell in row.cells for letter in cell)


def _by_their_cells(facts: list[str], rows: list[Row], trades: TradeNames) -> list[str]:
    """Columns without a heading that says what they hold are known by what stands in them."""
    facts = list(facts)
    looked_at = rows[:ROWS_LOOKED_AT]
    for column, fact in enumerate(facts):
        if fact not in ("", OTHER):
            continue
        cells = [row.cells[column] for row in looked_at if column < len(row.cells) and row.cells[column]]
        looks = _looks_like(cells, trades)
        if looks and (fact == "" or looks not in facts):
            facts[column] = looks
    if not any(fact in NAME_FACTS for fact in facts):
        # “plumber, 0113 496 0123” is all that there is of somebody; and what one saved on a map has a title.
        free = [n for way in (("", OTHER), ("trade",), (UNREAD,)) for n, fact in enumerate(facts) if fact in way]
        texts = [n for n in free if any(n < len(row.cells) and row.cells[n] for row in looked_at)]
        if texts:
            facts[texts[0]] = "name"
    return [fact or OTHER for fact in facts]


def _looks_like(cells: list[str], trades: TradeNames) -> str:
    if not cells:
        return ""
    half = (len(cells) + 1) // 2
    if sum(bool(EMAIL.fullmatch(cell)) for cell in cells) >= half:
        return "email"
    if sum(bool(WEBSITE.match(cell)) for cell in cells) >= half:
        return "website"
    if sum(_is_mostly_digits(cell) for cell in cells) >= half:
        return "phone"
    return "trade" if sum(bool(trades.named(cell)) for cell in cells) >= half else ""


def _is_mostly_digits(cell: str) -> bool:
    digits = sum(letter.isdigit() for letter in cell)
    return 6 <= digits <= 30 and digits * 2 > len(cell.replace(" ", "")) and not any(each in cell for each in "€£$")


def _as_chosen(facts: list[str], columns: dict[str, int]) -> list[str]:
    """A fact that was given no column, or another one, leaves the first that it had."""
    chosen = list(facts)
    for fact, ways in CHOSEN.items():
        before = next((facts.index(way) for way in ways if way in facts), None)
        now = columns.get(fact)
        if before is not None and before != now:
            chosen[before] = OTHER
    for fact, column in columns.items():
        if column < len(chosen) and facts[column] not in CHOSEN[fact]:
            chosen[column] = "last" if fact == "surname" else fact
        elif column < len(chosen):
            chosen[column] = facts[column]
    return chosen


# --- What a row says --------------------------------------------------------------------------------


def drafts_of(table: Table, judge: Judge) -> Iterator[Draft]:
    """What is nobody is added to what the table left out."""
    section, divided = "", False
    for row in table.rows:
        if why := _no_person(row, table, judge, divided):
            table.left_out.append((row.line, row.raw, why))
            if why == A_HEADING:
                section, divided = next(cell for cell in row.cells if cell), True
            continue
        draft = _draft_of(row, table, judge)
        if not (draft.name or draft.phones or draft.emails or draft.websites or draft.trade or draft.job):
            table.left_out.append((row.line, row.raw, str(NO_NAME_IN_IT)))
            continue
        if section and not draft.trade:
            judge.hear_trade(draft, section.strip(" :*_#-="))
        yield draft


def _no_person(row: Row, table: Table, judge: Judge, divided: bool) -> str:
    """`divided`: some of its rows are headings, and hold nothing else."""
    said = [cell for cell in row.cells if cell]
    if not said:
        return after_lines(MOST_LINES_OF_TABLE)
    if not any(each.isalnum() for cell in said for each in cell):
        return str(NO_NAME_IN_IT)  # a line drawn below the headings
    if len(said) == 1 and len(table.facts) > 1:
        trade = judge.trades.named(said[0].strip(" :*_#-="))
        if trade or ((divided or said[0].endswith(":")) and not _has_digits(row)):
            return str(A_HEADING)
    same = [folded(cell) for cell in row.cells] == [folded(each) for each in table.headings[: len(row.cells)]]
    return str(HEADINGS_AGAIN) if table.header and len(said) > 1 and same else ""


def _draft_of(row: Row, table: Table, judge: Judge) -> Draft:
    draft = Draft(row.line, row.raw, row.last_line, likely=not table.is_address_book)
    said: dict[str, list[str]] = {}
    faxes, label = [], ""
    for column, cell in enumerate(row.cells):
        fact = table.facts[column] if column < len(table.facts) else OTHER
        if fact == LABEL_OF_NEXT:
            label = cell
        elif cell and fact == "phone" and "fax" in label.casefold():
            faxes.append(cell)
        elif cell and fact in (OTHER, TOLD_BY_THEM):
            heading = table.headings[column] if column < len(table.headings) else ""
            said.setdefault(OTHER, []).append(_with_heading(heading, cell))
        elif cell and fact != UNREAD:
            said.setdefault(fact, []).append(cell)
        elif cell and (trade := judge.trades.named(cell)):  # “Title” may be “Mrs” or “Plumber”
            draft.trade = trade
        label = label if fact == LABEL_OF_NEXT else ""
    said.setdefault("fax", []).extend(faxes)
    judge.hear(draft, said)
    _hear_name(draft, said, judge)
    for cell in said.get(OTHER, []):
        judge.hear_words(draft, cell)
    return draft


def _with_heading(heading: str, cell: str) -> str:
    if is_nothing(cell):
        return ""
    return cell if not heading else f"{heading}: {cell}"


def _hear_name(draft: Draft, said: dict[str, list[str]], judge: Judge) -> None:
    """The person, else the firm; what else is known of who they are becomes words."""
    person = " ".join(
        cell for fact in ("first", "middle", "last") for cell in said.get(fact, []) if not is_nothing(cell)
    )
    names = [*said.get("name", []), person, *said.get("nick", []), *said.get("firm", [])]
    names = [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if not is_nothing(name)]
    if not names:
        return
    _hear_main_name(draft, names[0], judge)
    told = folded(draft.name)
    for name in names[1:]:
        if folded(name) not in told and folded(name) != folded(names[0]):
            judge.hear_words(draft, name)
            draft.trade = draft.trade or judge.trades.in_name(name)


def _hear_main_name(draft: Draft, text: str, judge: Judge) -> None:
    numbers = numbers_in(text, judge.country).numbers if any(each.isdigit() for each in text) else []
    if numbers:
        judge.hear_phones(draft, "".join(text[each.start : each.end] + " / " for each in numbers))
        for each in reversed(numbers):
            text = f"{text[: each.start]} {text[each.end :]}"
    text = trimmed(" ".join(text.split())) or text
    if draft.trade or len(text.split()) < 2:
        draft.name = text
        draft.trade = draft.trade or judge.trades.named(text)
        return
    read = name_and_trade([text], judge.trades)
    whole = not read.trade or any(read.rest) or read.prose
    draft.name = text if whole else read.name
    draft.trade = judge.trades.named(read.trade) if read.trade else None
