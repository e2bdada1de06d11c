"""What the home page tells, several dozen things of it, and the kinds of work: each a node of templates for every value
put in."""

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import quote

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from people.drawn import drawn, in_a_row
from recommendations.home.lines import Group, Line
from recommendations.templatetags.addresses import address_of, page, path_of

register = template.Library()


class KindCalled(Protocol):
    """A trade."""

    @property
    def called(self) -> str: ...


TO_PAGE, TO_PAGE_WITH_FOCUS = '<a href="{}">{}</a>', '<a href="{}" autofocus>{}</a>'
NAME_ALONE, NAME_OF_WHO = "<bdi>{}</bdi>", "<b><bdi>{}</bdi></b>"
SENTENCE, QUOTED_WORDS = "<p>{}</p>\n", "<blockquote>{}</blockquote>\n"
FACTS_OF_LINE, FACT = '<p class="facts">{} <span>{}</span></p>\n', "<span>{}</span>"
SEVERAL_TOLD = (
    "<details>\n<summary{}><span>{} <small class="
    '"soft">{}</small></span></summary>\n<ul role="list" class="words">\n{}</ul>\n</details>\n'
)
ONE_OF_SEVERAL = "<li>\n{}</li>\n"
KIND_OF_WORK = '<li><a href="{}?q={}">{}</a></li>'


@register.simple_tag
def told_of(group: Group, has_focus: bool = False) -> SafeString:
    """One thing in a sentence with its links; several as one, to be opened."""
    if group.is_one:
        return _told(sentence_of(group.first, has_focus), group.first)
    lines = in_a_row([drawn(ONE_OF_SEVERAL, _told(_name_of(line), line)) for line in group.lines])
    focus = SafeString(" autofocus" if has_focus else "")
    return drawn(SEVERAL_TOLD, focus, group.summary, group.first.when, lines)


def _told(says: str, line: Line) -> SafeString:
    words = drawn(QUOTED_WORDS, line.words) if line.words else ""
    facts = drawn(FACT, line.facts) if line.facts else ""
    return in_a_row([drawn(SENTENCE, says), words, drawn(FACTS_OF_LINE, facts, capfirst(line.when))])


def _name_of(line: Line) -> str:
    return drawn(TO_PAGE, address_of(line.leads_to), line.name) if line.leads_to else line.name


def sentence_of(line: Line, has_focus: bool = False) -> SafeString:
    friend, link = line.who.friend, TO_PAGE_WITH_FOCUS if has_focus else TO_PAGE
    name = line.who.name
    who = drawn(TO_PAGE, page(friend, "friend"), name) if friend else drawn(NAME_OF_WHO, name)
    what = drawn(link, address_of(line.leads_to), line.name) if line.leads_to else drawn(NAME_ALONE, line.name)
    return mark_safe(line.told(who, what, escape(line.author)))  # noqa: S308  # all that is put in is escaped


@register.simple_tag
def kinds_of_work(trades: Iterable[KindCalled]) -> SafeString:
    """Each led to what Find has of it."""
    find = path_of("find")
    called = [trade.called for trade in trades]
    return in_a_row([drawn(KIND_OF_WORK, find, quote(each), each) for each in called])
