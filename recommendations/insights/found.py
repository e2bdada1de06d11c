"""Insights as one person may read them: the words, and by which name each author is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import QuerySet, Value, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from people.compiled import CompiledOnce, any_of
from people.models import Person
from people.places import folded
from people.spoken import spoken
from people.words import month_within_a_year
from recommendations.models import Gratitude, Insight, InsightScope, trade_names
from recommendations.models.insights import InsightQuerySet
from recommendations.providers.evidence import TOLD_OF_SHARING, connected
from recommendations.search.matching import Vocabulary, all_stand_in
from recommendations.sight.names import Bridges, Link, ToldShared
from recommendations.sight.rule import Way, ways_to

INSIGHTS_A_PAGE = 20
THIS_WEEK = pgettext_lazy("when something was done", "this week")
IN_MONTH = pgettext_lazy("when something was done", "in {month}")
YOUR_OWN, KEPT_ONES = "yours", "kept"
THANKED_FOR, KEPT_MARK = 1, 2  # marks of a person on an insight


@dataclass(frozen=True, slots=True)
class ToldInsight(ToldShared):
    """One insight as this viewer may see it: nothing here has to be hidden from them."""

    public_id: UUID
    name: str
    chain: tuple[Link, ...]
    author: UUID | None  # of one who is named, though not of the circle: the viewer may block them
    words: str
    link: str
    trade: str
    trade_slug: str
    when: str
    grown: str  # when its author added to it, corrected it, or called it out of date; "" if not
    corrected: str
    outdated: str
    scope: InsightScope
    mine: bool
    thanked: bool  # by the viewer; what is theirs, by somebody
    kept: bool

    @property
    def host(self) -> str:
        """As it would be asked for, without letters that only look like others."""
        host = (urlsplit(self.link).hostname or "").removeprefix("www.")
        return host if host.isascii() else host.encode("idna").decode()

    @property
    def rest_of_link(self) -> str:
        """What follows the host."""
        parts = urlsplit(self.link)
        return parts._replace(scheme="", netloc="").geturl().removesuffix("/")

    @property
    def connection(self) -> str:
        return connected(self.chain, TOLD_OF_SHARING, self.when) if self.chain else ""


def told_insights(person: Person, insights: Iterable[Insight]) -> list[ToldInsight]:
    """Those that they may read, in the same order, by a fixed number of queries."""
    some = list(insights)
    if not some:
        return []
    prefetch_related_objects(some, "author", "trade")  # asks for nothing that is there already
    ways = ways_to(person, {insight.author_id for insight in some} - {person.pk})
    bridges = Bridges(person, ways.values())
    ways[person.pk] = Way(0, [])
    marks = _marks_on(person=person, ids=tuple(insight.pk for insight in some))
    marked, kept = ({pk for pk, mark in marks if mark == which} for which in (THANKED_FOR, KEPT_MARK))
    # A tie may have ended since they were fetched.
    near = [each for each in some if _reaches(each, ways)]
    return [_told(each, ways[each.author_id], bridges, each.pk in marked, each.pk in kept) for each in near]


@CompiledOnce
def _marks_on(person: Person, ids: tuple[int, ...]) -> QuerySet[Any, Any]:
    """Which of the insights the person has thanked for, or was thanked for, and which they keep."""
    given, received = person.gratitudes.all(), Gratitude.objects.received_by(person)
    marks: list[tuple[QuerySet[Any], int]] = [
        (given, THANKED_FOR),
        (received, THANKED_FOR),
        (person.kept.all(), KEPT_MARK),
    ]
    first, *more = (
        each.filter(insight__in=any_of(ids)).order_by().values_list("insight", Value(mark)) for each, mark in marks
    )
    return first.union(*more)


def _reaches(insight: Insight, ways: dict[int, Way]) -> bool:
    return insight.author_id in ways and ways[insight.author_id].reaches(insight.scope)


def _told(insight: Insight, way: Way, bridges: Bridges, thanked: bool, kept: bool) -> ToldInsight:
    author, trade = insight.author, insight.trade
    naming = bridges.naming_of(author, way)
    return ToldInsight(
        public_id=insight.public_id,
        name=naming.shown_as,
        chain=naming.chain,
        author=naming.stranger(author.public_id),
        words=insight.words,
        link=insight.link,
        trade=insight.kind,
        trade_slug=trade.slug if trade else "",
        when=about_when(insight.written_at),
        grown=about_when(insight.grown_at),
        corrected=about_when(insight.corrected_at),
        outdated=about_when(insight.outdated_at),
        scope=InsightScope(insight.scope),
        mine=way.distance == 0,
        thanked=thanked,
        kept=kept,
    )


def about_when(moment: datetime | None) -> str:
    """Never closer than a week, since the time could tell who it was."""
    return about_day(timezone.localdate(moment), timezone.localdate()) if moment else ""


def about_day(day: date, today: date) -> str:
    """The same, where the days are known."""
    said = spoken()
    if day >= today - timedelta(days=today.weekday()):
        return said(THIS_WEEK)
    return said(IN_MONTH).format(month=month_within_a_year(day, today))


# --- Which of them ------------------------------------------------------------------------------


class FoundInsights(NamedTuple):
    insights: list[ToldInsight]
    last: str  # the id of the last of them if there are more, else ""
    words: str  # that were looked for: what was typed, with its slips mended


def insights_for(person: Person, whose: str = "", q: str = "", after: str = "") -> FoundInsights:
    """The next ones after the one of this id, newest first."""
    found, words = _chosen(person, whose, q).newest_first().select_related("author", "trade"), q
    if q:
        saying, words = _saying(found, q)
        found = found.filter(pk__in=saying)
    if last := _last_seen(person, after):
        found = found.after(last)
    page = list(found[: INSIGHTS_A_PAGE + 1])
    more = str(page[INSIGHTS_A_PAGE - 1].public_id) if len(page) > INSIGHTS_A_PAGE else ""
    return FoundInsights(told_insights(person, page[:INSIGHTS_A_PAGE]), more, words)


def insights_shared_by(person: Person, friend: Person) -> list[ToldInsight]:
    return told_insights(person, _shared_by(person=person, friend=friend.pk))


@CompiledOnce
def _shared_by(person: Person, friend: int) -> QuerySet[Insight]:
    """Of what comes by way of the friend what is their own, so that nothing of others is looked through."""
    theirs = Insight.objects.visible_to(person, by=[friend]).filter(author=friend).newest_first()
    return theirs.select_related("author", "trade")


def _chosen(person: Person, whose: str, q: str) -> InsightQuerySet:
    """Those of others that are not out of date; where one looks for words also those that are, and one's own."""
    if whose == YOUR_OWN:
        return person.insights.all()
    visible = Insight.objects.visible_to(person)
    if whose == KEPT_ONES:
        return visible.filter(pk__in=person.kept.values("insight"))
    return visible if q else visible.up_to_date().exclude(author=person)


def _saying(insights: QuerySet[Insight], q: str) -> tuple[list[int], str]:
    """In which each word stands, or in the name of their trade or in their link; and the words, slips mended."""
    texts = {
        pk: folded(" ".join((*said, *(trade_names(slug, name) if slug else ()))))
        for pk, slug, name, *said in insights.values_list(
            "pk", "trade__slug", "trade__name", "words", "other", "link"
        ).iterator()
    }
    typed = folded(q).split()
    vocabulary = Vocabulary(list(texts.values()))
    words = [vocabulary.meant_by(word) or word for word in typed]
    found = [pk for pk, text in texts.items() if words and all_stand_in(words, text)]
    return found, q if words == typed else " ".join(words)


def _last_seen(person: Person, after: str) -> Insight | None:
    """One that has gone leaves no place behind, which would have to be its time: then it begins again."""
    try:
        return Insight.objects.few_visible_to(person).filter(public_id=UUID(after)).first()
    except ValueError:
        return None
