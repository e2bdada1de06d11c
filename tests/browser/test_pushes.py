"""A real service worker is handed a push, shows it and opens its page; and the pages turn it on, and off again."""

import json
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from people.models import Person, PushBrowser
from people.pushes import PushMessage, packed
from recommendations.models import Ask
from tests.browser.conftest import DESKTOP, PHONE
from tests.worlds.builders import make_ask
from tests.worlds.push_service import PUSH_KEY, Reading

WITH_WORKER = {**PHONE, "service_workers": "allow", "permissions": ["notifications"]}
# No service of Google's can be reached from here, so the browser's own part of turning it on is played.
SUBSCRIBES = """said => {
  const plays = (name, act) => Object.defineProperty(PushManager.prototype, name, { value: act });
  const held = { toJSON: () => said, unsubscribe: async () => true };
  plays("subscribe", async (wanted) => { window.wanted = wanted; return held; });
  plays("getSubscription", async () => held);
}"""
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)


@pytest.fixture(scope="module")
def browser(browser_type, browser_type_launch_args) -> Iterator[Browser]:
    """A whole one: the one without windows shows no notifications."""
    if not (whole := shutil.which("chromium") or shutil.which("google-chrome")):
        pytest.skip("no whole Chromium: apt-get install chromium")
    launched = browser_type.launch(**browser_type_launch_args | {"executable_path": whole})
    yield launched
    launched.close()


@pytest.fixture(autouse=True)
def with_a_key(settings):
    settings.PUSH_KEY = PUSH_KEY


@pytest.fixture
def asked(street) -> Ask:
    return make_ask(person=street["ben"], to=[street["ana"]], words="Who mends boilers?")


def push_of(ask: Ask, url: str) -> str:
    """As it is sealed."""
    said = {"title": "Ben asks you something", "navigate": url + ask.get_absolute_url(), "language": "en-gb"}
    reached = {"endpoint": "", "key": "", "secret": "", "urgency": "normal"}
    return json.dumps(PushMessage(to=[], topic=packed(ask.public_id.bytes), **said, **reached).shown())


def with_worker(page: Page) -> tuple[CDPSession, str]:
    """What hands over pushes, and the worker's registration."""
    page.evaluate("navigator.serviceWorker.ready")
    session, found = page.context.new_cdp_session(page), []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.controller")
    for _ in range(100):
        if found:
            break
        page.wait_for_timeout(20)
    return session, found[0]["registrationId"]


SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, data }))"""
# The tap of a finger is played; what the worker does then is its own.
TAP = """async () => {
  let notification;
  while (!notification) [notification] = await registration.getNotifications();
  const opened = new Promise((resolve) => { clients.openWindow = async (path) => resolve(path); });
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  return opened;
}"""


def test_worker_shows_a_push_and_opens_its_page(visit, street, live_server, asked):
    page = visit("/find/", street["ana"], WITH_WORKER)
    session, registration = with_worker(page)
    handed = {"origin": live_server.url, "registrationId": registration, "data": push_of(asked, live_server.url)}
    for _ in range(2):  # what comes twice is shown once
        session.send("ServiceWorker.deliverPushMessage", handed)
        page.wait_for_timeout(200)
        page.wait_for_function(f"async () => (await ({SHOWN})()).length > 0")

    [shown] = page.evaluate(SHOWN)
    assert (shown["title"], shown["body"], shown["lang"]) == ("Ben asks you something", "", "en-gb")
    opened = page.context.service_workers[0].evaluate(TAP)
    assert page.evaluate(SHOWN) == []
    page.goto(opened)
    assert "Who mends boilers?" in page.locator("main").inner_text()


def test_worker_opens_no_page_of_another_site(visit, street, live_server, asked):
    page = visit("/find/", street["ana"], WITH_WORKER)
    session, registration = with_worker(page)
    data = push_of(asked, "https://elsewhere.example")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": registration, "data": data},
    )
    page.wait_for_function(f"async () => (await ({SHOWN})()).length > 0")

    soon = "new Promise((resolve) => setTimeout(resolve, 200, 'none'))"
    opened = page.context.service_workers[0].evaluate(f"() => Promise.race([({TAP})(), {soon}])")
    assert opened == "none"


def plays_a_browser(page: Page) -> Reading:
    reading = Reading()
    keys = {"p256dh": reading.said["key"], "auth": reading.said["secret"]}
    page.add_init_script(f"({SUBSCRIBES})({json.dumps({'endpoint': reading.said['endpoint'], 'keys': keys})})")
    return reading


def test_details_turn_it_on_and_off_in_this_browser(visit, street):
    page = visit("/you/", street["ana"], WITH_WORKER)
    reading = plays_a_browser(page)
    page.goto("/you/details/")
    page.get_by_role("button", name="Turn on notifications").click()
    page.get_by_text("Notifications are on in this browser.").wait_for()
    [mine] = PushBrowser.objects.all()
    assert (mine.person, mine.endpoint) == (street["ana"], reading.said["endpoint"])
    assert page.evaluate("wanted.userVisibleOnly && wanted.applicationServerKey.length") == 87

    PushBrowser.objects.all().delete()  # as by another session: the page sees it, and says so anew
    page.reload()
    page.wait_for_function("() => window.wanted")
    for _ in range(50):
        if PushBrowser.objects.exists():
            break
        page.wait_for_timeout(20)
    page.get_by_role("button", name="Turn them off here").click()
    page.get_by_role("button", name="Turn on notifications").wait_for()
    assert not PushBrowser.objects.exists()


def test_it_is_offered_once_after_the_first_question(visit, street):
    page = visit("/find/", street["ana"], WITH_WORKER)
    plays_a_browser(page)
    for turn in range(2):
        ask = make_ask(person=street["ana"])
        page.goto(f"/asks/{ask.public_id}/send/")
        page.locator("form.stack button[type=submit]").click()
        page.wait_for_url(re.compile(r"/asks/[\w-]+/$"))
        assert page.get_by_role("button", name="Turn on notifications").is_visible() is (turn == 0)
        if turn == 0:
            page.get_by_role("button", name="Not now").click()
            assert page.locator("[data-push]").count() == 0

    assert Person.objects.get(pk=street["ana"].pk).push_offered


def test_an_iphone_is_told_to_put_it_on_the_home_screen(visit, street):
    page = visit("/you/", street["ana"], {**PHONE, "user_agent": IPHONE})
    page.add_init_script("delete window.PushManager")
    page.goto("/you/details/")

    assert "Add to Home Screen" in page.locator("[data-push]").inner_text()
    assert page.get_by_role("button", name="Turn on notifications").count() == 0


def test_who_forbade_it_is_told_how_to_allow_it(visit, street):
    page = visit("/you/", street["ana"], DESKTOP)
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.goto("/you/details/")

    assert "This browser blocks notifications of Whom." in page.locator("[data-push]").inner_text()
