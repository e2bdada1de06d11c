"""Your numbers: of those you hired, listed or saved, and of nobody else; and what a browser needs to keep them."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Outcome, Saved, Scope, Vouch
from tests.worlds.builders import make_provider, make_trade, make_vouch, months_ago

ROW = re.compile(
    r'<b>([^<]*)</b> <small>([^<]*)</small></span>\s*(?:<a class="button" href="tel:([^"]*)">|<span class="soft">)'
)
SECTION = re.compile(r"<h2>([^<]*)</h2>(.*?)</section>", re.DOTALL)


@pytest.fixture
def plumber(db):
    return make_trade(name="Plumber")


@pytest.fixture
def roofer(db):
    return make_trade(name="Roofer")


def numbers(client) -> dict[str, list[tuple[str, ...]]]:
    page = client.get(reverse("numbers")).content.decode()
    return {trade: ROW.findall(rows) for trade, rows in SECTION.findall(page)}


def save(client, provider, saved: str = "yes"):
    return client.post(reverse("provider_save", args=[provider.public_id]), {"saved": saved})


def test_all_whom_one_hired_listed_or_saved_by_trade_and_nobody_else(client, ana, ben, cleo, plumber, roofer):
    client.force_login(ana)
    month = f"{months_ago(3):%B %Y}"
    make_vouch(author=ana, name="Rosa Lima", phone="+441134960001", trade=plumber, scope=Scope.ME)
    make_vouch(author=ana, name="Zippadrain", phone="+441134960002", trade=plumber, outcome=Outcome.NO, scope=Scope.ME)
    ana.entries.create(name="Keith", phone="+441134960003", trade=roofer, words="Private")
    ana.entries.create(name="Amjad", trade=plumber, hired_on=months_ago(3))
    ana.entries.create(name="The man with the van", phone="+441134960004")
    saved = make_vouch(author=ben, name="Joan", phone="+441134960005", trade=plumber, pass_on=True, words="Ben’s words")
    silent = make_vouch(author=cleo, name="Mick", phone="+441134960006", trade=roofer, words="Secret number")
    make_vouch(author=ben, name="Not saved", phone="+441134960007", pass_on=True)
    ben.entries.create(name="Ben’s own", phone="+441134960008")
    for vouch in (saved, silent):
        save(client, vouch.provider)
        ben.saved.get_or_create(provider=make_provider().public_id)

    assert numbers(client) == {
        "Plumber": [
            ("Amjad", f"Hired {month}", ""),
            ("Joan", "Saved", "+441134960005"),
            ("Rosa Lima", f"Hired {month}", "+441134960001"),
            ("Zippadrain", "You would not hire them again", "+441134960002"),
        ],
        "Roofer": [("Keith", "On your list", "+441134960003"), ("Mick", "Saved", "")],
        "Others": [("The man with the van", "On your list", "+441134960004")],
    }
    page = client.get(reverse("numbers")).content.decode()
    assert not [words for words in ("Ben’s words", "Secret number", "Ben Okafor", "Cleo Martin") if words in page]


def test_one_whom_one_hired_and_saved_stands_there_once(client, ana, ben, plumber):
    client.force_login(ana)
    about = {"phone": "+441134960001", "trade": plumber, "pass_on": True}
    save(client, make_vouch(author=ben, name="As Ben knows her", **about).provider)
    make_vouch(author=ana, name="As I know her", **about)

    assert [name for name, *_ in numbers(client)["Plumber"]] == ["As I know her"]


def test_the_copy_holds_nothing_that_could_be_pressed_or_stolen(client, ana, ben):
    client.force_login(ana)
    save(client, make_vouch(author=ben, name="Joan").provider)

    page = client.get(reverse("numbers")).content.decode()

    assert "Joan" in page
    assert not [part for part in ("<form", "<script", "csrf", "Saved. They are") if part in page.lower()]
    assert "Saved. They are" in client.get(reverse("find")).content.decode(), "it waits for a page that shows it"


def test_nobody_yet_offers_the_next_step(client, ana):
    client.force_login(ana)

    assert f'href="{reverse("find")}"' in client.get(reverse("numbers")).content.decode().split('class="empty"')[1]


# --- Saving -----------------------------------------------------------------------------------------


def test_a_number_is_saved_and_taken_off_again(client, ana, ben):
    provider = make_vouch(author=ben, name="Joan").provider
    client.force_login(ana)
    page = reverse("provider", args=[provider.public_id])
    told = []
    for saved in ("yes", "yes", "no", "no", "perhaps"):
        response = save(client, provider, saved)
        assert response.headers["Location"] == page
        told.append((Saved.objects.count(), 'value="no"' in client.get(page).content.decode()))

    assert told == [(1, True), (1, True), (0, False), (0, False), (0, False)]


def test_one_saves_only_whom_one_can_see(client, ana, ben, cleo, dan):
    ben.block(make_vouch(author=dan).author)
    vouches = [make_vouch(author=author, scope=scope) for author in (ben, cleo, dan) for scope in Scope]
    client.force_login(ana)

    found = [save(client, vouch.provider).status_code for vouch in vouches]

    assert found == [404, 302, 302, 404, 404, 302, 404, 404, 404]
    assert save(client, make_provider()).status_code == 404
    assert client.post(reverse("provider_save", args=[uuid4()]), {"saved": "yes"}).status_code == 404
    assert set(Saved.objects.values_list("provider", flat=True)) == {vouches[n].provider.public_id for n in (1, 2, 5)}


@pytest.mark.parametrize("how", ["scope", "withdrawn", "tie", "block", "rest"])
def test_a_saved_one_that_is_hidden_later_is_gone(client, ana, ben, how):
    vouch = make_vouch(author=ben, name="Joan", phone="+441134960005", pass_on=True)
    client.force_login(ana)
    save(client, vouch.provider)
    assert [[name for name, *_ in rows] for rows in numbers(client).values()] == [["Joan"]]

    {
        "scope": lambda: Vouch.objects.update(scope=Scope.ME),
        "withdrawn": vouch.withdraw,
        "tie": lambda: ana.ties.model.objects.part(ana, ben),
        "block": lambda: ben.block(ana),
        "rest": lambda: ben.set_active(False, rests=True),
    }[how]()

    assert numbers(client) == {}


def test_no_more_than_so_many_an_hour(client, ana, ben, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"save": "1/h/user"}
    provider = make_vouch(author=ben).provider
    client.force_login(ana)

    assert [save(client, provider).status_code for _ in range(2)] == [302, 429]


def test_the_same_queries_for_ten_and_for_twenty(client, ana, ben):
    client.force_login(ana)

    def queries() -> int:
        for number in range(10):
            make_vouch(author=ana)
            ana.entries.create(name=f"Entry {ana.entries.count()}", trade=make_trade())
            save(client, make_vouch(author=ben, name=f"Saved {number}").provider)
        client.get(reverse("numbers"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("numbers"))
        return len(asked)

    assert queries() == queries() <= 12


# --- For the browser --------------------------------------------------------------------------------


def test_the_manifest_names_icons_that_are_there(client, db):
    manifest = json.loads(client.get("/manifest.webmanifest").content)

    assert (manifest["id"], manifest["name"], manifest["start_url"]) == ("/", "Whom", "/find/")
    assert manifest["display"] == "standalone"
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_manifest_offers_whom_for_what_is_shared_and_opened(client, db):
    manifest = client.get("/manifest.webmanifest").json()
    target, (handler,) = manifest["share_target"], manifest["file_handlers"]
    (files,) = target["params"].pop("files")

    assert {key: target[key] for key in ("action", "method", "enctype")} == {
        "action": "/vouches/share/",
        "method": "POST",
        "enctype": "multipart/form-data",
    }
    assert target["params"] == {"title": "title", "text": "text", "url": "url"}
    assert files["name"] == "files"
    assert {"text/x-vcard", "text/vcard", "text/plain", "text/csv", "application/zip", ".vcf"} <= set(files["accept"])
    assert all(re.fullmatch(r"\.\w+|(text|application)/[\w.-]+", kind) for kind in files["accept"])
    assert len(set(files["accept"])) == len(files["accept"])
    assert handler == {"action": "/vouches/import/", "accept": {"text/vcard": [".vcf", ".vcard"]}}


def test_both_are_the_same_for_everyone(ana, ben):
    for url, kind in (("/manifest.webmanifest", "application/manifest+json"), ("/sw.js", "text/javascript")):
        answers = set()
        for person in (None, ana, ben):
            client = Client()
            if person:
                client.force_login(person)
            response = client.get(url)
            answers.add((response.status_code, response.headers["Content-Type"], response.content))
        assert [(status, content_type.split(";")[0]) for status, content_type, _ in answers] == [(200, kind)]


def test_both_name_the_files_as_they_are_served(client, db, settings, tmp_path):
    """On a server each has its hash in its name."""
    settings.STATIC_ROOT = tmp_path
    hashed = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": hashed}}
    call_command("collectstatic", interactive=False, verbosity=0)

    script, manifest = client.get("/sw.js").content.decode(), client.get("/manifest.webmanifest").json()

    named = [*re.findall(r'"/static/([^"]+)"', script), *(icon["src"][len("/static/") :] for icon in manifest["icons"])]
    assert len(named) == 7
    assert all((tmp_path / name).exists() and re.search(r"\.[0-9a-f]{12}\.\w+$", name) for name in named)
    assert Path(named[1]).name in (tmp_path / named[0]).read_text(), "the font, as the style sheet names it"
