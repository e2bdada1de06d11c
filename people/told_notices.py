"""The notices of one person as their page tells them: who, what and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from people.models import Notice, Person
from people.notices import KINDS, Say
from people.words import day_written

DAYS_IN_WORDS = 7  # after so many, it is the date


class ToldNotice(NamedTuple):
    notice: Notice
    says: str
    day: date  # where its reader is
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
    today, days = timezone.localdate(), [timezone.localdate(each.made_at) for each in notices]
    return [
        ToldNotice(each, says.get(each.pk) or each.message, day, days_ago(day, today))
        for each, day in zip(notices, days, strict=True)
    ]


def days_ago(day: date, today: date) -> str:
    """`today`, `yesterday`, `2 days ago`, or the day."""
    days = (today - day).days
    if days >= DAYS_IN_WORDS:
        return _day_in_words(day, get_language())
    if days > 1:
        return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    return _("yesterday") if days == 1 else _("today")


@lru_cache(maxsize=1000)
def _day_in_words(day: date, language: str | None) -> str:
    """Kept, since a page tells a hundred days, many of them the same."""
    return day_written(day)
