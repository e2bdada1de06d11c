"""Bringing in a list on a phone: checked, mended where it stands, filtered, added and taken back."""

from playwright.sync_api import Page, expect

from recommendations.models import Entry
from tests.browser.test_journeys import SCRIPTS

LINES = "\n".join(
    ["Ann plumber O113 496 0124", "Mum 07400 123456", *(f"Worker {n} roofer 0113 496 01{n}" for n in range(30, 40))]
)


def bring_in(page: Page) -> None:
    page.get_by_label("One tradesperson a line").fill(LINES)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="12 people")).to_be_visible()


@SCRIPTS
def test_list_is_checked_mended_added_and_taken_back(visit, street, javascript):
    page = visit("/vouches/import/", street["ana"], java_script_enabled=javascript)
    bring_in(page)
    page.get_by_label("Phone number").first.fill("12")
    if javascript:  # whoever mends a row wants it
        expect(page.get_by_role("checkbox", name="Ann")).to_be_checked()
        expect(page.get_by_role("button", name="Add those ticked (11)")).to_be_visible()
    page.get_by_role("checkbox", name="Ann").check()
    page.get_by_role("button", name="Add those ticked").click()
    expect(page.get_by_role("link", name="Ann: Enter a phone number")).to_be_visible()
    page.get_by_label("Phone number").first.fill("0113 496 0124")
    page.get_by_role("button", name="Add those ticked").click()

    expect(page.get_by_text("Added 11. Only you can see them.")).to_be_visible()
    assert Entry.objects.get(name="Ann").phone == "+441134960124"
    page.get_by_role("button", name="Take it all back").click()
    expect(page.get_by_text("11 are off your list again.")).to_be_visible()
    assert not Entry.objects.exists()


@SCRIPTS
def test_list_is_filtered_and_nothing_typed_before_is_lost(visit, street, javascript):
    page = visit("/vouches/import/", street["ana"], java_script_enabled=javascript)
    bring_in(page)
    page.get_by_role("checkbox", name="Mum").check()
    search = page.get_by_role("searchbox")
    search.fill("worker 33")
    if not javascript:
        search.press("Enter")

    expect(page.get_by_role("heading", name="1 with “worker 33”")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(1)
    assert "?q=worker+33" in page.url
    page.get_by_role("button", name="Show everyone").click()
    expect(page.get_by_role("checkbox", name="Mum")).to_be_checked()
