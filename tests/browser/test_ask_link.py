"""A question goes out as a link, on phones, and comes back as a vouch: answered with no account and no JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from people.models import Invitation, Person
from recommendations.models import Ask, Scope, Trade, Vouch
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import faults_of
from tests.browser.test_inviting import type_in_the_code
from tests.worlds.builders import make_ask


@pytest.fixture
def ask(street) -> Ask:
    tuner = Trade.objects.get(slug="piano-tuner")
    return make_ask(person=street["ana"], to=[], trade=tuner, place=street["ana"].place, words="An old upright")


def answer_in_a_minute(page: Page) -> None:
    expect(page.get_by_text("Ana")).to_have_count(0)
    page.get_by_role("button", name="Open the question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana asks: who would you hire?")
    page.get_by_label("Whom did you hire?").fill("Ivy Keys")
    page.get_by_label("Their phone number").fill("0113 496 0777")
    page.get_by_label("What did they do for you?").fill("upright tuned")
    page.get_by_text("Last month").click()
    page.get_by_label("Your name").fill("Mia")
    page.get_by_role("button", name="Send it to Ana").click()
    # What was forgotten is said; what was typed is still there.
    expect(page.get_by_role("link", name="Say if you would hire them again.")).to_be_visible()
    expect(page.get_by_label("Whom did you hire?")).to_have_value("Ivy Keys")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Send it to Ana").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your word")


def found_by(page: Page) -> str:
    page.goto("/find/?q=piano+tuner")
    return page.locator("#results").inner_text()


@pytest.mark.parametrize(("device", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_every_eye_can_read_what_the_link_leads_to(visit, ask, device, scheme):
    page, faults = visit("/a/unknown/", None, device, color_scheme=scheme), []
    page.get_by_role("button", name="Open the question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    faults += faults_of(page)
    page.goto(ask.link.path)
    page.get_by_role("button", name="Open the question").click()
    faults += faults_of(page)
    page.get_by_role("button", name="Send it to Ana").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    faults += faults_of(page)
    page.goto(ask.link.path)
    answer_in_a_minute(page)
    faults += faults_of(page)

    assert not faults


def ask_in_a_minute(page: Page) -> str:
    """From nothing found to the path of the link."""
    expect(page.get_by_text("Ivy Keys")).to_have_count(0)
    page.get_by_role("link", name="Ask your circle").first.click()
    expect(page.get_by_label("Whom do you need?")).to_have_value("Piano tuner")
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


def test_from_a_question_to_the_friends_own_vouch(visit, street):
    ana = visit("/find/?q=piano+tuner", street["ana"])
    mia = visit(ask_in_a_minute(ana), device=PHONE, java_script_enabled=False)
    answer_in_a_minute(mia)
    thanks = mia.url

    ana.goto("/notices/")
    ana.get_by_role("button", name="Someone answered your question by its link").click()
    expect(ana.get_by_label("Yes, that’s")).to_have_value("Mia")
    ana.get_by_label("Yes, that’s").fill("my sister Mia")
    ana.get_by_role("button", name="Keep it").click()
    asked = ana.url
    assert all(told in found_by(ana) for told in ("Told to you alone", "Ivy Keys", "my sister Mia", "0113 496 0777"))
    assert "Ivy Keys" not in found_by(visit(person=street["ben"]))

    ana.goto(asked)
    say_whom_one_hired(ana, "It sings again")
    mia.goto(thanks)
    expect(mia.get_by_text("“It sings again”")).to_be_visible()
    join(mia)
    ana.goto("/notices/")
    expect(ana.get_by_text("Mia Silva said yes: you are in each other’s circle.")).to_be_visible()

    make_it_a_vouch(mia)
    told = found_by(ana)
    assert "Told to you alone" not in told
    assert all(word in told for word in ("Ivy Keys", "Mia Silva", "0113 496 0777"))
    mia.goto("/thanks/")
    expect(mia.get_by_text("It sings again")).to_be_visible()


def join(page: Page) -> None:
    page.get_by_role("button", name="Join Whom").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Would you act on Ana’s word?")
    page.get_by_label("Your name").fill("Mia Silva")
    page.get_by_label("E-mail address").fill("mia@example.org")
    page.get_by_label("How do you know Ana?").fill("My sister")
    page.get_by_role("button", name="Yes, I would act on Ana’s word").click()
    type_in_the_code(page)
    expect(page.get_by_text("Your word about Ivy Keys is ready to be your own vouch.")).to_be_visible()
    assert Invitation.objects.get().accepted_by == Person.objects.get(email="mia@example.org")


def make_it_a_vouch(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Make it your vouch")).click()
    expect(page.get_by_label("Who did the work?")).to_have_value("Ivy Keys")
    expect(page.get_by_label("Phone number")).to_have_value("0113 496 0777")
    expect(page.get_by_label("Where are they?")).to_have_value(re.compile("^Leeds"))
    page.get_by_label("In your words").fill("Patient with an old upright.")
    page.get_by_label("Yes, they may call").check()
    page.get_by_label("No, I was just a customer").check()
    page.get_by_label("My circle", exact=True).check()
    page.get_by_role("button", name="Vouch", exact=True).click()
    expect(page.get_by_text("Saved. Your circle can find it.")).to_be_visible()
    assert Vouch.objects.get(name="Ivy Keys").scope == Scope.CIRCLE
