"""Small slips in a text of SQL."""

import re
from collections.abc import Iterator

SAYS_SQL = re.compile(
    r"\b(SELECT|FROM|WHERE|AND|JOIN|EXISTS|ORDER BY|GROUP BY|UNION ALL|IN|AS) |\w+ >= \w+\.|%\((\w+|\{\})\)s"
    r'|^"[a-z]+(\.[a-z_]+|_id)"$|^"recommendations_[a-z]+"$'  # a column, a table
)
# What is written, and what is written in its place.
SLIPS = [
    *[(rf" {a} ", f" {b} ") for a, b in [("=", "<>"), ("<>", "="), (">=", ">"), ("<=", "<"), (">", ">="), ("<", "<=")]],
    *[
        (rf"\b{a}\b", b)
        for a, b in [("AND", "OR"), ("OR", "AND"), ("TRUE", "FALSE"), ("FALSE", "TRUE"), ("DESC", "ASC")]
    ],
    *[(rf"\b{a}\b", b) for a, b in [("NOT ", ""), ("DISTINCT ", ""), ("LEFT JOIN", "JOIN"), ("UPPER", "")]],
    *[(r"\bUNION ALL\b", b) for b in ("EXCEPT", "INTERSECT")],
    (r"'(\w+)'", r"'XX\1'"),
    (r"(?<!SELECT )(?<![\w.$%])(\d+)\b", lambda found: str(int(found[1]) + 1)),
    # A condition of two sides that is left out.
    (r"(?<=AND )[\w.]+ (?:=|<>|>=|<=|<|>) (?:[\w.']+|%\(\w+\)s)", "TRUE"),
    (r"(?<=WHERE )[\w.]+ (?:=|<>|>=|<=|<|>) (?:[\w.']+|%\(\w+\)s)", "TRUE"),
    (r"(?<=ON )[\w.]+ (?:=|<>|>=|<=|<|>) (?:[\w.']+|%\(\w+\)s)", "TRUE"),
]


def is_sql(text: str) -> bool:
    return bool(SAYS_SQL.search(text))


def slips(text: str) -> Iterator[tuple[str, str]]:
    """Each text with one slip, and what it is: its line, before and after."""
    for what, instead in SLIPS:
        for found in re.finditer(what, text):
            put = instead(found) if callable(instead) else found.expand(instead)
            begin, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end() - 1)
            end = end if end >= 0 else len(text)
            before, after = text[begin : found.start()], text[found.end() : end]
            yield text[: found.start()] + put + text[found.end() :], f"{before.lstrip()}[{found[0]} → {put}]{after}"
