from datetime import date, timedelta

import pytest
from django.utils.text import Truncator
from django.utils.translation import override

from people.words import (
    AFTER,
    LAST,
    all_of,
    beginning,
    counted,
    day_written,
    duration,
    either_of,
    megabytes,
    months,
    name_on_one_line,
    number,
    on_one_line,
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Rosa Lima", "Rosa Lima"),
        (" Rosa\r\n\u2028Lima\t\v", "Rosa Lima"),
        ("Ro\u200bsa\ufeff \u2060Li\u00adma", "Rosa Lima"),
        ("\u202eamiL asoR\u202c \u2066x\u2069", "amiL asoR x"),
        ("\x1b[2J\x00Rosa", "[2JRosa"),
        ("روز\u200cبه", "روز\u200cبه"),
        ("Müller & Söhne 🔧", "Müller & Söhne 🔧"),
        ("\u3164\u2800", ""),
    ],
)
def test_what_stands_on_one_line_is_all_to_be_seen(written, shown):
    assert on_one_line(written) == shown


@pytest.mark.parametrize("written", ["", " ", "\u200b\u200d", "\u3164", "\u202e\u202c", "–", "🔧"])
def test_a_name_without_a_letter_or_digit_is_none(written):
    assert name_on_one_line(written) == ""


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "one"), (3, "three"), (12, "twelve"), (13, "13"), (30, "thirty"), (31, "31"), (100, "100"), (2000, "2,000")],
)
def test_number_is_a_word_where_there_is_a_short_one(count, words):
    assert number(count) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=45), "45 seconds"),
        (timedelta(seconds=60), "a minute"),
        (timedelta(seconds=600), "ten minutes"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "an hour"),
        (timedelta(hours=24), "a day"),
        (timedelta(hours=48), "two days"),
        (timedelta(days=7), "a week"),
        (timedelta(days=14), "two weeks"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=90), "90 days"),
        (timedelta(days=183), "half a year"),
        (timedelta(days=365), "a year"),
        (timedelta(days=730), "two years"),
    ],
)
def test_duration_is_told_in_the_largest_whole_unit(span, words):
    assert duration(span) == words


def test_duration_is_told_in_the_unit_asked_for():
    assert duration(timedelta(days=1), unit="hour") == "24 hours"
    assert duration(timedelta(days=14), unit="day") == "14 days"


def test_duration_after_the_last_has_no_article():
    assert duration(timedelta(minutes=1), LAST) == "minute"
    assert duration(timedelta(hours=1), AFTER) == "an hour"
    assert duration(timedelta(minutes=2), LAST) == "two minutes"


def test_counted_is_singular_for_one():
    assert [counted(count, "month", LAST) for count in (1, 12, 18)] == ["month", "twelve months", "18 months"]


def test_things_of_a_list_are_joined():
    assert [all_of(things) for things in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [either_of(things) for things in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a or b",
        "a, b or c",
    ]


def test_months_are_years_where_they_can_be():
    assert [months(count) for count in (1, 11, 12, 18, 24)] == [
        "a month",
        "eleven months",
        "a year",
        "18 months",
        "two years",
    ]


def test_megabytes_are_whole():
    assert [megabytes(size) for size in (2**20, 12 * 2**20)] == ["1\N{NO-BREAK SPACE}MB", "12\N{NO-BREAK SPACE}MB"]


@pytest.mark.parametrize("language", ["en", "de", "ar", "ja"])
@pytest.mark.parametrize(
    "words", ["", "short", "four", "fives", "a longer text", "dön’t", "e\u0301e\u0301e\u0301e\u0301"]
)
def test_beginning_is_what_the_framework_makes_of_it(words, language):
    with override(language):
        assert beginning(words, 4) == Truncator(words).chars(4)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Ten minutes’ work, and it has", "Ten minutes’ work, and…"),
        ("Ten minutes of work, and it has", "Ten minutes of work, and…"),
        ("Ten minutes of our work and it has", "Ten minutes of our work…"),
        ("A Donaudampfschifffahrtsgesellschaft", "A Donaudampfschifffahrts…"),
        ("Die Fröhlichkeit über alles", "Die Fröhlichkeit über…"),
        ("Die Fröhlichkeit über\ndie Maßen", "Die Fröhlichkeit über…"),
        ("水が止まらないのでどなたか良い人を知りませんかお願い", "水が止まらないのでどなたか良い人を知りませんかお…"),
        ("Twenty-five letters are it", "Twenty-five letters are…"),
        ("Twenty-five letters is it", "Twenty-five letters is it"),
        ("Ends by itself …", "Ends by itself …"),
    ],
)
def test_a_beginning_ends_with_a_whole_word(words, told):
    assert beginning(words, 25) == told
    assert len(told) <= 25


@pytest.mark.parametrize(
    ("language", "day", "form", "written"),
    [
        ("fr", date(2026, 3, 1), "MONTH_DAY_FORMAT", "1er mars"),
        ("fr", date(2021, 1, 1), "DATE_FORMAT", "1er janvier 2021"),
        ("fr", date(2026, 3, 11), "MONTH_DAY_FORMAT", "11 mars"),
        ("fr", date(2026, 3, 1), "YEAR_MONTH_FORMAT", "mars 2026"),
        ("de", date(2026, 3, 1), "MONTH_DAY_FORMAT", "1. März"),
        ("en-gb", date(2026, 3, 1), "DATE_FORMAT", "1 March 2026"),
    ],
)
def test_day_written_calls_the_first_as_the_language_does(language, day, form, written):
    with override(language):
        assert day_written(day, form) == written
