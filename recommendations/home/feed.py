"""“From your circle”: what others said, asked and thanked for, newest first, and at some point it ends."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Sequence
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
from recommendations.home.lines import Group, Line, Telling, Thing, grouped, telling_of
from recommendations.home.said import SaidLately, insights_said, offers_said, vouches_said
from recommendations.models import Thanks
from recommendations.sight.names import here

LOOKED_UP = 40  # are looked up for one page
MOST_GROUPS, FEW_GROUPS = 12, 5  # groups on a page; and under “up to date”, where nothing is new
# Things a day of one friend, or of what comes through one: who says a hundred is no louder than who says a few.
MOST_OF_ONE = 3
FEED_PURPOSE, FEED_MARK, SHARE = "recommendations.feed.mark", struct.Struct(">5q?i"), struct.Struct(">qB")
NOWHERE = 2**63 - 1


class FeedMark(NamedTuple):
    """How far somebody has read: of each kind the last id, so that nothing that comes or goes moves what follows."""

    vouch: int = NOWHERE
    insight: int = NOWHERE
    offer: int = NOWHERE
    recipient: int = NOWHERE
    thanks: int = NOWHERE
    is_told: bool = False  # that they are up to date
    day: int = 0  # the one that was read last, by its ordinal
    shares: tuple[int, ...] = ()  # whose shares of it were told of, once for each thing

    def past(self, things: list[Thing], lines: dict[Thing, Line], is_told: bool) -> FeedMark:
        lowest = {thing.kind: thing.pk for thing in things}  # each kind comes by falling ids
        day = _day_of(things[-1]).toordinal() if things else self.day
        told = (lines[each].share for each in things if each in lines and _day_of(each).toordinal() == day)
        before = self.shares if day == self.day else ()
        shares = (*before, *(share for share in told if share is not None))
        return self._replace(**lowest, is_told=is_told, day=day, shares=shares)


@dataclass(frozen=True, slots=True)
class Page:
    groups: list[Group]
    up_to_date: str  # "" or whether to say so "before" or "after" what is here
    more: str  # the mark of the next page, if there is one


def feed_of(person: Person, since: date, after: str = "") -> Page:
    """First what is new since that day; then, once that is told, what was before. By some ten queries, and as many for
    each page of which nothing is told."""
    mark = _opened(person, after)
    while True:
        things = _newest_things(person, mark)
        is_last, things = len(things) <= LOOKED_UP, things[:LOOKED_UP]
        fresh = [] if mark.is_told else _new_since(since, things)
        told = fresh or things
        most = MOST_GROUPS if fresh or mark.is_told else FEW_GROUPS
        chosen, lines, left_out = _first_groups(told, telling_of(person, told), mark, most)
        has_more = not is_last or len(chosen) < len(things)
        groups = grouped(lines.values(), left_out)
        if groups or not has_more:
            break
        mark = mark.past(chosen, lines, mark.is_told)
    all_is_told = len(chosen) == len(fresh) and (is_last or len(fresh) < len(things))
    up_to_date = _up_to_date(mark, bool(fresh), all_is_told)
    past = mark.past(chosen, lines, mark.is_told or bool(up_to_date))
    return Page(groups, up_to_date, _sealed(person, past) if has_more else "")


def _first_groups(
    things: list[Thing], telling: Telling, mark: FeedMark, most: int
) -> tuple[list[Thing], dict[Thing, Line], list[Line]]:
    """As far as they make no more groups than so many: what is told of them, and what is left out. Of one friend, or of
    what comes through one, a few things a day are told."""
    told: Counter[tuple[int, int]] = Counter((mark.day, share) for share in mark.shares)
    keys: set[tuple] = set()
    lines: dict[Thing, Line] = {}
    left_out = []
    for number, thing in enumerate(things):
        line = telling.line(thing)
        if line is None:
            continue
        share = (_day_of(thing).toordinal(), line.share) if line.share is not None else None
        if share and told[share] >= MOST_OF_ONE:
            left_out.append(line)
            continue
        keys.add(line.key)
        if len(keys) > most:
            return things[:number], lines, left_out
        lines[thing] = line
        told.update([share] if share else [])
    return things, lines, left_out


def _day_of(thing: Thing) -> date:
    return thing.at.date()


def _new_since(day: date, things: list[Thing]) -> list[Thing]:
    return list(takewhile(lambda thing: _day_of(thing) >= day, things))


def _up_to_date(mark: FeedMark, is_something_new: bool, all_of_it_is_told: bool) -> str:
    """Where the page says so: before what is old, after the last that is new, or nowhere."""
    if mark.is_told:
        return ""
    if not is_something_new:
        return "before"
    return "after" if all_of_it_is_told else ""


def _newest_things(person: Person, mark: FeedMark) -> list[Thing]:
    """One more than a page, each kind by falling ids, whatever the times say: else the mark would leave some out."""
    most = LOOKED_UP + 1
    said: dict[str, Sequence[SaidLately]] = {
        "vouch": vouches_said(person, mark.vouch, most),
        "insight": insights_said(person, mark.insight, most),
        "offer": offers_said(person, mark.offer, most),
    }
    kinds = [[Thing(kind, each.pk, here(each.at), each) for each in some] for kind, some in said.items()]
    questions = newest_questions(person, mark.recipient, most)
    thanks = _thanks_to(person=person, before=mark.thanks)
    kinds += [
        [Thing("recipient", row.pk, timezone.localtime(row.at), asked) for row, asked in questions],
        [Thing("thanks", each.pk, timezone.localtime(each.sent_at), each) for each in thanks],
    ]
    return list(merge(*kinds, key=lambda thing: thing.at, reverse=True))[: LOOKED_UP + 1]


@CompiledOnce
def _thanks_to(person: Person, before: int) -> QuerySet[Thanks]:
    reached = Thanks.objects.visible_to(person).filter(pk__lt=before).order_by("-pk")
    return reached.select_related("person", "vouch__author", "vouch__provider")[: LOOKED_UP + 1]


# --- The mark, which tells its bearer nothing --------------------------------------------------


def _sealed(person: Person, mark: FeedMark) -> str:
    """A share takes nine bytes however much was told of it, so that an address holds those of a whole circle."""
    *read, shares = mark
    told = b"".join(SHARE.pack(share, times) for share, times in sorted(Counter(shares).items()))
    return sealed(person, FEED_PURPOSE, FEED_MARK.pack(*read) + told)


def _opened(person: Person, mark: str) -> FeedMark:
    """What is not theirs, or nonsense, is the beginning."""
    content = opened(person, FEED_PURPOSE, mark)
    if not content or len(content) < FEED_MARK.size or (len(content) - FEED_MARK.size) % SHARE.size:
        return FeedMark()
    told = dict(SHARE.iter_unpack(content[FEED_MARK.size :]))
    return FeedMark(*FEED_MARK.unpack_from(content))._replace(shares=tuple(Counter(told).elements()))
