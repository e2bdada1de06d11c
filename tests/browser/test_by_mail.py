"""A question is answered from its mail on a phone, without signing in: opened in the mail itself, tap by tap."""

import re
import sys
import time
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from people.delivery import deliver_due
from people.models import Person
from recommendations.models import Answer, Ask, Trade
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import LEVELS, faults_of
from tests.browser.thumb import Thumb
from tests.worlds.builders import make_ask

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
# Where a page has its landmarks, a mail stands within the page of a mail program.
OF_A_MAIL = [level for level in LEVELS if level != "best-practice"]
MOST_TAPS, MOST_SECONDS = 3, 20


@pytest.fixture
def tuning(street, live_server, settings) -> Ask:
    settings.BASE_URL = live_server.url
    tuner = Trade.objects.get(slug="piano-tuner")
    return make_ask(
        person=street["ana"], to=[street["ben"]], trade=tuner, place=street["ana"].place, words="An upright"
    )


def opened_mail(page: Page, person: Person) -> Page:
    """As a mail program shows it."""
    deliver_due()
    letter = next(each for each in reversed(mail.outbox) if each.to == [person.email])
    page.goto("about:blank")
    page.set_content(letter.alternatives[0].content)
    return page


@SCRIPTS
def test_from_a_question_to_an_answer_from_its_mail(visit, street, tuning, javascript, capsys):
    page = opened_mail(visit("/", device=PHONE, java_script_enabled=javascript), street["ben"])
    thumb = Thumb()
    thumb.tap(page.get_by_role("link", name="I know one"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana asks: who knows a good piano tuner?")
    thumb.type(page.get_by_label("What would you tell Ana?"), "She tuned ours, patiently.")
    thumb.type(page.get_by_label("Whom would you call?"), "Ivy Keys")
    thumb.type(page.get_by_label("Their phone number"), "0113 496 0777")
    thumb.tap(page.get_by_role("button", name="Send it to Ana"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Ana has your answer.")
    with capsys.disabled():
        sys.stdout.write(f"\nA question answered from its mail: {thumb}\n")

    assert (thumb.taps <= MOST_TAPS, time.monotonic() - thumb.began <= MOST_SECONDS) == (True, True)
    assert Answer.objects.get().by_mail
    ana = visit(tuning.get_absolute_url(), street["ana"])
    for told in ("Ivy Keys", "0113 496 0777", "She tuned ours, patiently.", "From Ben’s mail"):
        expect(ana.get_by_text(told).first).to_be_visible()


def test_from_an_answer_to_thanks_from_its_mail(visit, street, tuning, capsys):
    Answer.give(tuning, street["ben"], None, "Ivy Keys, at the church")
    page, thumb = opened_mail(visit("/", device=PHONE), street["ana"]), Thumb()
    thumb.tap(page.get_by_role("link", name="Say thanks"))
    thumb.tap(page.get_by_role("button", name="Say thanks"))
    expect(page.get_by_text("Your thanks are on their way.")).to_be_visible()
    with capsys.disabled():
        sys.stdout.write(f"\nThanks said from the mail of an answer: {thumb}\n")

    assert Answer.objects.get().helped_at


@pytest.mark.parametrize(("device", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_every_eye_can_read_the_mail_and_what_it_leads_to(visit, street, tuning, device, scheme):
    page: Page = visit("/m/unknown/", None, device, color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_have_text("This button opens nothing any more")
    faults, press = faults_of(page), pressing(page)
    opened_mail(page, street["ben"])
    faults += faults_of(page, OF_A_MAIL)
    press("link", "Sorry, no")
    faults += faults_of(page)
    press("button", "Sorry, no")
    expect(page.get_by_role("heading", level=1)).to_have_text("Put away")
    faults += faults_of(page)
    opened_mail(page, street["ben"])
    press("link", "I know one")
    faults += faults_of(page)
    press("button", "Send it to Ana")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    faults += faults_of(page)
    page.get_by_label("What would you tell Ana?").fill("Ask Ivy Keys")
    press("button", "Send it to Ana")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Thank you."))
    faults += faults_of(page)
    opened_mail(page, street["ana"])
    press("link", "Say thanks")
    faults += faults_of(page)

    assert not faults


def pressing(page: Page) -> Callable[[str, str], None]:
    return lambda role, name: page.get_by_role(role, name=name, exact=True).click()
