"""In which part of the whole a page says that it is."""

import re

import pytest
from django.template.loader import render_to_string

TABS = re.compile(r'<a href="[^"]*"(?: aria-current="page"| class="within")[^>]*><span[^>]*></span>(\w+)')


@pytest.mark.parametrize(
    ("page", "tab"),
    [
        ("find", "Find"),
        ("ask", "Ask"),
        ("ask_introduce", "Ask"),
        ("vouch_still", "Vouch"),
        ("offer_take", "Circle"),
        ("short_word", "Circle"),
        ("introduction_ask", "Circle"),
        ("giving", "You"),
    ],
)
def test_a_page_lies_within_one_tab(page, tab):
    assert TABS.findall(render_to_string("_tabs.html", {"here": page})) == [tab]


@pytest.mark.parametrize("page", ["none", "word", "off"])
def test_a_page_of_no_tab_lies_within_none(page):
    assert TABS.findall(render_to_string("_tabs.html", {"here": page})) == []
