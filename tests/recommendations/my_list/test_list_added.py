"""What was ticked is added once, and can be taken back as a whole for a day."""

from time import process_time

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from people.tidy import tidy
from recommendations.models import Adding, DraftRow, Entry, ListDraft
from tests.recommendations.my_list.test_list_check import FOUR, TOO_OLD, names_on
from tests.worlds.builders import make_entry, make_trade
from tests.worlds.checked import IMPORT, brought_in, check_page


@pytest.fixture
def ana(ana, client):
    cache.clear()
    make_trade(slug="plumber", name="Plumber", synonyms="plumbing")
    client.force_login(ana)
    return ana


# --- Added ------------------------------------------------------------------------------------------


def test_add_pressed_twice_adds_once_and_leaves_nothing_behind(client, ana):
    page = brought_in(client, FOUR.replace("O113", "0113"))

    first, second = page.press(act="add"), page.press(act="add")

    assert (names_on(ana), first.status, second.status) == (["Ann", "Joe", "Kim"], 200, 200)
    assert "Added 3. Only you can see them." in first.text
    assert (ListDraft.objects.count(), DraftRow.objects.count(), Adding.objects.get().count) == (0, 0, 3)


def test_add_leaves_what_is_to_be_mended_and_nothing_else(client, ana):
    page = brought_in(client, FOUR)

    rest = page.press(act="add")

    assert (names_on(ana), rest.names) == (["Joe", "Kim"], ["Ann"])
    assert "Added 2. Only you can see them." in rest.text
    stale = page.mend("Mum", tick="on").press(act="add")
    assert "This list has changed since that page was shown." in stale.text
    rest.mend("Ann", phone="0113 496 0124", tick="on").press(act="add")
    assert (names_on(ana), ListDraft.objects.count()) == (["Ann", "Joe", "Kim"], 0)


def test_add_of_somebody_who_came_onto_the_list_meanwhile_changes_nothing(client, ana):
    page = brought_in(client, "Joe plumber 0113 496 0123")
    make_entry(person=ana, name="Joe", phone="+441134960123", words="Mine")

    told = page.press(act="add")

    assert "All of them are on your list already." in told.text
    assert (ana.entries.get().words, Adding.objects.count()) == ("Mine", 0)


def test_add_of_nobody_asks_to_tick_somebody(client, ana):
    page = brought_in(client, FOUR).press(act="untick").mend("Mum", name="Mother")

    again = page.press(act="add")

    assert (again.status, "Tick at least one of them." in again.text, names_on(ana)) == (422, True, [])
    assert "Mother" in again.names


def test_add_to_a_full_list_says_so_and_keeps_what_was_read(client, ana, monkeypatch):
    monkeypatch.setattr("recommendations.my_list.items.MOST_ENTRIES", 1)
    page = brought_in(client, FOUR).press(act="add")

    assert (page.status, len(page.names), names_on(ana)) == (422, 4, [])
    assert "has not that much room left" in page.text


@pytest.mark.campaign
def test_list_of_three_thousand_contacts_is_checked_and_added(client, ana):
    contacts = "\n".join(f"BEGIN:VCARD\nFN:Ann {number}\nEND:VCARD" for number in range(3000))
    client.post(IMPORT, {"file": SimpleUploadedFile("all.vcf", contacts.encode())})

    start = process_time()
    page = check_page(client, "?page=30")
    assert (len(page.names), process_time() - start < 0.3) == (50, True)
    page.press(act="tick").press(act="add")

    assert ana.entries.count() == 3000


# --- Taken back -------------------------------------------------------------------------------------


def added(client, ana) -> str:
    """Three of them; the address by which they are taken back."""
    brought_in(client, FOUR.replace("O113", "0113")).press(act="add")
    return f"/vouches/added/{ana.addings.get().public_id}/back/"


def test_take_back_takes_off_what_was_added_together_and_nothing_else(client, ana):
    make_entry(person=ana, name="Before")
    back = added(client, ana)
    assert "3 people" in client.get("/vouches/").content.decode()

    told = client.post(back, follow=True).content.decode()

    assert (names_on(ana), "3 are off your list again." in told, "Take it all back" in told) == (
        ["Before"],
        True,
        False,
    )
    assert client.post(back).status_code == 302
    assert names_on(ana) == ["Before"]


def test_take_back_leaves_what_was_changed_since_and_says_what_was_gone(client, ana):
    back = added(client, ana)
    joe = ana.entries.get(name="Joe")
    client.post(f"/vouches/entries/{joe.public_id}/edit/", {"name": "Joe", "phone": "0113 496 0123", "words": "Quick"})
    client.post(f"/vouches/entries/{ana.entries.get(name='Kim').public_id}/remove/")

    told = client.post(back, follow=True).content.decode()

    assert names_on(ana) == ["Joe"]
    assert "1 is off your list again. 1 stays, because you changed it since. 1 had left it before" in told


def test_take_back_is_ones_own_and_for_a_day(client, ana, ben):
    back = added(client, ana)
    bens = Client()
    bens.force_login(ben)
    assert (bens.post(back).status_code, client.get(back).status_code, len(names_on(ana))) == (404, 405, 3)

    Adding.objects.update(made_at=timezone.now() - TOO_OLD)

    assert "Take it all back" not in client.get("/vouches/").content.decode()
    assert client.post(back).status_code == 404
    tidy()
    assert (Adding.objects.count(), len(names_on(ana)), Entry.objects.exclude(adding=None).count()) == (0, 3, 0)
