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
CALL = '<a class="button" href="tel:{phone}" data-called="{noted}"><span class="i i-call" aria-hidden="true"></span>'
CALL_NUMBER = _('Call <span class="number">{number}</span>')
WHY = '<details class="why">\n<summary>'
WHY_THEM = _('Why them?<span class="vh"> How you are connected with {name}</span>')
CONNECTION = "</summary>\n<p>{connection} {nobody_pays}</p>\n{actions}</details>"
NOBODY_PAYS = _("Nobody can pay to be shown here.")
WHY_ACTIONS = '<div class="actions">\n<a class="quiet" href="{address}">'
SHARES = _("What {name} shares with you")
ASKED_FOR_NUMBER = _("You asked <bdi>{friend}</bdi> for the number. You hear of it if the answer is yes.")
ASK_FOR_NUMBER = _('Ask <bdi>{friend}</bdi> for the number<span class="vh"> of {name}</span>')
BLOCK = '<a class="quiet" href="{address}">'
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
    said = word.said
    begin = said(HOW_YOU_KNOW_THEM), said(AT_THE_BEGINNING)
    return format_html(CHAIN, *begin, links(word.chain), word.outcome.name, said(AT_THE_END))


@register.simple_tag
def call(suggestion: Suggestion) -> SafeString:
    """To be asked of those alone who have a number."""
    reach = {"phone": suggestion.phone, "noted": page(suggestion.public_id, "call_noted")}
    whole = f"{CALL}{suggestion.lead.said(CALL_NUMBER)}</a>"
    return format_html(whole, **reach, number=suggestion.phone_as_written)


@register.simple_tag
def about_number(word: Word) -> SafeString:
    """That a friend can be asked for theirs, or was."""
    said = word.said(ASKED_FOR_NUMBER if word.number_asked else ASK_FOR_NUMBER)
    return format_html(said, friend=word.chain[0].first_name, name=word.name)


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
    told = {"connection": lead.connection, "nobody_pays": lead.said(NOBODY_PAYS), "actions": actions}
    return format_html(f"{WHY}{lead.said(WHY_THEM)}{CONNECTION}", name=suggestion.name, **told)


def _of_friend(lead: Word, friend: Link) -> SafeString:
    block = _block(lead, page(lead.author, "author_block")) if lead.author else ""
    whole = f"{WHY_ACTIONS}{lead.said(SHARES)}</a>\n{{block}}</div>\n"
    address = page(friend.person, "friend") if friend.person else ""
    return format_html(whole, address=address, name=friend.first_name, block=block)


def _block(lead: Word, address: str) -> SafeString:
    return format_html(f"{BLOCK}{lead.said(BLOCK_NAME)}</a>\n", address=address, name=lead.shown_as)
