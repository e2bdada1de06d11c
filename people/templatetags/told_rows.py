"""The notices of a person, a hundred of them perhaps: each a node of templates for every value put in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from people.drawn import drawn, in_a_row
from people.spoken import spoken

if TYPE_CHECKING:
    from people.told_notices import ToldNotice

register = template.Library()

ANY_NOTICE = UUID(int=0)  # stands in an address for the id that replaces it
NEW = pgettext_lazy("notice", "New")
SENT_WITH = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
NEW_TAG = '<strong class="tag">{}</strong> '
NOTICE_ROW = (
    '<li class="link">\n<form method="post" action="{}">\n{}\n<button type="submit"{}>\n<span>{}{}<small>'
    '<time datetime="{}">{}</time></small></span>\n</button>\n</form>\n</li>'
)
MARKED_NEW = SafeString(' class="new"')


@register.simple_tag(takes_context=True)
def notices_told(context: template.Context, notices: Iterable[ToldNotice]) -> SafeString:
    token, address = drawn(SENT_WITH, context["csrf_token"]), reverse("notice", args=[ANY_NOTICE])
    tag = drawn(NEW_TAG, spoken()(NEW))
    return in_a_row([_row(each, address, token, tag) for each in notices], "\n")


def _row(told: ToldNotice, address: str, token: SafeString, tag: SafeString) -> SafeString:
    notice, is_new = told.notice, not told.notice.read_at
    leads_to = address.replace(str(ANY_NOTICE), str(notice.public_id))
    marks = (MARKED_NEW, tag) if is_new else ("", "")
    return drawn(NOTICE_ROW, leads_to, token, *marks, told.says, told.day, capfirst(told.when))
