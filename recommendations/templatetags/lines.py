"""A line of the feed: one sentence, with its links where the language puts them."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from recommendations.home.lines import Line
from recommendations.templatetags.addresses import address_of, page

register = template.Library()

LINK, LINK_WITH_FOCUS = '<a href="{}">{}</a>', '<a href="{}" autofocus>{}</a>'
NAME, NAME_OF_WHO = "<bdi>{}</bdi>", "<b><bdi>{}</bdi></b>"


@register.simple_tag
def sentence_of(line: Line, has_focus: bool = False) -> SafeString:
    friend, link = line.who.friend, LINK_WITH_FOCUS if has_focus else LINK
    name = line.who.name
    who = format_html(LINK, page(friend, "friend"), name) if friend else format_html(NAME_OF_WHO, name)
    what = format_html(link, address_of(line.leads_to), line.name) if line.leads_to else format_html(NAME, line.name)
    return mark_safe(line.told(who, what, conditional_escape(line.author)))  # noqa: S308  # all that is put in is escaped
