"""A chain of trust as it is drawn: a page of cards has dozens, each a node of templates for every word of it."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from people.drawn import drawn, in_a_row
from recommendations.sight.names import Link
from recommendations.templatetags.addresses import page

register = template.Library()

LINK = '<li class="{}"><span aria-hidden="true">{}</span>{}</li>'


@register.simple_tag
def links(chain: Iterable[Link]) -> SafeString:
    """Everyone after "You"."""
    return in_a_row([drawn(LINK, link.kind, link.initial, link.first_name) for link in chain], "\n")


@register.simple_tag
def links_to_friends(chain: Iterable[Link], but: str = "") -> SafeString:
    """The same, where each friend leads to their page, if it is not this one."""
    return in_a_row([drawn(LINK, link.kind, link.initial, _leading(link, but)) for link in chain], "\n")


def _leading(link: Link, but: str) -> str:
    address = page(link.person, "friend") if link.person else but
    return link.first_name if address == but else drawn('<a href="{}">{}</a>', address, link.first_name)
