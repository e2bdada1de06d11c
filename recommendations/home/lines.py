"""What the home page says of each thing from one's circle: by whom, by the name rule, and several of one as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy, pgettext, pgettext_lazy

from people.compiled import CompiledOnce, any_of
from people.models import Person
from people.spoken import Spoken, spoken
from people.words import BETWEEN_QUOTES, beginning, in_quotes
from recommendations.home.said import SaidInsight, SaidLately, SaidOffer, SaidVouch, naming_in
from recommendations.insights.found import about_day
from recommendations.models import Gladly, Outcome, Shape, Thanks, Vouch, trade_called
from recommendations.offers.found import how_long
from recommendations.pages import PageOf
from recommendations.providers.evidence import close_to_them, listed
from recommendations.sight.asks import Asked
from recommendations.sight.names import Bridges, Naming, Told, at_beginning
from recommendations.sight.rule import NOT_NEAR, Way, ways_to
from recommendations.sight.statements import as_uuid

HIRED_IN, WITH_CAVEAT = gettext_lazy("hired in {month}"), gettext_lazy("with a caveat")
FRIENDS_OF, PEOPLE_BEYOND = gettext_lazy("Friends of {name}"), gettext_lazy("People beyond your circle")
SOMETHING_LEARNED = pgettext_lazy("what they shared", "something they learned")
LONGEST_IN_LINE, LONGEST_IN_GROUP = 200, 40  # letters of what somebody wrote
NOBODYS_SHARE = 0
VOUCHED, WOULD_NOT_AGAIN, SHARED_IT, ON_YOUR_WORD, THROUGH_YOU = "vouched", "refused", "shared", "hired", "through"
SEVERAL = 2
UNFILLED = {"who": "{who}", "what": "{what}", "author": "{author}"}
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
    at: datetime  # where its reader is
    what: SaidLately | Asked | Thanks

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
    def key(self) -> tuple:
        """By which several are told as one."""
        return self.says, self.author, self.who.key

    @property
    def text(self) -> str:
        return self.told(self.who.name, self.name, self.author)

    def told(self, who: str, what: str, author: str, many: int = 1) -> str:
        """With these put in, which a page may dress; `many` people are they who did it."""
        said = spoken().with_count(SENTENCES[self.says], many, many=many, **UNFILLED)
        return said.format(who=who, what=what, author=author)


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


def telling_of(person: Person, things: Iterable[Thing]) -> Telling:
    """By three queries, whatever there is."""
    some = list(things)
    ways = ways_to(person, {who for thing in some for who in _people_of(thing)} - {person.pk})
    bridges = Bridges(person, ways.values())
    thanks = tuple(thing.pk for thing in some if thing.kind == "thanks")
    read = set(_read_by(person=person, thanks=thanks)) if thanks else set()
    today = timezone.localdate()
    return Telling(person, ways, bridges, read, cache(lambda day: about_day(day, today)))


@CompiledOnce
def _read_by(person: Person, thanks: tuple[int, ...]) -> QuerySet[Any, Any]:
    """Of the vouches that are thanked for."""
    return Vouch.objects.few_visible_to(person).filter(thanks__in=any_of(thanks)).values_list("pk", flat=True)


def _people_of(thing: Thing) -> list[int]:
    what = thing.what
    if isinstance(what, Thanks):
        return [what.person_id, what.vouch.author_id]
    return [] if isinstance(what, Asked) else [what.author]


class Telling(NamedTuple):
    """All that has to be known of the people whom one page names."""

    person: Person
    ways: dict[int, Way]
    bridges: Bridges
    read: set[int]  # of the vouches that are thanked for
    when: Callable[[date], str]

    def line(self, thing: Thing) -> Line | None:
        """None, if a tie has ended since it was found."""
        what, when = thing.what, self.when(thing.at.date())
        if isinstance(what, Asked):
            return _asked(what, when, self.bridges.said)
        return self._thanked(what, when) if isinstance(what, Thanks) else self._said(what, when)

    def _said(self, what: SaidLately, when: str) -> Line | None:
        way = self.ways.get(what.author)
        if way is None or not way.reaches(what.scope) or not self.bridges.knows(what.author, way):
            return None
        naming = naming_in(self.bridges, what, way)
        who = _who(what.author, naming, self.bridges.said)
        share = self.bridges.friend_to(what.author, naming.is_named, way) or NOBODYS_SHARE
        return _told_by(Teller(who, when, share, self.bridges.said), what)

    def _thanked(self, thanks: Thanks, when: str) -> Line | None:
        giver, vouch = thanks.person, thanks.vouch
        way = self.ways.get(giver.pk, NOT_NEAR)
        if not self.bridges.knows(giver.pk, way):
            return None
        is_own = vouch.author_id == self.person.pk
        if not is_own and vouch.author_id not in self.bridges.links:
            return None
        says, author = (ON_YOUR_WORD, "") if is_own else (THROUGH_YOU, vouch.author.name)
        shown = vouch.pk in self.read
        name = vouch.name if shown else pgettext("whom they hired", "someone")
        leads_to = PageOf("provider", vouch.provider.public_id) if shown else None
        who = _who(giver.pk, self.bridges.naming_of(giver, way), self.bridges.said)
        return Line(who, says, name, name, leads_to, when, words=thanks.words, author=author)


class Teller(NamedTuple):
    """By whom, when, of whose share of the day, and in which language something is told."""

    who: Who
    when: str
    share: int
    said: Spoken

    def beginning(self, words: str, letters: int) -> str:
        return beginning(words, letters, self.said.language)

    def kind(self, what: SaidLately) -> str:
        return trade_called(what.trade_slug, what.trade, self.said.language)


def _who(someone: int, naming: Naming, said: Spoken) -> Who:
    if naming.is_named:
        return Who(naming.shown_as, naming.shown_as, naming.friend, someone)
    several = said(FRIENDS_OF if naming.through else PEOPLE_BEYOND).format(name=naming.through)
    return Who(at_beginning(naming.shown_as), several, None, naming.shown_as)


def _told_by(by: Teller, what: SaidLately) -> Line:
    if isinstance(what, SaidVouch):
        return _vouched(by, what)
    return _shared(by, what) if isinstance(what, SaidInsight) else _offered(by, what)


def _vouched(by: Teller, vouch: SaidVouch) -> Line:
    hired = by.said(HIRED_IN).format(month=by.said.month(vouch.hired_on))
    caveat = by.said(WITH_CAVEAT) if vouch.outcome == Outcome.BUT else ""
    words = by.beginning(vouch.words or vouch.caveat, LONGEST_IN_LINE)
    says = WOULD_NOT_AGAIN if vouch.outcome == Outcome.NO else VOUCHED
    leads_to = PageOf("provider", as_uuid(vouch.provider))
    facts = _beside(by.kind(vouch), vouch.place, hired, caveat, close_to_them(vouch.relation))
    return Line(by.who, says, vouch.name, vouch.name, leads_to, by.when, facts, words, share=by.share)


def _beside(*facts: str | None) -> str:
    """Those that there are."""
    return " · ".join([each for each in facts if each])


def _shared(by: Teller, insight: SaidInsight) -> Line:
    short = by.said(BETWEEN_QUOTES).format(words=by.beginning(insight.words, LONGEST_IN_GROUP))
    words = by.beginning(insight.words, LONGEST_IN_LINE)
    name, leads_to = by.said(SOMETHING_LEARNED), PageOf("insight", as_uuid(insight.public_id))
    return Line(by.who, SHARED_IT, name, short, leads_to, by.when, by.kind(insight), words, share=by.share)


def _offered(by: Teller, offer: SaidOffer) -> Line:
    # In quotes: its author may speak of “my ladder”.
    short, whole = (in_quotes(each) for each in (by.beginning(offer.words, LONGEST_IN_GROUP), offer.words))
    leads_to = PageOf("offer", as_uuid(offer.public_id))
    facts = _beside(by.kind(offer), offer.place, how_long(offer.until))
    return Line(by.who, Gladly(offer.gladly), whole, short, leads_to, by.when, facts, share=by.share)


def _asked(asked: Asked, when: str, said: Spoken) -> Line:
    ask = asked.ask
    who = _who(ask.person_id, asked.asker, said)
    needed, place = ask.need, ask.place.name if ask.place else ""
    passed = _("passed on by {name}").format(name=asked.passer) if asked.passer and not asked.is_put else ""
    facts = _beside(place, ask.get_by_when_display(), passed)
    words = beginning(ask.words, LONGEST_IN_LINE)
    return Line(who, ask.shape, needed, needed, PageOf("ask", ask.public_id), when, facts, words)
