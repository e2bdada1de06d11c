"""How a line, a row and a card are understood."""

from datetime import date

import pytest
from django.core.management import call_command

from recommendations.my_list.items import as_table, list_of
from recommendations.my_list.reading import CARDS, LINES, TABLE, read
from recommendations.my_list.reading.decoding import text_of_bytes, tidied
from recommendations.my_list.reading.months import months_in
from recommendations.my_list.vcards import cards_of
from tests.worlds.builders import make_entry, make_person, make_trade, make_vouch
from tests.worlds.lists_read import faulty_in, known_in, new_in

TODAY = date(2026, 11, 28)


@pytest.fixture
def maya(db):
    call_command("load_trades", verbosity=0)
    return make_person(name="Maya Hartley")


def understood(reading) -> tuple[str, str, str, str, str, str]:
    trade = reading.trade.slug if reading.trade else ""
    month = f"{reading.hired_on:%Y-%m}" if reading.hired_on else ""
    return reading.name, reading.phone, trade, reading.job, month, reading.words


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Joe plumber 0113 496 0123, boiler March 24", ("Joe", "+441134960123", "plumber", "boiler", "2024-03", "")),
        ("- Joe the plumber 01134960123", ("Joe", "+441134960123", "plumber", "", "", "")),
        ("Rosa Lima Plumbing, tel: 0113 496 0123", ("Rosa Lima Plumbing", "+441134960123", "plumber", "", "", "")),
        ("Ana, electrician, +44 113 496 0123", ("Ana", "+441134960123", "electrician", "", "", "")),
        (
            "Sue – fence in 05/2023, quick and kind",
            ("Sue", "", "fencing-contractor", "fence", "2023-05", "quick and kind"),
        ),
        ("Bo; roof; cost £12000; 12.3.2022", ("Bo", "", "roofing-contractor", "roof", "2022-03", "cost £12000")),
        (
            "Jörg Müller\t0113 496 0123\tDach\tMärz 2023",
            ("Jörg Müller", "+441134960123", "roofing-contractor", "Dach", "2023-03", ""),
        ),
        ("2. plumber Kim 0113 496 0123", ("Kim", "+441134960123", "plumber", "", "", "")),
        ("plumber 0113 496 0123", ("plumber", "+441134960123", "plumber", "", "", "")),
        ("[Name] Joe\n[Mobile] 0113 496 0123", ("Joe", "+441134960123", "", "", "", "")),
        ("Dr. Smith, dentist, 0113 496 0123", ("Dr. Smith", "+441134960123", "dentist", "", "", "")),
        ("Mrs. Jones cleaner 0113 496 0123", ("Mrs. Jones", "+441134960123", "cleaner", "", "", "")),
        ("J. R. Hartley, plumber 0113 496 0123", ("J. R. Hartley", "+441134960123", "plumber", "", "", "")),
        ("I. Khan - plumber - 0113 496 0123", ("I. Khan", "+441134960123", "plumber", "", "", "")),
        ("Joe plumber 0113 496 0123, £1,250.50", ("Joe", "+441134960123", "plumber", "", "", "£1,250.50")),
        ("Jo plumber,boiler 2,450 pounds,2023", ("Jo", "", "plumber", "boiler 2,450 pounds", "", "2023")),
        ("Joe plumber 0113 496 0123. Fixed it. Great", ("Joe", "+441134960123", "plumber", "Fixed it", "", "Great")),
        ("Plombier – Jo 0113 496 0123 (chaudière)", ("Jo", "+441134960123", "plumber", "chaudière", "", "")),
    ],
)
def test_lines_as_people_jot_them_down(maya, line, expected):
    (reading,) = read(maya, line, LINES).readings

    assert (understood(reading), reading.faults) == (expected, [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Joe 0113 49", "“0113 49” is not a phone number that can be called."),
        ("Joe 496 0123", "“496 0123” lacks its area code."),
        ("Joe 07400 123 43O", "“07400 123 43O” has a letter where a digit should be."),
        ("0113 496 0123", "Who is it? There is no name."),
    ],
)
def test_a_faulty_line_says_what_is_wrong(maya, line, fault):
    found = read(maya, f"Good 0113 496 0123\n\n{line}", LINES)

    assert [(each.line, each.faults) for each in faulty_in(found)] == [(3, [fault])]
    assert [each.name for each in new_in(found)] == ["Good"]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(("March 24", "2024-03"), ("mar ’24", "2024-03"), ("24 March 2024", "2024-03"), ("2024-03-17", "2024-03")),
        *(("3/2024", "2024-03"), ("17/3/24", "2024-03"), ("août 2021", "2021-08"), ("Dez. 2020", "2020-12")),
        *(("marching 24", None), ("13/2024", None), ("0113 496 0123", None), ("in 2024", None), ("", None)),
    ],
)
def test_months_as_people_write_them(text, month):
    found = [f"{each.month:%Y-%m}" for each in months_in(text, "GB", TODAY)]

    assert found == ([month] if month else [])


def test_two_figures_after_a_month_may_be_a_day():
    texts = ("on March 24", "24 March", "March 12", "March 2999", "you may 24 h", "set 20", "March 31")

    assert [months_in(text, "GB", TODAY) for text in texts] == [[]] * len(texts)
    assert months_in("March 24", "US", TODAY) == []


def test_in_the_united_states_the_month_stands_first():
    assert [each.month.month for each in months_in("3/17/24 and 4/5/24", "US", TODAY)] == [3, 4]


GERMAN = "Nachname;Vorname;Telefon;Gewerk;Wofür;Wann;Notizen\nMüller;Jörg;0113 496 0123;plumber;Heizung;3.2024;„gut“\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_tables_of_any_make(maya, encoding, delimiter):
    text = tidied(text_of_bytes(GERMAN.replace(";", delimiter).replace("\n", "\r\n").encode(encoding)))

    (reading,) = read(maya, text, TABLE).readings

    said = ("Jörg Müller", "+441134960123", "plumber", "Heizung", "2024-03", "„gut“")
    assert (understood(reading), reading.faults, reading.line) == (said, [], 2)


def test_a_table_without_headings_is_guessed_and_can_be_told_otherwise(maya):
    text = "0113 496 0123,Joe,boiler\n0113 496 0124,Ann,tap"

    guessed = read(maya, text, TABLE)
    told = read(maya, text, TABLE, {"name": 1, "phone": 0, "job": 2}, False)

    assert [each.name for each in new_in(guessed)] == ["Joe", "Ann"]
    assert [each.job for each in new_in(told)] == ["boiler", "tap"]


def test_one_broken_row_leaves_the_others(maya):
    rows = [
        "Name,Phone,Notes",
        'Joe,0113 496 0123,"two\nlines"',
        'Ann "A" Lee",x',
        '"B"x,1',
        "Kim",
        "Lee,,a,b",
        '"open,',
    ]
    found = read(maya, "\n".join(rows), TABLE)

    assert [(each.name, each.line, each.words) for each in new_in(found)] == [
        ("Joe", 2, "two\nlines"),
        ('Ann "A" Lee"', 4, "x"),
        ("Bx", 5, "1"),
        ("Kim", 6, ""),
        ("Lee", 7, "a\nb"),
        ('"open', 8, ""),
    ]
    assert faulty_in(found) == []


def test_a_trade_that_whom_does_not_know_is_still_said(maya):
    (reading,) = read(maya, "Name,Trade,What for\nJoe,Thatcher of note,roof", TABLE).readings

    assert (reading.trade.slug, reading.job) == ("roofing-contractor", "Thatcher of note: roof")


CARD_2 = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg M=C3=
=BCller
TEL;CELL:0113 496 0123
TEL;HOME:0113 496 0124
PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQ
 SkZJRgABAQ
TITLE:Plumber
END:VCARD"""
CARD_3 = "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:\nORG:Acme Electric;Leeds\nitem1.URL:acme.example\nNOTE:a\\nb\nEND:VCARD"
CARD_4 = "BEGIN:VCARD\nVERSION:4.0\nFN:Rosa\nTEL;VALUE=uri:tel:+44-113-496-0125\nEND:VCARD"


def test_contacts_of_each_version_and_a_broken_one(maya):
    broken = "BEGIN:VCARD\nFN;CHARSET=klingon;ENCODING=QUOTED-PRINTABLE:=FF\nEND:VCARD"
    cut = "BEGIN:VCARD\nFN:Cut off"
    found = read(maya, "\n".join((CARD_2, broken, CARD_3, CARD_4, cut)), CARDS)

    assert [understood(each) for each in new_in(found)] == [
        ("Jörg Müller", "+441134960123", "plumber", "", "", ""),
        ("ÿ", "", "", "", "", ""),
        ("Acme Electric, Leeds", "", "", "", "", "a\nb"),
        ("Rosa", "+441134960125", "", "", "", ""),
        ("Cut off", "", "", "", "", ""),
    ]
    assert new_in(found)[0].other_phones == ("+441134960124",)
    assert new_in(found)[0].words_to_keep == "Also +441134960124"
    assert faulty_in(found) == []


def test_lines_of_a_contact_without_a_value_say_nothing(maya):
    lines = ["FN" + ";A=b" * 1200, "FN" + ";A=b" * 1200 + ":x", 'FN;A="x:y' + ";B=c" * 40, "FN\n " + ";A=b" * 40]
    text = "".join(f"BEGIN:VCARD\n{line}\nEND:VCARD\n" for line in lines)

    found = read(maya, text, CARDS)

    assert [each.name for each in new_in(found)] == ["x", ("y" + ";B=c" * 30)[:120]]
    assert [each.why for each in found.left_out] == ["A contact without a name, a number or an address."] * 2


def test_whoever_is_on_the_list_already_is_left_out(maya):
    make_vouch(author=maya, name="Rosa", phone="+441134960001")
    make_entry(person=maya, name="Joe")
    text = "Rosa L 0113 496 0001\nJOE\nKim 0113 496 0002\nKim again 0113 496 0002\nJoe 0113 496 0003"

    found = read(maya, text, LINES)

    assert [each.name for each in new_in(found)] == ["Kim", "Joe"]
    assert [each.known for each in known_in(found)] == [
        "On your list already, as Rosa.",
        "On your list already, as Joe.",
        "The same as on line 3.",
    ]


def a_list_of_every_kind(person) -> None:
    trade = make_trade(name="Dry stone waller")
    make_vouch(author=person, name='=Rosa "R", Lima', phone="+441134960001", trade=trade, words="One;\nTwo, ’three’")
    make_entry(person=person, name="+Joe", email="joe@example.org", website="https://joe.example/?a=1,2", words="-ok")
    make_entry(person=person, name="Zoë Ångström", phone="+33123456789", job="@home", hired_on="2021-08-01")


def facts_of(items) -> list[tuple]:
    return [(each.name, each.phone, each.email, each.website, each.words) for each in items]


def test_what_is_taken_out_as_a_table_can_be_brought_in_again(maya):
    a_list_of_every_kind(maya)
    before = list_of(maya)

    found = read(make_person(), tidied(text_of_bytes(as_table(before).encode())), TABLE)

    assert (faulty_in(found), known_in(found)) == ([], [])
    assert facts_of(new_in(found)) == facts_of(before)
    assert [(str(each.trade or ""), each.job, each.hired_on) for each in new_in(found)] == [
        (each.trade, each.job, each.hired_on) for each in before
    ]


def test_what_is_taken_out_as_contacts_can_be_brought_in_again(maya):
    a_list_of_every_kind(maya)
    before = list_of(maya)

    found = read(make_person(), tidied(cards_of(before)), CARDS)

    assert faulty_in(found) == []
    assert [(each.name, each.phone, each.email) for each in new_in(found)] == [
        (each.name, each.phone, each.email) for each in before
    ]
