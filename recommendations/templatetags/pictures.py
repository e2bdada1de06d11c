"""The friends in the picture of one's circle: there are up to 150, each a node of templates for every word of it."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from recommendations.circle.picture import CirclePicture, Drawn, Layout
from recommendations.templatetags.addresses import page

register = template.Library()

FRIEND_DRAWN = (
    '<a href="{}" tabindex="-1">\n<title>{}</title>\n'
    '<circle class="cell" cx="{x}" cy="{y}" r="{}"/>\n<circle class="friend" cx="{x}" cy="{y}" r="{}"/>\n{}{}{}</a>'
)
NAME_DRAWN = '<text x="{}" y="{}" font-size="{}">{}</text>\n'
DOTS_DRAWN = '<path class="{}" stroke-width="{}" d="{}"/>\n'


@register.simple_tag
def friends_drawn(picture: CirclePicture) -> SafeString:
    """With numbers as they are, whatever the language writes."""
    return format_html_join("\n", "{}", ((_friend(each, picture.layout),) for each in picture.friends))


def _friend(each: Drawn, layout: Layout) -> SafeString:
    name = format_html(NAME_DRAWN, str(each.x), str(each.y), str(each.letters), each.text) if each.text else ""
    own, theirs = (
        format_html(DOTS_DRAWN, kind, str(layout.dot), dots) if dots else ""
        for kind, dots in (("own", each.own), ("theirs", each.beyond))
    )
    leads_to = page(each.friend.person, "friend") if each.friend.person else ""
    at = {"x": str(each.x), "y": str(each.y)}
    return format_html(
        FRIEND_DRAWN, leads_to, each.friend.name, str(layout.half), str(layout.disc), name, own, theirs, **at
    )
