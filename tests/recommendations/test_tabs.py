"""In which part of the whole a page says that it is."""

import re
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.urls import URLResolver, get_resolver

TABS = re.compile(r'<a href="[^"]*"(?: aria-current="page"| class="within")[^>]*><span[^>]*></span>(\w+)')

# For strangers and by mail; of those who run the place; and what the bell leads to, which stands beside the tabs.
APART = set("landing invitation_link mails_stop letters_stop mail_ask mail_no mail_act held held_case".split())
APART |= set("suspended desk running desk_case desk_report desk_suspension notices".split())
# What is no page: acts, files, and pieces of one.
APART |= set(
    """usersessions_end places push_on push_off invitation_revoke hear unblock notices_read letters notice
    no_take_back call_noted call_said insight_outdate insight_thank insight_keep offer_renew surprise_dismiss
    leave_unsaid list_discard list_take_back list_vcf list_csv trades photo photo_remove manifest service_worker
    desk_prove desk_held desk_correct desk_remove desk_report_look desk_report_dismiss desk_report_remove
    desk_report_suspend desk_suspension_lift""".split()
)


@pytest.mark.parametrize(
    ("page", "tab"),
    [
        ("find", "Find"),
        ("provider_same", "Find"),
        ("word_report", "Find"),
        ("ask", "Ask"),
        ("ask_introduce", "Ask"),
        ("vouch_still", "Vouch"),
        ("offer_take", "Circle"),
        ("short_word", "Circle"),
        ("introduction_ask", "Circle"),
        ("part", "Circle"),
        ("giving", "You"),
        ("thanks", "You"),
    ],
)
def test_a_page_lies_within_one_tab(page, tab):
    assert TABS.findall(render_to_string("_tabs.html", {"here": page})) == [tab]


@pytest.mark.parametrize("page", ["none", "word", "off"])
def test_a_page_of_no_tab_lies_within_none(page):
    assert TABS.findall(render_to_string("_tabs.html", {"here": page})) == []


def names_of(resolver: URLResolver) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from names_of(each)
        elif each.name:
            yield each.name


def test_every_page_of_members_lies_within_a_tab():
    """What is new is put within one, or listed as apart."""
    tabs = {name: TABS.findall(render_to_string("_tabs.html", {"here": name})) for name in names_of(get_resolver())}

    assert {name: within for name, within in tabs.items() if len(within) > 1} == {}
    assert {name for name, within in tabs.items() if not within} == APART
