"""A number is what somebody wrote, or nothing."""

import pytest
from django.core.management import call_command

from recommendations.my_list.reading import LINES, read
from recommendations.my_list.reading.numbers import numbers_in
from recommendations.my_list.reading.readings import Reading
from tests.worlds.written_numbers import BEGINNINGS, WrittenNumber, written_numbers


@pytest.mark.parametrize(
    ("country", "text", "numbers"),
    [
        ("GB", "0113 496 2023", ["+441134962023"]),
        ("GB", "0113 496 0123 2023", ["+441134960123"]),
        ("GB", "0113 496 0123 (9-5)", ["+441134960123"]),
        ("GB", "07400 123456 (8 – 17)", ["+447400123456"]),
        ("GB", "0113 (49-60) 123", ["+441134960123"]),
        ("GB", "2023 07400123456", ["+447400123456"]),
        ("GB", "07400 123424 / 07400 123425", ["+447400123424", "+447400123425"]),
        ("GB", "07400123456 07400123457", ["+447400123456", "+447400123457"]),
        ("GB", "0113 496 0503 ::: 07400 123503", ["+441134960503", "+447400123503"]),
        ("GB", "+44 (0)7400 123456", ["+447400123456"]),
        ("GB", "00 44 7400 123456", ["+447400123456"]),
        ("GB", "07400‑123‑456", ["+447400123456"]),
        ("GB", "٠٧٤٠٠ ١٢٣٤٥٦", ["+447400123456"]),
        ("GB", "0113 496 0405 x204", ["+441134960405;ext=204"]),
        ("GB", "0113 496 0424 ext. 12", ["+441134960424;ext=12"]),
        ("GB", "+44-113-496-0777;ext=5", ["+441134960777;ext=5"]),
        ("GB", "07400 123415 Euro Windows", ["+447400123415"]),
        ("GB", "07400 123456 1,200 quid", ["+447400123456"]),
        ("GB", "card 4929 0123 4567 8901", []),
        ("GB", "4929 0123 4567 8901", []),
        ("GB", "GB33 BUKB 2020 1555 5555 55", []),
        ("GB", "account 07400123456", []),
        ("GB", "07400 123 43O", []),
        ("GB", "0113 49", []),
        ("GB", "496 0123", []),
        ("GB", "12/03/2024 18:52", []),
        ("GB", "20240312", []),
        ("DE", "030 12 34 56 78 Bad", ["+493012345678"]),
        ("DE", "030 123 456 78 Bad", ["+493012345678"]),
        ("DE", "030 1234567 20 Besuche", ["+49301234567"]),
        ("DE", "030/1234567, 0171-2345678", ["+49301234567", "+491712345678"]),
        ("DE", "030 1234567 Durchwahl 12", ["+49301234567;ext=12"]),
        ("DE", "0171 2345678 40,50 €", ["+491712345678"]),
        ("FR", "06/12 34 56 78", ["+33612345678"]),
        ("FR", "06.12.34.56.78 12.03.2024", ["+33612345678"]),
        ("US", "(415) 555-2671 2 baths", ["+14155552671"]),
        ("US", "415-555-2671 415-555-2672", ["+14155552671", "+14155552672"]),
        ("US", "555-2671", []),
        ("IN", "98765 43210, 080 2345 6789", ["+919876543210", "+918023456789"]),
        ("IT", "02 1234567 2023", ["+39021234567"]),
        ("ES", "612 34 56 78 2 visitas", ["+34612345678"]),
        ("PL", "601 234 567 2023", ["+48601234567"]),
    ],
)
def test_which_digits_are_a_number(country, text, numbers):
    assert [each.phone for each in numbers_in(text, country).numbers] == numbers


def test_in_a_cell_for_numbers_a_spreadsheet_may_have_spoilt_them():
    cells = ("7400123422.0", "7400123422", "0113 496 0777,5", "7.4001E+09", "ask Jane")

    assert [[each.phone for each in numbers_in(cell, "GB", meant=True).numbers] for cell in cells] == [
        ["+447400123422"],
        ["+447400123422"],
        ["+441134960777;ext=5"],
        [],
        [],
    ]


def test_what_was_meant_for_a_number_is_said_to_be_none():
    texts = ("07400 123 43O", "0113 49", "496 0123", "account 1234567", "Joe, 12 High St", "tel 123456")

    assert ["".join(fault for *_, fault in numbers_in(text, "GB").doubts) for text in texts] == [
        "“07400 123 43O” has a letter where a digit should be.",
        "“0113 49” is not a phone number that can be called.",
        "“496 0123” lacks its area code.",
        "",
        "",
        "“123456” lacks its area code.",
    ]


def verdict(written: WrittenNumber, readings: list[Reading]) -> str:
    """`right`, or what is wrong with how the line is read."""
    if len(readings) != 1:
        return "people"
    (reading,) = readings
    month = f"{reading.hired_on:%Y-%m}" if reading.hired_on else None
    kept = f"{reading.words} {reading.job}"
    if (reading.phone, reading.other_phones, reading.faults) != (written.phone, (), []):
        return "number"
    if month not in (None, written.month):
        return "month"
    if month is None and any(each.strip(".,;:-()") not in kept for each in written.ending.split()):
        return "words"
    return "right" if reading.name == written.name else "name"


def wrong_in_one_paste(country: str, count: int, seed: int) -> list[tuple[str, str]]:
    written = list(written_numbers(country, count, seed))
    by_line: dict[int, list[Reading]] = {}
    for reading in read(None, "\n".join(each.line for each in written), LINES, country=country).readings:
        by_line.setdefault(reading.line, []).append(reading)
    said = [(each.line, verdict(each, by_line.get(at, []))) for at, each in enumerate(written, 1)]
    return [each for each in said if each[1] != "right"]


@pytest.mark.parametrize("country", BEGINNINGS)
def test_numbers_with_what_people_write_after_them(db, country):
    assert wrong_in_one_paste(country, 110, seed=1) == []


@pytest.mark.campaign
@pytest.mark.parametrize("country", BEGINNINGS)
def test_thousands_of_numbers_with_what_people_write_after_them(db, country):
    call_command("load_trades", verbosity=0)
    wrong = [each for seed in range(2, 6) for each in wrong_in_one_paste(country, 2000, seed)]

    assert [each for each in wrong if each[1] in ("number", "month", "people")] == []
    assert len(wrong) <= 0.01 * 8000
