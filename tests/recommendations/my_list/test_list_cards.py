"""Contacts of any phone and program: nothing that somebody wrote is lost, and the number to call is the right one."""

import json

import pytest
from django.core.management import call_command

from tests.worlds.lists_read import Who, list_in, who


@pytest.fixture(autouse=True)
def trades(db):
    call_command("load_trades", verbosity=0)


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("FN:Joe", "TEL;type=WORK;type=FAX:0113 496 0509", "TEL;type=CELL:07400 123509"), "+447400123509"),
        (("FN:Joe", "TEL:0113 496 0509", "TEL;type=CELL;type=pref:07400 123509"), "+447400123509"),
        (("FN:Joe", "TEL;PREF=2:0113 496 0509", "TEL;PREF=1:07400 123509"), "+447400123509"),
        (
            ("FN:Joe", "item1.TEL:0113 496 0509", "item1.X-ABLabel:Work Fax", "item2.TEL:07400 123509"),
            "+447400123509",
        ),
    ],
)
def test_the_preferred_number_is_called_and_never_a_fax(lines, expected):
    ((_, phone, *_, others),) = who(card(*lines))

    assert (phone, others) == (expected, ("+441134960509",))


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("TEL;VALUE=uri:tel:+44-113-496-0777;ext=5", "+441134960777;ext=5"),
        ("TEL:0113 496 0777\\,5", "+441134960777;ext=5"),
        ("TEL:0113 496 0777p5", "+441134960777;ext=5"),
        ("TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=70=72=6F):07400123203", "+447400123203"),
        ('TEL;TYPE="voice,home:x":07400123203', "+447400123203"),
        ("A.TEL;CELL:07400123203", "+447400123203"),
        ("TEL:ask Jane", ""),
    ],
)
def test_numbers_are_read_with_extensions_and_whatever_parameters(written, phone):
    assert [each.phone for each in who(card("FN:Joe", written))] == [phone]


def test_what_cannot_be_read_as_a_fact_is_words_and_refuses_nobody():
    found = list_in(
        card(
            "FN:Bea Lima",
            "EMAIL:Bea <bea@example.com>",
            "EMAIL:/o=Firm/cn=bea",
            "URL:fb://profile/123",
            "item1.URL:https\\://www.example.com",
            "URL:second.example",
            "TEL:0113 496 0504 / 07400 123504",
            "BDAY:1970-01-01",
        )
    )
    (bea,) = found.readings

    assert (bea.email, bea.website, bea.also) == (
        "bea@example.com",
        "https://www.example.com",
        ("https://second.example",),
    )
    assert (bea.phone, bea.other_phones, bea.faults) == ("+441134960504", ("+447400123504",), [])
    assert bea.words == "/o=Firm/cn=bea\nfb://profile/123"
    assert bea.words_to_keep == f"{bea.words}\nAlso +447400123504\nAlso https://second.example"
    assert found.columns_unread == ["BDAY"]


def test_firm_title_note_groups_and_address_survive():
    (joe,) = list_in(
        card(
            "N:Sharp;Peter;;;",
            "FN:Peter Sharp",
            "ORG:Sharp Electrics Ltd;Leeds",
            "TITLE:Master Electrician",
            "CATEGORIES:myContacts,Trades\\, all",
            "NOTE:Did the fuse box\\, twice.\\nCheap.",
            "ADR;TYPE=WORK:;;1 High St;Leeds;;LS1 1AA;UK",
            "PHOTO;ENCODING=b;TYPE=JPEG:AAAA",
            " AAAA",
        )
    ).readings

    assert (joe.name, joe.trade.slug, joe.place, joe.is_likely) == ("Peter Sharp", "electrician", "Leeds", True)
    assert joe.words.split("\n") == [
        *("Sharp Electrics Ltd, Leeds", "Master Electrician", "Trades, all", "1 High St, Leeds, LS1 1AA, UK"),
        *("Did the fuse box, twice.", "Cheap."),
    ]


def test_old_contacts_keep_commas_raw_lines_and_letters():
    quoted = "ENCODING=QUOTED-PRINTABLE"
    cards = [
        card("N:Lima;Rosa", "FN:Lima, Rosa", "NOTE:boiler, brilliant; tidy", version="2.1"),
        card("FN:Kay Dee", "NOTE:first line\r\nsecond: of the note", "TEL:07400123216", version="2.1"),
        card(f"FN;{quoted}:J=FCrgen B=F6hm", f"NOTE;{quoted}:eins=0D=0A=\r\nzwei", version="2.1"),
        card(f"FN;CHARSET=UTF-8;{quoted}:Zo=C3=\r\n=AB", version="2.1"),
        card(f"FN;CHARSET=klingon;{quoted}:=FF", version="2.1"),
        card("FN;ENCODING=BASE64:Sm9l", version="2.1"),
    ]

    assert who("".join(cards)) == [
        Who("Lima, Rosa", words="boiler, brilliant; tidy"),
        Who("Kay Dee", "+447400123216", words="first line\nsecond: of the note"),
        Who("Jürgen Böhm", words="eins\nzwei"),
        Who("Zoë"),
        Who("ÿ"),
        Who("Joe"),
    ]


def test_of_everybody_in_a_phone_only_tradespeople_are_likely():
    cards = [card(f"FN:{name}") for name in ("Mum", "Ann Lee", "Joe Plumber", "Lima Ltd", "Elektro Schmidt", "Zoë")]

    assert [each.name for each in list_in("".join(cards)).readings if each.is_likely] == [
        "Joe Plumber",
        "Lima Ltd",
        "Elektro Schmidt",
    ]


def test_groups_and_empty_contacts_are_nobody():
    found = list_in(card("KIND:group", "FN:Street", version="4.0") + card("N:;;;;") + card("FN:Joe"))

    assert [each.name for each in found.readings] == ["Joe"]
    assert [(each.line, each.why) for each in found.left_out] == [
        (1, "A group of contacts."),
        (6, "A contact without a name, a number or an address."),
    ]


def test_contacts_as_json_are_read():
    facts = [
        ["version", {}, "text", "4.0"],
        ["fn", {}, "text", "Rosa Lima"],
        ["tel", {"type": ["voice", "fax"]}, "uri", "tel:+44-113-496-0125"],
        ["tel", {"pref": "1"}, "uri", "tel:+44-113-496-0777;ext=9"],
        ["org", {}, "text", ["Lima Plumbing", "Leeds"]],
        ["note", {}, "text", "a;b, c"],
        ["x"],
        7,
    ]
    rosa = Who(
        *("Rosa Lima", "+441134960777;ext=9", "plumber", "", ""), "Lima Plumbing, Leeds\na;b, c", ("+441134960125",)
    )

    assert who(json.dumps(["vcard", facts])) == [rosa]
    assert who(json.dumps([["vcard", facts], ["vcard", [["fn", {}, "text", "Joe"]]]])) == [rosa, Who("Joe")]


def test_what_is_written_beside_contacts_is_read_as_lines_and_what_is_no_line_is_told():
    before, after = "Two of mine:\nJoe Harley, plumber, 0113 496 0777\n", "NOTE:of nobody\nRosa, roofer"

    found = list_in(before + card("FN:Bea Lima", "TEL:07400123203") + after)

    assert [each.name for each in found.readings] == ["Bea Lima", "Joe Harley", "Rosa"]
    assert [(each.line, each.text) for each in found.left_out] == [(1, "Two of mine:"), (8, "NOTE:of nobody")]
