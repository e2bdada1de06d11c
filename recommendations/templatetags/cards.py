"""What stands on every card of a provider: a page has dozens, each a node of templates for every word of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from people.drawn import drawn, in_a_row
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.word import Word
from recommendations.sight.names import Link
from recommendations.templatetags.addresses import page
from recommendations.templatetags.chains import links
from recommendations.templatetags.own_rows import call_name, of_name

register = template.Library()

CARD = '<li>\n<article class="card offered">\n{}{}\n<h3>{}</h3>\n{}{}\n{}{}{}{}{}</article>\n</li>\n'
PHOTO = '<img class="seen-work" src="{}" alt="{}" width="{}" height="{}" loading="lazy">\n'
FACTS_LINE = '<p class="facts"><span><strong>{}</strong>{}</span> <span class="when{}">{}</span></p>'
NAME_LINK = '<a href="{}"{}>{}</a>'
AUTOFOCUS = SafeString(" autofocus")
WARNING = '<p class="warning">{}{}</p>\n'
CHAIN = (
    '<ol class="chain" role="list" aria-label="{}">\n'
    '<li class="you"><span aria-hidden="true"></span>{}</li>\n'
    '{}<li class="end {}"><span aria-hidden="true"></span>{}</li>\n</ol>'
)
HOW_YOU_KNOW_THEM = _("How you know them")
AT_THE_BEGINNING = pgettext_lazy("first in a chain of trust", "You")
# Translators: the end of a chain of trust, after the last name: You, Ana, Ben, hired them.
AT_THE_END = pgettext_lazy("end of a chain of trust", "hired them")
CAVEAT = '<p class="caveat {}"><strong>{}</strong> {}</p>\n'
WORDS_QUOTED = "<blockquote>{}</blockquote>\n"
BY = '<p class="by"><b>{}</b>, {}</p>\n'
RELATION = '<p class="relation">{}</p>\n'
WORTH_KNOWING = _("<strong>Worth knowing</strong> “{between}”: shown, and not counted")
EVIDENCE = '<p class="evidence">{}</p>\n'
EVIDENCE_AND_MORE = '<p class="evidence">{} <a href="{}">{}</a></p>\n'
MORE_ABOUT = ngettext_lazy(
    'and {count} more<span class="vh"> about {name}</span>',
    'and {count} more<span class="vh"> about {name}</span>',
    "count",
)
REACH_THEM = (
    '<div class="reach-them">\n{}<details class="why">\n<summary>{}</summary>\n<p>{} {}</p>\n{}</details>\n</div>\n'
)
CALL = '<a class="button" href="tel:{}" data-called="{}"><span class="i i-call" aria-hidden="true"></span>{}</a>\n'
WEB_SITE = '<a class="button" href="{}" rel="noreferrer">{}</a>\n'
WHY_THEM = _('Why them?<span class="vh"> How you are connected with {name}</span>')
NOBODY_PAYS = _("Nobody can pay to be shown here.")
WHY_ACTIONS = '<div class="actions">\n<a class="quiet" href="{}">{}</a>\n{}</div>\n'
SHARES = _("What {name} shares with you")
BLOCK = '<a class="quiet" href="{}">{}</a>\n'
BLOCK_NAME = _("Block {name}")
ASKED_FOR_NUMBER = _("You asked <bdi>{friend}</bdi> for the number. You hear of it if the answer is yes.")
ASK_FOR_NUMBER = _('Ask <bdi>{friend}</bdi> for the number<span class="vh"> of {name}</span>')
SOFT = '<p class="soft">{}</p>\n'
NUMBER_OF_ANOTHER = _("The number that <bdi>{whose}</bdi> has for them.")
WEB_SITE_OF_ANOTHER = _("The web site that <bdi>{whose}</bdi> has for them.")
# Translators: instead of a number there may be the address of a web site.
ALSO = _('Also <span class="number">{number}</span>, says <bdi>{who}</bdi>.')


@register.simple_tag(takes_context=True)
def cards(context: Context, suggestions: Sequence[Suggestion]) -> SafeString:
    """What is told of each of them, and how to reach them. Of the page it takes whose it is, a friend who leads nowhere
    else; whether it goes on where another ended, and one reads on here; and where to say who is good enough."""
    request, friend, good_enough = context["request"], context.get("friend"), context.get("good_enough")
    whose, goes_on = friend.public_id if friend else None, bool(request.GET.get("after"))
    each = ((one, goes_on and one is suggestions[0], _buttons(request, one, good_enough)) for one in suggestions)
    return in_a_row(_card(*one, whose) for one in each)


def _buttons(request: HttpRequest, suggestion: Suggestion, good_enough: str | None) -> SafeString | str:
    """By a template, since they are sent with a token; few cards have any. A friend may be asked for their number if
    nobody as near passes one on."""
    may_be_asked = not suggestion.phone and not suggestion.is_example and suggestion.lead.number_may_be_asked
    if not (may_be_asked or good_enough):
        return ""
    told = {"suggestion": suggestion, "may_be_asked": may_be_asked, "good_enough": good_enough}
    return render_to_string("recommendations/_card_buttons.html", told, request)


def _card(suggestion: Suggestion, reads_on: bool, buttons: SafeString | str, whose: UUID | None) -> SafeString:
    address = page(suggestion.public_id, "provider")
    return drawn(
        CARD,
        _photo(suggestion),
        _facts(suggestion),
        suggestion.name if suggestion.is_example else _name(suggestion, address, reads_on),
        _warnings(suggestion) if suggestion.is_warned_of else "",
        _hired_by(suggestion.lead),
        _told(suggestion.lead, suggestion.lead_is_quoted),
        _support(suggestion, address),
        "" if suggestion.is_example else _reach(suggestion, whose),
        buttons,
        _others(suggestion) if suggestion.by_several and not suggestion.is_example else "",
    )


@register.simple_tag
def about_number(word: Word) -> SafeString:
    """That a friend can be asked for theirs, or was."""
    said = word.said(ASKED_FOR_NUMBER if word.number_asked else ASK_FOR_NUMBER)
    return drawn(said, friend=word.chain[0].first_name, name=word.name)


def _others(suggestion: Suggestion) -> SafeString:
    """Whose the number or the web site on the button is, and which others there are, where not everyone who is as near
    has the same."""
    said, has_site_alone = suggestion.lead.said, suggestion.website and not suggestion.phone
    others = [(number.as_written, number.says_who) for number in suggestion.also]
    another, whose = suggestion.phone_of_another, NUMBER_OF_ANOTHER
    if has_site_alone:
        others = [(site.website, site.says_who) for site in suggestion.other_sites]
        another, whose = suggestion.website_of_another, WEB_SITE_OF_ANOTHER
    told = [drawn(said(whose), whose=another)] if another else []
    told += [drawn(said(ALSO), number=each, who=who) for each, who in others]
    return in_a_row(drawn(SOFT, each) for each in told)


def _photo(suggestion: Suggestion) -> SafeString | str:
    photo = suggestion.photo
    return drawn(PHOTO, page(photo.public_id, "photo"), photo.alt, photo.width, photo.height) if photo else ""


def _facts(suggestion: Suggestion) -> SafeString:
    """What they do, where, and when the first one to be shown hired them."""
    lead, place = suggestion.lead, suggestion.place
    return drawn(FACTS_LINE, lead.trade, f" · {place}" if place else "", " long" if lead.long_ago else "", lead.when)


def _name(suggestion: Suggestion, address: str, reads_on: bool) -> SafeString:
    return drawn(NAME_LINK, address, AUTOFOCUS if reads_on else "", suggestion.name)


def _warnings(suggestion: Suggestion) -> SafeString:
    told = [(word.refusal, drawn(" <q>{}</q>", word.words) if word.words else "") for word in suggestion.against]
    told += [(suggestion.warning, "")] if suggestion.warning and not told else []
    told += [(f"{suggestion.warning_beyond}.", "")] if suggestion.warned_beyond else []
    return in_a_row(drawn(WARNING, *each) for each in told)


def _hired_by(word: Word) -> SafeString:
    """The chain from "You" to what was done."""
    said = word.said
    begin = said(HOW_YOU_KNOW_THEM), said(AT_THE_BEGINNING)
    return drawn(CHAIN, *begin, links(word.chain), word.outcome.name, said(AT_THE_END))


def _told(lead: Word, is_quoted: bool) -> SafeString:
    """What the word on the card says; `is_quoted`, if it stands among the warnings too."""
    caveat = drawn(CAVEAT, lead.outcome.name, lead.outcome.label, lead.caveat) if lead.reserved else ""
    words = drawn(WORDS_QUOTED, lead.words) if lead.words else ""
    relation = drawn(RELATION, drawn(lead.said(WORTH_KNOWING), between=lead.relation.label)) if lead.related else ""
    return in_a_row([*([] if is_quoted else [caveat, words]), drawn(BY, lead.said_by, lead.deed), relation])


def _support(suggestion: Suggestion, address: str) -> SafeString | str:
    """The evidence, and where the rest of it stands."""
    if suggestion.more and not suggestion.is_example:
        more = suggestion.lead.said.with_count(MORE_ABOUT, suggestion.more, name="{name}")
        return drawn(EVIDENCE_AND_MORE, suggestion.support, address, drawn(more, name=suggestion.name))
    return drawn(EVIDENCE, suggestion.support) if suggestion.support or suggestion.more else ""


def _reach(suggestion: Suggestion, whose: UUID | None) -> SafeString:
    """And how they are connected; `whose` page it is, a friend's."""
    lead = suggestion.lead
    asked = drawn(lead.said(WHY_THEM), name=suggestion.name)
    actions = _of_friend(lead, lead.friend) if lead.friend and lead.friend.person != whose else ""
    return drawn(REACH_THEM, _way_to(suggestion), asked, lead.connection, lead.said(NOBODY_PAYS), actions)


def _way_to(suggestion: Suggestion) -> SafeString | str:
    if suggestion.phone:
        noted = page(suggestion.public_id, "call_noted")
        return drawn(CALL, suggestion.phone, noted, call_name(suggestion.name, suggestion.phone_as_written))
    return drawn(WEB_SITE, suggestion.website, of_name("web site", suggestion.name)) if suggestion.website else ""


def _of_friend(lead: Word, friend: Link) -> SafeString:
    address = page(friend.person, "friend") if friend.person else ""
    shares = drawn(lead.said(SHARES), name=friend.first_name)
    return drawn(WHY_ACTIONS, address, shares, _block(lead, page(lead.author, "author_block")) if lead.author else "")


def _block(lead: Word, address: str) -> SafeString:
    return drawn(BLOCK, address, drawn(lead.said(BLOCK_NAME), name=lead.shown_as))
