"""How a circle grows, and how it ends, on a phone, with JavaScript and without."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from people.models import Person, Tie
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.thumb import TypingThumb
from tests.worlds.builders import make_invitation, make_person

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])


def make_the_invitation(page: Page, name: str) -> str:
    """The link, as it would be sent."""
    page.get_by_label("Who is it for?").fill(name)
    page.get_by_label("How do you know them?").fill("From the rowing club")
    page.get_by_role("button", name="Make the invitation").click()
    return re.search(r"http\S+", page.get_by_label("Words to send, with the link").input_value())[0]


def code_mailed() -> str:
    return re.search(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]


def type_in_the_code(page: Page) -> None:
    expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_label("Code").fill(code_mailed())
    page.get_by_role("button", name="Go on").click()


def in_first_sight(what: Locator) -> bool:
    """Whether all of it can be seen without scrolling, above the row of tabs."""
    box, tabs = what.bounding_box(), what.page.get_by_role("navigation", name="Main").bounding_box()
    return box["y"] + box["height"] <= tabs["y"]


@SCRIPTS
def test_from_an_invitation_to_the_first_suggestion(visit, street, javascript, capsys):
    link = make_the_invitation(visit("/invitations/new/", street["ben"], DESKTOP), "Zoe")

    page = visit(link, device=PHONE, java_script_enabled=javascript)
    thumb = TypingThumb()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben Okafor would act on your word")
    expect(page.get_by_label("Your name")).to_have_value("Zoe")
    thumb.type(page.get_by_label("How do you know Ben?"), "We row on Saturdays")
    thumb.type(page.get_by_label("E-mail address"), "zoe@example.org")
    thumb.tap(page.get_by_role("button", name="Yes, I would act on Ben’s word"))
    expect(page.get_by_label("Code")).to_be_visible()
    thumb.type(page.get_by_label("Code"), code_mailed())
    thumb.tap(page.get_by_role("button", name="Go on"))

    expect(page.get_by_role("status").first).to_contain_text("You and Ben Okafor are in each other’s circle.")
    first = page.get_by_role("article").first
    expect(first).to_contain_text("Rosa Lima")
    expect(first.get_by_role("list", name="How you know them").get_by_role("listitem")).to_have_text(
        ["You", "BBen", "hired them"]
    )
    assert in_first_sight(first.get_by_role("list", name="How you know them"))
    thumb.is_held_to(capsys, "From an invitation to the first suggestion", taps=5, fields=4, seconds=30)
    assert Tie.objects.between(street["ben"], Person.objects.get(name="Zoe")).count() == 2
    page.get_by_role("link", name="Find", exact=True).click()
    page.get_by_role("searchbox").fill("plumber")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("article").first).to_contain_text("Rosa Lima")


def test_an_invitation_passed_on_waits_until_the_inviter_says_who_came(visit, street):
    ana = visit("/invitations/new/", street["ana"])
    link = make_the_invitation(ana, "Mum")

    cleo = visit(link, street["cleo"])
    cleo.get_by_label("How do you know Ana?").fill("Ben sent me this")
    cleo.get_by_role("button", name="Yes, I would act on Ana’s word").click()
    expect(cleo.get_by_text("Ana Silva is asked whether you are the one they meant.")).to_be_visible()

    ana.goto("/notices/")
    ana.get_by_role("button", name="came with your invitation").click()
    expect(ana.get_by_text("Ben sent me this")).to_be_visible()
    ana.get_by_role("button", name="Yes, that is who I meant").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Cleo Martin")


def test_a_member_who_is_signed_out_answers_an_invitation_in_as_few_taps(visit, street, capsys):
    dora = make_person(name="Dora Stone")
    page = visit(make_invitation(inviter=street["ben"], name="Dora").path, device=PHONE)
    thumb = TypingThumb()
    thumb.tap(page.get_by_role("button", name="Sign in, and answer then"))
    thumb.type(page.get_by_label("E-mail address").first, dora.email)
    thumb.tap(page.get_by_role("button", name="Send me a code"))
    expect(page.get_by_label("Code")).to_be_visible()
    thumb.type(page.get_by_label("Code"), code_mailed())
    thumb.tap(page.get_by_role("button", name="Go on"))
    thumb.type(page.get_by_label("How do you know Ben?"), "We row on Saturdays")
    thumb.tap(page.get_by_role("button", name="Yes, I would act on Ben’s word"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Ben Okafor")
    thumb.is_held_to(capsys, "A member who is signed out answers an invitation", taps=5, fields=4, seconds=30)


def test_whoever_is_blocked_sees_on_their_next_click_what_a_stranger_sees(visit, street):
    ben = visit(f"/circle/{street['ana'].public_id}/", street["ben"])
    expect(ben.get_by_role("heading", level=1)).to_have_text("Ana Silva")

    ana = visit(f"/circle/{street['ben'].public_id}/", street["ana"])
    ana.get_by_role("link", name="Block Ben").click()
    ana.get_by_role("button", name="Block Ben").click()
    expect(ana.get_by_role("list").filter(has_text="Ben Okafor").first).to_be_visible()

    ben.reload()
    expect(ben.get_by_role("heading", level=1)).to_have_text("Nothing here that you can see")
    ben.goto("/find/?q=joe")
    expect(ben.get_by_role("article")).to_have_count(0)
    ana.goto("/find/?q=plumber")
    expect(ana.get_by_role("article").filter(has_text="My own Joe")).to_have_count(1)
    expect(ana.get_by_role("article").filter(has_text="Ben")).to_have_count(0)


@SCRIPTS
def test_parting_is_asked_once_more_and_done_with_one_tap(visit, street, javascript):
    page = visit(f"/circle/{street['ben'].public_id}/", street["ana"], java_script_enabled=javascript)
    page.get_by_role("link", name="Part from Ben").click()
    expect(page.get_by_text("one of you has to invite the other")).to_be_visible()
    assert Tie.objects.between(street["ana"], street["ben"]).count() == 2
    page.get_by_role("button", name="Part from Ben").click()

    expect(page.get_by_text("Ben Okafor is no longer in your circle, and is not told.")).to_be_visible()
    assert not Tie.objects.between(street["ana"], street["ben"]).exists()


def test_the_words_are_copied_where_the_phone_has_no_way_of_its_own(visit, street):
    page = visit("/invitations/new/", street["ana"], permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Navigator.prototype.share")
    link = make_the_invitation(page, "Zoe")

    page.get_by_role("button", name="Copy it").click()

    expect(page.get_by_text("Copied.")).to_be_visible()
    assert link in page.evaluate("navigator.clipboard.readText()")
