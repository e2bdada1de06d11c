"""Which digits in a text are a phone number. The one place that judges it, for every kind of list.

The whole run of digits is judged first. What stands beside a number and is none of it (a year, a date, a price, a time,
how many, the number of a house) stays words. No part of a longer run is ever a number: what cannot be told is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import phonenumbers
from django.utils.translation import gettext_lazy

from recommendations.identity import EXTENSION, LONGEST_PHONE, LocalNumberError, normal_phone
from recommendations.my_list.reading.months import NAME

HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("\xa0\u2007\u2009\u202f\u3000", " "))
# Each piece is taken as a whole, so that a long run is looked at once and not in every way it could be cut.
AFTER_DIGITS = r"(?:(?!\w)|(?=[xpw]\d))"
RUN = re.compile(
    rf"(?<![\w+])\(?\+?\(?[0-9]++{AFTER_DIGITS}(?:[ \t().\-/+]{{1,6}}+[0-9]++{AFTER_DIGITS})*\)?", re.IGNORECASE
)
GROUP = re.compile(r"\S+")
# Digits that are something else, whatever stands around them.
CURRENCY = (
    r"(?:[£$€₹¥]|rs\.?|inr|eur|euros?|gbp|usd|chf|zł|pln|kr|pounds?|quid|dollars?|bucks|rupees?|rupien"
    r"|roupies|zloty\w*|złot\w*|francs?|franken|kron\w+)"
)
ADDRESS_OR_ACCOUNT = re.compile(
    r"(?:https?://|www\.)[^\s,;<>|]+|[^\s,;<>()|]{1,64}@[^\s,;<>()|]{1,190}"
    r"|\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"
)
MAY_BE_ADDRESS = re.compile(r"@|://|www\.|\b[A-Z]{2}\d\d ?[A-Z0-9]{4} ?[A-Z0-9]")
ELSE = re.compile(
    rf"""
      (?<![\w]){CURRENCY}[ ]?\d[\d.,']*(?:[ ]?(?:k|m|per|/)\b)?
    | (?<![\w.,+/-])\d[\d.]{{0,9}},(?:\d{{1,2}}|-)[ ]?{CURRENCY}(?!\w)
    | (?<![\w.,+/-])\d{{1,3}}(?:[.,]\d{{3}})+[ ]?{CURRENCY}(?!\w)
    | (?<![\w.,+/-])(?<!\d[ ])\d[\d.,]{{0,9}}[ ]?{CURRENCY}(?![ ]?\w)
    | (?<![\w.,+/-])\d{{1,2}}[:.h]\d\d(?::\d\d)?[ ]?(?:[ap]\.?m\.?\b|uhr\b|h\b)                    # a time
    | (?<![\w.,+/-])\d{{1,2}}:\d\d(?::\d\d)?(?![\d:])
    | (?<![\d/.+-])(?:19|20)\d\d[/.-]\d{{1,2}}(?:[/.-]\d{{1,2}})?(?![\d/.-]*\d)                    # a date
    | (?<![\d/.+-])\d{{1,2}}([/.-])\d{{1,2}}\1(?:\d{{4}}|\d\d)(?![\d/-]|\.\d)
    | (?<![\d/.+-])\d{{1,2}}[/.](?:19|20)\d\d(?![\d/-]|\.\d)
    | (?<![\d/.+-])(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)
    | (?<![\d/.+-])\d{{1,2}}/\d{{1,2}}(?![\d/-]|\.\d)
    | (?<![\d/.+-])\d{{1,2}}[.]\d{{1,2}}(?![\d/-]|\.\d)
    | (?<![\d.,])\d[\d.,]{{0,9}}[ ]?%
    | (?<=\d[ ])\(\d{{1,2}}[ ]?-[ ]?\d{{1,2}}\)(?![ ]?\d)                                          # from nine to five
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What the digits after it are, other than a phone number.
OF_SOMETHING = re.compile(
    r"(?:\b(?:acc(?:oun)?t|a/c|iban|bic|vat|ust|steuer\w*|siret|siren|nip|kvk|btw|p\.?\s?iva|company|order"
    r"|ref(?:erence)?|invoice|inv|reg(?:istration)?|policy|licen[cs]e|membership|member|id|sort code|konto\w*"
    r"|kunden\w*|rechnung\w*"
    r"|bestell\w*|gas safe|niceic|postcode|plz|serial|card|karte|carte)\b[\s.:#]*"
    r"(?:(?:no|nr|num|number|code|id)\b[\s.:]*)?)$",
    re.IGNORECASE,
)
NUMBER_FOLLOWS = re.compile(
    r"\b(?:tel|tél|tfno|telf|telephone|telefon|telefono|teléfono|téléphone|telefoon|phone|ph|fon|mobile|mob|mobil|mobiel"
    r"|móvil|cell|cellulare|celular|cel|handy|handynummer|festnetz|nummer|numéro|número|fijo|fixe|portable|gsm|kom|komórka|landline|office|home|work|whatsapp|wa|number|nr|no|num|t|m|p)"
    r"(?:\s?(?:no|nr|number|num))?\s?[.:]?\s*$",
    re.IGNORECASE,
)
EXTENSION_AFTER = re.compile(
    r"\s*[,;(]?\s*(?:;?ext=|\b(?:ext(?:ension|n)?|extn|durchwahl|dw|nst|poste|interno|int|wewn?|toestel|tst)\b\.?:?\s?"
    r"|(?<=[\s\d,;(])x\s?(?!\d{1,2}\s[^\W\d])|#)(?P<digits>\d{1,7})(?![\w/])\)?",
    re.IGNORECASE,
)
PAUSE_AFTER = re.compile(r"\s?[,;pw]{1,3}(?P<digits>\d{1,6})#?$", re.IGNORECASE)
WITH_LETTERS = re.compile(r"(?<![\w])\+?[\dOoIl](?:[ ()./-]{0,2}[\dOoIl]){6,14}(?!\w)")
A_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
COUNTS = re.compile(r"\s+[^\W\d_]")
COUNTS_MANY = re.compile(r"(?<![0-9]{6})\s+[a-zß-ÿ]")
IN_A_MONTH = re.compile(rf"(?:\.|st|nd|rd|th)?\s(?:de\s)?(?:{NAME})(?!\w)", re.IGNORECASE)
COSTS = re.compile(rf"\s?{CURRENCY}(?!\w)", re.IGNORECASE)
FLOAT = re.compile(r"(?<!\S)(\+?\d{7,15})\.0(?!\S)")
# So many digits make somebody think of a phone number.
FEWEST_MEANT, MOST_MEANT, SHORTEST_LOOSE = 6, 20, 9
MOST_DIGITS, MOST_PIECES = 15, 30
LONGEST_COUNT, LONGEST_LABEL, LONGEST_LOOKED_AT = 3, 40, 5000
# Where the length of a number is not fixed: the longest that is really given out, without the 0.
LONGEST_GIVEN = {"DE": 11, "AT": 12}
VARIABLE = ("+49", "+43")
SHORTEST_GIVEN = 7
NO_NUMBER = gettext_lazy("“{text}” is not a phone number that can be called.")
NO_AREA = gettext_lazy("“{text}” lacks its area code.")
A_LETTER = gettext_lazy("“{text}” has a letter where a digit should be.")


class NumberFound(NamedTuple):
    phone: str  # E.164, with its extension
    start: int
    end: int


class NumbersFound(NamedTuple):
    numbers: list[NumberFound]
    doubts: list[tuple[int, int, str]]  # where something stands that was meant for a number, and what is wrong with it


def numbers_in(text: str, country: str, meant: bool = False) -> NumbersFound:
    """In the order in which they stand. `meant`: all of the text is there to hold a number, as a cell for it is."""
    if not any(letter.isdigit() for letter in text):
        return NumbersFound([], [])
    plain = text = text[:LONGEST_LOOKED_AT]
    if not text.isascii():
        plain = text.translate(HYPHENS)
        plain = "".join(str(int(each)) if not each.isascii() and each.isdecimal() else each for each in plain)
    if meant:
        plain = FLOAT.sub(lambda match: match[1] + "  ", plain)
    broken = _with_letters(plain)
    hidden = _hide(plain, broken)
    numbers: list[NumberFound] = []
    doubts = [(start, end, A_LETTER.format(text=text[start:end])) for start, end in broken]
    for run in RUN.finditer(hidden):
        if numbers and run.start() < numbers[-1].end:
            continue
        found = list(_numbers_of(plain, run, country, meant))
        numbers += found
        if not found and (doubt := _doubt(plain, run, country, meant)):
            doubts.append((run.start(), run.end(), doubt))
    return NumbersFound(numbers, [] if numbers and not broken else doubts)


def _with_letters(plain: str) -> list[tuple[int, int]]:
    """Where a letter O, I or l stands among digits as if it were one."""
    found = []
    for match in WITH_LETTERS.finditer(plain):
        digits = sum(each.isdigit() for each in match[0])
        letters = sum(each.isalpha() for each in match[0])
        if letters and digits >= FEWEST_MEANT and re.search(r"\d[ ()./-]{0,2}[OoIl]|[OoIl]\d", match[0]):
            found.append(match.span())
    return found


def _hide(plain: str, broken: list[tuple[int, int]]) -> str:
    """The same length, with a mark in place of what is no phone number."""
    hidden = plain
    for start, end in broken:
        hidden = f"{hidden[:start]}{'|' * (end - start)}{hidden[end:]}"
    if MAY_BE_ADDRESS.search(hidden):
        hidden = ADDRESS_OR_ACCOUNT.sub(lambda match: "|" * len(match[0]), hidden)
    return ELSE.sub(lambda match: match[0] if _begins_a_number(match) else "|" * len(match[0]), hidden)


def _begins_a_number(match: re.Match[str]) -> bool:
    """06/12 34 56 78 and 06.12 34 56 78: in France some write so."""
    short = re.fullmatch(r"0\d[/.]\d\d", match[0])
    return bool(short and re.match(r"(?:[ ./]\d\d){3}(?!\d)", match.string[match.end() :]))


def _numbers_of(plain: str, run: re.Match[str], country: str, meant: bool) -> Iterator[NumberFound]:
    if OF_SOMETHING.search(plain[max(0, run.start() - LONGEST_LABEL) : run.start()]):
        return
    groups = [(run.start() + each.start(), run.start() + each.end()) for each in GROUP.finditer(run[0])]
    first, last = 0, len(groups)
    while first < last:
        size = _size_of_number(plain, groups[first:last], country, meant and first == 0)
        if not size:
            if first == 0 and _may_stand_before(plain, groups):
                first += 1
                continue
            return
        yield _with_extension(plain, groups[first][0], groups[first + size - 1][1], country, meant)
        first += size
        while first < last and plain[groups[first][0]] in "-/":
            first += 1


def _may_stand_before(plain: str, groups: list[tuple[int, int]]) -> bool:
    """A year or a short count before a number that shows by itself where it begins."""
    if len(groups) < 2:
        return False
    (start, end), (after, _) = groups[:2]
    text = plain[start:end].strip("()")
    short = bool(A_YEAR.fullmatch(text)) or (text.isdigit() and len(text) <= 3 and not text.startswith("0"))
    return (short or text in "-/") and plain[after : after + 2].lstrip("(")[:1] in ("0", "+")


def _size_of_number(plain: str, groups: list[tuple[int, int]], country: str, meant: bool) -> int:
    """How many of these groups make a number, from the first on; 0 if it cannot be told."""
    start, whole = groups[0][0], len(groups)
    digits = list(accumulate(sum(each.isdigit() for each in plain[at:end]) for at, end in groups[:MOST_PIECES]))
    if len(digits) < whole:
        digits.append(MOST_DIGITS + 1)
    fits = digits[-1] <= MOST_DIGITS and _fits(plain[start : groups[-1][1]], country, meant)
    likely = [size for size, count in enumerate(digits[:-1], 1) if FEWEST_MEANT <= count <= MOST_DIGITS]
    sizes = [size for size in reversed(likely) if _explains(plain, groups, size, digits)]
    if fits and not sizes:
        return whole
    shorter = next((size for size in sizes if _is_valid(plain[start : groups[size - 1][1]], country)), 0)
    if not fits:
        return shorter
    if not shorter or _of_one_make(plain, groups, shorter):
        return whole
    return shorter if _is_valid(plain[start : groups[shorter - 1][1]], country, SHORTEST_GIVEN) else whole


def _of_one_make(plain: str, groups: list[tuple[int, int]], size: int) -> bool:
    """Whether what follows is written as the groups before it, as in 030 12 34 56 78 and 030 123 456 78."""
    if size < 2 or _is_surely_else(plain, *groups[size]):
        return False
    before, after = (sum(each.isdigit() for each in plain[slice(*groups[at])]) for at in (size - 1, size))
    return before == after or (before <= LONGEST_COUNT and 1 < after <= LONGEST_COUNT)


def _is_surely_else(plain: str, start: int, end: int) -> bool:
    """A year, a price, or the day of a month."""
    after = plain[end : end + LONGEST_LABEL]
    if A_YEAR.fullmatch(plain[start:end].strip("()-")):
        return True
    return plain[start:end].isdigit() and bool(COSTS.match(after) or IN_A_MONTH.match(after))


def _explains(plain: str, groups: list[tuple[int, int]], size: int, digits: list[int]) -> bool:
    """Whether all that follows so many groups is something else than digits of the same number.

    `digits`: how many there are up to each group.
    """
    rest = groups[size:]
    if plain[rest[0][0]] in "-/" and len(rest) > 1:
        rest = rest[1:]
    start, end = rest[0]
    text = plain[start:end]
    following = digits[-1] - digits[size - 1]
    if text[0] == "+" or (text[0] == "0" and following > SHORTEST_GIVEN):
        return True  # the next number
    if following == digits[size - 1] and following > SHORTEST_GIVEN:
        return True  # the next one, of a country whose numbers do not begin with 0
    if len(rest) > 1:
        return False
    if _is_surely_else(plain, start, end):
        return True
    counted = COUNTS if len(text) <= LONGEST_COUNT else COUNTS_MANY
    return text.isdigit() and bool(counted.match(plain, end))


def _bare(text: str) -> str:
    """`+44113…`, or the digits alone"""
    digits = "".join(each for each in text if each.isdigit())
    if text.lstrip("( ").startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def _fits(text: str, country: str, meant: bool) -> bool:
    """Whether all of it may be one number: by its length where it begins like one, else by the plan of the country."""
    bare = _bare(text)
    if not FEWEST_MEANT <= len(bare.lstrip("+")) <= MOST_DIGITS or _one_plus_only(text):
        return False
    loose = meant or bare.startswith("+") or (bare.startswith("0") and len(bare) > SHORTEST_LOOSE)
    phone = _normal(bare, country)
    if not phone:
        return False
    return (loose and not _too_long(phone)) or _is_valid(text, country)


def _one_plus_only(text: str) -> bool:
    return "+" in text.lstrip("( ")[1:] or bool(re.search(r"\d\s*\)\s*\(\s*\d\d", text))


def _too_long(phone: str) -> bool:
    if not phone.startswith(VARIABLE):
        return False
    number = phonenumbers.parse(phone)
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    most = LONGEST_GIVEN.get(region)
    return most is not None and len(phonenumbers.national_significant_number(number)) > most


@lru_cache(1000)
def _normal(bare: str, country: str) -> str:
    try:
        return normal_phone(bare, country)
    except ValueError:
        return ""


@lru_cache(1000)
def _is_valid(text: str, country: str, fewest: int = 0) -> bool:
    """By the plan of its country, and not longer than what is given out there."""
    phone = _normal(_bare(text), country)
    if not phone or _one_plus_only(text):
        return False
    number = phonenumbers.parse(phone)
    long_enough = len(phonenumbers.national_significant_number(number)) >= fewest
    return long_enough and not _too_long(phone) and phonenumbers.is_valid_number(number)


def _with_extension(plain: str, start: int, end: int, country: str, meant: bool) -> NumberFound:
    phone = _normal(_bare(plain[start:end]), country)
    after = EXTENSION_AFTER.match(plain, end) or (PAUSE_AFTER.match(plain, end) if meant else None)
    if after and len(with_it := f"{phone}{EXTENSION}{after['digits']}") <= LONGEST_PHONE:
        return NumberFound(with_it, start, after.end())
    return NumberFound(phone, start, end)


def _doubt(plain: str, run: re.Match[str], country: str, meant: bool) -> str:
    """What is wrong with digits that somebody meant for a number; "" if they did not."""
    digits = [each for each in run[0] if each.isdigit()]
    before = plain[max(0, run.start() - LONGEST_LABEL) : run.start()]
    looks = run[0].lstrip("(")[:1] in ("0", "+") or meant or bool(NUMBER_FOLLOWS.search(before))
    fewest = FEWEST_MEANT if looks else FEWEST_MEANT + 1
    if not fewest <= len(digits) <= MOST_MEANT or OF_SOMETHING.search(before):
        return ""
    try:
        normal_phone(_bare(run[0]), country)
    except LocalNumberError:
        if not run[0].lstrip("(").startswith("0"):
            return NO_AREA.format(text=run[0])
    except ValueError:
        pass
    return NO_NUMBER.format(text=run[0]) if looks else ""
