"""Bringing in a list: looked at first, and nothing lost on the way. `test_list_check.py` has the page that follows."""

import html
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from recommendations.models import Entry, Vouch
from tests.worlds.builders import make_list_draft, make_person, make_trade
from tests.worlds.checked import CHECK, IMPORT, brought_in, check_page
from tests.worlds.looking import as_

THREE = "Joe 0113 496 0123, boiler March 24\nAnn 0113 49\nKim 0113 496 0124"
CLEAR = {200, 302, 400, 413, 422}


def typed_text(response) -> str:
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", response.content.decode(), re.DOTALL)
    return html.unescape(text[1]) if text else ""


def a_file(content: bytes | str, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_looking_saves_nothing_and_says_how_each_line_is_read(client, ana):
    client.force_login(ana)

    response = client.post(IMPORT, {"text": THREE}, follow=True)

    page = response.content.decode()
    assert (response.redirect_chain, Entry.objects.count()) == ([(CHECK, 302)], 0)
    assert ("“0113 49” is not a phone number" in page, "March 2024" in page) == (True, True)


def test_adding_is_for_oneself_and_no_vouch(client, ana, ben):
    client.force_login(ana)

    brought_in(client, THREE).press(act="add")

    assert sorted(ana.entries.values_list("name", flat=True)) == ["Joe", "Kim"]
    assert not Vouch.objects.exists()
    client.force_login(ben)
    assert "Joe" not in client.get("/vouches/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Paste at least one line, or choose a file."),
        ({"text": " \n\t"}, "Paste at least one line, or choose a file."),
        ({"text": "x" * 1001}, "more than 0\N{NO-BREAK SPACE}MB of text"),
    ],
)
def test_what_cannot_be_read_is_said_in_words_and_kept(client, ana, monkeypatch, sent, said):
    monkeypatch.setattr("recommendations.forms.lists.LONGEST_LIST", 1000)
    client.force_login(ana)

    response = client.post(IMPORT, sent)

    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert typed_text(response) == sent.get("text", "")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (a_file(b"PK\x03\x04" + b"\0" * 99, "list.xlsx"), "That file is damaged"),
        (a_file(bytes(range(32)) * 30, "cat.jpg"), "not a text file"),
        (a_file("", "list.csv"), "That file is empty."),
        (a_file("BEGIN:VCALENDAR", "list.vcf"), "There is no contact in there."),
        (a_file("x" * 1001, "list.txt"), "more than 0\N{NO-BREAK SPACE}MB of text"),
        (a_file("x" * 11_000_000, "list.csv"), "larger than 10\N{NO-BREAK SPACE}MB"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_files_that_cannot_be_read_are_refused_in_words(client, ana, monkeypatch, file, said):
    monkeypatch.setattr("recommendations.forms.lists.LONGEST_LIST", 1000)
    client.force_login(ana)
    file.seek(0)

    response = client.post(IMPORT, {"file": file})

    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_pictures_in_contacts_do_not_count(client, ana, monkeypatch):
    monkeypatch.setattr("recommendations.forms.lists.LONGEST_LIST", 1000)
    client.force_login(ana)
    photo = "\n".join(["PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 70, *(" " + "A" * 70 for _ in range(60))])

    response = client.post(IMPORT, {"file": a_file(f"BEGIN:VCARD\nFN:Rosa\n{photo}\nEND:VCARD", "all.vcf")})

    assert response.url == CHECK
    assert check_page(client).names == ["Rosa"]


def test_what_is_pasted_may_be_as_long_as_a_file_and_other_forms_are_small(client, ana):
    client.force_login(ana)
    long = "Joe plumber 0113 496 0123\n" + "-" * 400_000

    assert client.post(IMPORT, {"text": long}).url == CHECK
    refused = client.post("/vouches/add/", {"name": "Joe", "words": long})
    assert (refused.status_code, "Nothing was saved." in refused.content.decode()) == (400, True)


def test_seventeen_megabytes_pasted_get_a_clear_page(client, ana):
    client.force_login(ana)

    for sent in ({"data": {"text": "x" * 17_000_000}}, {"data": "text=" + "x" * 17_000_000}):
        kind = {"content_type": "application/x-www-form-urlencoded"} if isinstance(sent["data"], str) else {}
        response = client.post(IMPORT, **sent, **kind)
        assert response.status_code == 400
        assert "Nothing was saved." in response.content.decode()


def test_letters_that_no_database_takes_are_left_out(client, ana):
    client.force_login(ana)
    card = r'[["vcard",[["version",{},"text","4.0"],["fn",{},"text","Joe"],["note",{},"text","a \ud800\u0000 b"]]]]'

    client.post(IMPORT, {"file": a_file(card, "joe.json")})
    check_page(client).press(act="tick").press(act="add")

    assert ana.entries.get().words == "a  b"


def test_too_often_is_said_and_nothing_is_lost(client, ana, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"list_import": "1/h/user"}
    client.force_login(ana)
    client.post(IMPORT, {"text": "Joe"})

    response = client.post(IMPORT, {"text": "Joe"})

    assert (response.status_code, typed_text(response)) == (429, "Joe")
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


# Each asks for several pages.
FEWER = settings(max_examples=settings().max_examples * 2 // 5)


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
        if looked.status_code == 302:
            added = check_page(self.client).press(act="tick").press(act="add")
            assert added.status in CLEAR
            assert "since that page was shown" not in added.text
            self.ana.entries.all().delete()

    @FEWER
    @given(TEXTS)
    @example("\n\nJoe")
    def test_pasted(self, text):
        self.looked_at_and_added({"text": text})

    @FEWER
    @given(FILES, NAMES)
    def test_files(self, content, name):
        self.looked_at_and_added({"file": a_file(content, name)})

    @FEWER
    @given(
        st.dictionaries(st.sampled_from(["name", "phone", "trade", "hired_on", "ticked", "act", "page", "q"]), TEXTS)
    )
    def test_any_form(self, sent):
        draft = make_list_draft(self.ana)
        row = draft.rows.get().prefix
        fields = {f"{row}-{name}" if name not in ("act", "page", "q") else name: text for name, text in sent.items()}
        response = self.client.post(CHECK, {"list": draft.prefix, f"{row}-name": "Joe"} | fields)
        assert response.status_code in CLEAR
        assert check_page(self.client, "?page=x&q=%00").status == 200 or not self.ana.list_drafts.exists()
        self.ana.entries.all().delete()
