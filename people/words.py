"""How many and how long, in the words of a sentence. The number stands once, where the rule is that it belongs to."""

import unicodedata
from datetime import timedelta

ONES = dict(enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1))
TENS = dict(zip(range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True))
UNITS = {
    "year": timedelta(days=365),
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
JOINERS = "\u200c\u200d"
# They count as letters, and show nothing.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
RIGHT_TO_LEFT = {"R", "AL"}
HALF_A_YEAR = timedelta(days=183)
# What a field says of too much. Django puts in how much the field takes.
AT_MOST = "Use %(limit_value)d letters at most."


def on_one_line(text: str) -> str:
    """Without line ends and characters that nobody can see: some of those turn around what stands beside them. The
    joiners belong to some scripts."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    shown = (letter for letter in text if letter in JOINERS or not _is_unseen(letter))
    return " ".join("".join(shown).split())


def name_on_one_line(text: str) -> str:
    """ "" for what shows no letter or digit: that is no name."""
    name = on_one_line(text)
    return name if any(letter.isalnum() for letter in name) else ""


def isolated(text: str) -> str:
    """So that letters written from right to left do not turn around the number that stands beside them."""
    turns = any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)
    return f"\u2068{text}\u2069" if turns else text


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" or letter in BLANKS


def number(count: int) -> str:
    """`three`, `thirty`, `2,000`: a word where there is a short one. (Django's `apnumber` ends at nine.)"""
    return (ONES | TENS).get(count, f"{count:,}")


def counted(count: int, unit: str, one: str = "a") -> str:
    """`a year`, `two weeks`, `24 hours`. `one` stands before a single one of them, and may be empty."""
    if count == 1:
        article = "an" if (one, unit) == ("a", "hour") else one
        return f"{article} {unit}".lstrip()
    return f"{ONES.get(count, f'{count:,}')} {unit}s"


def duration(span: timedelta, one: str = "a", unit: str = "") -> str:
    """In the largest unit of which it is a whole number, or in the one asked for: a day is `24 hours` too."""
    if span == HALF_A_YEAR:
        return "half a year"
    unit = unit or next(name for name, long in UNITS.items() if not span % long)
    return counted(span // UNITS[unit], unit, one)


def months(count: int) -> str:
    """`a year`, `18 months`."""
    return counted(count, "month") if count % 12 else counted(count // 12, "year")


def megabytes(size: int) -> str:
    return f"{size // 2**20:,} MB"
