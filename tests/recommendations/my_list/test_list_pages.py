"""My list: everyone I have hired or saved, also those of whom I have not vouched."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Entry, Saved, Scope, Vouch
from recommendations.my_list.items import MOST_ENTRIES
from recommendations.my_list.reading import MOST_READINGS
from tests.recommendations.vouches.test_vouch_pages import NO_WIZARD, said, written
from tests.worlds.builders import make_entry, make_person, make_place, make_trade, make_vouch, months_ago

LIST, ADD = "/vouches/", "/vouches/add/"


@pytest.fixture
def plumber(db):
    make_place("Leeds")
    return make_trade(slug="plumber", name="Plumber")


def page_of(client, person, url=LIST) -> str:
    client.force_login(person)
    return client.get(url).content.decode()


def test_it_holds_whom_i_vouch_for_whom_i_noted_and_whom_i_saved(client, ana, ben):
    make_vouch(author=ana, name="Vouched", phone="+441134960001", scope=Scope.ME, words="Steady")
    make_entry(person=ana, name="Noted", phone="+441134960002", job="Fence", words="Quick")
    bens = make_vouch(author=ben, name="Kept", phone="+441134960003", pass_on=True)
    make_vouch(author=ben, name="Not mine")
    Saved.objects.create(person=ana, provider=bens.provider.public_id)

    page = page_of(client, ana)

    assert [page.count(f'href="tel:+44113496000{n}"') for n in (1, 2, 3)] == [1, 1, 1]
    assert [words in page for words in ("Steady", "Quick", "Fence", "Not mine")] == [True, True, True, False]
    assert page.index("Kept") < page.index("Noted") < page.index("Vouched")


def test_whom_i_saved_goes_when_i_may_not_see_them_any_more(client, ana, ben):
    bens = make_vouch(author=ben, name="Kept", phone="+441134960003", pass_on=True)
    Saved.objects.create(person=ana, provider=bens.provider.public_id)
    assert "Kept" in page_of(client, ana)

    Vouch.objects.update(scope=Scope.ME)

    assert "Kept" not in page_of(client, ana)
    assert "Kept" not in page_of(client, ana, "/vouches/list.csv")


def test_whom_i_vouch_for_and_saved_stands_there_once(client, ana):
    mine = make_vouch(author=ana, name="Rosa Lima")
    Saved.objects.create(person=ana, provider=mine.provider.public_id)

    assert page_of(client, ana).count("<h2><a") == 1


def test_it_asks_as_often_for_twenty_as_for_ten(client, ana, ben):
    def ten_more() -> None:
        for _ in range(10):
            make_vouch(author=ana)
            make_entry(person=ana, trade=make_trade())
            Saved.objects.create(person=ana, provider=make_vouch(author=ben).provider.public_id)

    client.force_login(ana)
    counts = []
    for _ in range(2):
        ten_more()
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_long_list_can_be_searched_by_any_word_or_number(client, ana):
    for number in range(9):
        make_entry(person=ana, name=f"Person {number}", phone=f"+44113496000{number}", words="Zoë’s friend")

    assert 'type="search"' in page_of(client, ana)
    assert page_of(client, ana, "/vouches/?q=496+0007").count('class="vouch"') == 1
    assert page_of(client, ana, "/vouches/?q=zoe").count('class="vouch"') == 9
    assert "Nobody on your list has “wombat” in it." in page_of(client, ana, "/vouches/?q=wombat")


def test_list_of_many_has_pages_and_room_for_a_phones_contacts(client, ana):
    Entry.objects.bulk_create([Entry(person=ana, name=f"Person {number:03}") for number in range(120)])

    pages = [page_of(client, ana, f"/vouches/?{query}") for query in ("", "page=3", "q=person&page=2", "page=x")]

    assert [page.count('class="vouch"') for page in pages] == [50, 20, 50, 50]
    assert ("Page 3 of 3" in pages[1], "?q=person&amp;page=3" in pages[2]) == (True, True)
    assert page_of(client, ana, "/vouches/list.vcf").count("BEGIN:VCARD") == 120
    assert MOST_ENTRIES >= MOST_READINGS >= 3000


def test_an_empty_list_offers_the_next_step(client, ana):
    page = page_of(client, ana)

    assert [address in page for address in (ADD, "/vouches/import/", "/vouches/list.vcf")] == [True, True, False]


def test_a_name_is_enough_and_only_i_see_it(client, ana, ben, plumber):
    client.force_login(ana)

    response = client.post(ADD, {"name": "Joe", "phone": "0113 496 0123"}, follow=True)

    entry = Entry.objects.get()
    assert (entry.person, entry.name, entry.phone) == (ana, "Joe", "+441134960123")
    assert "Joe is on your list. Only you can see it." in response.content.decode()
    assert "Joe" not in page_of(client, ben)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": ""}, "Enter the name of the person or firm."),
        ({"phone": "12"}, "Enter a phone number like 0113 496 0123, or leave it empty."),
        ({"website": "not a page"}, "Enter a web address like example.com, or leave it empty."),
        ({"hired_on": "2999-01-01"}, "Choose a month that has begun, and a year from the list."),
        ({"trade": "wizard"}, NO_WIZARD),
    ],
)
def test_bad_input_gets_a_clear_error_and_loses_nothing(client, ana, plumber, fields, error):
    client.force_login(ana)

    response = client.post(ADD, {"name": "Joe", "words": "Kind to the cat"} | fields)

    assert (response.status_code, said(response)) == (422, [error])
    assert "Kind to the cat" in response.content.decode()
    assert not Entry.objects.exists()


def test_entry_new_twice_is_one_and_another_of_that_name_is_refused(client, ana, plumber):
    """A second press is as good as one and another of that name is refused."""
    client.force_login(ana)
    joe = {"name": "Joe", "phone": "0113 496 0123", "words": "Kind"}

    first, second = client.post(ADD, joe), client.post(ADD, joe)
    other = client.post(ADD, joe | {"words": "Unkind"})

    assert (first.status_code, second.status_code, other.status_code) == (302, 302, 422)
    assert "on your list already" in other.content.decode()
    assert [entry.words for entry in Entry.objects.all()] == ["Kind"]


def test_an_entry_is_edited_and_removed_by_its_owner_alone(client, ana, ben):
    entry = make_entry(person=ana, name="Joe", phone="+441134960123")
    urls = [reverse(name, args=[entry.public_id]) for name in ("entry_edit", "entry_remove")]

    client.force_login(ben)
    assert [client.post(url, {"name": "Mine"}).status_code for url in urls] == [404, 404]
    client.force_login(ana)
    assert 'value="0113 496 0123"' in client.get(urls[0]).content.decode()
    client.post(urls[0], {"name": "Joseph", "phone": "0113 496 0123"})
    assert [entry.name for entry in Entry.objects.all()] == ["Joseph"]
    assert client.get(urls[1]).status_code == 200
    client.post(urls[1])
    assert not Entry.objects.exists()


def test_saying_what_they_did_makes_the_entry_a_vouch(client, ana, plumber):
    entry = make_entry(
        person=ana, name="Old Joe", phone="+441134960123", trade=plumber, hired_on=months_ago(30), words="Fine"
    )
    client.force_login(ana)
    url = f"/vouches/new/?entry={entry.public_id}"

    page = client.get(url).content.decode()
    form = written(name="Old Joe", hired_on=entry.hired_on.isoformat())
    first, second = client.post(url, form), client.post(url, form)

    assert [each in page for each in ('value="Old Joe"', "0113 496 0123", "Fine")] == [True, True, True]
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (Vouch.objects.get().hired_on, Entry.objects.exists()) == (entry.hired_on, False)


def test_a_month_of_long_ago_can_still_be_chosen(client, ana, plumber):
    entry = make_entry(person=ana, hired_on=months_ago(150))

    page = page_of(client, ana, f"/vouches/new/?entry={entry.public_id}")

    for part in ("%m", "%Y"):
        assert f'value="{entry.hired_on:{part}}" selected' in page


def test_a_vouch_that_is_refused_leaves_the_entry(client, ana, plumber):
    client.force_login(ana)
    client.post("/vouches/new/", written())
    entry = make_entry(person=ana, name="Rosa again", phone="+441134960123")

    response = client.post(f"/vouches/new/?entry={entry.public_id}", written())

    assert response.status_code == 422
    assert list(Entry.objects.all()) == [entry]


def test_nobody_vouches_from_the_list_of_another(client, ana, ben, plumber):
    entry = make_entry(person=ana)
    client.force_login(ben)

    for named in (entry.public_id, uuid4(), "x"):
        assert client.get(f"/vouches/new/?entry={named}").status_code == 404


def test_a_vouch_is_not_lost_if_its_entry_has_gone_meanwhile(client, ana, ben, plumber):
    entry = make_entry(person=ana)
    client.force_login(ben)

    assert client.post(f"/vouches/new/?entry={entry.public_id}", written()).status_code == 302
    assert (Entry.objects.get(), Vouch.objects.get().author) == (entry, ben)


def test_a_contact_holds_what_its_reader_may_see(client, ana, ben, cleo, dan):
    cleos = make_vouch(
        author=cleo, name='Rosa "X"; Lima\r\n', phone="+441134960555", email="rosa@example.org", pass_on=False
    )
    url = reverse("provider_card", args=[cleos.provider.public_id])

    client.force_login(ana)
    hidden = client.get(url)
    Vouch.objects.update(pass_on=True)
    shown = client.get(url)
    client.force_login(dan)
    make_person()

    assert (hidden.status_code, b"0555" in hidden.content, b"rosa@" in hidden.content) == (200, False, False)
    assert (b"+441134960555" in shown.content, b"Cleo" in shown.content) == (True, False)
    assert shown.headers["Content-Disposition"] == 'attachment; filename="rosa-x-lima.vcf"'
    cleos.scope = Scope.ME
    cleos.save()
    assert client.get(url).status_code == 404
