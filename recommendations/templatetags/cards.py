"""What stands on every card of a provider: a page has dozens, each a node of templates for every word of it."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from recommendations.providers.suggestion import Suggestion, Word
from recommendations.sight.names import Link
from recommendations.templatetags.addresses import page
from recommendations.templatetags.chains import links

register = template.Library()

FACTS_LINE = '<p class="facts"><span><strong>{}</strong>{}</span> <span class="when{}">{}</span></p>'
CHAIN = (
    '<ol class="chain" role="list" aria-label="{}">\n'
    '<li class="you"><span aria-hidden="true"></span>{}</li>\n'
    '{}<li class="end {}"><span aria-hidden="true"></span>{}</li>\n</ol>'
)
HOW_YOU_KNOW_THEM = _("How you know them")
AT_THE_BEGINNING = pgettext_lazy("first in a chain of trust", "You")
# Translators: the end of a chain of trust, after the last name: You, Ana, Ben, hired them.
AT_THE_END = pgettext_lazy("end of a chain of trust", "hired them")
CALL = '<a class="button" href="tel:{}" data-called="{}"><span class="i i-call" aria-hidden="true"></span>{}</a>'
CALL_NUMBER = _('Call <span class="number">{number}</span>')
WHY = '<details class="why">\n<summary>{}</summary>\n<p>{} {}</p>\n{}</details>'
WHY_THEM = _('Why them?<span class="vh"> How you are connected with {name}</span>')
NOBODY_PAYS = _("Nobody can pay to be shown here.")
WHY_ACTIONS = '<div class="actions">\n<a class="quiet" href="{}">{}</a>\n{}</div>\n'
SHARES = _("What {name} shares with you")
BLOCK = '<a class="quiet" href="{}">{}</a>\n'
BLOCK_NAME = _("Block {name}")


@register.simple_tag
def facts_of(suggestion: Suggestion) -> SafeString:
    """What they do, where, and when the first one to be shown hired them."""
    lead, place = suggestion.lead, suggestion.place
    where = format_html(" · {}", place) if place else ""
    return format_html(FACTS_LINE, lead.trade, where, " long" if lead.long_ago else "", lead.when)


@register.simple_tag
def hired_by(word: Word) -> SafeString:
    """The chain from "You" to what was done."""
    return format_html(CHAIN, HOW_YOU_KNOW_THEM, AT_THE_BEGINNING, links(word.chain), word.outcome.name, AT_THE_END)


@register.simple_tag
def call(suggestion: Suggestion) -> SafeString:
    """To be asked of those alone who have a number."""
    noted = page(suggestion.public_id, "call_noted")
    said = format_html(str(CALL_NUMBER), number=suggestion.phone_as_written)
    return format_html(CALL, suggestion.phone, noted, said)


@register.simple_tag
def more_about(suggestion: Suggestion) -> SafeString:
    """How many more words there are, where there are any."""
    said = ngettext(
        'and {count} more<span class="vh"> about {name}</span>',
        'and {count} more<span class="vh"> about {name}</span>',
        suggestion.more,
    )
    return format_html(said, count=suggestion.more, name=suggestion.name)


@register.simple_tag
def why_them(suggestion: Suggestion, friend: UUID | str = "") -> SafeString:
    """How they are connected; `friend` is the one whose page this is, who leads nowhere else."""
    lead = suggestion.lead
    actions = _of_friend(lead, lead.friend) if lead.friend and lead.friend.person != friend else ""
    summary = format_html(str(WHY_THEM), name=suggestion.name)
    return format_html(WHY, summary, lead.connection, NOBODY_PAYS, actions)


def _of_friend(lead: Word, friend: Link) -> SafeString:
    block = _block(page(lead.author, "author_block"), lead.shown_as) if lead.author else ""
    address = page(friend.person, "friend") if friend.person else ""
    return format_html(WHY_ACTIONS, address, format_html(str(SHARES), name=friend.first_name), block)


def _block(address: str, name: str) -> SafeString:
    return format_html(BLOCK, address, format_html(str(BLOCK_NAME), name=name))
