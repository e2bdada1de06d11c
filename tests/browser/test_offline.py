"""One's numbers without a network: that page and no other, and only as long as one is signed in."""

import pytest
from playwright.sync_api import Page

from recommendations.models import Vouch
from tests.browser.conftest import PHONE

WITH_WORKER = {**PHONE, "service_workers": "allow"}
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return found.sort();
}"""
LOOKS = ["/static/fonts/figtree-latin-wght-normal.woff2", "/static/whom.css"]
ALL = ["/numbers/", *LOOKS]


@pytest.fixture
def page(visit, street) -> Page:
    """Ana's, once the worker has come to rest."""
    page = visit("/find/", street["ana"], WITH_WORKER)
    wait_until_kept(page, ALL)
    return page


def wait_until_kept(page: Page, expected: list[str]) -> None:
    for _ in range(600):
        if page.evaluate(KEPT) == expected:
            return
        page.wait_for_timeout(50)
    assert page.evaluate(KEPT) == expected


def numbers_on(page: Page) -> list[str]:
    return [link.get_attribute("href") for link in page.locator("a[href^='tel:']").all()]


def test_without_a_network_every_page_is_that_of_ones_numbers(page, street):
    rosa = Vouch.objects.get(name="Rosa Lima").provider
    page.goto(f"/providers/{rosa.public_id}/")
    page.get_by_role("button", name="Save number").click()
    page.get_by_role("button", name="Saved").wait_for()
    page.wait_for_function(
        "async () => (await (await caches.match('/numbers/', {ignoreVary: true})).text()).includes('Rosa')"
    )
    page.context.set_offline(True)

    for path in ("/find/", f"/providers/{rosa.public_id}/", "/numbers/"):
        page.goto(path)
        assert page.get_by_role("heading", level=1).inner_text() == "Your numbers"
        assert set(numbers_on(page)) == {"tel:+441134960001", "tel:+441134960003"}
        assert page.evaluate("getComputedStyle(document.querySelector('.rows')).display") == "grid"
        assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Figtree'))")

    page.context.set_offline(False)
    page.goto("/find/")
    assert page.get_by_role("heading", level=1).inner_text() != "Your numbers"


def test_no_other_page_is_ever_kept(page, street):
    friend, provider = street["ben"].public_id, Vouch.objects.get(name="Rosa Lima").provider.public_id
    for path in ("/numbers/", "/vouches/", "/circle/", f"/circle/{friend}/", f"/providers/{provider}/", "/you/"):
        page.goto(path)

    page.wait_for_timeout(300)
    assert page.evaluate(KEPT) == ALL


def test_signing_out_takes_the_copy_along(page):
    page.goto("/you/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")

    wait_until_kept(page, [])
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/numbers/")


def test_a_session_that_has_ended_elsewhere_takes_it_along_too(page):
    page.context.clear_cookies()
    page.goto("/find/")

    assert "/accounts/login/" in page.url
    wait_until_kept(page, LOOKS)


def test_nobody_signed_in_has_no_worker(visit, street):
    page = visit("/", None, WITH_WORKER)

    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    assert page.evaluate(KEPT) == []
