"""What the home page says of each thing from one's circle: by whom, by the name rule, and several of one as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext_lazy, pgettext

from people.compiled import CompiledOnce, any_of
from people.models import Person
from people.words import beginning, in_quotes
from recommendations.insights.found import about_when
from recommendations.models import Gladly, Insight, Offer, Outcome, Shape, Thanks, Vouch
from recommendations.offers.found import how_long
from recommendations.pages import PageOf
from recommendations.providers.evidence import listed
from recommendations.sight.asks import Asked
from recommendations.sight.names import Bridges, Naming, Told, at_beginning
from recommendations.sight.rule import NOT_NEAR, Way, ways_to

LONGEST_IN_LINE, LONGEST_IN_GROUP = 200, 40  # letters of what somebody wrote
NOBODYS_SHARE = 0
VOUCHED, WOULD_NOT_AGAIN, SHARED_IT, ON_YOUR_WORD, THROUGH_YOU = "vouched", "refused", "shared", "hired", "through"
SEVERAL = 2
# Of one person (`who`), and of several. `what` is a name, words in quotes, or several of these.
SENTENCES: dict[str | Gladly | Shape, Any] = {
    VOUCHED: npgettext_lazy("of people", "{who} vouched for {what}", "{who} vouched for {what}", "many"),
    WOULD_NOT_AGAIN: npgettext_lazy(
        "of people", "{who} would not hire {what} again", "{who} would not hire {what} again", "many"
    ),
    SHARED_IT: npgettext_lazy("of people", "{who} shared {what}", "{who} shared {what}", "many"),
    ON_YOUR_WORD: npgettext_lazy(
        "of people", "{who} hired {what} on your word", "{who} hired {what} on your word", "many"
    ),
    THROUGH_YOU: npgettext_lazy(
        "of people",
        "{who} hired {what} on {author}’s word, which reached them through you",
        "{who} hired {what} on {author}’s word, which reached them through you",
        "many",
    ),
    # Translators: what they would do is in their words, which finish “I would gladly …”.
    Gladly.LEND: npgettext_lazy(
        "of people", "{who} would gladly lend {what}", "{who} would gladly lend {what}", "many"
    ),
    Gladly.DO: npgettext_lazy("of people", "{who} would gladly {what}", "{who} would gladly {what}", "many"),
    Gladly.EXPLAIN: npgettext_lazy(
        "of people", "{who} would gladly explain {what}", "{who} would gladly explain {what}", "many"
    ),
    Shape.SOMEBODY: npgettext_lazy("of people", "{who} asks for {what}", "{who} ask for {what}", "many"),
    Shape.MATTER: npgettext_lazy("of people", "{who} asks about {what}", "{who} ask about {what}", "many"),
    Shape.QUESTION: npgettext_lazy("of people", "{who} asks {what}", "{who} ask {what}", "many"),
}


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
    says: str | Gladly | Shape  # which of SENTENCES
    name: str  # what is spoken of; a link, if there is a page of it
    short: str  # the same among others
    leads_to: PageOf | None
    when: str
    facts: str = ""
    words: str = ""
    author: str = ""  # whose word it was, where the sentence names them
    # Of whose share of a day it is: the friend's by whose way it comes; NOBODYS_SHARE, if nobody may be named; None, if
    # it is meant for its reader.
    share: int | None = None

    @property
    def text(self) -> str:
        return self.told(self.who.name, self.name, self.author)

    def told(self, who: str, what: str, author: str, many: int = 1) -> str:
        """With these put in, which a page may dress; `many` people are they who did it."""
        return SENTENCES[self.says].format(who=who, what=what, author=author, many=many)


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
        first, who = self.first, self.first.who
        return first.told(who.several, self.names, first.author, many=1 if isinstance(who.key, int) else SEVERAL)


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
        return replace(line, when=about_when(thing.at), key=(line.says, line.author, line.who.key)) if line else None

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
        is_own = vouch.author_id == self.person.pk
        if not is_own and vouch.author_id not in self.bridges.links:
            return None
        says, author = (ON_YOUR_WORD, "") if is_own else (THROUGH_YOU, vouch.author.name)
        shown = vouch.pk in self.read
        name, leads_to = (vouch.name, _provider_of(vouch)) if shown else (pgettext("whom they hired", "someone"), None)
        who = self._who(giver, way)
        return Line((), who, says, name, name, leads_to, "", words=thanks.words, author=author)

    def _who(self, someone: Person, way: Way) -> Who:
        return _who(someone, self.bridges.naming_of(someone, way))


def _who(someone: Person, naming: Naming) -> Who:
    if naming.is_named:
        return Who(naming.shown_as, naming.shown_as, naming.friend, someone.pk)
    through, beyond = _("Friends of {name}"), _("People beyond your circle")
    several = through.format(name=naming.through) if naming.through else beyond
    return Who(at_beginning(naming.shown_as), several, None, naming.shown_as)


def _told_by(who: Who, what: Vouch | Insight | Offer) -> Line:
    if isinstance(what, Vouch):
        return _vouched(who, what)
    return _shared(who, what) if isinstance(what, Insight) else _offered(who, what)


def _vouched(who: Who, vouch: Vouch) -> Line:
    place = vouch.place.name if vouch.place else ""
    month = date_format(vouch.hired_on, "YEAR_MONTH_FORMAT")
    facts = " · ".join(part for part in (vouch.kind, place, _("hired in {month}").format(month=month)) if part)
    words = beginning(vouch.words or vouch.caveat, LONGEST_IN_LINE)
    if vouch.outcome == Outcome.BUT:
        facts = " · ".join((facts, _("with a caveat")))
    says = WOULD_NOT_AGAIN if vouch.outcome == Outcome.NO else VOUCHED
    return Line((), who, says, vouch.name, vouch.name, _provider_of(vouch), "", facts, words)


def _provider_of(vouch: Vouch) -> PageOf:
    return PageOf("provider", vouch.provider.public_id)


def _shared(who: Who, insight: Insight) -> Line:
    short = in_quotes(beginning(insight.words, LONGEST_IN_GROUP))
    words = beginning(insight.words, LONGEST_IN_LINE)
    name, leads_to = pgettext("what they shared", "something they learned"), PageOf("insight", insight.public_id)
    return Line((), who, SHARED_IT, name, short, leads_to, "", insight.kind, words)


def _offered(who: Who, offer: Offer) -> Line:
    # In quotes: its author may speak of “my ladder”.
    short, leads_to = in_quotes(beginning(offer.words, LONGEST_IN_GROUP)), PageOf("offer", offer.public_id)
    place = offer.place.name if offer.place else ""
    facts = " · ".join(part for part in (offer.kind, place, how_long(offer.until)) if part)
    return Line((), who, Gladly(offer.gladly), in_quotes(offer.words), short, leads_to, "", facts)


def _asked(asked: Asked) -> Line:
    ask = asked.ask
    who = _who(ask.person, asked.asker)
    needed, place = ask.need, ask.place.name if ask.place else ""
    passed = _("passed on by {name}").format(name=asked.passer) if asked.passer and not asked.is_put else ""
    facts = " · ".join(part for part in (place, ask.get_by_when_display(), passed) if part)
    words = beginning(ask.words, LONGEST_IN_LINE)
    leads_to = PageOf("ask", ask.public_id)
    return Line((), who, ask.shape, needed, needed, leads_to, "", facts, words)
