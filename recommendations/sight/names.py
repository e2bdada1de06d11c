"""By which name somebody is shown to one viewer, and the chain of trust that leads to them: the name rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.compiled import as_list
from people.models import Person
from people.spoken import Spoken, spoken
from recommendations.models import Answer, Ask, Insight, IntroductionAsk, Offer, ShortWord, Thanks
from recommendations.sight.rule import (
    CIRCLE,
    CROWDED,
    NAMING,
    Reached,
    people_within_two_steps,
    put_first,
    seen_column,
    through_several,
)
from recommendations.sight.statements import among, as_uuid, for_viewer, rows

# Friends of the viewer, each with whether enough of their own friends are neither the viewer nor the viewer's.
FRIENDS = f"""
SELECT f.id, f.name, f.public_id, m.since, m.how, COALESCE(m.standing, FALSE), {CROWDED.format(friend="f.id")}, NULL
  FROM people_person f LEFT JOIN people_tie m ON m.person_id = %(person)s AND m.friend_id = f.id
 WHERE {{friends}}
"""  # noqa: S608
# And by whom authors are named, in the same columns: the friend, and in the last one the author.
NAMED_BY = f"""
UNION ALL
SELECT named.friend, NULL, NULL, NULL, NULL, NULL, NULL, named.author
  FROM ({NAMING}
  ) AS named"""  # noqa: S608


class Told:
    """What templates read many times a page: Django asks for `word["words"]` first, and a miss costs an exception."""

    __slots__ = ()

    __getitem__ = object.__getattribute__


@dataclass(slots=True)
class Link(Told):
    """One person in a chain of trust, after "You"."""

    name: str
    person: UUID | None = None  # of friends alone
    known: bool = True
    since: datetime | None = None
    how: str = ""  # in the viewer's words

    @property
    def is_friend(self) -> bool:
        """Only friends have a page."""
        return self.person is not None

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0] if self.known else self.name

    @property
    def initial(self) -> str:
        return self.name[:1] if self.known else ""

    @property
    def kind(self) -> str:
        return "friend" if self.is_friend else "beyond" if self.known else "unknown"


# The last one of a chain, of whom no more may be told.
A_FRIEND = pgettext_lazy("last in a chain of trust", "a friend")
SOMEONE = pgettext_lazy("last in a chain of trust", "someone beyond")
SOMEONE_BEYOND = _("someone beyond your circle")
AS_AUTHOR = pgettext_lazy("as the name of an author", "You")
A_FRIEND_OF = _("a friend of {name}")
FRIEND_CALLED, SOMEONE_TRUSTED = _("{name}’s friend {friend}"), _("someone {name} trusts")


class Naming(NamedTuple):
    """What one viewer may know of who somebody is."""

    shown_as: str
    through: str | None  # the name of the friend between, if there is one who may be named
    chain: tuple[Link, ...]  # empty: it is the viewer
    is_named: bool  # by their own name

    @property
    def friend(self) -> UUID | None:
        """Their id, if they are a friend of the viewer."""
        return self.chain[0].person if len(self.chain) == 1 else None

    @property
    def introducer(self) -> Link | None:
        return introducer_in(self.chain)

    def stranger(self, public_id: UUID | str) -> UUID | None:
        """This id of theirs, if they are named though not of the circle: the viewer may block them."""
        return as_uuid(public_id) if self.is_named and len(self.chain) > 1 else None


def nobody_named(said: Spoken | None = None) -> Naming:
    """No more may be told than that it is somebody."""
    said = said or spoken()
    return Naming(said(SOMEONE_BEYOND), None, (Link(said(SOMEONE), known=False),), False)


def introducer_in(chain: tuple[Link, ...]) -> Link | None:
    """The friend who may be asked to introduce the viewer to somebody beyond their circle: who is named on the way."""
    return chain[0] if len(chain) > 1 and chain[0].is_friend else None


def at_beginning(name: str) -> str:
    """What somebody is called, at the beginning of a line."""
    return name[:1].upper() + name[1:]


class ToldShared:
    """What somebody shared, as one viewer may see it: what its dressed forms have in common."""

    __slots__ = ()

    name: str  # the author's, by the name rule
    chain: tuple[Link, ...]

    @property
    def said_by(self) -> str:
        """The name at the beginning of a line."""
        return at_beginning(self.name)

    @property
    def is_beyond(self) -> bool:
        """Not the viewer's own, nor a friend's."""
        return bool(self.chain) and not (len(self.chain) == 1 and self.chain[0].is_friend)

    @property
    def between(self) -> Link | None:
        """The friend through whom it came, of those who are shown on the way."""
        return introducer_in(self.chain)


def is_named(distance: int, named_beyond: bool) -> bool:
    """Whether somebody so far away is shown by their own name."""
    return distance < 2 or named_beyond


def signed(naming: Naming, someone: Person) -> Naming:
    """By the name that they have signed with; with no friend beside it who was not named before."""
    if naming.is_named:
        return naming
    return Naming(someone.name, naming.through, (naming.chain[0], Link(someone.name)), True)


def lets_name_be_seen(someone: Person, friend: bool) -> bool:
    """Whether they are shown by their own name to somebody who reads what they share, a friend of theirs or not."""
    return is_named(1 if friend else 2, someone.named_beyond)


def named_to(person: Person, who: str) -> Q:
    """The same of rows within sight, where `who` is the field that leads to the one to be named."""
    near = person.ties.standing().values("friend")
    return Q(**{f"{who}__in": near}) | Q(**{f"{who}__named_beyond": True})


class Bridges:
    """The viewer's friends on the way to these voices, and which one of them is named.

    Always the same one for an author, whatever the page, since two would lead to the author by intersection: the first
    of those they come through, which `oldest_first` sees to. For an author who is not named, it must be someone with
    enough friends whom the viewer does not know, so that the author could be any of them; else nobody is, and not the
    next one, who would be another as the circle grows. Without voices, it is the whole circle. Voices that are not in
    that order yet are given as `of`, each after its author, and put in order by the same query.
    """

    def __init__(
        self, person: Person, voices: Iterable[Reached] | None = None, of: Collection[tuple[int, Reached]] = ()
    ) -> None:
        voices = [voice for _, voice in of] or voices
        friends = None if voices is None else {friend for voice in voices for friend in voice.through}
        self.viewer, self.said = person.pk, spoken()
        self.links: dict[int, Link] = {}
        self.friends: set[int] = set()
        self.crowded: set[int] = set()
        if friends == set():
            return
        chosen = f"f.id IN ({CIRCLE})" if friends is None else among("f.id", "friends")
        text, some = FRIENDS.format(friends=chosen), {"friends": as_list(friends or ())}
        if beyond := through_several(of):
            text += NAMED_BY.format(authors=among("t.person_id", "authors"))
            some["authors"] = as_list(beyond)
        zone = timezone.get_current_timezone()
        for pk, name, public_id, since, how, standing, crowded, author in rows(*for_viewer(person, text, some)):
            if author:
                put_first(pk, beyond[author])
                continue
            self.links[pk] = Link(name, as_uuid(public_id), since=since and here(since, zone), how=how or "")
            self.friends |= {pk} if standing else set()
            self.crowded |= {pk} if crowded else set()

    def to(self, voice: Reached, named: bool) -> Link | None:
        between = self.between(voice, named)
        return self.links.get(between) if between else None

    def between(self, voice: Reached, named: bool) -> int | None:
        first = next(iter(voice.through), None)
        return first if named or first in self.crowded else None

    def friend_to(self, author: int, named: bool, way: Reached) -> int | None:
        """The friend by way of whom an author is heard, as far as the viewer may know: a friend is heard directly."""
        return author if way.distance == 1 else self.between(way, named)

    def knows(self, someone: int, way: Reached) -> bool:
        """Not if it was a friend, and the tie has ended since the way was found."""
        return way.distance != 1 or someone in self.links

    def naming(self, someone: int, name: str, named_beyond: bool, way: Reached) -> Naming:
        """By the name rule. `someone` must be one whom `knows` tells of."""
        if way.distance == 0:
            return Naming(self.said(AS_AUTHOR), None, (), True)
        if way.distance == 1:
            return Naming(name, None, (self.links[someone],), True)
        between = self.to(way, named_beyond)
        if between is None:
            return nobody_named(self.said)
        if named_beyond:
            return Naming(name, between.name, (between, Link(name)), True)
        shown_as = self.said(A_FRIEND_OF).format(name=between.name)
        return Naming(shown_as, between.name, (between, Link(self.said(A_FRIEND), known=False)), False)

    def trusted(self, between: int, told_name: str) -> Naming:
        """Of whoever asks quietly, through this friend: by no name, or by the first name that they chose to tell. Never
        by more, even to a friend of theirs: it is the friend between who speaks."""
        friend = self.links.get(between)
        if friend is None:
            return nobody_named(self.said)
        shown_as = self.said(FRIEND_CALLED if told_name else SOMEONE_TRUSTED).format(name=friend.name, friend=told_name)
        return Naming(shown_as, friend.name, (friend, Link(self.said(A_FRIEND), known=False)), False)

    def naming_of(self, someone: Person, way: Reached) -> Naming:
        return self.naming(someone.pk, someone.name, someone.named_beyond, way)


def here(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """SQLite hands out moments in UTC without saying so."""
    zone = zone or timezone.get_current_timezone()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)


def people_named_to(person: Person) -> QuerySet[Person]:
    """The circle, whoever else is named on a vouch, an insight or an offer that this person may read, on thanks or an
    answer that reached them or on a question that was passed on to them, whoever has signed a word or an answer to
    them or asks to be introduced to them, and whom they blocked already."""
    said = Q(pk__in=Thanks.objects.visible_to(person).values("person"))
    said |= Q(pk__in=Answer.objects.visible_to(person).filter(pk__in=Answer.objects.near(person)).values("person"))
    shown = Q(pk__in=seen_column("author_id", person)) | Q(said, pk__in=people_within_two_steps(person))
    shown |= Q(pk__in=Insight.objects.visible_to(person).values("author"))
    shown |= Q(pk__in=Offer.objects.visible_to(person).values("author"))
    shown |= Q(pk__in=Ask.objects.visible_to(person).filter(quiet="").values("person"))
    near = Q(pk__in=person.ties.standing().values("friend"))
    said_so = Q(pk__in=ShortWord.objects.received_by(person).values("person"))
    said_so |= Q(pk__in=ShortWord.objects.signed_to(person).values("author"))
    said_so |= Q(pk__in=IntroductionAsk.objects.to_answer(person).values("person"))
    blocked = Q(pk__in=person.blocks.values("blocked"))
    return Person.objects.filter(near | Q(shown, named_beyond=True) | said_so | blocked).exclude(pk=person.pk)
