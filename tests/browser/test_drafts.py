"""What is typed into a form stays with its browser until it is saved, and is shown to nobody else."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from people.models import Person, Session
from recommendations.models import Insight, Trade
from tests.browser.conftest import session_cookie
from tests.browser.test_inviting import type_in_the_code
from tests.browser.test_journeys import fill_in_a_vouch
from tests.worlds.builders import make_ask

NEW, WORDS = "/insights/new/", "Bleed the radiators\nfrom the top down."
STILL_HERE = "What you typed is still here."
KEPT = """() => [localStorage, sessionStorage]
  .flatMap((store) => Object.keys(store))
  .filter((name) => name.startsWith("draft "))"""


@pytest.fixture
def page(visit, street) -> Page:
    """Ana's, with what she learned typed in."""
    page = visit(NEW, street["ana"])
    page.get_by_label("What did you learn").fill(WORDS)
    page.get_by_label("My circle", exact=True).check()
    return page


def typed_in(page: Page) -> tuple[str, bool]:
    words = page.get_by_label("What did you learn")
    expect(words).to_be_visible()
    return words.input_value(), page.get_by_label("My circle", exact=True).is_checked()


def share(page: Page) -> None:
    page.get_by_role("button", name="Share", exact=True).click()


def sign_in(page: Page, person: Person) -> None:
    page.get_by_label("E-mail address").first.fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    assert mail.outbox[-1].to == [person.email]
    type_in_the_code(page)


def assert_saved(page: Page) -> None:
    page.wait_for_url("**/insights/*-*/")
    assert Insight.objects.get().words.splitlines() == WORDS.splitlines()
    assert page.evaluate(KEPT) == []


def test_draft_outlives_reload_and_back_and_goes_once_it_is_saved(page):
    page.reload()
    expect(page.get_by_text(STILL_HERE)).to_be_visible()
    assert typed_in(page) == (WORDS, True)
    page.goto("/you/")
    page.go_back()
    assert typed_in(page) == (WORDS, True)

    page.get_by_label("A web address").fill("no address")
    share(page)
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_text(STILL_HERE)).to_have_count(0)
    page.get_by_label("A web address").fill("")
    share(page)
    assert_saved(page)

    page.goto(NEW)
    assert typed_in(page) == ("", False)
    expect(page.get_by_text(STILL_HERE)).to_have_count(0)


def test_draft_can_be_dropped(page):
    page.reload()
    page.get_by_role("button", name="Drop it").click()

    assert typed_in(page) == ("", False)
    page.reload()
    assert (typed_in(page), page.evaluate(KEPT)) == (("", False), [])


def test_draft_of_a_vouch_comes_back_with_every_choice(visit, street):
    page = visit("/vouches/new/", street["ana"])
    fill_in_a_vouch(page)
    key = page.locator("input[name=key]").get_attribute("value")
    page.reload()

    assert page.get_by_label("Who did the work?").input_value() == "Sparks & Daughter"
    assert page.get_by_label("What kind of work?").input_value() == "electrician"
    assert page.get_by_label("Last month").is_checked()
    assert page.get_by_label("Yes", exact=True).first.is_checked()
    assert page.locator("input[name=key]").get_attribute("value") == key, "what is sent twice is saved once"


@pytest.mark.parametrize("gone", ["session", "cookies"])
def test_draft_waits_behind_signing_in_again(page, street, gone):
    if gone == "session":
        Session.objects.all().delete()
    else:
        page.context.clear_cookies()
    share(page)
    sign_in(page, street["ana"])

    page.wait_for_url(f"**{NEW}")
    assert typed_in(page) == (WORDS, True)
    share(page)
    assert_saved(page)


def test_draft_without_its_csrf_cookie_is_sent_by_one_more_press(page):
    page.context.clear_cookies(name="csrftoken")
    share(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Send it once more")
    expect(page.get_by_text("Bleed the radiators")).to_be_visible()
    page.get_by_role("button", name="Send it once more").click()

    assert_saved(page)


def test_form_without_its_csrf_cookie_loses_nothing_without_a_script(visit, street):
    page = visit(NEW, street["ana"], java_script_enabled=False)
    page.get_by_label("What did you learn").fill(WORDS)
    page.context.clear_cookies(name="csrftoken")
    share(page)
    page.get_by_role("button", name="Send it once more").click()

    page.wait_for_url("**/insights/*-*/")
    assert Insight.objects.get().words.splitlines() == WORDS.splitlines()


def test_draft_is_held_back_without_a_network_and_sent_with_one(page):
    page.context.set_offline(True)
    share(page)
    expect(page.get_by_role("alert")).to_contain_text("You are offline. What you typed is kept on this device.")
    assert page.url.endswith(NEW)
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_contain_text("You can send it now.")
    share(page)

    assert_saved(page)


def test_draft_outlives_a_network_that_fails_while_it_is_sent(page):
    page.route("**/insights/new/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    share(page)
    page.wait_for_url("chrome-error://**")
    page.goto(NEW)

    assert typed_in(page) == (WORDS, True)


def test_draft_goes_when_one_signs_out(page):
    assert len(page.evaluate(KEPT)) == 1
    page.goto("/you/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")

    assert page.evaluate(KEPT) == []


def test_draft_is_shown_to_nobody_else_in_the_same_browser(page, street, live_server):
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(street["ben"], live_server.url)])
    page.goto(NEW)

    assert (typed_in(page), page.evaluate(KEPT)) == (("", False), [])


def test_draft_of_an_answer_by_a_link_stays_with_the_link(visit, street):
    ask = make_ask(person=street["ana"], to=[], trade=Trade.objects.get(slug="piano-tuner"))
    page = visit(ask.link.path)
    page.get_by_label("Whom did you hire?").fill("Ivy Keys")
    another = page.context.new_page()
    another.goto(page.url)

    assert another.get_by_label("Whom did you hire?").input_value() == "Ivy Keys"
    another.goto("/held/")
    expect(another.get_by_text(STILL_HERE)).to_have_count(0)


def test_draft_on_a_page_for_everybody_goes_with_its_tab(visit):
    page = visit("/held/")
    page.get_by_label("e-mail").first.fill("rosa@example.net")
    another = page.context.new_page()
    another.goto("/held/")
    page.reload()

    assert [each.get_by_label("e-mail").first.input_value() for each in (page, another)] == ["rosa@example.net", ""]
