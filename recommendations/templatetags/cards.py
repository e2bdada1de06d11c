"""What stands on every card of a provider: a page has dozens, each a node of templates for every word of it."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recommendations.providers.suggestion import Suggestion, Word
from recommendations.sight.names import Link
from recommendations.templatetags.addresses import page
from recommendations.templatetags.chains import links

register = template.Library()

FACTS_LINE = '<p class="facts"><span><strong>{}</strong>{}</span> <span class="when{}">{}</span></p>'
CHAIN = (
    '<ol class="chain" role="list" aria-label="How you know them">\n'
    '<li class="you"><span aria-hidden="true"></span>You</li>\n'
    '{}<li class="end {}"><span aria-hidden="true"></span>hired them</li>\n</ol>'
)
CALL = (
    '<a class="button" href="tel:{}" data-called="{}"><span class="i i-call" aria-hidden="true"></span>'
    'Call <span class="number">{}</span></a>'
)
WHY = (
    '<details class="why">\n<summary>Why them?<span class="vh"> How you are connected with {}</span></summary>\n'
    "<p>{} Nobody can pay to be shown here.</p>\n{}</details>"
)
WHY_ACTIONS = '<div class="actions">\n<a class="quiet" href="{}">What {} shares with you</a>\n{}</div>\n'
BLOCK = '<a class="quiet" href="{}">Block {}</a>\n'


@register.simple_tag
def facts_of(suggestion: Suggestion) -> SafeString:
    """What they do, where, and when the first one to be shown hired them."""
    lead, place = suggestion.lead, suggestion.place
    where = format_html(" · {}", place) if place else ""
    return format_html(FACTS_LINE, lead.trade, where, " long" if lead.long_ago else "", lead.when)


@register.simple_tag
def hired_by(word: Word) -> SafeString:
    """The chain from "You" to what was done."""
    return format_html(CHAIN, links(word.chain), word.outcome.name)


@register.simple_tag
def call(suggestion: Suggestion) -> SafeString:
    """To be asked of those alone who have a number."""
    noted = page(suggestion.public_id, "call_noted")
    return format_html(CALL, suggestion.phone, noted, suggestion.phone_as_written)


@register.simple_tag
def why_them(suggestion: Suggestion, friend: UUID | str = "") -> SafeString:
    """How they are connected; `friend` is the one whose page this is, who leads nowhere else."""
    lead = suggestion.lead
    actions = _of_friend(lead, lead.friend) if lead.friend and lead.friend.person != friend else ""
    return format_html(WHY, suggestion.name, lead.connection, actions)


def _of_friend(lead: Word, friend: Link) -> SafeString:
    block = format_html(BLOCK, page(lead.author, "author_block"), lead.shown_as) if lead.author else ""
    address = page(friend.person, "friend") if friend.person else ""
    return format_html(WHY_ACTIONS, address, friend.first_name, block)
