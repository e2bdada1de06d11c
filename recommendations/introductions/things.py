"""Of what reached somebody from beyond their circle, so that they ask to be introduced: whose it is, which friend is
named on the way, and what each of the three may be told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.words import beginning, in_quotes
from recommendations.models import REACHED, Ask, Insight, IntroductionAsk, Offer, ReachedBy, Vouch
from recommendations.sight.asks import asked_of, by_ask, reaching
from recommendations.sight.names import Bridges, Naming
from recommendations.sight.rule import ways_to

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_ABOUT = 120  # letters
OWN_AND_GONE = _("It is about something that you had shared.")


class Reaching(NamedTuple):
    """All that differs between the kinds of things; `who` in its sentences is whose it is, `what` which."""

    shown_with: tuple[str, ...]  # the fields that lead to what is told of it
    author: str  # the field that leads to whose it is
    naming: Callable[[Person, Any], Naming | None]  # of them, to one who may see it
    what: Callable[[Any], str]
    path: Callable[[Any], str]
    is_delicate: Callable[[Any], bool]
    own: StrOrPromise
    theirs: StrOrPromise
    hidden: StrOrPromise  # to whom it is not, by now, to be seen


def _by_way_to_the_author(person: Person, thing: Vouch | Insight | Offer) -> Naming | None:
    """None, if the last way has ended since the thing was found."""
    way = ways_to(person, [thing.author_id]).get(thing.author_id)
    if way is None:
        return None
    bridges = Bridges(person, [way])
    return bridges.naming_of(thing.author, way) if bridges.knows(thing.author_id, way) else None


def _quoted(words: str) -> str:
    return in_quotes(beginning(words, LONGEST_ABOUT))


def _by_whoever_passed_it_on(person: Person, ask: Ask) -> Naming | None:
    asked = asked_of(person, by_ask(reaching(person).filter(ask=ask)))
    return asked[0].asker if asked else None


REACHING: dict[str, Reaching] = {
    ReachedBy.VOUCH: Reaching(
        ("author", "provider", "trade"),
        "author",
        _by_way_to_the_author,
        lambda vouch: vouch.name,
        lambda vouch: reverse("provider", args=[vouch.provider.public_id]),
        lambda thing: thing.is_delicate,
        _("It is about what you say of {what}."),
        _("It is about what {who} says of {what}."),
        _("It is about somebody whom {who} vouches for."),
    ),
    ReachedBy.INSIGHT: Reaching(
        ("author", "trade"),
        "author",
        _by_way_to_the_author,
        lambda insight: _quoted(insight.words),
        lambda insight: insight.get_absolute_url(),
        lambda thing: thing.is_delicate,
        _("It is about something that you learned: {what}"),
        _("It is about something that {who} learned: {what}"),
        _("It is about something that {who} learned."),
    ),
    ReachedBy.OFFER: Reaching(
        ("author", "trade"),
        "author",
        _by_way_to_the_author,
        lambda offer: _quoted(offer.in_words),
        lambda offer: offer.get_absolute_url(),
        lambda thing: thing.is_delicate,
        _("It is about something that you offer: {what}"),
        _("It is about something that {who} offers: {what}"),
        _("It is about something that {who} offers."),
    ),
    ReachedBy.ASK: Reaching(
        ("person", "trade", "place"),
        "person",
        _by_whoever_passed_it_on,
        lambda ask: ask.need_near,
        lambda ask: ask.get_absolute_url(),
        lambda ask: ask.discreet,
        _("It is about what you asked for: {what}."),
        _("It is about what {who} asked for: {what}."),
        _("It is about something that {who} asked for."),
    ),
}


def _thing(kind: str, viewer: Person, **which: Any) -> Any:
    """Only as they may see it."""
    return REACHED[kind](viewer).select_related(*REACHING[kind].shown_with).filter(**which).first()


class FromBeyond(NamedTuple):
    """What reached somebody from beyond their circle, with the friend on the way, who is named."""

    kind: ReachedBy
    thing: UUID
    path: str
    author: int  # the number of a row, which may be nobody the person knows by name
    naming: Naming
    friend: Person


def from_beyond(person: Person, kind: ReachedBy, **which: Any) -> FromBeyond | None:
    """None, if it is not for their eyes, or not from beyond, or no friend may be named on the way: then there is nobody
    to be asked. `which` tells the row."""
    of = REACHING[kind]
    thing = _thing(kind, person, **which)
    naming = of.naming(person, thing) if thing else None
    between = naming.introducer if naming else None
    friend = Person.objects.circle_of(person).filter(public_id=between.person).first() if between else None
    if thing is None or naming is None or friend is None:
        return None
    author = getattr(thing, f"{of.author}_id")
    return FromBeyond(kind, thing.public_id, of.path(thing), author, naming, friend)


class ToldOfThing(NamedTuple):
    says: str
    path: str = ""  # "" where it is not to be seen
    is_delicate: bool = True  # so that no mail tells what is written of it


def told_of_thing(asked: IntroductionAsk, viewer: Person) -> ToldOfThing | None:
    """What one of the three may be told of it: the friend, if they may not see it, of which kind it is; whoever asks,
    if they may see it no more, nothing."""
    of = REACHING[asked.kind]
    thing = _thing(asked.kind, viewer, public_id=asked.thing)
    if thing is None:
        return _told_without_it(asked, viewer)
    naming = of.naming(viewer, thing)
    if naming is None:
        return None
    is_own = getattr(thing, f"{of.author}_id") == viewer.pk
    says = (of.own if is_own else of.theirs).format(who=naming.shown_as, what=of.what(thing))
    return ToldOfThing(says, of.path(thing), of.is_delicate(thing))


def _told_without_it(asked: IntroductionAsk, viewer: Person) -> ToldOfThing | None:
    if asked.other == viewer:
        return ToldOfThing(str(OWN_AND_GONE))
    if asked.friend == viewer and asked.other:
        return ToldOfThing(REACHING[asked.kind].hidden.format(who=asked.other.name))
    return None
