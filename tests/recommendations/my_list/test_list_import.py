"""Bringing in a list: looked at first, added when one says so, and nothing lost on the way."""

import html
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from recommendations.models import Entry, Vouch
from tests.worlds.builders import make_entry, make_person, make_trade
from tests.worlds.looking import as_

IMPORT = "/vouches/import/"
THREE = "Joe 0113 496 0123, boiler March 24\nAnn 0113 49\nKim 0113 496 0124"
CLEAR = {200, 302, 400, 413, 422}


def hidden(response) -> dict[str, str]:
    """What the page would send back as it stands."""
    page = response.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(kind|seen)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        found[name] = "".join(re.findall(r'<option value="(\w*)" selected', options))
    if re.search(r'name="header"[^>]* checked', page):
        found["header"] = "on"
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    return found | {"text": html.unescape(text[1]) if text else ""}


def a_file(content: bytes | str, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_looking_saves_nothing_and_says_how_each_line_is_read(client, ana):
    client.force_login(ana)

    response = client.post(IMPORT, {"text": THREE})

    page = response.content.decode()
    assert (response.status_code, Entry.objects.count()) == (200, 0)
    assert ("Add these 2" in page, "“0113 49” is not a phone number" in page, "March 2024" in page) == (True,) * 3
    assert hidden(response)["text"] == THREE


def test_adding_takes_the_good_ones_and_leaves_the_others_to_be_mended(client, ana, ben):
    client.force_login(ana)
    looked = hidden(client.post(IMPORT, {"text": THREE}))

    added = client.post(IMPORT, looked | {"act": "add"})

    assert sorted(ana.entries.values_list("name", flat=True)) == ["Joe", "Kim"]
    assert hidden(added)["text"] == "Ann 0113 49"
    mended = client.post(IMPORT, hidden(added) | {"text": "Ann 0113 496 0125", "act": "check"})
    assert client.post(IMPORT, hidden(mended) | {"act": "add"}).url == "/vouches/"
    assert ana.entries.count() == 3
    assert not Vouch.objects.exists()
    client.force_login(ben)
    assert "Joe" not in client.get("/vouches/").content.decode()


def test_what_was_not_looked_at_is_not_added(client, ana):
    client.force_login(ana)
    looked = hidden(client.post(IMPORT, {"text": "Joe 0113 496 0123"}))

    response = client.post(IMPORT, looked | {"text": "Jim 0113 496 0999", "act": "add"})

    assert "You have changed something since you looked." in response.content.decode()
    assert not Entry.objects.exists()
    assert client.post(IMPORT, hidden(response) | {"act": "add"}).status_code == 302
    assert Entry.objects.get().name == "Jim"


def test_adding_twice_adds_once(client, ana):
    client.force_login(ana)
    looked = hidden(client.post(IMPORT, {"text": "Joe 0113 496 0123"})) | {"act": "add"}

    client.post(IMPORT, looked)
    client.post(IMPORT, looked)

    assert ana.entries.count() == 1


def test_columns_are_guessed_and_can_be_chosen(client, ana):
    make_trade(slug="plumber", name="Plumber")
    client.force_login(ana)
    table = "Name,Number,Remark\nJoe,0113 496 0123,boiler\n"

    looked = hidden(client.post(IMPORT, {"file": a_file(table)}))
    other = client.post(IMPORT, looked | {"words": "", "job": "2", "act": "check"})
    client.post(IMPORT, hidden(other) | {"act": "add"})

    assert (looked["name"], looked["phone"], looked["header"]) == ("0", "1", "on")
    assert [(entry.name, entry.job, entry.words) for entry in Entry.objects.all()] == [("Joe", "boiler", "")]


def test_without_a_column_for_names_it_asks_for_one(client, ana):
    client.force_login(ana)
    looked = hidden(client.post(IMPORT, {"file": a_file("Name,Phone\nJoe,0113 496 0123\n")}))

    response = client.post(IMPORT, looked | {"name": "", "act": "add"})

    assert response.status_code == 422
    assert "Choose the column that holds their names." in response.content.decode()
    assert hidden(response)["text"] == looked["text"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Paste at least one line, or choose a file."),
        ({"text": " \n\t"}, "Paste at least one line, or choose a file."),
        ({"text": "x" * 200_001}, "200,000 letters fit"),
        ({"text": "Joe", "kind": "klingon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_read_is_said_in_words_and_kept(client, ana, sent, said):
    client.force_login(ana)

    response = client.post(IMPORT, sent)

    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert hidden(response)["text"] == sent.get("text", "")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (a_file(b"PK\x03\x04" + b"\0" * 99, "list.xlsx"), "That file is damaged"),
        (a_file(bytes(range(32)) * 30, "cat.jpg"), "not a text file"),
        (a_file("", "list.csv"), "That file is empty."),
        (a_file("BEGIN:VCALENDAR", "list.vcf"), "There is no contact in there."),
        (a_file("x" * 200_001, "list.txt"), "200,000 letters fit"),
        (a_file("x" * 11_000_000, "list.csv"), "larger than 10 MB"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_files_that_cannot_be_read_are_refused_in_words(client, ana, file, said):
    client.force_login(ana)
    file.seek(0)

    response = client.post(IMPORT, {"file": file})

    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_pictures_in_contacts_do_not_count(client, ana):
    client.force_login(ana)
    photo = "\n".join(["PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 70, *(" " + "A" * 70 for _ in range(6000))])

    response = client.post(IMPORT, {"file": a_file(f"BEGIN:VCARD\nFN:Rosa\n{photo}\nEND:VCARD", "all.vcf")})

    assert hidden(response)["text"] == "BEGIN:VCARD\nFN:Rosa\nEND:VCARD"


def test_ten_megabytes_pasted_get_a_clear_page(client, ana):
    client.force_login(ana)

    for sent in ({"data": {"text": "x" * 10_000_000}}, {"data": "text=" + "x" * 10_000_000}):
        kind = {"content_type": "application/x-www-form-urlencoded"} if isinstance(sent["data"], str) else {}
        response = client.post(IMPORT, **sent, **kind)
        assert response.status_code == 400
        assert "Nothing was saved." in response.content.decode()


def test_a_full_list_says_so_and_keeps_what_was_read(client, ana, monkeypatch):
    monkeypatch.setattr("recommendations.my_list.items.MOST_ENTRIES", 1)
    make_entry(person=ana)
    client.force_login(ana)
    looked = hidden(client.post(IMPORT, {"text": "Joe"}))

    response = client.post(IMPORT, looked | {"act": "add"})

    assert (response.status_code, hidden(response)["text"], ana.entries.count()) == (422, "Joe", 1)
    assert client.post("/vouches/add/", {"name": "Joe"}).status_code == 422


def test_too_often_is_said_and_nothing_is_lost(client, ana, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"list_import": "1/h/user"}
    client.force_login(ana)
    client.post(IMPORT, {"text": "Joe"})

    response = client.post(IMPORT, {"text": "Joe"})

    assert (response.status_code, hidden(response)["text"]) == (429, "Joe")
    cache.clear()


# --- Whatever is sent -------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("Joe", "plumber", "0113 496 0123", "+44", "March 24", "31.12.2999", "Name", "Telefon", "Wann", "€1200", "@"),
        *(
            "BEGIN:VCARD",
            "END:VCARD",
            "VERSION:2.1",
            "FN:Zoë",
            "FN;ENCODING=QUOTED-PRINTABLE:=C3=",
            "N:;;",
            "TEL:1",
            "ORG:",
        ),
        *("PHOTO;ENCODING=b:", "FN;CHARSET=utf-7:x", "ADR:;", "REV:99", "BDAY:x", "item1.TEL:0113 496 0123", "BEGIN:X"),
        *(
            '"',
            '""',
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\r",
            "\0",
            "=",
            "'",
            "\ufeff",
            "\u2028",
            "\x85",
            "😀",
            "é",
            "\u202e",
        ),
        *("-" * 50, "1" * 300, "x" * 6000, "a@b.c", "http://", "www.x.example", "tel:", " "),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=40).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-32"])
FILES = st.one_of(
    st.tuples(TEXTS, ENCODINGS).map(lambda made: made[0].encode(made[1], errors="replace")), st.binary(max_size=500)
)
NAMES = st.sampled_from(["list.csv", "LIST.VCF", "notes.txt", "list", "list.tsv"])


class WhateverIsSentTests(TestCase):
    def setup_example(self):
        super().setup_example()
        self.ana = make_person()
        make_trade(slug="plumber", name="Plumber", synonyms="plumbing")
        self.client = as_(self.ana)

    def looked_at_and_added(self, sent) -> None:
        cache.clear()  # the limit is another test's
        looked = self.client.post(IMPORT, sent)
        assert looked.status_code in CLEAR
        assert not Entry.objects.exists()
        page = hidden(looked)
        if looked.status_code == 200:
            added = self.client.post(IMPORT, page | {"act": "add"})
            assert added.status_code in CLEAR
            assert "since you looked" not in added.content.decode()
            self.ana.entries.all().delete()

    @given(TEXTS)
    @example("\n\nJoe")
    def test_pasted(self, text):
        self.looked_at_and_added({"text": text})

    @given(FILES, NAMES)
    def test_files(self, content, name):
        self.looked_at_and_added({"file": a_file(content, name)})

    @given(st.dictionaries(st.sampled_from(["name", "phone", "job", "header", "seen", "act", "kind", "text"]), TEXTS))
    def test_any_form(self, sent):
        cache.clear()
        response = self.client.post(IMPORT, {"kind": "table", "text": "a,b\nc,d"} | sent)
        assert response.status_code in CLEAR
