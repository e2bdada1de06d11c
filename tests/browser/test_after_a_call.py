"""On a phone: after a call one is asked once, and a friend is asked for a number by one tap."""

from playwright.sync_api import expect

from recommendations.models import Call, NumberAsk, Vouch
from tests.browser.test_journeys import SCRIPTS


@SCRIPTS
def test_call_that_was_tapped_is_asked_about_where_it_could_be_told(visit, street, javascript):
    """Without a script nothing is sent, and nothing asked."""
    page = visit("/find/?q=rosa", street["ana"], java_script_enabled=javascript)
    call = page.get_by_role("link", name="Call").first
    expect(call).to_have_attribute("href", "tel:+441134960001")
    if javascript:
        with page.expect_response(lambda response: "/calls/" in response.url) as noted:
            call.click()
        assert noted.value.status == 204
    else:
        call.click()
    assert Call.objects.count() == javascript
    page.goto("/find/")
    asked = page.get_by_role("heading", name="Did you reach Rosa Lima?")
    expect(asked).to_have_count(int(javascript))
    if javascript:
        with page.expect_response(lambda response: "/said/" in response.url):
            page.get_by_role("button", name="No answer").click()
        expect(asked).to_have_count(0)


@SCRIPTS
def test_number_is_asked_for_and_given_by_one_tap_each(visit, street, javascript):
    Vouch.objects.filter(name="Zippadrain").update(pass_on=False)
    page = visit("/find/?q=zippadrain", street["ana"], java_script_enabled=javascript)
    page.get_by_role("button", name="Ask Ben for the number").click()
    expect(page.get_by_text("You asked Ben for the number.")).to_be_visible()
    assert page.url.endswith("/find/?q=zippadrain")
    bens = visit(NumberAsk.objects.get().get_absolute_url(), street["ben"], java_script_enabled=javascript)
    bens.get_by_role("button", name="Yes, they may have 0113 496 0002").click()
    expect(bens.get_by_role("heading", name="Ana has the number of Zippadrain")).to_be_visible()
    page.reload()

    expect(page.get_by_role("link", name="Call Zippadrain 0113 496 0002")).to_be_visible()
