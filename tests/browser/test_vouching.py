"""A vouch in half a minute, by thumb: a trade in one's own words, a month by one tap, and what is folded."""

import sys
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from recommendations.models import Scope, Vouch
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import faults_of, faults_to_the_eye
from tests.browser.test_journeys import fill_in_a_vouch
from tests.browser.thumb import Thumb
from tests.worlds.builders import months_ago

DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
MOST_TAPS, MOST_SECONDS = 9, 30
# Of a practised thumb: to find the next field and tap it, and to type a letter (48 words a minute).
A_TAP, A_LETTER = 1, 0.25
NEW = "/vouches/new/"


class PractisedThumb(Thumb):
    letters = 0

    def into(self, field: Locator, words: str) -> None:
        self.tap(field)
        self.type(field, words)
        self.letters += len(words)

    @property
    def seconds(self) -> float:
        """What it waited for the pages, and moved itself."""
        return time.monotonic() - self.began + self.taps * A_TAP + self.letters * A_LETTER

    def __str__(self) -> str:
        return f"{self.taps} taps, {self.fields} fields, {self.seconds:.0f} s"


def press(page: Page, name: str = "Vouch") -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


@SCRIPTS
@pytest.mark.parametrize("phone", ["", "0113 496 0777"], ids=["from-find", "with-a-number"])
def test_vouch_in_half_a_minute(visit, street, javascript, phone, capsys):
    page = visit(NEW if phone else "/find/", street["ben"], java_script_enabled=javascript)
    thumb = PractisedThumb()
    if not phone:
        thumb.tap(page.get_by_role("link", name="Vouch", exact=True))
    thumb.into(page.get_by_label("Who did the work?"), "Joe Sparks")
    thumb.into(page.get_by_label("What kind of work?"), "electrician")
    thumb.into(page.get_by_label("What did they do for you?"), "Fuse box")
    thumb.tap(page.get_by_text("This month"))
    thumb.tap(page.get_by_text("Yes", exact=True))
    thumb.into(page.get_by_label("In your words"), "Explained it all.")
    if phone:
        thumb.into(page.get_by_label("Phone number"), phone)
        thumb.tap(page.get_by_text("Yes, they may call"))
    thumb.tap(page.get_by_role("main").get_by_role("button", name="Vouch"))
    expect(page.get_by_text("Saved. Your circle and theirs can find it.")).to_be_visible()
    with capsys.disabled():
        sys.stdout.write(f"\nA vouch{', with a number' if phone else ', from Find'}: {thumb}\n")

    assert (thumb.taps <= MOST_TAPS, thumb.seconds <= MOST_SECONDS) == (True, True)
    vouch = Vouch.objects.get(name="Joe Sparks")
    assert (vouch.trade.slug, vouch.hired_on, vouch.scope) == ("electrician", months_ago(0), Scope.BEYOND)
    assert (vouch.phone, vouch.pass_on) == (("+441134960777", True) if phone else ("", False))


@DEVICES
@SCRIPTS
def test_trade_in_words_that_mean_several_is_asked_back(visit, street, device, javascript):
    page = visit(NEW, street["ben"], device, java_script_enabled=javascript)
    field = page.get_by_label("What kind of work?")
    fill_in_a_vouch(page)
    field.clear()
    if javascript:
        field.press_sequentially("damp", delay=20)
        expect(field).to_be_focused()
    else:
        field.fill("damp")
        press(page)
        expect(page.get_by_role("link", name="Choose which kind of work you mean by “damp”.")).to_be_visible()
    page.get_by_text("Damp specialist").click()
    if javascript:
        expect(field).to_have_value("Damp specialist")
    press(page)

    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Vouch.objects.get(name="Sparks & Daughter").trade.slug == "damp-specialist"


def test_trade_is_told_while_one_types(visit, street):
    page = visit(NEW, street["ben"])
    field, said = page.get_by_label("What kind of work?"), page.locator("#id_trade_said")
    for typed, told in (
        ("plumb", "Filed under “Plumber”."),
        ("damp", "Choose below which kind of work you mean."),
        ("", ""),
    ):
        field.fill(typed)
        expect(said).to_have_text(told)

    expect(page.get_by_text("Filed under")).to_have_count(0)


@SCRIPTS
def test_vouch_form_shows_only_what_applies(visit, street, javascript):
    """By the sheet alone."""
    page = visit(NEW, street["ben"], java_script_enabled=javascript)
    parts = {
        "month and year": page.get_by_label("Year"),
        "what is fair": page.get_by_text("a false accusation can be against the law"),
        "whom it may warn": page.get_by_text("If not: whom may it warn?"),
        "the caveat": page.get_by_label("But …"),
        "who reads it": page.get_by_text("Your circle and theirs, unless"),
        "who may call": page.get_by_text("May those who read this call the number?"),
        "the cost": page.get_by_label("What did it cost?"),
        "the relation": page.get_by_text("Is there anything between you?"),
    }

    def shown() -> set[str]:
        return {name for name, part in parts.items() if part.is_visible()}

    always = {"who reads it", "the relation"}
    assert shown() == always
    page.get_by_text("Yes, but", exact=True).click()
    page.get_by_text("Earlier …").click()
    page.get_by_label("Phone number").fill("0113 496 0777")
    assert shown() == always | {"the caveat", "month and year", "who may call"}
    page.get_by_text("Not again").click()
    page.get_by_text("Last month").click()
    page.get_by_text("Cost, e-mail address and web site").click()
    assert shown() == {"the relation", "who may call", "what is fair", "whom it may warn", "the cost"}


@pytest.mark.parametrize(("device", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_vouch_form_with_all_of_it_open_can_be_read(visit, street, device, scheme):
    page = visit(NEW, street["ben"], device, color_scheme=scheme)
    page.get_by_label("What kind of work?").fill("damp")
    page.get_by_text("Earlier …").click()
    page.get_by_text("Not again").click()
    press(page)
    page.get_by_text("All other kinds of work").click()
    page.get_by_text("Cost, e-mail address and web site").click()
    expect(page.locator(".summary")).to_be_visible()

    assert [*faults_of(page), *faults_to_the_eye(page)] == []
