"""“From your circle”: what others said, asked and thanked for, newest first, and at some point it ends."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import takewhile
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from people.compiled import CompiledOnce
from people.models import Person
from people.sealed import opened, sealed
from recommendations.asks.received import newest_questions
from recommendations.home.lines import Group, Line, Thing, grouped, lines_of
from recommendations.models import Insight, Offer, Thanks, Vouch

LOOKED_UP = 40  # are looked up for one page
MOST_GROUPS, FEW_GROUPS = 12, 5  # groups on a page; and under “up to date”, where nothing is new
FEED_PURPOSE, FEED_MARK = "recommendations.feed.mark", struct.Struct(">5q?")
NOWHERE = 2**63 - 1


class FeedMark(NamedTuple):
    """How far somebody has read: of each kind the last id, so that nothing that comes or goes moves what follows."""

    vouch: int = NOWHERE
    insight: int = NOWHERE
    offer: int = NOWHERE
    recipient: int = NOWHERE
    thanks: int = NOWHERE
    is_told: bool = False  # that they are up to date

    def past(self, things: list[Thing], is_told: bool) -> FeedMark:
        lowest = {thing.kind: thing.pk for thing in things}  # each kind comes by falling ids
        return self._replace(**lowest, is_told=is_told)


@dataclass(frozen=True, slots=True)
class Page:
    groups: list[Group]
    up_to_date: str  # "" or whether to say so "before" or "after" what is here
    more: str  # the mark of the next page, if there is one


def feed_of(person: Person, since: date, after: str = "") -> Page:
    """First what is new since that day; then, once that is told, what was before. By some ten queries."""
    mark = _opened(person, after)
    things = _newest_things(person, mark)
    is_last, things = len(things) <= LOOKED_UP, things[:LOOKED_UP]
    fresh = [] if mark.is_told else _new_since(since, things)
    told = fresh or things
    lines = lines_of(person, told)
    chosen = _first_groups(told, lines, MOST_GROUPS if fresh or mark.is_told else FEW_GROUPS)
    all_is_told = len(chosen) == len(fresh) and (is_last or len(fresh) < len(things))
    up_to_date = _up_to_date(mark, bool(fresh), all_is_told)
    past = mark.past(chosen, mark.is_told or bool(up_to_date))
    has_more = not is_last or len(chosen) < len(things)
    groups = grouped(lines[thing] for thing in chosen if thing in lines)
    return Page(groups, up_to_date, _sealed(person, past) if has_more else "")


def _new_since(day: date, things: list[Thing]) -> list[Thing]:
    return list(takewhile(lambda thing: timezone.localdate(thing.at) >= day, things))


def _up_to_date(mark: FeedMark, is_something_new: bool, all_of_it_is_told: bool) -> str:
    """Where the page says so: before what is old, after the last that is new, or nowhere."""
    if mark.is_told:
        return ""
    if not is_something_new:
        return "before"
    return "after" if all_of_it_is_told else ""


def _newest_things(person: Person, mark: FeedMark) -> list[Thing]:
    """One more than a page, each kind by falling ids, whatever the times say: else the mark would leave some out."""
    kinds = [each(person, mark) for each in (_vouches, _insights, _offers, _questions, _thanks)]
    return list(merge(*kinds, key=lambda thing: thing.at, reverse=True))[: LOOKED_UP + 1]


def _vouches(person: Person, mark: FeedMark) -> Iterator[Thing]:
    found = Vouch.objects.newest_to(person, mark.vouch, LOOKED_UP + 1)
    return (Thing("vouch", each.pk, each.written_at, each) for each in found)


def _insights(person: Person, mark: FeedMark) -> Iterator[Thing]:
    found = Insight.objects.newest_to(person, mark.insight, LOOKED_UP + 1)
    return (Thing("insight", each.pk, each.written_at, each) for each in found)


def _offers(person: Person, mark: FeedMark) -> Iterator[Thing]:
    found = Offer.objects.newest_to(person, mark.offer, LOOKED_UP + 1)
    return (Thing("offer", each.pk, each.written_at, each) for each in found)


def _questions(person: Person, mark: FeedMark) -> Iterator[Thing]:
    found = newest_questions(person, mark.recipient, LOOKED_UP + 1)
    return (Thing("recipient", row.pk, row.at, asked) for row, asked in found)


def _thanks(person: Person, mark: FeedMark) -> Iterator[Thing]:
    found = _thanks_to(person=person, before=mark.thanks)
    return (Thing("thanks", each.pk, each.sent_at, each) for each in found)


@CompiledOnce
def _thanks_to(person: Person, before: int) -> QuerySet[Thanks]:
    reached = Thanks.objects.visible_to(person).filter(pk__lt=before).order_by("-pk")
    return reached.select_related("person", "vouch__author", "vouch__provider")[: LOOKED_UP + 1]


def _first_groups(things: list[Thing], lines: dict[Thing, Line], most: int) -> list[Thing]:
    """As far as they make no more groups than so many."""
    keys: set[tuple] = set()
    for number, thing in enumerate(things):
        keys |= {lines[thing].key} if thing in lines else set()
        if len(keys) > most:
            return things[:number]
    return things


# --- The mark, which tells its bearer nothing --------------------------------------------------


def _sealed(person: Person, mark: FeedMark) -> str:
    return sealed(person, FEED_PURPOSE, FEED_MARK.pack(*mark))


def _opened(person: Person, mark: str) -> FeedMark:
    """What is not theirs, or nonsense, is the beginning."""
    content = opened(person, FEED_PURPOSE, mark)
    return FeedMark(*FEED_MARK.unpack(content)) if content and len(content) == FEED_MARK.size else FeedMark()
