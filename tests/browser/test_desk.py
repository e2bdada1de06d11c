"""A tradesperson who is not here asks, proves who she is, and is answered."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from people.delivery import deliver_due
from people.models import Person
from recommendations.models import Case, Vouch
from tests.browser.conftest import DESKTOP
from tests.browser.test_every_page import SMALL, SMALL_TARGETS, faults_of
from tests.worlds.builders import make_staff

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def ask_as_rosa(page) -> None:
    page.get_by_label("Remove something").check()
    page.get_by_label("Your phone number").fill("0113 496 0001")
    page.get_by_label("Your e-mail address").fill("rosa@example.net")
    page.get_by_role("button", name="Send it").click()


def code_for(address: str) -> str:
    letter = next(each for each in mail.outbox if each.to == [address])
    return re.search(r"\d{4} \d{4}", letter.body)[0]


def test_rosa_asks_proves_who_she_is_and_is_answered(visit, street):
    Vouch.objects.filter(author=street["ben"], name="Rosa Lima").update(email="rosa@home.example")
    Person.objects.filter(pk=street["ana"].pk).update(is_staff=True)
    Authenticator.objects.create(user=street["ana"], type=Authenticator.Type.TOTP, data={"secret": "x"})

    page = visit("/", None, java_script_enabled=False)
    page.get_by_role("link", name="Are you a tradesperson?").click()
    ask_as_rosa(page)
    assert "We have your request" in page.get_by_role("heading", level=1).inner_text()
    deliver_due()
    page.get_by_label("Code from the e-mail").fill(code_for("rosa@home.example"))
    page.get_by_role("button", name="Check the code").click()
    assert "Thank you" in page.get_by_role("status").inner_text()

    desk = visit("/you/", street["ana"])
    desk.get_by_role("link", name="The desk").click()
    desk.get_by_role("link", name=Case.objects.get().reference).click()
    desk.get_by_role("button", name="Look at what is held").click()
    first = desk.get_by_role("main").get_by_role("listitem").filter(has_text="Came on a Sunday.")
    assert first.count() == 1
    assert "Ben" not in desk.get_by_role("main").inner_text()
    first.get_by_text("Remove it", exact=True).click()
    first.get_by_role("button", name="Remove it for good").click()
    assert not Vouch.objects.filter(author=street["ben"], name="Rosa Lima").exists()
    desk.get_by_label("Your answer").fill("It is gone.")
    desk.get_by_role("button", name="Send the answer and close").click()
    assert "Nobody waits for an answer" in desk.get_by_role("main").inner_text()


@pytest.mark.parametrize(("device", "scheme"), [(SMALL, "dark"), (DESKTOP, "light")])
def test_every_page_of_it_can_be_read_and_used(visit, street, device, scheme):
    ana, faults = street["ana"], []
    Person.objects.filter(pk=ana.pk).update(is_staff=True)
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "x"})

    def look_at(page) -> None:
        faults.extend(faults_of(page))
        faults.extend(f"{page.url} {target}" for target in page.evaluate(SMALL_TARGETS))
        if page.evaluate(SIDEWAYS):
            faults.append(f"{page.url} scrolls sideways")
        assert page.locator("h1").count() == 1
        assert page.locator(".primary:visible").count() <= 1

    page = visit("/held/", None, device, color_scheme=scheme)
    page.get_by_role("button", name="Send it").click()
    look_at(page)
    ask_as_rosa(page)
    look_at(page)
    page = visit("/desk/", ana, device, color_scheme=scheme)
    look_at(page)
    page.get_by_role("link", name="Remove something").click()
    look_at(page)
    page.get_by_text("Prove it by hand", exact=True).click()
    look_at(page)
    page.get_by_label("How did you make sure").fill("I called the number.")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("button", name="Look at what is held").click()
    page.get_by_text("Remove it", exact=True).first.click()
    look_at(page)
    page.get_by_role("button", name="Send the answer and close").click()
    look_at(page)

    assert not faults


@pytest.mark.parametrize(("device", "scheme"), [(SMALL, "light"), (DESKTOP, "dark")], ids=["small", "desktop"])
def test_reporting_and_being_suspended_can_be_read_and_used(visit, street, device, scheme):
    ana, ben, sara, faults = street["ana"], street["ben"], make_staff(name="Sara Staff"), []

    def look_at(page) -> None:
        faults.extend(faults_of(page))
        faults.extend(f"{page.url} {target}" for target in page.evaluate(SMALL_TARGETS))
        if page.evaluate(SIDEWAYS):
            faults.append(f"{page.url} scrolls sideways")
        assert page.locator("h1").count() == 1
        assert page.locator(".primary:visible").count() <= 1

    vouch = Vouch.objects.get(author=ben, name="Rosa Lima")
    page = visit(f"/providers/{vouch.provider.public_id}/", ana, device, color_scheme=scheme)
    page.get_by_text("How am I connected?").first.click()
    page.get_by_role("link", name="Report this vouch").first.click()
    page.get_by_role("button", name="Report it").click()
    look_at(page)
    page.get_by_label("What is wrong with it?").fill("He never hired her.")
    page.get_by_role("button", name="Report it").click()
    assert "Thank you" in page.get_by_role("status").first.inner_text()

    desk = visit("/desk/", sara, device, color_scheme=scheme)
    look_at(desk)
    desk.get_by_role("link", name="A vouch").click()
    look_at(desk)
    desk.get_by_role("button", name="Look at it").click()
    desk.get_by_text("Suspend its author", exact=True).click()
    desk.get_by_role("button", name="Suspend them").click()
    look_at(desk)
    desk.get_by_label("Why are they suspended?").fill("You praise whom you never hired.")
    desk.get_by_role("button", name="Suspend them").click()
    assert "Ben" not in desk.get_by_role("main").inner_text()

    his = visit("/find/", ben, device, color_scheme=scheme)
    assert "You praise whom you never hired." in his.get_by_role("main").inner_text()
    look_at(his)
    his.get_by_label("Your answer").fill("I did hire her.")
    his.get_by_role("button", name="Send it").click()
    look_at(his)
    desk.get_by_role("link", name="A member").click()
    look_at(desk)
    desk.get_by_role("button", name="Lift the suspension").click()
    his.goto("/find/")
    assert "You praise" not in his.get_by_role("main").inner_text()

    assert not faults
