"""A question goes out as a link, on phones, and comes back as a vouch: answered with no account and no JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from people.models import Invitation, Person
from recommendations.models import Ask, Trade, Vouch
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import faults_of
from tests.browser.test_inviting import code_mailed
from tests.browser.thumb import TypingThumb
from tests.worlds.builders import make_ask


@pytest.fixture
def ask(street) -> Ask:
    tuner = Trade.objects.get(slug="piano-tuner")
    return make_ask(person=street["ana"], to=[], trade=tuner, place=street["ana"].place, words="An old upright")


def answer_in_a_minute(page: Page, thumb: TypingThumb) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana asks: who knows a good piano tuner?")
    thumb.type(page.get_by_label("Whom did you hire?"), "Ivy Keys")
    thumb.type(page.get_by_label("Their phone number"), "0113 496 0777")
    thumb.type(page.get_by_label("What did they do for you?"), "upright tuned")
    thumb.tap(page.get_by_text("Last month"))
    thumb.type(page.get_by_label("Your name"), "Mia Silva")
    send = page.get_by_role("button", name="Send it to Ana")
    send.click()
    # What was forgotten is said; what was typed is still there.
    expect(page.get_by_role("link", name="Say if you would hire them again.")).to_be_visible()
    expect(page.get_by_label("Whom did you hire?")).to_have_value("Ivy Keys")
    thumb.tap(page.get_by_label("Yes", exact=True))
    thumb.tap(send)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your word")


def found_by(page: Page) -> str:
    page.goto("/find/?q=piano+tuner")
    return page.locator("#results").inner_text()


@pytest.mark.parametrize(("device", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_every_eye_can_read_what_the_link_leads_to(visit, ask, device, scheme):
    touch = {**device, "has_touch": True}
    page, faults = visit("/a/unknown/", None, touch, color_scheme=scheme), []
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    faults += faults_of(page)
    page.goto(ask.link.path)
    faults += faults_of(page)
    page.get_by_role("button", name="Send it to Ana").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    faults += faults_of(page)
    page.goto(ask.link.path)
    answer_in_a_minute(page, TypingThumb())
    faults += faults_of(page)

    assert not faults


def ask_in_a_minute(page: Page) -> str:
    """From nothing found to the path of the link."""
    expect(page.get_by_text("Ivy Keys")).to_have_count(0)
    page.get_by_role("link", name="Ask your circle").first.click()
    expect(page.get_by_label("Whom or what do you need?")).to_have_value("Piano tuner")
    page.get_by_label("What is it about?").fill("An old upright")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Sent. You hear of every answer.")).to_be_visible()
    words = page.get_by_label("Words to send, with the link").input_value()
    return re.search(r"/a/[\w-]+/", words)[0]


def say_whom_one_hired(page: Page, words: str) -> None:
    page.get_by_role("link", name="I found someone").click()
    page.get_by_label("I hired Ivy Keys").check()
    page.get_by_label("Say thanks in your words").fill(words)
    page.get_by_role("button", name="Close the question").click()
    expect(page.get_by_text("You hired Ivy Keys.")).to_be_visible()


def test_from_a_question_to_the_friends_own_vouch(visit, street, capsys):
    ana = visit("/find/?q=piano+tuner", street["ana"])
    mia = visit(ask_in_a_minute(ana), device=PHONE, java_script_enabled=False)
    thumb = TypingThumb()
    answer_in_a_minute(mia, thumb)
    thumb.is_held_to(capsys, "From the link of a question to an answer", taps=9, fields=5, seconds=30)
    thanks = mia.url

    ana.goto("/notices/")
    ana.get_by_role("button", name="Someone who calls themselves Mia Silva answered your question").click()
    expect(ana.get_by_label("Yes, that’s")).to_have_value("Mia Silva")
    ana.get_by_label("Yes, that’s").fill("my sister Mia")
    ana.get_by_role("button", name="Keep it").click()
    asked = ana.url
    assert all(told in found_by(ana) for told in ("Told to you alone", "Ivy Keys", "my sister Mia", "0113 496 0777"))
    assert "Ivy Keys" not in found_by(visit(person=street["ben"]))

    ana.goto(asked)
    say_whom_one_hired(ana, "It sings again")
    mia.goto(thanks)
    expect(mia.get_by_text("“It sings again”")).to_be_visible()
    thumb = TypingThumb()
    join(mia, thumb)
    thumb.is_held_to(capsys, "From an answered link into the tie", taps=5, fields=4, seconds=30)
    ana.goto("/notices/")
    expect(ana.get_by_text("Mia Silva said yes: you are in each other’s circle.")).to_be_visible()

    thumb = TypingThumb()
    make_it_a_vouch(mia, thumb)
    thumb.is_held_to(capsys, "From there to a vouch of one’s own", taps=3, fields=0, seconds=10)
    told = found_by(ana)
    assert "Told to you alone" not in told
    assert all(word in told for word in ("Ivy Keys", "Mia Silva", "0113 496 0777"))
    mia.goto("/thanks/")
    expect(mia.get_by_text("It sings again")).to_be_visible()


def join(page: Page, thumb: TypingThumb) -> None:
    thumb.tap(page.get_by_role("button", name="Join Whom"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Would you act on Ana’s word?")
    expect(page.get_by_label("Your name")).to_have_value("Mia Silva")
    thumb.type(page.get_by_label("How do you know Ana?"), "My sister")
    thumb.type(page.get_by_label("E-mail address"), "mia@example.org")
    thumb.tap(page.get_by_role("button", name="Yes, I would act on Ana’s word"))
    expect(page.get_by_label("Code")).to_be_visible()
    thumb.type(page.get_by_label("Code"), code_mailed())
    thumb.tap(page.get_by_role("button", name="Go on"))
    expect(page.get_by_text("Your word about Ivy Keys is ready to be your own vouch.")).to_be_visible()
    assert Invitation.objects.get().accepted_by == Person.objects.get(email="mia@example.org")


def make_it_a_vouch(page: Page, thumb: TypingThumb) -> None:
    """What was said is filled in, so that nothing is left but whether they may be called."""
    thumb.tap(page.get_by_role("link", name=re.compile("^Make it your vouch")))
    expect(page.get_by_label("Who did the work?")).to_have_value("Ivy Keys")
    expect(page.get_by_label("Phone number")).to_have_value("0113 496 0777")
    expect(page.get_by_label("Where are they?")).to_have_value(re.compile("^Leeds"))
    thumb.tap(page.get_by_label("Yes, they may call"))
    thumb.tap(page.get_by_role("button", name="Vouch", exact=True))
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Vouch.objects.get(name="Ivy Keys").author.name == "Mia Silva"
