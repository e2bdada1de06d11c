"""The addresses that templates make of what rules hand them."""

import re
from uuid import uuid4

import pytest
from django.template import Context, engines
from django.urls import NoReverseMatch, reverse

from recommendations.pages import PageOf
from recommendations.templatetags.addresses import address_of, page
from tests.test_architecture import templates


def rendered(source: str, **context) -> str:
    return engines["django"].engine.from_string(source).render(Context(context))


def test_page_gives_what_the_url_tag_gives_for_whatever_templates_name():
    one, other = uuid4(), uuid4()
    named = {name for path in templates() for name in re.findall(r'\|page:"(\w+)"', path.read_text())}

    assert {"friend", "provider"} <= named
    for name in named:
        assert [page(one, name), page(other, name)] == [reverse(name, args=[each]) for each in (one, other)]


def test_address_of_a_page_with_and_without_an_id_and_a_query():
    one = uuid4()

    assert address_of(PageOf("asks")) == "/asks/"
    assert address_of(PageOf("ask", one)) == f"/asks/{one}/"
    assert address_of(PageOf("find", asked={"q": "", "near": "Leeds, GB"})) == "/find/?q=&near=Leeds%2C+GB"
    assert address_of(PageOf("ask", one, {"q": "ä&b"})) == f"/asks/{one}/?q=%C3%A4%26b"


def test_addresses_are_escaped_in_a_template():
    leads_to = PageOf("find", asked={"q": '"><b>', "near": "me"})

    assert rendered("{{ it|address }}", it=leads_to) == "/find/?q=%22%3E%3Cb%3E&amp;near=me"


def test_url_tag_says_what_reverse_does_with_and_without_an_id():
    one = uuid4()

    for _ in range(2):
        assert rendered('{% url "find" %} {% url "friend" it %}', it=one) == f"/find/ {reverse('friend', args=[one])}"
        assert rendered('{% url "asks" as it %}{{ it }}{% url it_is_called %}', it_is_called="find") == "/asks//find/"


def test_url_tag_of_no_page_fails_every_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            rendered('{% url "nowhere" %}')
