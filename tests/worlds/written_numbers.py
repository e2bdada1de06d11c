"""Random numbers of several countries, in the ways people write them, with what they write after them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

import phonenumbers

MOBILE, FIXED = phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE
EITHER = phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE
# Of each country the beginnings of its mobile numbers and of its others, with how many digits there are.
BEGINNINGS = {
    "GB": [("07", 11, MOBILE), ("0113", 11, FIXED), ("0121", 11, FIXED), ("020", 11, FIXED)],
    "DE": [("0151", 11, MOBILE), ("0171", 11, MOBILE), ("030", 10, FIXED), ("089", 11, FIXED), ("06221", 11, FIXED)],
    "FR": [("06", 10, MOBILE), ("07", 10, MOBILE), ("01", 10, FIXED), ("04", 10, FIXED)],
    "US": [("212", 10, EITHER), ("415", 10, EITHER), ("312", 10, EITHER)],
    "IN": [("98", 10, MOBILE), ("70", 10, MOBILE), ("080", 11, FIXED), ("022", 11, FIXED)],
}
# What follows, with the month that it says; None where it says none.
ENDINGS = {
    "GB": {
        **dict.fromkeys(
            ("", " 2023", " 24 March", " £80", " £450 fence", " 5 stars", " 10/10", " 24/7", " 3 visits", ", 2023"),
        ),
        **dict.fromkeys((", £80", " - £80", " (£80)", " 80 quid", " 2 bed flat", " 03/24", " 1200 pounds")),
        **dict.fromkeys((" Mar-24", " 12/03/2024", " March 2024"), "2024-03"),
    },
    "DE": {
        **dict.fromkeys(
            (
                "",
                " 2023",
                " 24. März",
                " 80 €",
                " 450 Euro Zaun",
                " 5 Sterne",
                " 10/10",
                " 24/7",
                " 3 Besuche",
                ", 2023",
            ),
        ),
        **dict.fromkeys((", 80 €", " - 80 €", " (80 €)", " €80", " 2 Zimmer", " 03/24", " 1200 €", " 9:30 Uhr")),
        **dict.fromkeys((" Mär-24", " 12.03.2024", " März 2024"), "2024-03"),
    },
    "FR": {
        **dict.fromkeys(
            ("", " 2023", " 24 mars", " 80 €", " 450 euros", " 5 étoiles", " 10/10", " 24/7", " 3 visites", ", 2023"),
        ),
        **dict.fromkeys((", 80 €", " - 80 €", " (80 €)", " €80", " 2 pièces", " 03/24", " 1200 €", " 9h30")),
        **dict.fromkeys((" mars-24", " 12/03/2024", " mars 2024"), "2024-03"),
    },
    "US": {
        **dict.fromkeys(
            ("", " 2023", " March 24th", " $80", " $450 fence", " 5 stars", " 10/10", " 24/7", " 3 visits", ", 2023"),
        ),
        **dict.fromkeys((", $80", " - $80", " ($80)", " 80 bucks", " 2 baths", " 03/24", " 1200 dollars")),
        **dict.fromkeys((" Mar-24", " 03/12/2024", " March 2024"), "2024-03"),
    },
    "IN": {
        **dict.fromkeys(
            ("", " 2023", " 24 March", " ₹800", " Rs 4500", " 5 stars", " 10/10", " 24/7", " 3 visits", ", 2023"),
        ),
        **dict.fromkeys((", ₹800", " - ₹800", " (₹800)", " 800 rs", " 2 BHK", " 03/24", " 1200 rupees")),
        **dict.fromkeys((" Mar-24", " 12/03/2024", " March 2024"), "2024-03"),
    },
}


class WrittenNumber(NamedTuple):
    country: str
    line: str
    name: str
    phone: str
    ending: str
    month: str | None


def written_numbers(country: str, count: int, seed: int) -> Iterator[WrittenNumber]:
    chance = random.Random(f"{country} {seed}")
    for at in range(count):
        number = made(country, chance)
        way = WAYS[at % len(WAYS)]
        ending = list(ENDINGS[country])[at // len(WAYS) % len(ENDINGS[country])]
        name = f"{chance.choice(('Ann', 'Jörg', 'Zoé', 'Priya'))} {chance.choice(('Abbot', 'Beck', 'Crow', 'Dunn'))}"
        phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        line = f"{name} {way(number, chance)}{ending}"
        yield WrittenNumber(country, line, name, phone, ending, ENDINGS[country][ending])


def made(country: str, chance: random.Random) -> phonenumbers.PhoneNumber:
    while True:
        start, size, kind = chance.choice(BEGINNINGS[country])
        text = start + "".join(chance.choice("0123456789") for _ in range(size - len(start)))
        number = phonenumbers.parse(text, country)
        if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in (kind, EITHER):
            return number


def _at_home(number: phonenumbers.PhoneNumber, chance: random.Random) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _abroad(number: phonenumbers.PhoneNumber, chance: random.Random) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _run_together(number: phonenumbers.PhoneNumber, chance: random.Random) -> str:
    return "".join(each for each in _at_home(number, chance) if each.isdigit())


def _in_threes(number: phonenumbers.PhoneNumber, chance: random.Random) -> str:
    digits = _run_together(number, chance)
    groups = [digits[at : at + 3] for at in range(4, len(digits), 3)]
    if len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return " ".join((digits[:4], *groups))


def _with_marks(number: phonenumbers.PhoneNumber, chance: random.Random) -> str:
    return _at_home(number, chance).replace(" ", chance.choice(("-", ".", "/" if number.country_code == 49 else "-")))


WAYS = (_at_home, _abroad, _run_together, _in_threes, _with_marks)
