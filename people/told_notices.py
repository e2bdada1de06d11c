"""The notices of one person as their page tells them: who, what and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Notice, Person
from people.notices import KINDS, Say
from people.words import day_written

DAYS_IN_WORDS = 7  # after so many, it is the date


class ToldNotice(NamedTuple):
    notice: Notice
    says: str
    when: str


def told_to(person: Person, notices: Sequence[Notice]) -> list[ToldNotice]:
    """Of notices that this person may see, each in the same order, by a few statements a kind. Where the thing has gone
    since they were fetched, it says what holds without it."""
    by_saying: dict[Say, list[Notice]] = defaultdict(list)
    for notice in notices:
        if say := KINDS[notice.kind].say:
            by_saying[say].append(notice)
    says: dict[int, str] = {}
    for say, some in by_saying.items():
        says |= say(person, some)
    return [ToldNotice(each, says.get(each.pk, each.message), days_ago(each.made_at)) for each in notices]


def days_ago(moment: datetime) -> str:
    """`today`, `yesterday`, `2 days ago`, or the day."""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days >= DAYS_IN_WORDS:
        return day_written(timezone.localtime(moment))
    if days > 1:
        return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    return _("yesterday") if days == 1 else _("today")
