"""The friends in the picture of one's circle, and by name: there are up to 150, each a node of templates for every
word of it."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from people.drawn import drawn, in_a_row
from recommendations.circle.picture import CirclePicture, Drawn, Layout, Reach
from recommendations.sight.names import Link
from recommendations.templatetags.addresses import page

register = template.Library()

FRIEND_DRAWN = (
    '<a href="{}" tabindex="-1">\n<title>{}</title>\n'
    '<circle class="cell" cx="{x}" cy="{y}" r="{}"/>\n<circle class="friend" cx="{x}" cy="{y}" r="{}"/>\n{}{}{}</a>'
)
NAME_DRAWN = '<text x="{}" y="{}" font-size="{}">{}</text>\n'
DOTS_DRAWN = '<path class="{}" stroke-width="{}" d="{}"/>\n'
FRIEND_TOLD = (
    '<li class="link"><a href="{}"><span class="disc" aria-hidden="true">{}</span><span>{} <small>{}</small></span></a>'
    "</li>"
)


@register.simple_tag
def friends_drawn(picture: CirclePicture) -> SafeString:
    """With numbers as they are, whatever the language writes."""
    return in_a_row([_friend(each, picture.layout) for each in picture.friends], "\n")


def _friend(each: Drawn, layout: Layout) -> SafeString:
    name = drawn(NAME_DRAWN, each.x, each.y, each.letters, each.text) if each.text else ""
    own, theirs = (
        drawn(DOTS_DRAWN, kind, layout.dot, dots) if dots else ""
        for kind, dots in (("own", each.own), ("theirs", each.beyond))
    )
    at, leads_to = {"x": each.x, "y": each.y}, _page_of(each.friend)
    return drawn(FRIEND_DRAWN, leads_to, each.friend.name, layout.half, layout.disc, name, own, theirs, **at)


@register.simple_tag
def friends_told(reaches: Iterable[Reach]) -> SafeString:
    """Each with what reaches one through them."""
    return in_a_row([_told(each.friend, each.in_words) for each in reaches], "\n")


def _told(friend: Link, words: str) -> SafeString:
    return drawn(FRIEND_TOLD, _page_of(friend), friend.initial, friend.name, words)


def _page_of(friend: Link) -> str:
    return page(friend.person, "friend") if friend.person else ""
