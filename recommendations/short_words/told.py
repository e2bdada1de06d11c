"""Short words as one of the two may read them: who the other is, to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from people.models import Person
from recommendations.models import ShortWord
from recommendations.sight.names import (
    Bridges,
    Link,
    Naming,
    Told,
    at_beginning,
    lets_name_be_seen,
    nobody_named,
    signed,
)
from recommendations.sight.rule import Way, ways_to


@dataclass(frozen=True, slots=True)
class ToldWord(Told):
    word: ShortWord
    mine: bool  # the viewer wrote it
    other: Naming  # the author as the viewer knows them; or whoever wrote it, by their name, which they have signed
    block: UUID | None  # of one who is named, though not of the circle: the viewer may block and report them

    @property
    def other_said(self) -> str:
        """The other at the beginning of a line."""
        return at_beginning(self.other.shown_as)

    @property
    def may_be_answered(self) -> bool:
        return not self.mine and self.word.answered_at is None

    @property
    def may_be_thanked_for(self) -> bool:
        """By the viewer, who took an offer up."""
        return self.mine and self.word.is_signed_by_its_author and self.word.thanked_at is None

    @property
    def introducer(self) -> Link | None:
        """The friend who may be asked to introduce the author to whoever wrote it, who for their part may ask
        from the thing itself."""
        return None if self.mine else self.other.introducer

    @property
    def first_name(self) -> str:
        """Of whoever wrote it."""
        return self.word.person.first_name

    @property
    def is_named(self) -> bool:
        """Whether the one who wrote it knows the author by name, at the latest by the answer."""
        if self.word.offer_id and not self.mine:
            return True
        return self.other.is_named if self.mine else lets_name_be_seen(self.word.author, self.other.friend is not None)


def told_words(person: Person, words: Iterable[ShortWord]) -> list[ToldWord]:
    """Of words that they may read, with both people there, each in the same order, by a fixed number of queries."""
    some = list(words)
    if not some:
        return []
    ways = ways_to(person, {_other(each, person).pk for each in some})
    bridges = Bridges(person, ways.values())
    return [_told_word(person, each, ways.get(_other(each, person).pk), bridges) for each in some]


def _told_word(person: Person, word: ShortWord, way: Way | None, bridges: Bridges) -> ToldWord:
    mine, other = word.person_id == person.pk, _other(word, person)
    way = way if way and bridges.knows(other.pk, way) else None
    if mine:
        naming = bridges.naming_of(other, way) if way else nobody_named()
        naming = signed(naming, other) if word.is_signed_by_its_author else naming
    else:
        near = bridges.naming(other.pk, other.name, True, way) if way else None
        naming = near or Naming(other.name, None, (*nobody_named().chain, Link(other.name)), True)
    return ToldWord(word, mine, naming, naming.stranger(other.public_id))


def _other(word: ShortWord, person: Person) -> Person:
    return word.author if word.person_id == person.pk else word.person
