"""A month and its year, as people write them: March 24, Mar-24, 03/2024, 2024-03, 12.3.2024, März 2024.

A month is never made up: a year alone, a season, a day without its year and two figures that may be anything are none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

# English, German, French, Spanish, Dutch, Italian, Polish, Portuguese.
MONTH_NAMES = (
    "january jan januar jänner jaenner janvier janv enero ene januari gennaio gen styczeń stycznia sty janeiro",
    "february feb februar février fevrier févr fevr fév febrero februari febbraio luty lutego lut fevereiro fev",
    "march mar märz maerz mär mrz mars marzo maart mrt marzec marca março",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi",
    "may mai mayo mei maggio mag maj maja maio",
    "june jun juni juin junio giugno giu czerwiec czerwca cze junho",
    "july jul juli juillet juil julio luglio lug lipiec lipca lip julho",
    "august aug août aout agosto ago augustus sierpień sierpnia sie",
    "september sept sep septembre septiembre setiembre settembre set wrzesień września wrz setembro",
    "october oct oktober okt octobre octubre ottobre ott październik października paź outubro out",
    "november nov novembre noviembre listopad listopada lis novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre grudzień grudnia gru dezembro",
)
NUMBERS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
# Of these, two figures after a space may be the year: the rest are words of their own, or too short to tell.
PLAIN_NAMES = frozenset(
    """january jan february feb march mar april apr june jun july jul august aug september sept sep october oct november
    nov december dec januar jänner jaenner februar märz maerz mai juni juli oktober okt dezember dez janvier février
    fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre enero febrero marzo abril
    mayo junio julio agosto septiembre setiembre octubre noviembre diciembre""".split()
)
NAME = "|".join(sorted(NUMBERS, key=len, reverse=True))
LEAD = re.compile(r"\b(?P<lead>in|on|im|am|en|since|seit|depuis|back in|desde|in het|od|w|nel|a)\s+$", re.IGNORECASE)
LONGEST_LEAD = 12
# Without these no month of that make stands there; they are looked for first, as that is quick.
MAY_BE_WRITTEN = re.compile(r"[^\W\d_][^\w|]{0,4}(?:del? )?\d\d|[^\W\d_][. ]{1,2}\d{1,2}\w{0,2},? \d{4}")
MAY_BE_FIGURES = re.compile(r"\d[/.-]\d")
DAY_BEFORE = r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|of\s+)?)?"
WRITTEN = re.compile(
    rf"(?<![\w]){DAY_BEFORE}(?<!\w)(?P<name>{NAME})\.?,?(?P<gap>\s*[’']|\s*-\s*|\s+(?:de\s+|del\s+)?|/|(?<=\.))"
    r"(?P<year>\d{4}|\d\d)(?:\s?r\.)?(?![\w/-]|[.,:]\d)",
    re.IGNORECASE,
)
DAY_AFTER = re.compile(
    rf"(?<!\w)(?P<name>{NAME})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?![\w/-])",
    re.IGNORECASE,
)
DATE_ENDS = r"(?:[T ]\d\d:\d\d(?::\d\d)?)?(?![\w/-]|[.,:]\d)"
START = r"(?<![\w/.,+-])"
YEAR_FIRST = re.compile(rf"{START}(?P<year>\d{{4}})[-/.](?P<month>\d\d?)(?:[-/.]\d\d?)?{DATE_ENDS}", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"{START}(?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}){DATE_ENDS}", re.IGNORECASE)
WHOLE_DATE = re.compile(
    rf"{START}(?P<one>\d{{1,2}})(?P<dot>[/.-])(?P<two>\d{{1,2}})(?P=dot)(?P<year>\d{{4}}|\d\d){DATE_ENDS}",
    re.IGNORECASE,
)
TWO_PAIRS = re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d\d)")
SERIAL = re.compile(r"(?P<serial>\d{5})(?:\.\d+)?")
IN_LETTERS, IN_FIGURES = (WRITTEN, DAY_AFTER), (YEAR_FIRST, WHOLE_DATE, MONTH_FIRST)
EARLIEST, MOST_YEARS_AGO = 1970, 10
# The day from which spreadsheets count.
FIRST_SERIAL = date(1899, 12, 30)
MONTH_BEFORE_DAY = frozenset(("US",))
# Some write it one way, some the other.
EITHER_ORDER = frozenset(("CA", "PH"))


class MonthFound(NamedTuple):
    month: date
    start: int
    end: int


def months_in(text: str, country: str, today: date, says_when: bool = False) -> list[MonthFound]:
    """In the order in which they stand; none that is still to come. `says_when`: the text is there for nothing else."""
    if not any(letter.isdigit() for letter in text):
        return []
    patterns = [*IN_LETTERS] if MAY_BE_WRITTEN.search(text) else []
    patterns += IN_FIGURES if MAY_BE_FIGURES.search(text) else []
    found: list[MonthFound] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            lead = LEAD.search(text, max(0, match.start() - LONGEST_LEAD), match.start())
            before = "when" if says_when else lead["lead"].lower() if lead else ""
            before = "on" if country in MONTH_BEFORE_DAY else before  # “March 24” is a day there
            month = _month_of(match, country, today, before)
            if month and not any(each.start < match.end() and match.start() < each.end for each in found):
                found.append(MonthFound(month, lead.start() if lead else match.start(), match.end()))
    return sorted(found, key=lambda each: each.start)


def month_in_cell(text: str, country: str, today: date) -> date | None:
    """Of a text that is there to say when: also `03/24`, and the number by which a spreadsheet knows a day."""
    if found := months_in(text, country, today, says_when=True):
        return found[-1].month if len({each.month for each in found}) == 1 else None
    if (match := SERIAL.fullmatch(text.strip())) and int(match["serial"]) > (date(1990, 1, 1) - FIRST_SERIAL).days:
        day = FIRST_SERIAL + timedelta(days=int(match["serial"]))
        return day.replace(day=1) if day <= today else None
    if (match := TWO_PAIRS.fullmatch(text.strip())) and country not in MONTH_BEFORE_DAY | EITHER_ORDER:
        # Two figures up to 12 may be a month as well, and those before them its day.
        return _dated(int(match["month"]), 2000 + int(match["year"]), today) if int(match["year"]) > 12 else None
    return None


def _month_of(match: re.Match[str], country: str, today: date, lead: str) -> date | None:
    said = match.groupdict()
    year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
    if "name" in said:
        if len(said["year"]) == 2 and "gap" in said and not _two_figures_are_a_year(said, year, today, lead):
            return None
        return _dated(NUMBERS[said["name"].lower()], year, today)
    if "one" in said:
        number = _month_of_two(int(said["one"]), int(said["two"]), country)
        return _dated(number, year, today) if number else None
    return _dated(int(said["month"]), year, today)


def _two_figures_are_a_year(said: dict[str, str | None], year: int, today: date, lead: str) -> bool:
    """“March 24” is a month of that year here; “on March 24” is a day, and “24 March 24” has both."""
    marked = bool((said["gap"] or "").strip())
    if said["day"] or marked:
        return True
    name = (said["name"] or "").lower()
    return (name in PLAIN_NAMES or lead == "when") and lead not in ("on", "am") and today.year - MOST_YEARS_AGO <= year


def _month_of_two(one: int, two: int, country: str) -> int:
    """Of a day and a month; 0 if it cannot be told."""
    if one > 12 or two > 12:
        return two if one > 12 else one
    if country in EITHER_ORDER and one != two:
        return 0
    return one if country in MONTH_BEFORE_DAY else two


def _dated(number: int, year: int, today: date) -> date | None:
    if not 1 <= number <= 12 or not EARLIEST <= year <= today.year:
        return None
    month = date(year, number, 1)
    return month if month <= today else None
