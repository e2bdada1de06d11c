"""Pushes: sealed for one browser, signed, told to whoever may still see it, and forgotten with the session."""

import re
import socket
import ssl
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from django.core import mail
from django.utils import timezone

from people import door
from people.delivery import deliver_due, waiting
from people.models import Notice, Person, Push, PushBrowser
from people.notices import KINDS, PUSH_SWITCHES
from people.tidy import tidy
from tests.worlds.builders import befriend, make_person
from tests.worlds.outbox import tell
from tests.worlds.push_service import (
    GOOGLES,
    MOZILLAS,
    PUSH_KEY,
    Reading,
    private_key_of,
    push_key_for_browsers,
    signed_by,
    turned_on,
    unpacked,
)
from tests.worlds.push_service import packed as packed_by_hand

pytestmark = pytest.mark.enable_socket
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_whom(settings):
    settings.PUSH_KEY = PUSH_KEY


# --- What is left for a browser -------------------------------------------------------------------


def test_the_readers_own_unsealing_reads_the_example_of_rfc_8291():
    reading = Reading(
        private=private_key_of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
        secret=unpacked("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    body = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )

    assert reading.read(unpacked(body)) == b"When I grow up, I want to be a watermelon"


def test_push_is_sealed_for_its_browser_and_no_other(service, ana, ben):
    reading, _ = turned_on(ana)
    notice = tell(ana, ben)
    assert deliver_due() == 2  # the mail, too

    [left] = service.left
    shown = {
        "title": "Ben is in your circle now",
        "navigate": "https://whom.test/circle/",
        "lang": "en-gb",
        "tag": packed_by_hand(notice.public_id.bytes),
    }
    assert service.told(reading) == [{"web_push": 8030, "notification": shown}]
    assert not re.search(rb"Ben|circle|whom", left.body)
    with pytest.raises(InvalidTag):
        Reading(secret=reading.secret).read(left.body)


def test_push_is_signed_and_says_how_long_it_may_wait(service, ana, ben):
    reading, _ = turned_on(ana)
    notice = tell(ana, ben)
    deliver_due()

    [left] = service.left
    key, claims = signed_by(left.headers.pop("Authorization"))
    until = claims.pop("exp") - time.time()
    topic = packed_by_hand(notice.public_id.bytes)
    assert (key, 0 < until <= 24 * 3600) == (push_key_for_browsers(), True)
    assert claims == {"aud": f"https://{GOOGLES}", "sub": "https://whom.test"}
    assert (left.path, len(topic) <= 32) == (reading.path, True)
    said = {name: left.headers[name] for name in ("TTL", "Urgency", "Topic", "Content-Encoding")}
    assert said == {"TTL": "86400", "Urgency": "low", "Topic": topic, "Content-Encoding": "aes128gcm"}


def test_the_check_of_signatures_sees_a_wrong_one(service, ana, ben):
    turned_on(ana)
    tell(ana, ben)
    deliver_due()
    said = service.left[0].headers["Authorization"]

    with pytest.raises(InvalidSignature):
        signed_by(said.replace(push_key_for_browsers(), Reading().said["key"]))


def test_push_comes_to_every_browser_where_it_is_on_and_once(service, ana, ben):
    readings = [turned_on(ana)[0] for _ in range(3)]
    turned_on(ben)
    about = uuid4()
    for _ in range(2):
        ana.tell("tied", about, "/circle/", who=ben)
        deliver_due()

    assert [service.titles(each) for each in readings] == [["Ben is in your circle now"]] * 3
    assert len(service.left) == 3


def test_push_is_of_what_happens_after_it_was_turned_on(service, ana, ben):
    notice = tell(ana, ben)
    turned_on(ana)
    ana.tell("tied", notice.about, "/circle/", who=ben)
    deliver_due()

    assert service.left == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kinds_that_push_have_a_switch_and_words_that_name_nobody(kind):
    words = KINDS[kind].push
    if words:
        assert words.switch in PUSH_SWITCHES
        assert (words.nameless != "", "{" in words.nameless) == (True, False)
        assert set(re.findall("{.*?}", str(words.named))) <= {"{first}"}


def test_every_switch_has_a_kind_and_a_field():
    assert {kind.push.switch for kind in KINDS.values() if kind.push} == set(PUSH_SWITCHES)
    assert all(Person._meta.get_field(switch).default is True for switch in PUSH_SWITCHES)


# --- Who may still see it -------------------------------------------------------------------------


def parted(ana, ben):
    ana.ties.model.objects.sever(ana, ben)


def read(ana, ben):
    ana.notices.get().read()


def switched_off(ana, ben):
    Person.objects.filter(pk=ana.pk).update(push_ties=False)


def too_late(ana, ben):
    Push.objects.update(made_at=timezone.now() - DAY - timedelta(minutes=1))


def away(ana, ben):
    Person.objects.filter(pk=ana.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [parted, read, switched_off, too_late, away])
def test_push_asks_the_right_to_see_when_it_is_sent(service, ana, ben, happens):
    turned_on(ana)
    tell(ana, ben)
    happens(ana, ben)
    deliver_due()

    assert (service.left, waiting()) == ([], 0)


def test_push_without_its_right_asked_is_noticed_by_the_reader(service, ana, ben, cleo, monkeypatch):
    from people import delivery
    from people.pushes import push_message
    from tests.worlds import mails

    turned_on(ana)
    tell(ana, cleo)
    assert (deliver_due(), service.left, mails.findings) == (0, [], [])

    tell(ana, cleo)
    monkeypatch.setattr(delivery, "_of_push", lambda row: push_message(row.notice, row.browser, "push_ties"))
    assert deliver_due() == 1
    assert mails.findings == [f"on a screen of {[ana.email]}: 'Cleo'"]
    mails.findings.clear()


def test_switch_that_is_off_when_it_happens_leaves_nothing_to_send(service, ana, ben):
    turned_on(ana)
    Person.objects.filter(pk=ana.pk).update(push_ties=False, mails=False)
    ana.refresh_from_db()
    tell(ana, ben)

    assert not Push.objects.exists()


# --- Services in trouble --------------------------------------------------------------------------


@pytest.mark.parametrize("status", [404, 410])
def test_dead_browser_is_forgotten_and_no_other(service, ana, ben, status):
    dead, living = turned_on(ana)[0], turned_on(ana)[0]
    service.statuses[dead.path] = status
    tell(ana, ben)
    deliver_due()

    assert [each.endpoint for each in PushBrowser.objects.all()] == [living.said["endpoint"]]
    assert (service.titles(living), waiting()) == (["Ben is in your circle now"], 0)


@pytest.mark.parametrize(("status", "tries"), [(429, 0), (500, 0), (503, 0), (400, 1), (403, 1), (413, 1), (302, 1)])
def test_refused_push_waits_and_goes_later(service, ana, ben, status, tries):
    reading, _ = turned_on(ana)
    service.statuses[reading.path] = status
    tell(ana, ben, read_at=None)
    deliver_due()
    push = Push.objects.get()
    assert (push.tries, push.sent_at) == (tries, None)
    assert timezone.now() < push.due_at <= timezone.now() + timedelta(minutes=2)

    service.statuses.clear()
    Push.objects.update(due_at=timezone.now())
    deliver_due()
    assert (Push.objects.get().sent_at is not None, len(service.left)) == (True, 2)


@pytest.mark.parametrize(("asked", "seconds"), [("600", 600), ("999999", 3600), ("Sun, 29 Nov 2026 00:00:00 GMT", 60)])
def test_service_that_asks_to_wait_is_waited_for(service, ana, ben, asked, seconds):
    reading, _ = turned_on(ana)
    service.statuses[reading.path], service.headers = 429, {"Retry-After": asked}
    tell(ana, ben)
    deliver_due()

    wait = Push.objects.get().due_at - timezone.now()
    assert wait.total_seconds() == pytest.approx(seconds, abs=5)


def test_service_in_trouble_is_asked_once_and_holds_up_no_other(service, ana, ben):
    google, another, mozilla = turned_on(ana)[0], turned_on(ana)[0], turned_on(ana, MOZILLAS)[0]
    service.statuses = {google.path: 503, another.path: 503}
    tell(ana, ben)
    deliver_due()

    assert [each.host for each in service.left] == [GOOGLES, MOZILLAS]
    assert (service.titles(mozilla), waiting(), len(mail.outbox)) == (["Ben is in your circle now"], 2, 1)


def test_unreachable_service_holds_up_no_mail(ana, ben, monkeypatch, caplog):
    def refused(host: str) -> socket.socket:
        raise ConnectionRefusedError

    monkeypatch.setattr(door, "plugged_in", refused)
    turned_on(ana)
    tell(ana, ben)

    assert (deliver_due(), waiting(), len(mail.outbox)) == (1, 1, 1)
    assert [each.getMessage() for each in caplog.records] == [
        f"push {Push.objects.get().pk} not sent: ConnectionRefusedError"
    ]


def test_certificate_of_another_is_refused(service, ana, ben, monkeypatch):
    monkeypatch.setattr(door, "TLS", ssl.create_default_context())
    turned_on(ana)
    tell(ana, ben)
    deliver_due()

    assert (service.left, waiting()) == ([], 1)


def test_pushes_of_one_run_share_a_connection(service, ana, ben, monkeypatch):
    calls = []
    plug = door.plugged_in
    monkeypatch.setattr(door, "plugged_in", lambda host: calls.append(host) or plug(host))
    turned_on(ana)
    for _ in range(4):
        tell(ana, ben)
    deliver_due()

    assert (len(service.left), calls) == (4, [GOOGLES])


def test_sent_pushes_are_tidied_away_and_others_are_not(service, ana, ben):
    reading, _ = turned_on(ana)
    tell(ana, ben)
    deliver_due()
    service.statuses[reading.path] = 503
    waits = tell(ana, ben)
    deliver_due()
    tidy()

    assert [each.notice for each in Push.objects.all()] == [waits]


def test_names_in_a_push_are_those_of_now(service, ana, ben):
    reading, _ = turned_on(ana)
    tell(ana, ben)
    Person.objects.filter(pk=ben.pk).update(name="Benedict Okafor")
    deliver_due()

    assert service.titles(reading) == ["Benedict is in your circle now"]


def test_notices_told_to_many_are_pushed_in_as_many_queries(ana, django_assert_num_queries):
    friends = [make_person() for _ in range(12)]
    for each in friends:
        befriend(ana, each)
        turned_on(each)

    with django_assert_num_queries(3):
        Notice.objects.tell(friends, "tied", uuid4(), "/circle/", who=ana)
    assert Push.objects.count() == 12
