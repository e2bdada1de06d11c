"""Browsers that show pushes: which addresses are called, turning it on and off, and that it goes with the session."""

import re
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people import door
from people.delivery import deliver_due
from people.models import Push, PushBrowser, Session
from people.models.push_browsers import MOST_BROWSERS
from people.notices import PUSH_SWITCHES
from people.pushes import is_of_a_browser
from people.sessions import SessionStore
from people.tidy import tidy
from people.tokens import hash_of
from recommendations.leaving.erasing import erase, rest
from tests.worlds.looking import as_, session_of
from tests.worlds.outbox import tell
from tests.worlds.private_lives import signed_in
from tests.worlds.push_service import (
    GOOGLES,
    PUSH_KEY,
    Reading,
    push_key_for_browsers,
    turned_on,
    unpacked,
)

pytestmark = pytest.mark.enable_socket
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_whom(settings):
    settings.PUSH_KEY = PUSH_KEY


# --- Which addresses are called -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("endpoint", "is_one"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:def", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/gAAA", True),
        ("https://web.push.apple.com/QGuQ", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%2b%3d", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com", False),
        ("https://fcm.googleapis.com:8443/fcm/send/abc", False),
        ("https://evilfcm.googleapis.com.example/send", False),
        ("https://notfcm.googleapis.com/send", False),
        ("https://ana@fcm.googleapis.com/send", False),
        ("https://fcm.googleapis.com@10.0.0.1/send", False),
        ("https://10.0.0.1/fcm.googleapis.com", False),
        ("https://[::1]/fcm.googleapis.com", False),
        ("https://localhost/send", False),
        ("https://fcm.googleapis.com/a b", False),
        ("https://fcm.googleapis.com/a\r\nHost: localhost", False),
        ("https://fcm.googleapis.com/a#b", False),
        ("https://fcm.googleapis.com\\@localhost/a", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_services_of_browsers_are_called(endpoint, is_one):
    assert is_of_a_browser(endpoint) is is_one


INSIDE = ["127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.5"]


@pytest.mark.parametrize("address", INSIDE)
def test_address_inside_our_network_is_not_called_whatever_its_name(monkeypatch, address):
    called = []
    monkeypatch.setattr(door, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (address, 443))])
    monkeypatch.setattr(door, "create_connection", lambda *place: called.append(place))

    with pytest.raises(OSError, match="open to everybody"):
        door.plugged_in(GOOGLES)
    assert called == []


def test_of_several_addresses_the_one_that_answers_is_called(monkeypatch):
    called = []

    def answers(place, wait):
        called.append(place)
        if len(called) < 2:
            raise TimeoutError
        return "a socket"

    found = [(0, 0, 0, "", (each, 443)) for each in ("10.0.0.5", "2001:4860:4860::8888", "8.8.8.8", "8.8.4.4")]
    monkeypatch.setattr(door, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(door, "create_connection", answers)

    assert door.plugged_in(GOOGLES) == "a socket"
    assert called == [("2001:4860:4860::8888", 443), ("8.8.8.8", 443)]


# --- Turning it on and off ------------------------------------------------------------------------


def test_browser_turns_it_on_and_off_for_itself(ana, ben):
    one, other, reading = as_(ana), as_(ana), Reading()
    turned_on(ben)
    assert one.post(reverse("push_on"), reading.said).status_code == 204
    assert one.post(reverse("push_on"), reading.said).status_code == 204  # every day
    mine = PushBrowser.objects.get(person=ana)
    assert (mine.endpoint, mine.session_id) == (reading.said["endpoint"], hash_of(one.cookies["sessionid"].value))
    assert other.post(reverse("push_off")).status_code == 204
    assert ana.push_browsers.count() == 1
    assert one.post(reverse("push_off")).status_code == 204

    assert [each.person for each in PushBrowser.objects.all()] == [ben]


def test_browser_that_somebody_else_uses_now_tells_them_alone(service, ana, ben):
    reading = Reading()
    as_(ana).post(reverse("push_on"), reading.said)
    as_(ben).post(reverse("push_on"), reading.said)
    tell(ana, ben)
    tell(ben, ana)
    deliver_due()

    assert service.titles(reading) == ["Ana is in your circle now"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://localhost/admin"},
        {"endpoint": f"https://{GOOGLES}/" + "a" * 1000},
        {"endpoint": ""},
        {"key": ""},
        {"key": "A" * 87},
        {"key": "B" * 86},
        {"secret": "a" * 21},
        {"secret": "é" * 22},
    ],
)
def test_what_no_browser_says_of_itself_is_refused(ana, wrong):
    assert as_(ana).post(reverse("push_on"), Reading().said | wrong).status_code == 422
    assert not PushBrowser.objects.exists()


def test_so_many_browsers_of_one_person_and_the_oldest_makes_room(ana, ben):
    first = turned_on(ana)[1]
    turned_on(ben)
    later = [turned_on(ana)[1] for _ in range(MOST_BROWSERS)]

    assert set(PushBrowser.objects.filter(person=ana)) == set(later)
    assert (first in later, ben.push_browsers.count()) == (False, 1)


def test_who_is_signed_out_or_out_of_sight_turns_nothing_on(ana):
    client, reading = as_(ana), Reading()
    ana.suspend("Lies")
    assert client.post(reverse("push_on"), reading.said).headers["Location"] == reverse("suspended")
    assert not PushBrowser.objects.turn_on(ana, hash_of(client.cookies["sessionid"].value), **reading.said)
    assert not PushBrowser.objects.turn_on(ana, hash_of("nobody"), **reading.said)
    assert as_(None).post(reverse("push_on"), reading.said).status_code == 302

    assert not PushBrowser.objects.exists()


# --- It goes with the session ---------------------------------------------------------------------


def signs_out(ana, client):
    client.post(reverse("account_logout"))


def is_signed_out_from_elsewhere(ana, client):
    signed_in(ana).post(reverse("usersessions_end"))


def rests(ana, client):
    rest(ana)


def leaves(ana, client):
    erase(ana)


def is_suspended(ana, client):
    ana.suspend("Lies")


def stays_away(ana, client):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    tidy()


@pytest.mark.parametrize("ends", [signs_out, is_signed_out_from_elsewhere, rests, leaves, is_suspended, stays_away])
def test_nothing_is_left_of_a_browser_once_its_session_ends(ana, ben, ends):
    client, others = as_(ana), turned_on(ben)[1]
    client.post(reverse("push_on"), Reading().said)
    tell(ana, ben)
    assert Push.objects.count() == 1
    ends(ana, client)

    gone = PushBrowser.objects.filter(person_id=ana.pk), Push.objects.all()
    assert [each.exists() for each in gone] == [False, False]
    if ends is not stays_away:
        assert PushBrowser.objects.get() == others


def test_new_key_of_a_session_keeps_the_browser(ana):
    """As after a change of password: one stays signed in there."""
    _, browser = turned_on(ana)
    key = session_of(ana)
    PushBrowser.objects.update(session=hash_of(key))
    store = SessionStore(key)
    store.load()
    store.cycle_key()

    assert PushBrowser.objects.get() == browser
    assert browser.refresh_from_db() or browser.session_id == hash_of(store.session_key) != hash_of(key)


# --- On the pages ---------------------------------------------------------------------------------

ABOUT_ME = {"name": "Ana Silva", "language": "en-gb", "time_zone": "Europe/London", "mails": "on"}


def test_details_switch_each_kind(ana):
    page = as_(ana).get(reverse("details")).content.decode()
    boxes = re.findall(r'<input type="checkbox" name="pushes" value="(\w+)"[^>]* checked', page)
    assert sorted(boxes) == sorted(PUSH_SWITCHES)

    answer = as_(ana).post(reverse("details"), ABOUT_ME | {"pushes": ["push_asks", "push_thanks"]})
    ana.refresh_from_db()
    assert (answer.status_code, [each for each in PUSH_SWITCHES if getattr(ana, each)]) == (
        302,
        ["push_asks", "push_thanks"],
    )
    assert as_(ana).post(reverse("details"), ABOUT_ME | {"pushes": "push_all"}).status_code == 422


@pytest.mark.parametrize("is_on", [False, True])
def test_details_say_whether_it_is_on_in_this_browser(ana, is_on):
    client = as_(ana)
    if is_on:
        client.post(reverse("push_on"), Reading().said)
    turned_on(ana)
    page = client.get(reverse("details")).content.decode()

    assert re.findall(r'data-push="(\w*)"', page) == ["here" if is_on else ""]


def test_without_a_key_nothing_tells_of_it(ana, ben, settings, django_assert_num_queries):
    turned_on(ana)
    settings.PUSH_KEY = ""
    page = as_(ana).get(reverse("details")).content.decode()
    assert not re.search(r"(?i)push|notification", page.replace("Notifications", ""))
    assert as_(ana).post(reverse("push_on"), Reading().said).status_code == 404
    as_(ana).post(reverse("details"), ABOUT_ME)
    ana.refresh_from_db()
    assert all(getattr(ana, switch) for switch in PUSH_SWITCHES)

    with django_assert_num_queries(1):
        ana.tell("tied", uuid4(), "/circle/", who=ben)
    assert not Push.objects.exists()


def test_key_is_made_by_a_command(settings):
    said = StringIO()
    call_command("push_keys", stdout=said)
    name, _, key = said.getvalue().strip().partition("=")
    settings.PUSH_KEY = key
    assert (name, len(unpacked(key)), len(unpacked(push_key_for_browsers()))) == ("PUSH_KEY", 32, 65)
