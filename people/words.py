"""How many and how long, in the words of a sentence. The number stands once, where the rule is that it belongs to."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.dates import MONTHS
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy, npgettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from people.spoken import Spoken, spoken

# A text that was made at import, and is said in the language of whoever reads it: Django’s promise of a string.
Lazy = Any
# What is read as a word where it is small. Other languages may put figures.
NUMBER_WORDS = {
    1: pgettext_lazy("number", "one"),
    2: pgettext_lazy("number", "two"),
    3: pgettext_lazy("number", "three"),
    4: pgettext_lazy("number", "four"),
    5: pgettext_lazy("number", "five"),
    6: pgettext_lazy("number", "six"),
    7: pgettext_lazy("number", "seven"),
    8: pgettext_lazy("number", "eight"),
    9: pgettext_lazy("number", "nine"),
    10: pgettext_lazy("number", "ten"),
    11: pgettext_lazy("number", "eleven"),
    12: pgettext_lazy("number", "twelve"),
    20: pgettext_lazy("number", "twenty"),
    30: pgettext_lazy("number", "thirty"),
    40: pgettext_lazy("number", "forty"),
    50: pgettext_lazy("number", "fifty"),
    60: pgettext_lazy("number", "sixty"),
    70: pgettext_lazy("number", "seventy"),
    80: pgettext_lazy("number", "eighty"),
    90: pgettext_lazy("number", "ninety"),
}
ALWAYS_A_WORD = 12
BETWEEN_QUOTES, LIST_COMMA = gettext_lazy("“{words}”"), pgettext_lazy("between the things of a list", ", ")
FIRST_AND_LAST, FIRST_OR_LAST = gettext_lazy("{first} and {last}"), gettext_lazy("{first} or {last}")
UNITS = {
    "year": timedelta(days=365),
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
# A single one, and several. Many languages say it in other ways as how long something takes ("two weeks"), after "in"
# ("in two weeks") and after "the last" ("the last two weeks").
HOW_LONG, AFTER, LAST = "how long", "in", "the last"
SPANS = {
    HOW_LONG: {
        "year": npgettext_lazy("how long", "a year", "{count} years", "number"),
        "month": npgettext_lazy("how long", "a month", "{count} months", "number"),
        "week": npgettext_lazy("how long", "a week", "{count} weeks", "number"),
        "day": npgettext_lazy("how long", "a day", "{count} days", "number"),
        "hour": npgettext_lazy("how long", "an hour", "{count} hours", "number"),
        "minute": npgettext_lazy("how long", "a minute", "{count} minutes", "number"),
        "second": npgettext_lazy("how long", "a second", "{count} seconds", "number"),
    },
    AFTER: {
        "year": npgettext_lazy("in", "a year", "{count} years", "number"),
        "month": npgettext_lazy("in", "a month", "{count} months", "number"),
        "week": npgettext_lazy("in", "a week", "{count} weeks", "number"),
        "day": npgettext_lazy("in", "a day", "{count} days", "number"),
        "hour": npgettext_lazy("in", "an hour", "{count} hours", "number"),
        "minute": npgettext_lazy("in", "a minute", "{count} minutes", "number"),
        "second": npgettext_lazy("in", "a second", "{count} seconds", "number"),
    },
    LAST: {
        "year": npgettext_lazy("the last", "year", "{count} years", "number"),
        "month": npgettext_lazy("the last", "month", "{count} months", "number"),
        "week": npgettext_lazy("the last", "week", "{count} weeks", "number"),
        "day": npgettext_lazy("the last", "day", "{count} days", "number"),
        "hour": npgettext_lazy("the last", "hour", "{count} hours", "number"),
        "minute": npgettext_lazy("the last", "minute", "{count} minutes", "number"),
        "second": npgettext_lazy("the last", "second", "{count} seconds", "number"),
    },
}
HALF_YEARS = {
    HOW_LONG: pgettext_lazy("how long", "half a year"),
    AFTER: pgettext_lazy("in", "half a year"),
    LAST: pgettext_lazy("the last", "half year"),
}
# Languages that write every noun with a capital.
CAPITAL_NOUNS = frozenset({"de"})
JOINERS = "\u200c\u200d"
# They count as letters, and show nothing.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
RIGHT_TO_LEFT = {"R", "AL"}
HALF_A_YEAR = timedelta(days=183)
# What a field says of too much. Django puts in how much the field takes.
AT_MOST = ngettext_lazy("Use %(limit_value)d letter at most.", "Use %(limit_value)d letters at most.", "limit_value")


def beginning(words: str, letters: int, language: str | None = None) -> str:
    """No more than so many letters of it, with the sign for what is left out among them. As `Truncator` says it, which
    looks at each letter of the text, also where there are only plain ones; but without a part of a word at its end."""
    left_out = _left_out(language or get_language())
    if words.isascii():
        return words if len(words) <= letters else _whole_words(words[: letters - 1], words, left_out)
    composed = unicodedata.normalize("NFC", words)
    cut = Truncator(composed).chars(letters)
    return cut if cut == composed else _whole_words(cut.removesuffix(left_out), composed, left_out)


def _whole_words(kept: str, words: str, left_out: str) -> str:
    """Where the word that is cut is a long one, or the script has no spaces, it stays cut."""
    last = kept.replace("\n", " ").rfind(" ")
    if last > len(kept) * 2 // 3 and not words.removeprefix(kept)[0].isspace():
        kept = kept[:last]
    return kept.rstrip() + left_out


@lru_cache(maxsize=100)
def _left_out(language: str | None) -> str:
    """The sign for it in the language of the page, which is this one."""
    return Truncator("ab").chars(1)


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


def in_figures(count: int) -> str:
    """`2,000`"""
    return number_format(count, force_grouping=True)


def number(count: int, said: Spoken | None = None) -> str:
    """`three`, `thirty`, `2,000`: a word where there is a short one. (Django's `apnumber` ends at nine.)"""
    return (said or spoken())(NUMBER_WORDS[count]) if count in NUMBER_WORDS else in_figures(count)


def counted(count: int, unit: str, said: str = HOW_LONG) -> str:
    """`a year`, `two weeks`, `24 hours`; `said` is how."""
    shown = number(count) if count <= ALWAYS_A_WORD else in_figures(count)
    return SPANS[said][unit].format(count=shown, number=count)


def duration(span: timedelta, said: str = HOW_LONG, unit: str = "") -> str:
    """In the largest unit of which it is a whole number, or in the one asked for: a day is `24 hours` too."""
    if span == HALF_A_YEAR:
        return str(HALF_YEARS[said])
    unit = unit or next(name for name, long in UNITS.items() if not span % long)
    return counted(span // UNITS[unit], unit, said)


def months(count: int, said: str = HOW_LONG) -> str:
    """`a year`, `18 months`."""
    return counted(count, "month", said) if count % 12 else counted(count // 12, "year", said)


def month_within_a_year(day: date, today: date) -> str:
    """`March`; of another year `March 2025`."""
    return spoken()(MONTHS[day.month]) if day.year == today.year else spoken().month(day)


def day_written(day: date, form: str = "DATE_FORMAT") -> str:
    """`1 March 2026`; the first day as the language calls it: `1er mars 2026`. Formats know no such thing."""
    return first_as_called(day, date_format(day, form))


def first_as_called(day: date, written: str) -> str:
    called = pgettext("the first day of a month", "1")
    return written if day.day > 1 else re.sub(r"\b1\b", called, written, count=1)


def lowered(noun: str) -> str:
    """As it stands within a sentence."""
    return noun if (get_language() or "")[:2] in CAPITAL_NOUNS else noun.lower()


def megabytes(size: int) -> str:
    """No line ends between the figure and its unit."""
    return _("{count} MB").format(count=in_figures(size // 2**20)).replace(" ", "\N{NO-BREAK SPACE}")


def in_quotes(words: str) -> str:
    """In the quotation marks of the language."""
    return spoken()(BETWEEN_QUOTES).format(words=words)


def all_of(things: Sequence[str]) -> str:
    """`a, b and c`"""
    if len(things) < 2:
        return "".join(things)
    return spoken()(FIRST_AND_LAST).format(first=commas(things[:-1]), last=things[-1])


def either_of(things: Sequence[str]) -> str:
    """`a, b or c`"""
    if len(things) < 2:
        return "".join(things)
    return spoken()(FIRST_OR_LAST).format(first=commas(things[:-1]), last=things[-1])


def commas(things: Sequence[str]) -> str:
    """`a, b, c`: where they are only told one after another."""
    return spoken()(LIST_COMMA).join(things)
