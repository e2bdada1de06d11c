"""What a phone shares to Whom: looked at like any list, added by the ordinary form, and shown for no other site."""

import io
import re
import zipfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recommendations.forms import lists, shared
from recommendations.models import Entry
from recommendations.views.sharing import SIGN_IN_FIRST
from tests.recommendations.vouches.test_vouch_pages import said
from tests.worlds.builders import make_trade

SHARE, IMPORT = "/vouches/share/", "/vouches/import/"
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Rosa Lima\r\nTEL:0113 496 0123\r\nEND:VCARD\r\n"
CHAT = (
    "12/03/2024, 10:22 - Mia Stone: anybody know a plumber?\n"
    "12/03/2024, 10:23 - Ben Okafor: Rosa Lima is great, 0113 496 0123\n"
)


@pytest.fixture(autouse=True)
def plumber(db):
    cache.clear()
    return make_trade(slug="plumber", name="Plumber")


@pytest.fixture
def phone(ana) -> Client:
    """Ana's, which sends no token with what is shared."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    return client


def a_file(content: str | bytes, name: str, kind: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content, kind)


def zipped(content: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("WhatsApp Chat.txt", content)
    return made.getvalue()


FILES = {
    "contact": lambda: a_file(CARD, "Rosa Lima.vcf", "text/x-vcard"),
    "chat": lambda: a_file(CHAT, "WhatsApp Chat.txt", "text/plain"),
    "archive": lambda: a_file(zipped(CHAT), "WhatsApp Chat.zip", "application/zip"),
    "table": lambda: a_file("Name,Phone\nRosa Lima,0113 496 0123\n", "list.csv", "text/csv"),
}


@pytest.mark.parametrize("kind", FILES)
def test_share_of_a_file_is_looked_at_and_adds_nothing_by_itself(phone, kind):
    """Mail programs are given words along with it."""
    told = {"title": "Chat with Ben", "text": "The chat is attached.", "files": FILES[kind]()}

    answer = phone.post(SHARE, told, follow=True)

    page = answer.content.decode()
    assert (answer.status_code, Entry.objects.count()) == (200, 0)
    assert all(each in page for each in ("Check your list", "Rosa Lima", "0113 496 0123"))
    assert "is attached" not in page


def test_share_adds_nothing_whatever_is_sent_with_it(phone):
    """Only the form of the page where it is looked at does, and that has a token."""
    text = {"text": "Rosa 0113 496 0123"}
    page = phone.post(SHARE, text, follow=True).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    sends = hidden | text | {"act": "add", "csrfmiddlewaretoken": ""}
    assert len(hidden) > 1

    assert phone.post(SHARE, sends, follow=True).status_code == 200
    assert phone.post(IMPORT, sends).status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("sent", "lines"),
    [
        ({"text": "Rosa plumber 0113 496 0123"}, "Rosa plumber 0113 496 0123"),
        ({"title": "Rosa Lima", "text": "https://rosa.example/"}, "Rosa Lima\nhttps://rosa.example/"),
        ({"title": "Rosa Lima", "url": "https://rosa.example/"}, "Rosa Lima\nhttps://rosa.example/"),
        ({"text": "Rosa https://rosa.example/", "url": "https://rosa.example/"}, "Rosa https://rosa.example/"),
        ({"title": "Rosa 0113 496 0123", "text": " Rosa 0113 496 0123 ", "url": ""}, "Rosa 0113 496 0123"),
        ({"title": "Plumbers", "text": "Rosa 0113 496 0123\nJoe"}, "Plumbers\nRosa 0113 496 0123\nJoe"),
    ],
)
def test_share_of_words_is_read_as_lines_each_thing_once(rf, sent, lines):
    form = shared.SharedForm(rf.post(SHARE, sent))

    assert (form.is_valid(), form.cleaned_data["text"]) == (True, lines)


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (dict, "Paste at least one line, or choose a file."),
        (lambda: {"text": " "}, "Paste at least one line, or choose a file."),
        (lambda: {"files": a_file(b"%PDF-1.7", "list.pdf")}, "That is a PDF. Copy the text out of it and paste that."),
        (lambda: {"files": a_file(b"", "Rosa.vcf")}, "That file is empty."),
        (lambda: {"files": [FILES["contact"](), FILES["table"]()]}, shared.ONE_AT_A_TIME),
    ],
    ids=["nothing", "blank", "pdf", "empty", "several"],
)
def test_share_that_cannot_be_read_says_why_in_the_form(phone, sent, fault):
    answer = phone.post(SHARE, sent())

    assert (answer.status_code, said(answer)) == (422, [fault])
    assert f'method="post" action="{IMPORT}?phone" data-draft' in answer.content.decode()


def test_share_has_the_bounds_of_the_form(phone, monkeypatch):
    monkeypatch.setattr(lists, "LARGEST_FILE", len(CARD) - 1)

    assert phone.post(SHARE, {"files": FILES["contact"]()}).status_code == 422
    monkeypatch.setattr(lists, "LARGEST_FILE", len(CARD))
    assert phone.post(SHARE, {"files": FILES["contact"]()}, follow=True).status_code == 200


def test_share_of_whoever_is_signed_out_says_so_and_keeps_nothing(plumber):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(SHARE, {"text": "Rosa plumber 0113 496 0123"})

    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={IMPORT}")
    assert "Rosa" not in answer.content.decode() + str(answer.headers) + str(client.session.items())
    assert str(SIGN_IN_FIRST) in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("site", "status"),
    [("none", 200), ("same-origin", 200), (None, 200), ("same-site", 403), ("cross-site", 403)],
)
def test_share_from_a_page_of_others_shows_nothing(phone, settings, site, status):
    """Of a browser that does not say where it comes from, the cookie is not sent from there."""
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    headers = {"Sec-Fetch-Site": site} if site else {}
    answer = phone.post(SHARE, {"text": "Rosa plumber"}, headers=headers, follow=True)

    assert (answer.status_code, "Rosa" in answer.content.decode()) == (status, status == 200)


def test_share_looked_at_leads_to_where_a_list_is_brought_in(client, phone):
    assert [each.get(SHARE).url for each in (client, phone)] == [IMPORT, IMPORT]
