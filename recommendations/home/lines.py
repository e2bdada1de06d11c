"""What the home page says of each thing from one's circle: by whom, by the name rule, and several of one as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import Truncator

from people.compiled import CompiledOnce, any_of
from people.models import Person
from recommendations.insights.found import about_when
from recommendations.models import Insight, Offer, Outcome, Thanks, Vouch
from recommendations.offers.found import how_long
from recommendations.pages import PageOf
from recommendations.providers.evidence import listed
from recommendations.sight.asks import Asked
from recommendations.sight.names import Bridges, Naming, Told, at_beginning
from recommendations.sight.rule import NOT_NEAR, Way, ways_to

LONGEST_IN_LINE, LONGEST_IN_GROUP = 200, 40  # letters of what somebody wrote
NOBODYS_SHARE = 0


class Thing(NamedTuple):
    kind: str
    pk: int
    at: datetime
    what: Vouch | Insight | Offer | Asked | Thanks

    def __hash__(self) -> int:
        return hash((self.kind, self.pk))


class Who(NamedTuple):
    """By which name somebody is called, alone and with others who are called the same."""

    name: str
    several: str
    friend: UUID | None  # their id, if they are one of the circle
    key: int | str  # whoever is not named is only what they are called, so that no two words of theirs are put together


@dataclass(frozen=True, slots=True)
class Line(Told):
    """One thing. Nothing here has to be hidden from its reader."""

    key: tuple
    who: Who
    does: str
    they_do: str  # of several people
    name: str  # what is done to; a link, if there is a page of it
    short: str  # the same among others
    leads_to: PageOf | None
    when: str
    facts: str = ""
    words: str = ""
    end: str = ""  # of the sentence
    # Of whose share of a day it is: the friend's by whose way it comes; NOBODYS_SHARE, if nobody may be named; None, if
    # it is meant for its reader.
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Group(Told):
    lines: list[Line]
    has_more: bool = False  # that this friend said, and that stands on their page alone

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def is_one(self) -> bool:
        return len(self.lines) == 1

    @property
    def names(self) -> str:
        return listed([*dict.fromkeys(line.short for line in self.lines)])

    @property
    def summary(self) -> str:
        first = self.first
        does = first.does if isinstance(first.who.key, int) else first.they_do
        return f"{first.who.several} {does} {self.names}{first.end}"


def grouped(lines: Iterable[Line], left_out: Iterable[Line] = ()) -> list[Group]:
    """Where the newest of each group stands; the last of a friend says that more was left out."""
    groups: dict[tuple, Group] = {}
    for line in lines:
        groups.setdefault(line.key, Group([])).lines.append(line)
    friends = {line.who.friend for line in left_out if line.who.friend}
    last = {group.first.who.friend: key for key, group in groups.items()}
    for friend in friends & last.keys():
        groups[last[friend]] = replace(groups[last[friend]], has_more=True)
    return list(groups.values())


def lines_of(person: Person, things: Iterable[Thing]) -> dict[Thing, Line]:
    """By three queries, whatever there is. Of some there may be none: a tie has ended since they were found."""
    some = list(things)
    ways = ways_to(person, {who for thing in some for who in _people_of(thing)} - {person.pk})
    bridges = Bridges(person, ways.values())
    thanks = tuple(thing.pk for thing in some if thing.kind == "thanks")
    telling = Telling(person, ways, bridges, set(_read_by(person=person, thanks=thanks)) if thanks else set())
    lines = {thing: telling.line(thing) for thing in some}
    return {thing: line for thing, line in lines.items() if line}


@CompiledOnce
def _read_by(person: Person, thanks: tuple[int, ...]) -> QuerySet[Any, Any]:
    """Of the vouches that are thanked for."""
    return Vouch.objects.visible_to(person).filter(thanks__in=any_of(thanks)).values_list("pk", flat=True)


def _people_of(thing: Thing) -> list[int]:
    what = thing.what
    if isinstance(what, Thanks):
        return [what.person_id, what.vouch.author_id]
    return [what.author_id] if isinstance(what, Vouch | Insight | Offer) else []


class Telling(NamedTuple):
    """All that has to be known of the people whom one page names."""

    person: Person
    ways: dict[int, Way]
    bridges: Bridges
    read: set[int]  # of the vouches that are thanked for

    def line(self, thing: Thing) -> Line | None:
        line = self._sentence(thing.what)
        return replace(line, when=about_when(thing.at), key=(line.does, line.end, line.who.key)) if line else None

    def _sentence(self, what: Vouch | Insight | Offer | Asked | Thanks) -> Line | None:
        if isinstance(what, Asked):
            return _asked(what)
        return self._thanked(what) if isinstance(what, Thanks) else self._said(what)

    def _said(self, what: Vouch | Insight | Offer) -> Line | None:
        author, way = what.author, self.ways.get(what.author_id)
        if way is None or not way.reaches(what.scope) or not self.bridges.knows(author.pk, way):
            return None
        naming = self.bridges.naming_of(author, way)
        who, by = _who(author, naming), self.bridges.friend_to(author.pk, naming.is_named, way)
        return replace(_told_by(who, what), share=by or NOBODYS_SHARE)

    def _thanked(self, thanks: Thanks) -> Line | None:
        giver, vouch = thanks.person, thanks.vouch
        way = self.ways.get(giver.pk, NOT_NEAR)
        if not self.bridges.knows(giver.pk, way):
            return None
        end = " on your word"
        if vouch.author_id != self.person.pk:
            if vouch.author_id not in self.bridges.links:
                return None
            end = f" on {vouch.author.name}’s word, which reached them through you"
        shown = vouch.pk in self.read
        name, leads_to = (vouch.name, _provider_of(vouch)) if shown else ("someone", None)
        who = self._who(giver, way)
        return Line((), who, "hired", "hired", name, name, leads_to, "", words=thanks.words, end=end)

    def _who(self, someone: Person, way: Way) -> Who:
        return _who(someone, self.bridges.naming_of(someone, way))


def _who(someone: Person, naming: Naming) -> Who:
    if naming.is_named:
        return Who(naming.shown_as, naming.shown_as, naming.friend, someone.pk)
    several = f"Friends of {naming.through}" if naming.through else "People beyond your circle"
    return Who(at_beginning(naming.shown_as), several, None, naming.shown_as)


def _told_by(who: Who, what: Vouch | Insight | Offer) -> Line:
    if isinstance(what, Vouch):
        return _vouched(who, what)
    return _shared(who, what) if isinstance(what, Insight) else _offered(who, what)


def _vouched(who: Who, vouch: Vouch) -> Line:
    refused = vouch.outcome == Outcome.NO
    does, end = ("would not hire", " again") if refused else ("vouched for", "")
    place = vouch.place.name if vouch.place else ""
    facts = " · ".join(part for part in (vouch.kind, place, f"hired in {vouch.hired_on:%B %Y}") if part)
    words = Truncator(vouch.words or vouch.caveat).chars(LONGEST_IN_LINE)
    if vouch.outcome == Outcome.BUT:
        facts += " · with a caveat"
    return Line((), who, does, does, vouch.name, vouch.name, _provider_of(vouch), "", facts, words, end)


def _provider_of(vouch: Vouch) -> PageOf:
    return PageOf("provider", vouch.provider.public_id)


def _shared(who: Who, insight: Insight) -> Line:
    short = f"“{Truncator(insight.words).chars(LONGEST_IN_GROUP)}”"
    words = Truncator(insight.words).chars(LONGEST_IN_LINE)
    name, leads_to = "something they learned", PageOf("insight", insight.public_id)
    return Line((), who, "shared", "shared", name, short, leads_to, "", insight.kind, words)


def _offered(who: Who, offer: Offer) -> Line:
    # In quotes: its author may speak of “my ladder”.
    short, leads_to = f"“{Truncator(offer.words).chars(LONGEST_IN_GROUP)}”", PageOf("offer", offer.public_id)
    place = offer.place.name if offer.place else ""
    facts = " · ".join(part for part in (offer.kind, place, how_long(offer.until)) if part)
    return Line((), who, offer.does, offer.does, f"“{offer.words}”", short, leads_to, "", facts)


def _asked(asked: Asked) -> Line:
    ask = asked.ask
    who = _who(ask.person, asked.asker)
    (does, they_do, _), needed, place = ask.deeds, ask.need, ask.place.name if ask.place else ""
    passed = f"passed on by {asked.passer}" if asked.passer and not asked.is_put else ""
    facts = " · ".join(part for part in (place, ask.get_by_when_display(), passed) if part)
    words = Truncator(ask.words).chars(LONGEST_IN_LINE)
    leads_to = PageOf("ask", ask.public_id)
    return Line((), who, does, they_do, needed, needed, leads_to, "", facts, words)
