"""The one thing a day that somebody did not ask for: the rule by which it is chosen, and what they are shown of it.

`docs/serendipity.md` says the rule in words, and so does its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.compiled import CompiledOnce
from people.models import Person
from people.places import folded
from people.words import month_within_a_year
from recommendations.models import Ask, Insight, Offer, Outcome, Relation, Surprise, Vouch, months_since
from recommendations.providers.word import key_for
from recommendations.sight.names import Bridges, Link, Naming, Told, at_beginning, introducer_in
from recommendations.sight.rule import ways_to

FRESH_MONTHS, FRESH_INSIGHT = 12, timedelta(days=183)
REST = timedelta(days=183)  # of a trade that was not for them
SO_MANY_BRIDGES, BRIDGE_RESTS = 3, timedelta(days=7)
FRIEND_RESTS = timedelta(days=30)
ASKED_LATELY, ENCOUNTER_RESTS = timedelta(days=183), timedelta(days=30)
# For so many days one of them is shown, if none has been chosen since.
SHOWN_FOR = timedelta(days=2)
SEED = "recommendations.serendipity"
# The kinds of things, as the fields of `Surprise`.
OF_A_VOUCH, OF_AN_INSIGHT, OF_AN_OFFER = "vouch", "insight", "offer"
LEARNED_IT = gettext_lazy("{name}, a friend of {friend}’s, learned something about what you asked for in {month}")
HIRED_SOMEBODY = gettext_lazy(
    "{name}, a friend of {friend}’s, hired somebody of the kind that you asked for in {month}"
)
OFFERS_IT = gettext_lazy("{name}, a friend of {friend}’s, offers something of the kind that you asked for in {month}")
# What it is in place of the usual; by way of whom: from a friend, through one, or from beyond the circle.
FROM_A_FRIEND, THROUGH_A_FRIEND, FROM_BEYOND = range(3)
UNUSUAL = (
    gettext_lazy("Outside your usual trades, from {friend}"),
    gettext_lazy("Outside your usual trades, through {friend}"),
    gettext_lazy("Outside your usual trades, from beyond your circle"),
)
LEARNED = (
    gettext_lazy("Something learned, from {friend}"),
    gettext_lazy("Something learned, through {friend}"),
    gettext_lazy("Something learned, from beyond your circle"),
)
OFFERED = (
    gettext_lazy("Something offered, from {friend}"),
    gettext_lazy("Something offered, through {friend}"),
    gettext_lazy("Something offered, from beyond your circle"),
)


class Candidate(NamedTuple):
    """A vouch, an insight or an offer that somebody may read."""

    thing: UUID
    kind: str
    provider: UUID | None  # of a vouch
    trade: int | None
    distance: int
    bridge: int | None  # the friend who is named on the way; None: nobody may be
    on: date  # the month they were hired, or the day it was written
    other: str = ""  # folded: the words for something else than a trade
    author: int = 0
    is_named: bool = False  # its author, by their own name


class Reader(NamedTuple):
    seed: str
    # What is usual to them: of a vouch, a question, their list and what they keep. Trades, or folded words.
    usual: Set[int | str] = frozenset()
    known: Set[UUID] = frozenset()  # providers, insights and offers that are not new to them
    # What they asked their circle for lately: of their usual trades, or folded words.
    asked: Set[int | str] = frozenset()
    met: Set[int] = frozenset()  # whom they have asked to be introduced to


class Before(NamedTuple):
    """What they were brought on another day."""

    day: date
    thing: UUID
    kind: str
    trade: int | None
    through: int | None
    dismissed: bool = False
    encounter: bool = False


def choose(candidates: Iterable[Candidate], person: Reader, day: date, before: Sequence[Before]) -> Candidate | None:
    """First a friend, evenly among those by whom something comes, and then one thing of what comes by way of them: so a
    thousand things behind one friend win no more days than one. The same for the same day, in whatever order they
    come."""
    known = person.known | {each.thing for each in before}
    tired = {each.trade for each in before if each.dismissed and day - each.day < REST and each.trade}
    rest = any(each.encounter and day - each.day < ENCOUNTER_RESTS for each in before)
    resting = _resting(day, before)
    heard = {(each.kind, each.through) for each in before if day - each.day < FRIEND_RESTS}
    able = [
        each
        for each in candidates
        if each.distance
        and _is_fresh(each, day)
        and each.trade not in tired
        and (not rest if is_encounter(each, person) else _kind(each) not in person.usual)
        and not known & {each.thing, each.provider}
        and each.bridge not in resting
        and (each.distance > 1 or (each.kind, each.bridge) not in heard)
    ]
    friend = next(iter(in_turn({each.bridge for each in able}, person, day, before)), None)
    theirs = [each for each in able if each.bridge == friend]
    people = [each for each in theirs if is_encounter(each, person)]
    beyond = [each for each in theirs if each.distance > 1]
    return min(people or beyond or theirs, key=lambda each: _lot(person, day, each.thing), default=None)


def is_encounter(each: Candidate, person: Reader) -> bool:
    """Whether it is brought for whose it is: somebody beyond the circle, who is named, as is the friend who could
    introduce them, and who knows about what was asked lately."""
    named = each.distance > 1 and each.is_named and each.bridge is not None and each.author not in person.met
    return named and _kind(each) in person.asked


def _kind(each: Candidate) -> int | str:
    return each.trade or each.other


def in_turn(friends: Iterable[int | None], person: Reader, day: date, before: Sequence[Before]) -> list[int | None]:
    """Whoever of them does not rest, in the order of that day: the first by whom something comes is drawn, and each is
    as likely to be the first as any other. None stands for all that comes without a friend who may be named."""
    return sorted(set(friends) - _resting(day, before), key=lambda friend: _lot(person, day, friend or "nobody"))


def _resting(day: date, before: Sequence[Before]) -> set[int | None]:
    latest = sorted(before, key=lambda each: each.day)[-SO_MANY_BRIDGES:]
    return {each.through for each in latest if day - each.day < BRIDGE_RESTS}


def _is_fresh(each: Candidate, day: date) -> bool:
    """An offer is as long as it lasts."""
    if each.kind == OF_A_VOUCH:
        return months_since(each.on, day) <= FRESH_MONTHS
    return each.kind == OF_AN_OFFER or day - each.on < FRESH_INSIGHT


def _lot(person: Reader, day: date, each: UUID | int | str) -> bytes:
    """With the secret key, so that nobody can write what will be drawn."""
    return salted_hmac(SEED, f"{person.seed} {day} {each}", algorithm="sha256").digest()


# --- What is shown of it --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToldSurprise(Told):
    """Nothing here has to be hidden from the one to whom it is told."""

    public_id: UUID  # of the surprise, which is theirs
    shown_as: str
    chain: tuple[Link, ...]
    trade: str
    is_delicate: bool  # so that no mail tells what it is about
    words: str
    when: str
    insight: UUID | None = None
    offer: UUID | None = None
    # Of a vouch.
    name: str = ""
    provider: UUID | None = None
    key: str = ""  # of the words, to this person alone
    job: str = ""
    somebody: str = ""  # `a good plumber`
    # If it is brought for whose it is: when one asked about it.
    asked_in: str = ""

    @property
    def introducer(self) -> Link | None:
        return introducer_in(self.chain) if self.asked_in else None

    @property
    def friend(self) -> str:
        """Through whom it came, if a friend may be named."""
        return self.chain[0].name if self.chain[0].is_friend else ""

    @property
    def friends_first_name(self) -> str:
        return self.chain[0].first_name if self.chain[0].is_friend else ""

    @property
    def is_a_friends_own(self) -> bool:
        return len(self.chain) == 1 and bool(self.friend)

    @property
    def way(self) -> int:
        """By way of whom it comes."""
        return FROM_A_FRIEND if self.is_a_friends_own else THROUGH_A_FRIEND if self.friend else FROM_BEYOND

    @property
    def why(self) -> str:
        if self.introducer:
            return self._knows.format(name=self.shown_as, friend=self.friend, month=self.asked_in)
        what = UNUSUAL if self.trade else OFFERED if self.offer else LEARNED
        return what[self.way].format(friend=self.friend)

    @property
    def _knows(self) -> str:
        knows = HIRED_SOMEBODY if self.provider else OFFERS_IT if self.offer else LEARNED_IT
        return str(knows)

    @property
    def said_by(self) -> str:
        return at_beginning(self.shown_as)


def surprise_of(person: Person) -> ToldSurprise | None:
    """Today's, or the latest of two days, by six queries at most."""
    since = timezone.localdate() - SHOWN_FOR
    latest = next((surprise for surprise in _latest_surprise_to(person=person) if surprise.day >= since), None)
    return None if latest is None or latest.dismissed else shown(person, latest)


@CompiledOnce
def _latest_surprise_to(person: Person) -> QuerySet[Surprise]:
    return person.surprises.order_by("-day")[:1]


def shown(person: Person, surprise: Surprise) -> ToldSurprise | None:
    """None, if by now it is not for their eyes, or no longer what may be brought: by four queries, and one more of what
    leads to somebody."""
    thing = _thing_of(person, surprise)
    way = ways_to(person, [thing.author_id]).get(thing.author_id) if thing else None
    if thing is None or way is None:  # a tie may have ended between the two queries
        return None
    bridges, author = Bridges(person, [way]), thing.author
    if not bridges.knows(author.pk, way):
        return None
    naming = bridges.naming_of(author, way)
    asked_in = _asked_in(person, thing, naming) if surprise.encounter else ""
    if surprise.encounter and not asked_in:
        return None
    words = thing.in_words if isinstance(thing, Offer) else thing.words
    said: dict[str, Any] = {"trade": thing.kind, "is_delicate": thing.is_delicate, "words": words, "asked_in": asked_in}
    return ToldSurprise(surprise.public_id, naming.shown_as, naming.chain, **said, **_said_of(person, thing))


def _thing_of(person: Person, surprise: Surprise) -> Vouch | Insight | Offer | None:
    found: list[Any] = []
    if surprise.vouch:
        found = _vouch(person=person, public_id=surprise.vouch)
    elif surprise.insight:
        found = _insight(person=person, public_id=surprise.insight)
    elif surprise.offer:
        found = _offer(person=person, public_id=surprise.offer, today=timezone.localdate())
    return next(iter(found), None)


def _asked_in(person: Person, thing: Vouch | Insight | Offer, naming: Naming) -> str:
    """When they asked about it last; "" if the two may not be named any more, or there is no such question."""
    same = [each for each in may_lead_to_somebody(person.asks.all()) if asked_for(each) == asked_for(thing)]
    latest = max((each.open_since for each in same if each.open_since), default=None)
    if latest is None or not naming.is_named or naming.introducer is None:
        return ""
    return month_within_a_year(timezone.localdate(latest), timezone.localdate())


def may_lead_to_somebody(asks: QuerySet[Ask]) -> Iterator[Ask]:
    """Of the questions of somebody, those that are told to whoever could help: of a discreet one, or one about what is
    delicate, nobody is brought."""
    sent = asks.filter(open_since__isnull=False, discreet=False, quiet="").select_related("trade")
    return (each for each in sent if not each.is_delicate)


def asked_for(thing: Ask | Vouch | Insight | Offer) -> int | str:
    """By which they are the same."""
    return kind_in(thing.trade_id, thing.other)


def kind_in(trade: int | None, other: str) -> int | str:
    """A trade, or what its author says instead, so that the same words are the same; "" if there is neither."""
    return trade or folded(other)


def _said_of(person: Person, thing: Vouch | Insight | Offer) -> dict[str, Any]:
    if isinstance(thing, Insight):
        return {"when": written(thing), "insight": thing.public_id}
    if isinstance(thing, Offer):
        return {"when": written(thing), "offer": thing.public_id}
    said = {"name": thing.name, "provider": thing.provider.public_id, "key": key_for(person.pk, thing.pk)}
    return said | {
        "when": _("Hired {month}").format(month=date_format(thing.hired_on, "YEAR_MONTH_FORMAT")),
        "job": thing.job,
        "somebody": thing.somebody,
    }


@CompiledOnce
def _vouch(person: Person, public_id: UUID) -> QuerySet[Vouch]:
    """If they would hire them again, have nothing to do with them, and nobody else says “not again”."""
    refused = Vouch.objects.visible_to(person).filter(outcome=Outcome.NO).values("provider")
    good = Vouch.objects.few_visible_to(person).filter(outcome=Outcome.YES, relation=Relation.NONE)
    theirs = good.filter(public_id=public_id).exclude(author=person).exclude(provider__in=refused)
    return theirs.select_related("author", "provider", "trade")


@CompiledOnce
def _insight(person: Person, public_id: UUID) -> QuerySet[Insight]:
    theirs = Insight.objects.few_visible_to(person).up_to_date().exclude(author=person)
    return theirs.filter(public_id=public_id).select_related("author", "trade")


@CompiledOnce
def _offer(person: Person, public_id: UUID, today: date) -> QuerySet[Offer]:
    theirs = Offer.objects.few_visible_to(person, today).exclude(author=person)
    return theirs.filter(public_id=public_id).select_related("author", "trade")


def written(said: Insight | Offer) -> str:
    """No exact time: two of one author's could be linked by it."""
    then, today = timezone.localdate(said.written_at), timezone.localdate()
    if then.isocalendar()[:2] == today.isocalendar()[:2]:
        return _("Written this week")
    return _("Written in {month}").format(month=month_within_a_year(then, today))
