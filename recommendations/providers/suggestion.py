"""What one viewer may see of the vouches that reach them: the words, and by which name each author is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy

from people.compiled import as_list
from people.models import Person
from recommendations.identity import page_of, readable_phone
from recommendations.models import Outcome, Relation, Scope, Warns
from recommendations.providers.evidence import (
    evidence,
    last_hired,
    listed,
    not_again_by,
)
from recommendations.providers.facts import FACTS, Fact
from recommendations.providers.pictures import Picture
from recommendations.providers.ranking import NEUTRAL, Ranked, Voice
from recommendations.providers.word import Word
from recommendations.sight.names import Bridges, Told
from recommendations.sight.statements import among, as_uuid, for_viewer, rows

TAKE_CARE = gettext_lazy("Take care: hired with a caveat.")
# Of friends who would not hire them again.
MOST_QUOTED = 3
# By their values, as the database has them: Python makes one of a value in six times as long.
OUTCOMES, SCOPES = {each.value: each for each in Outcome}, {each.value: each for each in Scope}
RELATED_AS, WARNED = {each.value: each for each in Relation}, {each.value: each for each in Warns}
BEYOND_WARNS = gettext_lazy("People beyond your circle would not hire them again")


class Number(NamedTuple):
    phone: str
    country: str  # of whoever reads it
    said_by: list[str]

    @property
    def as_written(self) -> str:
        return readable_phone(self.phone, self.country)

    @property
    def says_who(self) -> str:
        return _each_once(self.said_by)


class Site(NamedTuple):
    website: str
    said_by: list[str]

    @property
    def says_who(self) -> str:
        return _each_once(self.said_by)


def _each_once(names: list[str]) -> str:
    return listed(list(dict.fromkeys(names)))


@dataclass(slots=True)
class Suggestion(Told):
    """A provider, with the vouches that support it for this viewer, nearest and freshest first.

    Nobody changes it, nor a `Word` or a `Link`, but to make what is frozen takes Python twice as long.
    """

    public_id: UUID
    about: UUID  # whose number and page stand on the buttons: joining others to it moves none there
    score: float | None
    evidence: str
    support: str  # the same, but for the refusals of friends, which stand in `against`
    last_hired: str
    words: list[Word]  # all of them, or those that a card needs
    against: list[Word]  # by friends who would not hire them again, freshest first, whether they are in `words` or not
    more: int  # vouches besides the first, whether they are in `words` or not
    worst: Outcome  # of the words that count; yes, if none does
    warned_beyond: bool
    is_example: bool = False  # that leads nowhere
    beside_own: bool = False  # the viewer's own words stand elsewhere on the page
    # Read many times a card, so found once.
    lead: Word = field(init=False, repr=False, compare=False)  # the word that a card shows
    # What the nearest distance says that has spoken; oneself and friends are one. The facts on a card are theirs, so
    # that nobody further away changes whom one calls on a friend's word.
    near: list[Word] = field(init=False, repr=False, compare=False)
    phone_from: Word | None = field(init=False, repr=False, compare=False)  # whose number it is

    def __post_init__(self) -> None:
        others = (word for word in self.words if word.distance)
        self.lead = next(others, self.words[0]) if self.beside_own else self.words[0]
        self.near = _near(self.words, self.about)
        self.phone_from = _freshest(self.near, "phone")

    @property
    def is_warned_of(self) -> bool:
        return bool(self.against or self.warned_beyond or self.warning)

    @property
    def lead_is_quoted(self) -> bool:
        """Beside the friends who refuse them."""
        return bool(self.against) and self.lead.outcome == Outcome.NO and self.lead in self.against

    @property
    def warning(self) -> str:
        if self.score is None or self.score >= NEUTRAL or self.worst == Outcome.YES:
            return ""
        if self.worst == Outcome.BUT:
            return str(TAKE_CARE)
        return not_again_by(list(dict.fromkeys(word.shown_as for word in self.against)))

    @property
    def photo(self) -> Picture | None:
        """Of the nearest distance alone: a number can be read on a van, too."""
        return next((word.photos[0] for word in self.near if word.photos), None)

    @property
    def warning_beyond(self) -> str:
        return str(BEYOND_WARNS) if self.warned_beyond else ""

    @property
    def own(self) -> Word | None:
        return self.words[0] if self.words[0].distance == 0 else None

    @property
    def name(self) -> str:
        return self.near[0].name

    @property
    def phone(self) -> str:
        return self.phone_from.phone if self.phone_from else ""

    @property
    def phone_as_written(self) -> str:
        return self.phone_from.phone_as_written if self.phone_from else ""

    @property
    def phone_of_another(self) -> str:
        """Whose number it is, where it is not the first one's."""
        return self._another(self.phone_from)

    @property
    def by_several(self) -> bool:
        """Else nobody as near can have another number."""
        return len(self.near) > 1

    @property
    def numbers(self) -> list[Number]:
        """Each that is known, nearest first, with who says so: more than one, where they do not agree."""
        return _numbers(self.words)

    @property
    def also(self) -> list[Number]:
        """What others who are as near have, besides the number on the button."""
        phone = self.phone
        return _numbers([word for word in self.near if word.phone != phone])

    @property
    def website(self) -> str:
        return self._nearest("website")

    @property
    def website_of_another(self) -> str:
        """Whose page it is, where it is not the first one's."""
        return self._another(_freshest(self.near, "website"))

    @property
    def other_sites(self) -> list[Site]:
        """What others who are as near have, besides the page on the button."""
        by: dict[str, Site] = {page_of(self.website): Site("", [])}
        for word in self.near:
            by.setdefault(page_of(word.website), Site(word.website, [])).said_by.append(word.shown_as)
        return [site for site in by.values() if site.website]

    @property
    def email(self) -> str:
        return self._nearest("email")

    @property
    def place(self) -> str:
        return self._nearest("place")

    def _another(self, word: Word | None) -> str:
        return word.shown_as if word and word is not self.near[0] else ""

    def _nearest(self, fact: str) -> str:
        word = _freshest(self.near, fact)
        return getattr(word, fact) if word else ""


def _near(words: list[Word], about: UUID) -> list[Word]:
    if len(words) == 1:
        return words
    words = [word for word in words if word.about == about]
    is_beyond = words[0].is_beyond
    return [word for word in words if word.is_beyond == is_beyond]


def _freshest(words: list[Word], fact: str) -> Word | None:
    if len(words) == 1:
        return words[0] if getattr(words[0], fact) else None
    return min((word for word in words if getattr(word, fact)), key=lambda word: word.months, default=None)


def _numbers(words: list[Word]) -> list[Number]:
    by: dict[str, Number] = {}
    for word in words:
        if word.phone:
            by.setdefault(word.phone, Number(word.phone, word.country, [])).said_by.append(word.shown_as)
    return list(by.values())


class WithdrawnError(Exception):
    """A vouch was there when it was ranked, and no longer when it was looked up."""


def dressed(
    person: Person, ranked: list[Ranked], beyond: int | None = None, beside_own: bool = False
) -> list[Suggestion]:
    """In the same order, by two queries, none for nobody; of each provider all that reaches the viewer, or what a card
    tells, with no more than so many vouches from `beyond` the circle.

    Raises WithdrawnError.
    """
    if not ranked:
        return []
    chosen = [_looked_up(each, beyond, beside_own) for each in ranked]
    voices = {vouch: voice for some in chosen for part in some for vouch, voice in part}
    text, some = FACTS.format(chosen=among("v.id", "vouches")), {"vouches": as_list(voices)}
    facts = {row[0]: Fact(*row) for row in rows(*for_viewer(person, text, some))}
    if len(facts) < len(voices):
        raise WithdrawnError
    bridges = Bridges(person, of=[(facts[vouch].author, voice) for vouch, voice in voices.items()])
    words = {vouch: _word(facts[vouch], voice, bridges, person.country) for vouch, voice in voices.items()}
    said = [[[words[vouch] for vouch, _ in part] for part in some] for some in chosen]
    return [_suggestion(each, beside_own, *some) for each, some in zip(ranked, said, strict=True)]


class LookedUp(NamedTuple):
    """What is looked up of one provider: vouches, each with whose they are."""

    words: list[tuple[int, Voice]]
    against: list[tuple[int, Voice]]


def _looked_up(ranked: Ranked, beyond: int | None, beside_own: bool) -> LookedUp:
    """For a card all that the circle says, of which the freshest hire has the number for the button: else it would call
    another one than the page of the same provider does. What comes from beyond only where no friend leads the card."""
    every = ranked.nearest()
    if beyond is not None:
        circle = [each for each in every if each[1].distance < 2]
        leads = [each for each in circle if each[1].distance or not beside_own]
        every = circle if leads else every[: len(circle) + beyond]
    return LookedUp(every, _against(ranked))


def _against(ranked: Ranked) -> list[tuple[int, Voice]]:
    """The friends whose “not again” counts: they are named wherever the provider is shown, however many say more."""
    each = [
        (said.months, -vouch, voice)
        for voice in ranked.voices.values()
        if voice.distance == 1
        for vouch, said in voice.vouches.items()
        if said.outcome == Outcome.NO and said.counts
    ]
    return [(-negative, voice) for _, negative, voice in sorted(each, key=lambda one: one[:2])[:MOST_QUOTED]]


def _suggestion(ranked: Ranked, beside_own: bool, words: list[Word], against: list[Word]) -> Suggestion:
    voices = list(ranked.voices.values())
    said = words[0].said
    told = evidence(voices, said_in=said)
    others = [voice for voice in voices if voice.distance]
    counted = [one.outcome for voice in others for one in voice.vouches.values() if one.counts]
    return Suggestion(
        public_id=words[0].about,
        about=words[0].about,
        score=ranked.score,
        evidence=told,
        support=evidence(voices, refusals=False, said_in=said) if against else told,
        last_hired=last_hired(voices, said),
        words=words,
        against=against,
        more=sum(len(voice.vouches) for voice in voices) - 1,
        worst=OUTCOMES[min(counted, default=Outcome.YES)],
        warned_beyond=ranked.warned_beyond,
        beside_own=beside_own,
    )


def _word(fact: Fact, voice: Voice, bridges: Bridges, country: str) -> Word:
    naming = bridges.naming(fact.author, fact.author_name, fact.named_beyond, voice)
    mine = voice.distance == 0
    return Word(
        public_id=as_uuid(fact.public_id) if mine else None,
        distance=voice.distance,
        shown_as=naming.shown_as,
        author_email=fact.author_email if naming.is_named else None,
        through=naming.through,
        chain=naming.chain,
        author=naming.stranger(fact.author_public_id),
        about=as_uuid(fact.provider_public_id),
        trade=fact.kind_in(bridges.said.language),
        trade_slug=fact.trade_slug,
        place=fact.place or "",
        name=fact.name,
        phone=fact.phone,
        email=fact.email if mine or fact.pass_on else "",
        website=fact.website,
        job=fact.job,
        hired_on=fact.hired_on,
        months=voice.vouches[fact.vouch].months,
        outcome=OUTCOMES[fact.outcome],
        words=fact.words,
        caveat=fact.caveat,
        cost=fact.cost,
        relation=RELATED_AS[fact.relation],
        scope=SCOPES[fact.scope],
        warns=Warns.BEYOND if mine and fact.warns_from else WARNED[fact.scope],
        country=country,
        photos=(Picture(as_uuid(fact.photo), fact.alt, fact.width, fact.height),) if fact.photo else (),
        vouch=fact.vouch,
        viewer=bridges.viewer,
        number_asked=bool(fact.number_asked),
        said=bridges.said,
    )
