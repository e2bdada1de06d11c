"""Tables as a spreadsheet reads them, and never as formulas."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

# A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: tuple[str, ...], rows: Iterable[tuple]) -> str:
    """With the mark by which a spreadsheet knows UTF-8."""
    text = StringIO("\ufeff")
    text.seek(0, 2)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
