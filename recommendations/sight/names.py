"""The chain of trust that leads to somebody, and by which name they are shown: the name rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from people.models import Person
from recommendations.providers.ranking import Voice
from recommendations.sight.rule import Way, rows

# A friend is named as the one between only if the author could be any of so many.
CROWD = 3
# Stands in an address for the id that replaces it: one look-up of the address for all.
NOBODY = UUID(int=0)

# Friends of the viewer, each with whether enough of their own friends are neither the viewer nor the viewer's.
FRIENDS = """
SELECT f.id, f.name, f.public_id, m.since, m.how, EXISTS (
         SELECT 1 FROM people_tie t
          WHERE t.person_id = f.id AND t.standing = TRUE AND t.friend_id <> %s
            AND t.friend_id NOT IN (SELECT friend_id FROM people_tie WHERE person_id = %s AND standing = TRUE)
          LIMIT 1 OFFSET %s)
  FROM people_person f LEFT JOIN people_tie m ON m.person_id = %s AND m.friend_id = f.id
 WHERE f.id IN ({ids})
"""
CIRCLE = "SELECT friend_id FROM people_tie WHERE person_id = %s AND standing = TRUE"


class Told:
    """What templates read many times a page: Django asks for `word["words"]` first, and a miss costs an exception."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Link(Told):
    """One person in a chain of trust, after "You"."""

    name: str
    person: UUID | None = None  # their page; only friends have one
    known: bool = True
    url: str = ""  # of that page
    since: datetime | None = None
    how: str = ""  # in the viewer's words

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0] if self.known else self.name

    @property
    def initial(self) -> str:
        return self.name[:1] if self.known else ""

    @property
    def kind(self) -> str:
        return "friend" if self.person else "beyond" if self.known else "unknown"


A_FRIEND, SOMEONE = Link("a friend", known=False), Link("someone beyond", known=False)


class Bridges:
    """The viewer's friends on the way to these voices, and which one of them is named.

    Always the same one for an author, whatever the page, since two would lead to the author by intersection:
    the friend who has been here longest. For an author who is not named, it must be someone with enough friends
    whom the viewer does not know, so that the author could be any of them. Without voices, it is the whole circle.
    """

    def __init__(self, person: Person, voices: Iterable[Voice | Way] | None = None) -> None:
        friends = None if voices is None else {friend for voice in voices for friend in voice.through}
        self.viewer = person.pk
        self.links: dict[int, Link] = {}
        self.crowded: set[int] = set()
        if friends == set():
            return
        text = FRIENDS.format(ids=CIRCLE if friends is None else ", ".join(["%s"] * len(friends)))
        me, address = person.pk, reverse("friend", args=[NOBODY])
        for pk, name, public_id, since, how, crowded in rows(text, [me, me, CROWD - 1, me, *(friends or [me])]):
            url = address.replace(str(NOBODY), str(UUID(str(public_id))))
            self.links[pk] = Link(name, UUID(str(public_id)), url=url, since=_here(since), how=how or "")
            if crowded:
                self.crowded.add(pk)

    def to(self, voice: Voice | Way, named: bool) -> Link | None:
        between = self.between(voice, named)
        return self.links[between] if between else None

    def between(self, voice: Voice | Way, named: bool) -> int | None:
        able = voice.through if named else self.crowded.intersection(voice.through)
        return min(able) if able else None


def _here(moment: datetime | None) -> datetime | None:
    """SQLite hands out moments in UTC without saying so."""
    if moment is None:
        return None
    return timezone.localtime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def named_for(
    someone: int, name: str, named_beyond: bool, voice: Voice | Way, bridges: Bridges
) -> tuple[str, str | None, tuple[Link, ...]]:
    """By the name rule: what somebody is called, the friend between, and the chain that leads to them."""
    if voice.distance == 0:
        return "You", None, ()
    if voice.distance == 1:
        return name, None, (bridges.links[someone],)
    between = bridges.to(voice, named_beyond)
    if between and named_beyond:
        return name, between.name, (between, Link(name))
    if between:
        return f"a friend of {between.name}", between.name, (between, A_FRIEND)
    return "someone beyond your circle", None, (SOMEONE,)
