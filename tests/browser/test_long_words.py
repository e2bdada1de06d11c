"""Pages hold whatever a language makes of them: words two fifths longer, and lines that begin at the right."""

import pytest
from django.conf import settings
from django.db.models import F
from playwright.sync_api import Page

from people.models import Invitation, Person
from recommendations.models import LinkAnswer, Vouch
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import PUBLIC, SMALL, paths
from tests.worlds.pseudo import pseudo_language

A_FEW = ["/find/", "/find/?q=plumber", "/circle/", "/vouches/new/", "/you/", "/you/details/", "/asks/new/", "/notices/"]
# Text that ends outside of what it stands in: cut off, or drawn over what stands beside it.
CUT = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.checkVisibility() && !e.closest(".vh, .skip, svg"))
  .filter(e => getComputedStyle(e).display !== "inline" && e.clientWidth > 1).filter((e) => {
    const box = e.getBoundingClientRect(), range = document.createRange();
    return [...e.childNodes].some((each) => {
      if (each.nodeType !== Node.TEXT_NODE || !each.textContent.trim()) return false;
      range.selectNodeContents(each);
      return [...range.getClientRects()].some((line) => line.left < box.left - 1 || line.right > box.right + 1);
    });
  }).map((e) => e.outerHTML.slice(0, 120))"""
# Words of a drawing that reach into one of its lines, or out of it.
DRAWN_OVER = """() => [...document.querySelectorAll("svg text")].filter((text) => {
    const box = text.getBoundingClientRect(), around = text.ownerSVGElement.getBoundingClientRect();
    return box.right > around.right + 1 || [...text.ownerSVGElement.querySelectorAll("path, circle")].some((each) => {
      const line = each.getBoundingClientRect();
      return line.left < box.right && line.right > box.left && line.top < box.bottom && line.bottom > box.top;
    });
  }).map((text) => text.textContent)"""
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def faults_of_layout(page: Page, right_to_left: bool) -> list[str]:
    faults = ["scrolls sideways"] * page.evaluate(WIDER) + [f"cut: {each}" for each in page.evaluate(CUT)]
    direction = page.evaluate("getComputedStyle(document.documentElement).direction")
    return faults + ["reads the other way"] * (direction != ("rtl" if right_to_left else "ltr"))


def faults_in(page: Page, path: str, right_to_left: bool) -> list[str]:
    page.goto(path)
    faults = []
    for device in (SMALL, DESKTOP):
        page.set_viewport_size(device["viewport"])
        faults += [f"{path} {device['viewport']} {fault}" for fault in faults_of_layout(page, right_to_left)]
    return faults


DIRECTIONS = pytest.mark.parametrize("right_to_left", [False, True], ids=["long", "right-to-left"])


@DIRECTIONS
def test_long_words_fit_in_either_direction(visit, street, right_to_left):
    with pseudo_language(right_to_left) as language:
        Person.objects.update(language=language)
        faults = faults_of_walk(visit, street["ana"], A_FEW, right_to_left)

    assert faults == []


@pytest.mark.campaign
@DIRECTIONS
def test_long_words_fit_on_every_page(visit, street, right_to_left):
    with pseudo_language(right_to_left) as language:
        Person.objects.update(language=language)
        faults = faults_of_walk(visit, street["ana"], paths(street), right_to_left)
        faults += faults_of_walk(visit, None, PUBLIC, right_to_left)

    assert faults == []


def faults_of_walk(visit, person: Person | None, walk: list[str], right_to_left: bool) -> list[str]:
    page = visit("about:blank", person, SMALL, locale="zu")  # which we do not speak
    return [fault for path in walk for fault in faults_in(page, path, right_to_left)]


# Longer than any name of a family or a firm that is one word.
UNPARTED = "Rohrreinigungsdonaudampfschifffahrtsgesellschaftskapitäns"


def test_a_name_of_one_long_word_fits_on_every_page_and_all_fits_at_twice_the_size(visit, street):
    walk = paths(street)
    for model in (Person, Invitation):
        model.objects.update(name=UNPARTED)
    LinkAnswer.objects.update(name=UNPARTED, provider=UNPARTED)
    Vouch.objects.update(name=UNPARTED, words_folded=F("words_folded"))
    page, faults = visit("about:blank", street["ana"], SMALL), []
    for path in walk:
        page.goto(path)
        for device, size in ((SMALL, "100%"), (PHONE, "200%")):
            page.set_viewport_size(device["viewport"])
            page.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
            faults += [f"{path} {size} {fault}" for fault in faults_of_layout(page, right_to_left=False)]

    assert faults == []


def test_a_year_is_drawn_beside_the_names_of_its_lines(visit, street):
    """However long these are, or as large as twice."""
    with pseudo_language(False) as language:
        Person.objects.update(language=language)
        page = visit("/you/giving/", street["ana"], SMALL, locale="zu")
        drawn_over = page.evaluate(DRAWN_OVER)
    Person.objects.update(language="en-gb")
    page.reload()
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.locator("svg text").count() == 16
    assert (drawn_over, page.evaluate(DRAWN_OVER)) == ([], [])


# Whether the words that stand in an empty field are as narrow as it: one that is written to scrolls where they are not.
FITS = """async () => {
  await document.fonts.ready;
  const field = document.querySelector("[type=search]");
  field.value = field.placeholder;
  return [field.value, field.scrollWidth <= field.clientWidth];
}"""


def test_the_search_shows_whole_what_it_may_be_asked_in_each_language(visit, street):
    page, shown = visit("/find/", street["ana"]), []
    for code, _ in settings.LANGUAGES:
        Person.objects.update(language=code)
        page.reload()
        shown.append(page.evaluate(FITS))

    assert len({words for words, _ in shown}) > 3
    assert [words for words, fits in shown if not fits] == []
