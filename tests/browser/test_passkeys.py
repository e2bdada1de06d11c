"""A passkey from first to last, with an authenticator that Chromium makes up."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_every_page import faults_of

KEEPER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def visit_with_a_keeper(visit, path: str, **options) -> Page:
    """With a finger that always fits."""
    page = visit("about:blank", **options)
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    page.keeper = chrome.send("WebAuthn.addVirtualAuthenticator", {"options": KEEPER})["authenticatorId"]
    page.chrome = chrome
    page.goto(path)
    return page


def type_in_the_code(page: Page) -> None:
    code = re.search(r"^\d{4} \d{4}$", mail.outbox.pop().body, re.MULTILINE)[0]
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Go on").click()


def sign_in_by_code(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").first.fill(email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Type in the code")).to_be_visible()
    type_in_the_code(page)


def test_add_a_passkey_sign_out_and_sign_in_with_it(visit, street):
    faults = []
    page = visit_with_a_keeper(visit, "/accounts/login/?next=/you/", device=PHONE)
    sign_in_by_code(page, street["ana"].email)
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_label("Its name")).to_have_value(re.compile("Chrome on"))
    faults += faults_of(page)
    page.get_by_label("Its name").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    faults += faults_of(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("link", name="Rename My phone")).to_be_visible()
    faults += faults_of(page)

    page.goto("/you/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("searchbox")).to_be_visible()

    # With it, a code by e-mail is no longer enough.
    page.goto("/you/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    sign_in_by_code(page, street["ana"].email)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    faults += faults_of(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("searchbox")).to_be_visible()

    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Its name").fill("Old phone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    assert not faults


def test_when_no_passkey_is_used_the_page_says_so(visit, street):
    page = visit_with_a_keeper(visit, "/accounts/login/", device=PHONE)
    page.chrome.send("WebAuthn.setUserVerified", {"authenticatorId": page.keeper, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("No passkey was used.")


def test_without_scripts_no_button_for_a_passkey_is_offered(visit, street):
    page = visit("/accounts/login/", java_script_enabled=False)

    expect(page.get_by_role("button", name="passkey")).to_have_count(0)
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
