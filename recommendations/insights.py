"""Insights as one person may read them: the words, and by which name each author is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from people.models import Person
from people.places import folded
from recommendations.chains import Bridges, Link, named_for
from recommendations.models import Insight, Scope
from recommendations.notices import gratitudes
from recommendations.querysets import Way, ways_to
from recommendations.sentences import connected

PAGE = 20
YOURS, KEPT = "yours", "kept"


@dataclass(frozen=True, slots=True)
class Told:
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
    scope: Scope
    mine: bool
    thanked: bool  # by the viewer; what is theirs, by somebody
    kept: bool

    @property
    def said_by(self) -> str:
        """The name at the beginning of a line."""
        return self.name[:1].upper() + self.name[1:]

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
        return connected(self.chain, f"shared it {self.when}", "share") if self.chain else ""


def told(person: Person, insights: Iterable[Insight]) -> list[Told]:
    """Those that they may read, in the same order, by a fixed number of queries."""
    some = list(insights)
    if not some:
        return []
    prefetch_related_objects(some, "author", "trade")  # asks for nothing that is there already
    ways = ways_to(person, {insight.author_id for insight in some} - {person.pk})
    bridges = Bridges(person, ways.values())
    ways[person.pk] = Way(0, [])
    ids = [insight.pk for insight in some]
    marked = set(person.gratitudes.filter(insight__in=ids).values_list("insight", flat=True))
    marked |= set(gratitudes(person).filter(insight__in=ids).values_list("insight", flat=True))
    kept = set(person.kept.filter(insight__in=ids).values_list("insight", flat=True))
    # A tie may have ended since they were fetched.
    near = [each for each in some if _reaches(each, ways)]
    return [_told(each, ways[each.author_id], bridges, each.pk in marked, each.pk in kept) for each in near]


def _reaches(insight: Insight, ways: dict[int, Way]) -> bool:
    return insight.author_id in ways and insight.scope >= ways[insight.author_id].distance


def _told(insight: Insight, way: Way, bridges: Bridges, thanked: bool, kept: bool) -> Told:
    author, trade = insight.author, insight.trade
    name, _, chain = named_for(author.pk, author.name, author.named_beyond, way, bridges)
    return Told(
        public_id=insight.public_id,
        name=name,
        chain=chain,
        author=author.public_id if len(chain) > 1 and chain[-1].known else None,
        words=insight.words,
        link=insight.link,
        trade=trade.name if trade else "",
        trade_slug=trade.slug if trade else "",
        when=about_when(insight.written_at),
        scope=Scope(insight.scope),
        mine=way.distance == 0,
        thanked=thanked,
        kept=kept,
    )


def about_when(moment: datetime) -> str:
    """Never closer than a week, since the time could tell who it was."""
    day, today = timezone.localdate(moment), timezone.localdate()
    if day >= today - timedelta(days=today.weekday()):
        return "this week"
    return f"in {day:%B}" if day.year == today.year else f"in {day:%B %Y}"


# --- Which of them ------------------------------------------------------------------------------


def insights_for(person: Person, whose: str = "", q: str = "", after: str = "") -> tuple[list[Told], str]:
    """The next ones after the one of this id, newest first, and the id of the last if there are more, else ""."""
    found = _chosen(person, whose)
    if q.strip():
        found = found.filter(pk__in=_saying(found, q))
    if last := _last_seen(person, after):
        found = found.filter(Q(written_at__lt=last.written_at) | Q(written_at=last.written_at, pk__lt=last.pk))
    page = list(newest_first(found)[: PAGE + 1])
    return told(person, page[:PAGE]), str(page[PAGE - 1].public_id) if len(page) > PAGE else ""


def shared_by(person: Person, friend: Person) -> list[Told]:
    return told(person, newest_first(Insight.objects.visible_to(person).filter(author=friend)))


def newest_first(insights: QuerySet[Insight]) -> QuerySet[Insight]:
    return insights.select_related("author", "trade").order_by("-written_at", "-pk")


def _chosen(person: Person, whose: str) -> QuerySet[Insight]:
    if whose == YOURS:
        return person.insights.all()
    of_others = Insight.objects.visible_to(person).exclude(author=person)
    return of_others.filter(pk__in=person.kept.values("insight")) if whose == KEPT else of_others


def _saying(insights: QuerySet[Insight], q: str) -> list[int]:
    """Each word stands in it, or in the name of its trade, with or without its accents and capitals."""
    wanted, found = folded(q).split(), []
    for pk, *texts in insights.values_list("pk", "words", "trade__name", "link").iterator():
        said = folded(" ".join(text or "" for text in texts))
        if wanted and all(word in said for word in wanted):
            found.append(pk)
    return found


def _last_seen(person: Person, after: str) -> Insight | None:
    """One that has gone leaves no place behind, which would have to be its time: then it begins again."""
    try:
        return Insight.objects.visible_to(person).filter(public_id=UUID(after)).first()
    except ValueError:
        return None
