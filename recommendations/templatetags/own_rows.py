"""What stands on every row of one's own list: a page has dozens, and `blocktranslate` takes its time for each."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from people.drawn import drawn, in_a_row
from people.spoken import spoken
from people.words import commas
from recommendations.my_list.items import ENTRY, NOTE, Item
from recommendations.my_list.numbers import OwnNumber

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
CALL_NAME = _('Call<span class="vh"> {name}</span> <span class="number">{number}</span>')
WHEN_HIRED, WHEN_THEY_HIRED, WHEN_YOU_HIRED = _("Hired {month}"), _("They hired {month}"), _("You hired {month}")
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
def of_name(what: str, name: str) -> SafeString:
    return format_html(spoken()(OF_NAME[what]), name=name)


@register.simple_tag
def call_name(name: str, number: str) -> SafeString:
    return format_html(spoken()(CALL_NAME), name=name, number=number)


@register.simple_tag
def hired_in(month: date, kind: str = "") -> str:
    """By its owner: on their own card as told to them; by whoever told them of it."""
    said = spoken()
    return said({NOTE: WHEN_THEY_HIRED, "": WHEN_YOU_HIRED}.get(kind, WHEN_HIRED)).format(month=said.month(month))


@register.simple_tag
def who_may_read(item: Item) -> str:
    return spoken()(NO_VOUCH_YET if item.kind == ENTRY else WHO_MAY_READ).format(readers=item.readers)
