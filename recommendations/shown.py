"""What one viewer may see of the vouches that reach them: the words, and by which name each author is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from people.models import Person, Tie
from recommendations.contacts import readable_phone
from recommendations.models import LONG_AGO_MONTHS, Outcome, Relation, Scope, Vouch, months_since
from recommendations.ranking import NEUTRAL, Ranked, Voice
from recommendations.sentences import ago, evidence

# A friend is named as the one between only if the author could be any of so many.
CROWD = 3


@dataclass(frozen=True, slots=True)
class Link:
    """One person in a chain of trust, after "You"."""

    name: str
    person: UUID | None = None  # their page; only friends have one
    known: bool = True

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.known else self.name


@dataclass(frozen=True, slots=True)
class Word:
    """One vouch as this viewer may see it: nothing here has to be hidden from them."""

    public_id: UUID
    distance: int
    shown_as: str
    author_email: str | None  # for the command line; no page shows it
    through: str | None
    chain: tuple[Link, ...]
    trade: str
    trade_slug: str
    place: str
    name: str
    phone: str
    email: str
    website: str
    job: str
    hired_on: date
    months: int
    outcome: Outcome
    words: str
    caveat: str
    cost: str
    relation: Relation
    scope: Scope
    country: str  # the viewer's, for writing numbers as they do

    @property
    def long_ago(self) -> bool:
        return self.months > LONG_AGO_MONTHS

    @property
    def ago(self) -> str:
        return ago(self.months)

    @property
    def phone_as_written(self) -> str:
        return readable_phone(self.phone, self.country)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A provider, with every vouch that supports it for this viewer, nearest and freshest first."""

    public_id: UUID
    score: float | None
    evidence: str
    words: list[Word]

    @property
    def lead(self) -> Word:
        return self.words[0]

    @property
    def warning(self) -> str:
        if self.score is None or self.score >= NEUTRAL:
            return ""
        refused = any(word.outcome == Outcome.NO for word in self.words)
        return "Warning: someone would not hire them again" if refused else "Take care: hired with a caveat"

    @property
    def own(self) -> Word | None:
        return self.lead if self.lead.distance == 0 else None

    @property
    def name(self) -> str:
        return self.lead.name

    @property
    def phone(self) -> str:
        return self._nearest("phone")

    @property
    def phone_from(self) -> Word | None:
        """Whose number it is."""
        return next((word for word in self.words if word.phone), None)

    @property
    def phone_as_written(self) -> str:
        return self.phone_from.phone_as_written if self.phone_from else ""

    @property
    def website(self) -> str:
        return self._nearest("website")

    @property
    def email(self) -> str:
        return self._nearest("email")

    @property
    def place(self) -> str:
        return self._nearest("place")

    def _nearest(self, fact: str) -> str:
        return next((told for word in self.words if (told := getattr(word, fact))), "")


def dressed(person: Person, ranked: list[Ranked]) -> list[Suggestion]:
    """The vouches behind `ranked`, in the same order, looked up with a fixed handful of queries."""
    voices = {vouch: voice for each in ranked for voice in each.voices.values() for vouch in voice.vouches}
    bridges = Bridges(person, [voice for voice in voices.values() if voice.distance == 2])
    words: dict[int, list[Word]] = {each.provider: [] for each in ranked}
    public_ids: dict[int, UUID] = {}
    # In the order of the ids, so that the sort below settles what is equally near and fresh as `Ranked.lead` does.
    for row in Vouch.objects.filter(pk__in=voices).order_by("pk").values(*COLUMNS):
        words[row["provider"]].append(_word(row, voices[row["id"]], bridges, person.country))
        public_ids[row["provider"]] = row["provider__public_id"]
    for said in words.values():
        said.sort(key=lambda word: (word.distance, word.months))
    return [
        Suggestion(
            public_id=public_ids[each.provider],
            score=each.score,
            evidence=evidence(list(each.voices.values())),
            words=words[each.provider],
        )
        for each in ranked
    ]


COLUMNS = (
    *("id", "public_id", "provider", "provider__public_id", "author", "author__name", "author__email"),
    *(
        "author__public_id",
        "author__named_beyond",
        "trade__name",
        "trade__slug",
        "place__name",
        "name",
        "phone",
        "email",
    ),
    *("website", "job", "hired_on", "outcome", "words", "caveat", "cost", "relation", "pass_on", "scope"),
)


class Bridges:
    """The friends between the viewer and authors beyond, and which one of them is named.

    Always the same one for an author, whatever the page, since two would lead to the author by intersection:
    the friend who has been here longest. For an author who is not named, it must be someone with enough friends
    whom the viewer does not know, so that the author could be any of them.
    """

    def __init__(self, person: Person, voices: Iterable[Voice]) -> None:
        friends = {friend for voice in voices for friend in voice.through}
        self.links = {
            pk: Link(name, public_id)
            for pk, name, public_id in Person.objects.filter(pk__in=friends).values_list("pk", "name", "public_id")
        }
        unknown = (
            Tie.objects.standing()
            .filter(person__in=friends)
            .exclude(friend=person)
            .exclude(friend__in=person.ties.standing().values("friend"))
        )
        counted = unknown.values("person").annotate(crowd=Count("pk")).filter(crowd__gte=CROWD)
        self.crowded = set(counted.values_list("person", flat=True)) if friends else set()

    def to(self, voice: Voice, named: bool) -> Link | None:
        able = voice.through if named else self.crowded.intersection(voice.through)
        return self.links[min(able)] if able else None


def _word(row: Mapping[str, Any], voice: Voice, bridges: Bridges, country: str) -> Word:
    mine = voice.distance == 0
    named = voice.distance < 2 or row["author__named_beyond"]
    between = bridges.to(voice, named) if voice.distance == 2 else None
    shown_as, chain = _shown_as(row, voice.distance, named, between)
    open_handed = mine or row["pass_on"]
    return Word(
        public_id=row["public_id"],
        distance=voice.distance,
        shown_as=shown_as,
        author_email=row["author__email"] if named else None,
        through=between.name if between else None,
        chain=chain,
        trade=row["trade__name"],
        trade_slug=row["trade__slug"],
        place=row["place__name"] or "",
        name=row["name"],
        phone=row["phone"] if open_handed else "",
        email=row["email"] if open_handed else "",
        website=row["website"],
        job=row["job"],
        hired_on=row["hired_on"],
        months=months_since(row["hired_on"], timezone.localdate()),
        outcome=Outcome(row["outcome"]),
        words=row["words"],
        caveat=row["caveat"],
        cost=row["cost"],
        relation=Relation(row["relation"]),
        scope=Scope(row["scope"]),
        country=country,
    )


def _shown_as(row: Mapping[str, Any], distance: int, named: bool, between: Link | None) -> tuple[str, tuple[Link, ...]]:
    """The author's name by the name rule, and the chain that leads to them."""
    if distance == 0:
        return "You", ()
    author = Link(row["author__name"], row["author__public_id"] if distance == 1 else None)
    if named:
        return author.name, (between, author) if between else (author,)
    if between:
        return f"a friend of {between.name}", (between, Link("a friend", known=False))
    return "someone beyond your circle", (Link("someone beyond", known=False),)
