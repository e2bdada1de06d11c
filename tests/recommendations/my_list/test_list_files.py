"""Files in whatever letters they were saved, of whatever kind they are, and whatever stands in them."""

import json
import random
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from recommendations.my_list.reading.decoding import UNSEEN
from recommendations.my_list.reading.files import kind_of
from tests.worlds.lists_read import archive, list_in, xlsx

TABLE = (
    "Name;Telefon;Notiz\r\nJörg Müller;0113 496 0123;größer für 80\r\nHélène Dupré;07400 123456;très bien, ça va\r\n"
)
POLISH = "Imię;Telefon;Uwagi\nŁukasz;601 234 567;Świetny, żona też poleca\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *((encoding, TABLE) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")),
        *((encoding, TABLE) for encoding in ("cp1252", "latin-1", "mac_roman", "cp850")),
        *((encoding, POLISH) for encoding in ("utf-8", "cp1250", "iso8859_2", "utf-16-le")),
    ],
)
def test_letters_of_any_encoding_are_read(db, encoding, text):
    rows = [row.split(";") for row in text.splitlines()[1:]]

    found = list_in(text.encode(encoding), "PL" if text == POLISH else "GB").readings

    assert [(each.name, each.words) for each in found] == [(row[0], row[2]) for row in rows]


def test_lines_of_two_encodings_in_one_file_are_read(db):
    content = "Jörg 07400 123456\r\n".encode() + "Zoë 07400 123457\r\n".encode("cp1252")

    assert [each.name for each in list_in(content).readings] == ["Jörg", "Zoë"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Joe 07400 123456\r\nAnn 07400 123457", "lines"),
        ("Joe, plumber, 07400 123456\nAnn, tiler, 07400 123457", "lines"),
        ("Name,Phone\nJoe,07400 123456", "table"),
        ("sep=;\nA;B", "table"),
        ("Joe\t07400 123456\nAnn\t07400 123457", "table"),
        ("begin:vcard\nfn:Joe\nend:vcard", "cards"),
        ('["vcard", [["fn", {}, "text", "Joe"]]]', "cards"),
        ("[18:52, 12/03/2024] Joe: hi", "chat"),
        ('{"name": "x", "messages": []}', "chat"),
        ("[not json", "lines"),
        ("", "lines"),
    ],
)
def test_the_kind_is_told_by_what_stands_in_it(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "That is a PDF."),
        (b"\xd0\xcf\x11\xe0rest", "a spreadsheet of an old kind"),
        (bytes(range(32)) * 30, "not a text file"),
        (b"PK\x03\x04" + b"\0" * 99, "damaged"),
        (archive(**{"word/document.xml": "<x/>"}), "a document of a word processor"),
        (archive(**{"cat.jpg": b"\xff\xd8"}), "no list in that archive"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content, said):
    with pytest.raises(ValueError, match=said):
        list_in(content)


def test_an_archive_that_unpacks_to_a_huge_text_is_refused(monkeypatch):
    monkeypatch.setattr("recommendations.my_list.reading.files.LARGEST_UNPACKED", 1000)

    with pytest.raises(ValueError, match="too large"):
        list_in(archive(**{"chat.txt": "x" * 2000}))


def test_more_people_than_are_read_of_a_list_are_told(db, monkeypatch):
    monkeypatch.setattr("recommendations.my_list.reading.MOST_READINGS", 2)

    found = list_in("Joe 07400 123456\nAnn 07400 123457\nBo 07400 123458\nCy 07400 123459")

    assert [each.name for each in found.readings] == ["Joe", "Ann"]
    assert [(each.line, each.text) for each in found.left_out] == [(3, "Bo 07400 123458")]


def test_words_that_do_not_fit_are_told(db):
    found = list_in(f"Name,Notes\nJoe,{'word ' * 500}\n{'y' * 130},x\n")

    assert [len(each.words) for each in found.readings] == [1999, 12]
    assert [(each.line, each.text) for each in found.left_out] == [(2, ("word " * 100).strip())]


# --- The command ------------------------------------------------------------------------------------


def test_the_command_says_what_it_read_and_saves_nothing(ana, tmp_path):
    call_command("load_trades", verbosity=0)
    file = tmp_path / "list.txt"
    file.write_text("Our list:\nJoe plumber 0113 496 0123 x5 / 07400 123456, boiler March 2024\nAnn 07400 123 43O")
    out = StringIO()

    call_command("read_list", str(file), "--json", stdout=out)

    joe, ann = json.loads(out.getvalue())["people"]
    assert joe == {
        "name": "Joe",
        "phone": "+441134960123;ext=5",
        "other_phones": ["+447400123456"],
        "email": None,
        "website": None,
        "trade": "plumber",
        "job": "boiler",
        "words": "",
        "hired_on": "2024-03",
        "place": None,
        "faults": [],
    }
    assert (ann["phone"], ann["words"]) == (None, "07400 123 43O")
    assert ann["faults"] == ["“07400 123 43O” has a letter where a digit should be."]
    assert json.loads(out.getvalue())["left_out"] == [{"text": "Our list:", "why": "Nothing in it says who it is."}]
    assert not ana.entries.exists()


def test_the_command_speaks_words_too_and_refuses_in_words(db, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Vorname;Telefon;Geburtstag\nJörg;030 1234567;1.1.1970\n")
    out = StringIO()

    call_command("read_list", str(file), "--country", "de", stdout=out)

    assert out.getvalue().splitlines() == ["Jörg  030 1234567", "Not read: the column “Geburtstag”"]
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("read_list", str(tmp_path / "nothing"))
    file.write_bytes(b"%PDF")
    with pytest.raises(CommandError, match="That is a PDF"):
        call_command("read_list", str(file))


@pytest.mark.parametrize(
    "content",
    [
        r'["vcard",[["fn",{},"text","Jo\ud800e"],["x-\ud800a",{},"text","1"],["note",{},"text","a\u0000b"]]]',
        '{"messages": [{"from": "Bo\\udc00b", "text": "Joe, plumber, 0113 496 0123, ab\\ud83d"}]}',
        "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:J=00oe\nNOTE;ENCODING=QUOTED-PRINTABLE:a=00b=1B\nEND:VCARD\n",
        "BEGIN:VCARD\nFN:Joe\nNOTE;ENCODING=B:YQBiGw==\nEND:VCARD\n",
    ],
)
def test_what_no_text_field_holds_is_out_of_what_is_decoded_later_too(db, tmp_path, content):
    file, out = tmp_path / "list", StringIO()
    file.write_text(content)

    call_command("read_list", str(file), "--json", stdout=out)

    said = json.loads(out.getvalue())
    assert said["people"][0]["name"] == "Joe"
    assert "ab" in said["people"][0]["words"]
    assert not UNSEEN.search("".join((*said["people"][0]["words"], *said["columns_unread"])))


def test_the_command_answers_a_terminal_of_few_letters_and_knows_the_countries(db, tmp_path):
    file = tmp_path / "list"
    file.write_text("Jörg 0113 496 0123")
    out = TextIOWrapper(BytesIO(), encoding="ascii")

    call_command("read_list", str(file), "--json", stdout=out)

    out.seek(0)
    assert json.load(out)["people"][0]["name"] == "Jörg"
    for country in ("Germany", "zz", ""):
        with pytest.raises(CommandError, match=f"There is no country “{country.upper()}”"):
            call_command("read_list", str(file), "--country", country)


# --- Whatever is sent -------------------------------------------------------------------------------

SEEDS = {
    "lines": "PLUMBERS\n- Joe 0113 496 0123, boiler March 24\n\nRosa\nElectrician\n07400 123112\n\nTel: 07400 1",
    "chat": "[12/03/2024, 18:52] Nev: Joe plumber 0113 496 0123\n07400 1\n12.03.24, 18:55 - Ole: R\nA, [1.1.24 1:11]",
    "table": 'Name,Phone,When,Notes\nJoe,"0113 496 0123, 07400 1",Mar-24,"a\nb"\nTILERS,,,\nAnn;x\t45352|1,,,',
    "cards": "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE:B=F6;J\nTEL;PREF=1:0113 496 0123\nEND:VCARD\n",
    "json": '["vcard",[["fn",{},"text","Joe"],["tel",{"pref":"1"},"uri","tel:+441134960123"],["org",{},"text",["a"]]]]',
    "objects": '{"people":[{"name":"Joe","phoneNumber":["0113 496 0123"],"at":{"city":"Leeds"}},{"name":7,"url":1}]}',
    "telegram": '{"name":"x","messages":[{"from":"Nev","text":["Joe 0113 496 0123"]},{"text":{"a":1}}]}',
}
SNIPPETS = [
    *"\"',;\t|\n\r=:\\()[]{}+@\0😀",
    *("\n\n", "=\n", "::: ", "0113 496 0123", "07400 123 43O", "2023", "03/24", "£80", "http://", "\u202e", "\ud7ff"),
    *("BEGIN:VCARD\n", "END:VCARD\n", "sep=", "1" * 40, "1 " * 99, "x" * 300, "TEL;", "FN:", "12/03/2024, 18:52 - "),
    *("Mar-24", "null", "-1", "1e999", "-" * 60, " " * 500, "+" * 50, "((((((((", "Name,Phone\n", "a@", "www."),
]


def mutated(text: str, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 12)):
        at, size = chance.randint(0, len(text)), chance.choice((0, 0, 1, 5, 40))
        put = chance.choice((*SNIPPETS, text[at : at + 30]))
        text = text[:at] + put + text[at + size :]
    content = text.encode(chance.choice(("utf-8", "utf-8", "utf-16", "cp1252", "mac_roman")), errors="replace")
    if chance.random() < 0.1:
        content = bytes(each ^ (chance.random() < 0.02) for each in content)
    return content


def has_a_clear_answer(content: bytes, name: str) -> bool:
    """Whatever else is raised fails the test."""
    try:
        found = list_in(content, name=name)
    except ValueError as error:
        return len(str(error)) > 20 and str(error).endswith(".")
    return bool(found.readings) != bool(found.fault)


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_lists_get_a_clear_answer(db, kind):
    chance = random.Random(kind)
    for _ in range(60):
        assert has_a_clear_answer(mutated(SEEDS[kind], chance), chance.choice(("", "list.csv", "list.vcf", "list.txt")))


@pytest.mark.campaign
@pytest.mark.parametrize("kind", SEEDS)
def test_a_thousand_mutated_lists_get_a_clear_answer(db, kind):
    call_command("load_trades", verbosity=0)
    chance = random.Random(f"{kind} again")
    for _ in range(2000):
        assert has_a_clear_answer(mutated(SEEDS[kind], chance), chance.choice(("", "list.csv", "list.vcf", "list.txt")))


@pytest.mark.campaign
def test_a_thousand_mutated_spreadsheets_get_a_clear_answer(db):
    chance = random.Random(1)
    sheet = xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7400123456</v></c></row>', ("Name",))
    for _ in range(1000):
        content = bytearray(sheet)
        for _ in range(chance.randint(1, 5)):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        assert has_a_clear_answer(bytes(content), "list.xlsx")


# --- Ten megabytes ----------------------------------------------------------------------------------

MEASURE = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from django.test.utils import setup_databases, setup_test_environment
setup_databases(0, False)
from django.core.management import call_command
call_command("load_trades", verbosity=0)
from recommendations.my_list.reading import read
from recommendations.my_list.reading.files import file_text
content = open(sys.argv[1], "rb").read()
start = time.process_time()
kind, text = file_text(content)
del content
found = read(None, text, kind, country="GB")
took = time.process_time() - start
# Of this program alone: what `resource` says begins with whoever started it.
most = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
print(took, most, len(found.readings))
"""


def ten_megabytes(kind: str) -> bytes:
    chance = random.Random(kind)
    rows = [f"{number} Smith" for number in range(300_000)]
    phones = [f"07400 {chance.randrange(10**6):06}" for _ in rows]
    written = {
        "lines": lambda at: f"Ann{rows[at]} plumber {phones[at]}, did our boiler in March 2024, very tidy\n",
        "table": lambda at: f"Ann{rows[at]},{phones[at]},plumber,March 2024,did our boiler\n",
        "cards": lambda at: f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann{rows[at]}\r\nTEL:{phones[at]}\r\nEND:VCARD\r\n",
        "chat": lambda at: (
            f"[12/03/2024, 18:52:07] Kim: {'Joe plumber ' + phones[at] if at % 9 == 0 else 'thanks 😀'}\n"
        ),
        "objects": lambda at: f'{{"name": "Ann{rows[at]}", "phone": "{phones[at]}", "notes": "did our boiler"}},\n',
    }[kind]
    begin, end = {"table": ("Name,Phone,Trade,When,Notes\n", ""), "objects": ("[", "{}]")}.get(kind, ("", ""))
    pieces, size, at = [begin], 0, 0
    while size < 10_000_000 and at < len(rows):
        pieces.append(written(at))
        size, at = size + len(pieces[-1]), at + 1
    return "".join([*pieces, end]).encode()


@pytest.mark.campaign
@pytest.mark.parametrize("kind", ["lines", "table", "cards", "chat", "objects"])
def test_ten_megabytes_are_read_in_five_seconds_and_200_megabytes(kind, tmp_path):
    file = tmp_path / "list"
    file.write_bytes(ten_megabytes(kind))

    said = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True).stdout
    took, most, count = map(float, said.split())

    assert count >= 5000
    assert (took < 5, most < 200) == (True, True), (took, most)
