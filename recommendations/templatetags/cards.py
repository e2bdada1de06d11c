"""What stands on every card of a provider: a page has dozens, each a node of templates for every word of it."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from people.drawn import drawn, in_a_row
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.word import Word
from recommendations.sight.names import Link
from recommendations.templatetags.addresses import page
from recommendations.templatetags.chains import links

register = template.Library()

CARD = "{}{}\n<h3>{}</h3>\n{}{}\n{}{}{}"
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
EVIDENCE = '<p class="evidence">{}{}</p>\n'
MORE = ' <a href="{}">{}</a>'
REACH_THEM = '<div class="reach-them">\n{}{}</div>\n'
CALL = '<a class="button" href="tel:{}" data-called="{}"><span class="i i-call" aria-hidden="true"></span>{}</a>\n'
CALL_NUMBER = _('Call <span class="number">{number}</span>')
WEB_SITE = '<a class="button" href="{}" rel="noreferrer">{}</a>\n'
WEB_SITE_OF_THEIRS = _("Web site")
WHY = '<details class="why">\n<summary>{}</summary>\n<p>{} {}</p>\n{}</details>\n'
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
ALSO = _('Also <span class="number">{number}</span>, says <bdi>{who}</bdi>.')


@register.simple_tag(takes_context=True)
def card(context: Context, suggestion: Suggestion) -> SafeString:
    """What is told of them, and how to reach them. Of the page it takes whose it is, a friend who leads nowhere else;
    and whether it goes on where another ended, and one reads on here."""
    address, friend = page(suggestion.public_id, "provider"), context.get("friend")
    reads_on = context["forloop"]["first"] and context["request"].GET.get("after")
    return drawn(
        CARD,
        _photo(suggestion),
        _facts(suggestion),
        suggestion.name if suggestion.is_example else _name(suggestion, address, bool(reads_on)),
        _warnings(suggestion) if suggestion.is_warned_of else "",
        _hired_by(suggestion.lead),
        _told(suggestion.lead, suggestion.lead_is_quoted),
        _support(suggestion, address),
        "" if suggestion.is_example else _reach(suggestion, friend.public_id if friend else None),
    )


@register.simple_tag
def about_number(word: Word) -> SafeString:
    """That a friend can be asked for theirs, or was."""
    said = word.said(ASKED_FOR_NUMBER if word.number_asked else ASK_FOR_NUMBER)
    return drawn(said, friend=word.chain[0].first_name, name=word.name)


@register.simple_tag
def other_numbers(suggestion: Suggestion) -> SafeString | str:
    """Whose the number is, and which others there are, where not everyone who is as near has the same."""
    if suggestion.is_example or not suggestion.by_several:
        return ""
    said, another = suggestion.lead.said, suggestion.phone_of_another
    told = [drawn(said(NUMBER_OF_ANOTHER), whose=another)] if another else []
    told += [drawn(said(ALSO), number=number.as_written, who=number.says_who) for number in suggestion.also]
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
    if not (suggestion.support or suggestion.more):
        return ""
    leads_on = suggestion.more and not suggestion.is_example
    return drawn(EVIDENCE, suggestion.support, drawn(MORE, address, _more_about(suggestion)) if leads_on else "")


def _more_about(suggestion: Suggestion) -> SafeString:
    said = ngettext(
        'and {count} more<span class="vh"> about {name}</span>',
        'and {count} more<span class="vh"> about {name}</span>',
        suggestion.more,
    )
    return drawn(said, count=suggestion.more, name=suggestion.name)


def _reach(suggestion: Suggestion, friend: UUID | None) -> SafeString:
    return drawn(REACH_THEM, _way_to(suggestion), _why_them(suggestion, friend))


def _way_to(suggestion: Suggestion) -> SafeString | str:
    said = suggestion.lead.said
    if suggestion.phone:
        noted, call = page(suggestion.public_id, "call_noted"), said(CALL_NUMBER)
        return drawn(CALL, suggestion.phone, noted, drawn(call, number=suggestion.phone_as_written))
    return drawn(WEB_SITE, suggestion.website, said(WEB_SITE_OF_THEIRS)) if suggestion.website else ""


def _why_them(suggestion: Suggestion, friend: UUID | None) -> SafeString:
    """How they are connected; `friend` is the one whose page this is."""
    lead = suggestion.lead
    asked = drawn(lead.said(WHY_THEM), name=suggestion.name)
    actions = _of_friend(lead, lead.friend) if lead.friend and lead.friend.person != friend else ""
    return drawn(WHY, asked, lead.connection, lead.said(NOBODY_PAYS), actions)


def _of_friend(lead: Word, friend: Link) -> SafeString:
    address = page(friend.person, "friend") if friend.person else ""
    shares = drawn(lead.said(SHARES), name=friend.first_name)
    return drawn(WHY_ACTIONS, address, shares, _block(lead, page(lead.author, "author_block")) if lead.author else "")


def _block(lead: Word, address: str) -> SafeString:
    return drawn(BLOCK, address, drawn(lead.said(BLOCK_NAME), name=lead.shown_as))
