"""What people come to do, done with a finger, with a keyboard, and without JavaScript."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from recommendations.models import Vouch
from tests.browser.conftest import DESKTOP, MOVING, PHONE
from tests.worlds.builders import befriend, make_insight, make_person

DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])


def fill_in_a_vouch(page: Page) -> None:
    page.get_by_label("Who did the work?").fill("Sparks & Daughter")
    page.get_by_label("What kind of work?").fill("electrician")
    page.get_by_label("What did they do for you?").fill("New fuse box")
    page.get_by_text("Last month").click()
    page.get_by_text("Yes", exact=True).click()
    page.get_by_label("In your words").fill("Explained every switch.")


@DEVICES
def test_from_the_front_page_to_a_number_to_call(visit, street, device):
    page = visit("/", device={**device, **MOVING})
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("E-mail address").first.fill(street["ana"].email)
    page.get_by_role("button", name="Send me a code").click()
    code = page.get_by_role("textbox").first
    expect(code).to_be_visible()
    code.fill(re.search(r"^\d{4} \d{4}$", mail.outbox[0].body, re.MULTILINE)[0])
    code.press("Enter")

    page.get_by_role("searchbox").fill("boiler leeds")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("article").first.get_by_role("heading")).to_have_text("My own Joe")
    card = page.get_by_role("article").nth(1)
    expect(card.get_by_role("heading")).to_have_text("Rosa Lima")
    expect(card.get_by_role("listitem")).to_have_text([re.compile("You"), re.compile("Ben"), re.compile("hired them")])
    card.get_by_text("Why them?").click()
    expect(card.get_by_text("You and Ben Okafor have been in each other’s circle since")).to_be_visible()
    card.get_by_role("link", name="Rosa Lima").first.click()

    expect(page.locator('a[href="tel:+441134960001"]').first).to_be_visible()
    expect(page.get_by_text("Kind.")).to_be_visible()


def test_results_follow_the_typing_and_back_brings_the_old_ones(visit, street):
    page = visit("/find/?near=me", street["ana"])
    field = page.get_by_role("searchbox")

    field.press_sequentially("rosa", delay=30)
    expect(page.get_by_role("article")).to_have_count(1)
    expect(field).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("rosa")
    assert "q=rosa" in page.url
    page.go_back()

    expect(page.get_by_role("article")).to_have_count(20)


def test_clearing_the_field_brings_the_home_page_back(visit, street):
    page = visit("/find/", street["ana"])
    field, home = page.get_by_role("searchbox"), page.get_by_role("heading", name="From your circle")
    expect(home).to_be_visible()

    titles = [page.title()]
    field.press_sequentially("rosa", delay=30)
    expect(page.get_by_role("article")).to_have_count(1)
    expect(home).to_have_count(0)
    titles += [page.title(), visit("/find/?q=rosa", street["ana"]).title()]
    field.fill("")

    expect(home).to_be_visible()
    assert titles[1] == titles[2] != titles[0] == page.title(), "as if the page had been opened anew"
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("status")).to_be_empty()


@SCRIPTS
def test_the_feed_ends_and_shows_what_several_said_as_one(visit, street, javascript):
    for number in range(14):
        friend = make_person(name=f"Friend {number}")
        befriend(street["ana"], friend)
        make_insight(author=friend, words=f"Learned {number:02}")
    page = visit("/find/", street["ana"], java_script_enabled=javascript)
    page.get_by_role("link", name="Show more").click()
    expect(page.get_by_text("You’re up to date.")).to_be_visible()
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)
    if javascript:
        expect(page.get_by_role("link", name="something they learned").nth(12)).to_be_focused()

    several = page.locator("summary").filter(has_text="vouched for")
    expect(page.get_by_role("link", name="Plumber 20")).to_be_hidden()
    several.filter(has_text="Plumber 21").click()
    expect(page.get_by_role("link", name="Plumber 20")).to_be_visible()


@SCRIPTS
def test_show_more_adds_the_rest_and_moves_the_focus_there(visit, street, javascript):
    page = visit("/find/?q=plumber", street["ana"], java_script_enabled=javascript)
    page.get_by_role("link", name="Show more").click()

    expect(page.get_by_role("heading", name="Zippadrain")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(25 if javascript else 4)
    if javascript:  # after her own, and a page of others
        expect(page.get_by_role("article").nth(21).get_by_role("link").first).to_be_focused()


def test_a_warning_stands_on_the_card_before_the_words(visit, street):
    page = visit("/find/?q=zippadrain", street["ana"])

    said = page.get_by_role("article").inner_text()
    assert 0 < said.index("Ben Okafor would not hire them again") < said.index("Left a flood.")


def test_nobody_yet_offers_to_look_further(visit, street):
    page = visit("/find/?q=piano+tuner", street["ana"])

    nobody = "Nobody in your circle, or in theirs, has vouched for a piano tuner near Leeds yet."
    expect(page.locator("#results").get_by_text(nobody)).to_be_visible()
    page.get_by_role("link", name="Look anywhere").click()
    expect(page.get_by_role("main").get_by_role("link", name="Vouch for someone you hired")).to_be_visible()


@DEVICES
@SCRIPTS
def test_vouching_with_a_mistake_first(visit, street, device, javascript):
    page = visit("/vouches/new/", street["ben"], device, java_script_enabled=javascript)
    fill_in_a_vouch(page)
    page.get_by_label("Phone number").fill("12")
    page.get_by_role("main").get_by_role("button", name="Vouch").click()

    expect(page.locator(".summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    expect(page.get_by_label("In your words")).to_have_value("Explained every switch.")
    page.get_by_label("Phone number").fill("0113 496 0777")
    page.get_by_label("Yes, they may call").check()
    page.get_by_role("main").get_by_role("button", name="Vouch").click()

    said = "Saved. Your circle and theirs can find it. Whoever reads it sees the number."
    expect(page.get_by_text(said)).to_be_visible()
    assert Vouch.objects.get(name="Sparks & Daughter").phone == "+441134960777"


def test_i_hired_them_too_starts_from_what_i_see(visit, street):
    page = visit("/find/?q=rosa", street["ana"])
    page.get_by_role("article").get_by_role("link", name="Rosa Lima").first.click()
    page.get_by_role("link", name="I hired them too").click()

    expect(page.get_by_label("Who did the work?")).to_have_value("Rosa Lima")
    expect(page.get_by_label("Phone number")).to_have_value("0113 496 0001")


def test_renewing_and_withdrawing_my_own(visit, street):
    page = visit("/vouches/", street["ana"])
    page.get_by_role("link", name="Hired them again").first.click()
    page.get_by_label("What did they do this time?").fill("New valves")
    page.get_by_text("This month").click()
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Vouch.objects.get(name="My own Joe").job == "New valves"

    page.goto("/vouches/")
    page.get_by_role("link", name="Withdraw").first.click()
    page.get_by_role("main").get_by_role("button", name="Withdraw").click()

    expect(page.get_by_text("Withdrawn.")).to_be_visible()
    assert not Vouch.objects.filter(name="My own Joe").exists()


def test_from_my_circle_to_what_a_friend_shares(visit, street):
    page = visit("/circle/", street["ana"])
    page.get_by_role("link", name="Ben Okafor").click()

    expect(page.get_by_role("heading", name="Rosa Lima")).to_be_visible()
    expect(page.get_by_text("Plumber 03")).to_have_count(0)


def test_saying_how_i_am_seen(visit, street):
    page = visit("/you/", street["cleo"])
    page.get_by_role("link", name="How you are seen").click()
    expect(page.get_by_role("region", name="What a friend of Ben’s sees")).not_to_contain_text("Cleo")
    page.get_by_text("Friends of my friends may see my name").click()
    page.get_by_role("main").get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("region", name="What a friend of Ben’s sees")).to_contain_text("Cleo")
    street["cleo"].refresh_from_db()
    assert street["cleo"].named_beyond


def test_the_keyboard_meets_the_skip_link_first_and_reaches_the_search(visit, street):
    page = visit("/find/", street["ana"], DESKTOP)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_two_of_one_are_joined_for_me_and_come_apart(visit, street, javascript):
    one = street["cleo"].vouches.get(name="Plumber 00").provider
    page = visit(reverse("provider", args=[one.public_id]), street["ana"], java_script_enabled=javascript)
    page.get_by_role("link", name="Someone else on your pages").click()
    page.get_by_text("Plumber 01").click()
    page.get_by_role("button", name="They are the same").click()

    # Of two words as fresh, the one last written gives the name.
    expect(page.get_by_role("heading", name="Plumber 01")).to_be_visible()
    page.get_by_role("button", name="Not the same as Plumber 00").click()
    expect(page.get_by_text("You said that")).to_have_count(0)


@SCRIPTS
def test_three_lines_pasted_on_a_phone_one_of_them_mended(visit, street, javascript):
    page = visit("/vouches/", street["ana"], PHONE, java_script_enabled=javascript)
    page.get_by_role("link", name="Bring in a whole list").click()
    lines = "Joe plumber 0113 496 0123, boiler March 24\nAnn 0113 49\nKim 0113 496 0124"
    page.get_by_label("One tradesperson a line").fill(lines)
    page.get_by_role("button", name="Look at it").click()

    expect(page.get_by_text("“0113 49” is not a phone number that can be called.")).to_be_visible()
    page.get_by_role("button", name="Add those ticked").click()
    expect(page.get_by_text("Added 2. Only you can see them.")).to_be_visible()
    page.get_by_label("Phone number").fill("0113 496 0125")
    page.get_by_role("checkbox", name="Ann").check()
    page.get_by_role("button", name="Add those ticked").click()

    for name in ("Joe", "Ann", "Kim"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.locator('a[href="tel:+441134960125"]')).to_be_visible()
