"""A person's own list of tradespeople, read from pasted lines, a chat, a table or contacts. Nothing is saved.

A text is decoded (`decoding`), out of a spreadsheet or an archive if need be (`files`), its kind is told, and
the reader
of that kind hands over what it says of each. `numbers` and `months` judge what is one; all that is no fact is words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext_lazy, ngettext

from people.models import Person
from people.words import in_figures
from recommendations.my_list.reading import cards, chats, lines, tables
from recommendations.my_list.reading.drafts import Draft, Judge
from recommendations.my_list.reading.files import CARDS, CHAT, LINES, TABLE
from recommendations.my_list.reading.mails import without_heads
from recommendations.my_list.reading.readings import ListReader, Reading, too_long
from recommendations.my_list.reading.tables import Table

# As many as a list holds. What stands after them is told, and not read.
MOST_READINGS = 10_000
# So many lines are looked at, so that ten megabytes of figures do not keep a processor for a minute.
MOST_LINES = 20_000
NOTHING_READ = {
    LINES: gettext_lazy("There is nothing in there to read. Write one tradesperson a line."),
    CHAT: gettext_lazy("Nobody in that chat is recommended with a number, an address or a web site."),
    TABLE: gettext_lazy("There is nothing in there to read. A table has one tradesperson a line."),
    CARDS: gettext_lazy("There is no contact in there. A contacts file has lines that say BEGIN:VCARD and END:VCARD."),
}
NO_NAME = gettext_lazy("Choose the column that holds their names.")
OF_NO_CONTACT = gettext_lazy("It stands in no contact.")


def not_read() -> str:
    said = ngettext(
        "It stands after the first {count} person.", "It stands after the first {count} people.", MOST_READINGS
    )
    return said.format(count=in_figures(MOST_READINGS))


class LeftOut(NamedTuple):
    line: int
    text: str
    why: str


class ListRead(NamedTuple):
    """All that was read, what was left out and why, and the text it was read from."""

    kind: str
    text: str
    readings: list[Reading]
    left_out: list[LeftOut]
    columns_unread: list[str]
    table: Table | None = None
    fault: str = ""


def read(
    person: Person | None,
    text: str,
    kind: str,
    columns: dict[str, int] | None = None,
    header: bool | None = None,
    country: str = "",
) -> ListRead:
    """`text` is tidied. Without `columns` and `header`, which are for tables, they are guessed.

    `country` is that of the person, unless it is given; without a person nobody is on the list already.
    """
    judge = Judge(country or (person.country if person else ""))
    told = KindReader(text, kind, columns, header, judge)
    if told.table and "name" not in told.table.columns and "surname" not in told.table.columns:
        return ListRead(kind, text, [], [], [], told.table, str(NO_NAME))
    reader = ListReader(judge, person)
    readings = [reader.reading(draft) for draft in islice(told.drafts, MOST_READINGS)]
    left_out = [LeftOut(*each) for each in told.left_out]
    left_out += [LeftOut(each.line, each.too_much, too_long()) for each in readings if each.too_much]
    if len(readings) == MOST_READINGS and (after := next(told.drafts, None)):
        left_out.append(LeftOut(after.line, after.raw[:200], not_read()))
    fault = "" if readings else str(NOTHING_READ[kind])
    return ListRead(kind, text, readings, sorted(left_out), sorted(told.unread()), told.table, fault)


class KindReader:
    """What the reader of the kind finds; what it leaves out is known once all is read."""

    def __init__(self, text: str, kind: str, columns: dict[str, int] | None, header: bool | None, judge: Judge) -> None:
        self.table: Table | None = None
        self.left_out: list[tuple[int, str, str]] = []
        self.properties: set[str] = set()
        if kind == TABLE:
            self.table = tables.table_of(text, judge.trades, columns, header)
            self.left_out = self.table.left_out
            self.drafts = tables.drafts_of(self.table, judge)
        elif kind == CARDS:
            self.drafts = self._of_cards(text, judge)
        elif kind == CHAT:
            self.drafts = chats.read_chat(text, judge, self.left_out)
        else:
            self.drafts = self._of_lines(list(enumerate(text.split("\n", MOST_LINES), 1)), judge)

    def _of_lines(self, written: list[tuple[int, str]], judge: Judge) -> Iterator[Draft]:
        told = without_heads(written[:MOST_LINES], self.left_out)
        cut = (lines.cut(number, line, judge) for number, line in told)
        if len(written) > MOST_LINES:
            number, rest = written[MOST_LINES]
            self.left_out.append((number, rest[:1000], tables.after_lines(MOST_LINES)))
        for group in lines.put_together(cut, judge, self.left_out):
            yield lines.draft_of(group, judge)

    def _of_cards(self, text: str, judge: Judge) -> Iterator[Draft]:
        """And of what somebody wrote beside them."""
        beside: list[tuple[int, str]] = []
        for card, properties in cards.cards_in(text, beside):
            if why := cards.nobody_in(properties):
                self.left_out.append((card.line, card.raw[:200], why))
                continue
            self.properties |= cards.unread_in(properties)
            yield cards.draft_of_card(card, properties, judge)
        self.left_out += [
            (number, line[:200], str(OF_NO_CONTACT)) for number, line in beside if cards.PROPERTY.match(line)
        ]
        yield from self._of_lines([each for each in beside if not cards.PROPERTY.match(each[1])], judge)

    def unread(self) -> list[str]:
        return self.table.columns_unread if self.table else list(self.properties)
