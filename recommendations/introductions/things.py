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
from recommendations.models import REACHED, Answer, Ask, Insight, IntroductionAsk, Offer, ReachedBy, ShortWord, Vouch
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
    tells: StrOrPromise = ""  # what the other learns of whoever asks, beside their name


def _by_way_to(person: Person, someone: Person, has_signed: bool = False) -> Naming | None:
    """None, if the last way has ended since the thing was found."""
    way = ways_to(person, [someone.pk]).get(someone.pk)
    if way is None:
        return None
    bridges = Bridges(person, [way])
    if not bridges.knows(someone.pk, way):
        return None
    return bridges.naming(someone.pk, someone.name, True, way) if has_signed else bridges.naming_of(someone, way)


def _by_way_to_the_author(person: Person, thing: Vouch | Insight | Offer) -> Naming | None:
    return _by_way_to(person, thing.author)


def _by_way_to_whoever_answered(person: Person, answer: Answer) -> Naming | None:
    return _by_way_to(person, answer.person) if answer.person else None


def _by_way_to_whoever_wrote(person: Person, word: ShortWord) -> Naming | None:
    """By their name, which they have signed."""
    return _by_way_to(person, word.person, has_signed=True)


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
    ReachedBy.ANSWER: Reaching(
        ("person", "ask__trade"),
        "person",
        _by_way_to_whoever_answered,
        lambda answer: _quoted(answer.ask.question),
        lambda answer: answer.ask.get_absolute_url(),
        lambda answer: answer.ask.discreet,
        _("It is about what you answered to a question: {what}"),
        _("It is about what {who} answered to your question: {what}"),
        _("It is about something that {who} answered."),
        _("If they read it, they learn that the question is yours."),
    ),
    ReachedBy.WORD: Reaching(
        ("person", "insight__trade", "offer__trade"),
        "person",
        _by_way_to_whoever_wrote,
        lambda word: _quoted(word.words),
        lambda word: word.get_absolute_url(),
        lambda word: word.thing.is_delicate,
        _("It is about a short word that you wrote: {what}"),
        _("It is about a short word that {who} wrote to you: {what}"),
        _("It is about a short word that {who} wrote."),
        _("If they read it, they learn that you shared what their short word is about."),
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
    tells: StrOrPromise


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
    return FromBeyond(kind, thing.public_id, of.path(thing), author, naming, friend, of.tells)


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
