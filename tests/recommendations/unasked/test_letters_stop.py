"""The weekly letter stops with one press, and nothing else does; and the switches that turn it on again."""

from django.test import Client

from people.emails import stop_path as mails_stop_path
from people.models import Person
from recommendations.unasked.letters import letters_stop_path
from tests.worlds.builders import make_person
from tests.worlds.looking import as_


def test_one_press_stops_the_letters_and_nothing_else(ana, ben):
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(letters_stop_path(ana)).status_code == browser.head(letters_stop_path(ana)).status_code == 200
    assert Person.objects.filter(letters=True).count() == 2

    for _ in range(2):
        pressed = browser.post(letters_stop_path(ana), {"List-Unsubscribe": "One-Click"})
        assert "The weekly letter has stopped" in pressed.content.decode()
    ana.refresh_from_db()
    ben.refresh_from_db()
    assert (ana.letters, ana.mails, ben.letters) == (False, True, True)


def test_a_token_for_something_else_stops_no_letters_and_says_the_same(ana, client):
    foreign = mails_stop_path(ana.public_id).split("/")[-2]
    good = client.post(letters_stop_path(make_person())).content
    for token in (foreign, "A" * 40, letters_stop_path(ana).split("/")[-2][:-1] + "!"):
        assert client.post(f"/letters/stop/{token}/").content == good
    assert Person.objects.get(pk=ana.pk).letters is True
    assert client.post(letters_stop_path(ana).replace("letters", "notices")).status_code == 200
    assert Person.objects.get(pk=ana.pk).mails is True


def test_the_switch_stands_on_the_notices_page_and_in_the_details(ana):
    browser = as_(ana)
    assert "Stop the weekly letter" in browser.get("/notices/").content.decode()
    assert browser.post("/notices/letters/", {"off": ""}).status_code == 302
    assert Person.objects.get(pk=ana.pk).letters is False
    assert "Send me the weekly letter" in browser.get("/notices/").content.decode()
    browser.post("/notices/letters/", {"on": ""})
    assert Person.objects.get(pk=ana.pk).letters is True

    said = {"name": ana.name, "language": ana.language, "time_zone": ana.time_zone, "mails": "on"}
    assert browser.post("/you/details/", said).status_code == 302
    ana.refresh_from_db()
    assert (ana.letters, ana.mails) == (False, True)
