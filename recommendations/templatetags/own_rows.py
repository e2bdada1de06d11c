"""What stands on every row of one's own list: a page has dozens, and `blocktranslate` takes its time for each."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.drawn import drawn, in_a_row
from people.spoken import spoken
from people.words import commas
from recommendations.my_list.items import ENTRY, NOTE, Item
from recommendations.my_list.numbers import OwnNumber
from recommendations.templatetags.addresses import page

register = template.Library()
register.filter(commas)

OF_NAME = {
    "hired again": _('Hired them again<span class="vh">: {name}</span>'),
    "edit vouch": _('Edit<span class="vh"> your vouch for {name}</span>'),
    "photos": _('Photos<span class="vh"> of what {name} did</span>'),
    "withdraw": _('Withdraw<span class="vh"> your vouch for {name}</span>'),
    "say": _('Say what they did<span class="vh">: {name}</span>'),
    "edit": _('Edit<span class="vh"> {name}</span>'),
    "remove": _('Remove<span class="vh"> {name}</span>'),
    "who told": _('Who told you<span class="vh"> of {name}</span>?'),
    "discard": _('Discard<span class="vh">: what you were told of {name}</span>'),
    "hired too": _('I hired them too<span class="vh">: {name}</span>'),
    "take off": _('Take off the list<span class="vh">: {name}</span>'),
    "web site": _('Web site<span class="vh"> of {name}</span>'),
    "told by": _("Told by <b>{name}</b>. Only you see this."),
    "change": _('Change<span class="vh"> {name}</span>'),
}
CALL_NAME = _('Call<span class="vh"> {name} </span><span class="number">{number}</span>')
WHEN_HIRED = _("Hired {month}")
WHEN_THEY_HIRED, WHEN_YOU_HIRED = _("They hired them in {month}"), _("You hired them in {month}")
WHO_MAY_READ = _("Who may read it: {readers}.")
NO_VOUCH_YET = _("Who may read it: {readers}. It is no vouch yet.")


CALL_FIRST = _("Call %(name)s:")
WITHOUT_A_NUMBER = _("No number")
NUMBER_ROW = '<li class="call">\n<span><b>{}</b> <small>{}</small></span>\n{}\n</li>'
CALL_BUTTON = (
    '<a class="button" href="tel:{}"><span class="i i-call" aria-hidden="true"></span><span class="vh">{}</span>'
    '<span class="number">{}</span></a>'
)
WITHOUT_NUMBER = '<span class="soft">{}</span>'
OWN_CARD = (
    '<li><article class="card offered">\n<p class="facts"><span><strong>{}</strong>{}</span>{}</p>\n<h3>{}</h3>\n'
    '{}{}{}<div class="actions">\n{}{}</div>\n</article></li>\n'
)
WITHOUT_A_TRADE = _("No trade yet")
OWN_WHEN = ' <span class="when">{}</span>'
TO_PROVIDER = '<a href="{}">{}</a>'
OWN_CAVEAT = '<p class="caveat {}"><strong>{}</strong> {}</p>\n'
OWN_REFUSAL = _("You would not hire them again")
OWN_JOB, OWN_QUOTE = "<p>{}</p>\n", "<blockquote>{}</blockquote>\n"
CALL_THEM = '<a class="button" href="tel:{}"><span class="i i-call" aria-hidden="true"></span>{}</a>\n'
SITE_OF_THEIRS = '<a class="button" href="{}" rel="noreferrer">{}</a>\n'
EDIT_ENTRY = '<a class="quiet" href="{}">{}</a>\n'


@register.simple_tag
def number_rows(numbers: Iterable[OwnNumber]) -> SafeString:
    return in_a_row([drawn(NUMBER_ROW, each.name, each.note, _call_button(each)) for each in numbers], "\n")


def _call_button(number: OwnNumber) -> SafeString:
    said = spoken()
    if not number.phone:
        return drawn(WITHOUT_NUMBER, said(WITHOUT_A_NUMBER))
    call = mark_safe(said(CALL_FIRST) % {"name": escape(number.name)})  # noqa: S308  # what is put in is escaped
    return drawn(CALL_BUTTON, number.phone, call, number.phone_as_written)


@register.simple_tag
def own_cards(items: Iterable[Item]) -> SafeString:
    """Of those on one's own list whom one searches for: as short as a suggestion, and with what one thought of them."""
    return in_a_row(_own_card(item) for item in items)


def _own_card(item: Item) -> SafeString:
    return drawn(
        OWN_CARD,
        item.trade or spoken()(WITHOUT_A_TRADE),
        f" · {item.place}" if item.place else "",
        drawn(OWN_WHEN, hired_in(item.hired_on)) if item.hired_on else "",
        drawn(TO_PROVIDER, page(item.provider, "provider"), item.name) if item.provider else item.name,
        _own_caveat(item),
        drawn(OWN_JOB, capfirst(item.job)) if item.job else "",
        drawn(OWN_QUOTE, linebreaksbr(item.words)) if item.words else "",
        "" if item.is_not_again else _way_to(item),
        drawn(EDIT_ENTRY, page(item.public_id, "entry_edit"), of_name("edit", item.name)) if item.kind == ENTRY else "",
    )


def _own_caveat(item: Item) -> SafeString | str:
    if item.is_not_again:
        return drawn(OWN_CAVEAT, "NO", spoken()(OWN_REFUSAL), item.caveat)
    return drawn(OWN_CAVEAT, "BUT", item.outcome, item.caveat) if item.caveat else ""


def _way_to(item: Item) -> SafeString | str:
    if item.phone:
        return drawn(CALL_THEM, item.phone, call_name(item.name, item.phone_as_written))
    return drawn(SITE_OF_THEIRS, item.website, of_name("web site", item.name)) if item.website else ""


@register.simple_tag
def of_name(what: str, name: str) -> SafeString:
    return drawn(spoken()(OF_NAME[what]), name=name)


@register.simple_tag
def call_name(name: str, number: str) -> SafeString:
    return drawn(spoken()(CALL_NAME), name=name, number=number)


@register.simple_tag
def hired_in(month: date, kind: str = "") -> str:
    """By its owner: on their own card as told to them; by whoever told them of it."""
    said = spoken()
    return said({NOTE: WHEN_THEY_HIRED, "": WHEN_YOU_HIRED}.get(kind, WHEN_HIRED)).format(month=said.month(month))


@register.simple_tag
def who_may_read(item: Item) -> str:
    return spoken()(NO_VOUCH_YET if item.kind == ENTRY else WHO_MAY_READ).format(readers=item.readers)
