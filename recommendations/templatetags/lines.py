"""A line of the feed: one sentence, with its links where the language puts them."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from recommendations.home.lines import Line
from recommendations.templatetags.addresses import address_of, page

register = template.Library()

TO_PAGE, TO_PAGE_WITH_FOCUS = '<a href="{}">{}</a>', '<a href="{}" autofocus>{}</a>'
NAME_ALONE, NAME_OF_WHO = "<bdi>{}</bdi>", "<b><bdi>{}</bdi></b>"


@register.simple_tag
def sentence_of(line: Line, has_focus: bool = False) -> SafeString:
    friend, link = line.who.friend, TO_PAGE_WITH_FOCUS if has_focus else TO_PAGE
    name = line.who.name
    who = format_html(TO_PAGE, page(friend, "friend"), name) if friend else format_html(NAME_OF_WHO, name)
    what = (
        format_html(link, address_of(line.leads_to), line.name) if line.leads_to else format_html(NAME_ALONE, line.name)
    )
    return mark_safe(line.told(who, what, conditional_escape(line.author)))  # noqa: S308  # all that is put in is escaped
