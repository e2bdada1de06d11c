"""The thanks that reached one, each in a whole sentence."""

from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recommendations.circle.thanks import ThanksReceived
from recommendations.templatetags.addresses import page

register = template.Library()

LED_TO = '<a href="{}">{}</a>'


@register.simple_tag
def hired_on_word(thanks: ThanksReceived) -> SafeString:
    """Who hired whom, on the reader's word, or on the word of a friend of theirs."""
    giver = _friend(thanks.friend, thanks.giver) if thanks.friend else format_html("<b>{}</b>", thanks.giver)
    provider = format_html(LED_TO, page(thanks.provider_id, "provider"), thanks.provider) if thanks.provider else ""
    author = _friend(thanks.author.person, thanks.author.name) if thanks.author else ""
    return format_html(thanks.says, giver=giver, provider=provider, author=author)


def _friend(person: UUID | None, name: str) -> SafeString:
    return format_html(LED_TO, page(person, "friend") if person else "", name)
