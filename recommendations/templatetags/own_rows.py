"""What stands on every row of one's own list: a page has dozens, and `blocktranslate` takes its time for each."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.spoken import spoken
from people.words import commas
from recommendations.my_list.items import ENTRY, NOTE, Item

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
