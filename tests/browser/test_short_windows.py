"""What is on the screen at once: two tradespeople on a phone, and all parts of the app where there is no height."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.short_windows import FOUR_TIMES, SIDEWAYS, faults_in_short_windows
from tests.worlds.builders import make_list_draft

CARDS = """() => [...document.querySelectorAll("article.offered")].slice(0, 2).map((card) => {
  const box = card.getBoundingClientRect();
  const shown = (part) => card.querySelector(part)?.checkVisibility() ?? false;
  return [box.top, box.bottom, [".chain", "blockquote", ".when", "a[href^='tel:']"].every(shown)];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_tradespeople_fit_on_a_phone(visit, street, scheme):
    street["ana"].vouches.all().delete()
    for vouch in street["cleo"].vouches.all():
        vouch.words = "Came when she said, told us what it would cost, and it did. The children liked her."
        vouch.save()
    page = visit("/find/?q=plumber", street["ana"], color_scheme=scheme)
    bar = page.locator(".tabs").bounding_box()
    cards = page.evaluate(CARDS)

    assert len(cards) == 2
    assert all(top > 0 and bottom <= bar["y"] and whole for top, bottom, whole in cards), cards


def test_the_parts_of_the_app_stay_apart_where_there_is_no_height(visit, street):
    make_list_draft(street["ana"], "\n".join(f"Joe{n} plumber 0113 496 01{n}" for n in range(10, 20)))
    page = visit("/vouches/import/check/", street["ana"], PHONE)

    assert faults_in_short_windows(page) == []
    page.evaluate("document.querySelector('.tabs').style.cssText = 'order: 0; flex: none; width: 6rem'")
    assert [fault for fault in faults_in_short_windows(page) if "lies upon" in fault], "else it finds nothing anywhere"


@pytest.mark.parametrize("size", [SIDEWAYS, FOUR_TIMES], ids=["sideways", "four times"])
def test_what_is_chosen_in_the_form_is_asked_for_at_once(visit, street, size):
    page = visit("/find/?q=plumber", street["ana"])
    page.set_viewport_size(size)
    page.get_by_label("Whose word").select_option("friends")

    expect(page.get_by_role("article").filter(has_text="Plumber 00")).to_have_count(0)
    expect(page.get_by_label("Whose word")).to_have_value("friends")
    assert "whose=friends" in page.url
