"""The answers to one's own question, as the asker may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.compiled import CompiledOnce, any_of
from people.models import Person
from recommendations.identity import readable_phone
from recommendations.models import Answer, Ask, Recipient
from recommendations.models.answers import AnswerQuerySet
from recommendations.providers.evidence import listed
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import words_of_vouches
from recommendations.providers.word import Word
from recommendations.sight.names import Bridges, Link, Naming, at_beginning
from recommendations.sight.rule import NOT_NEAR, Way, ways_to

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, as the asker sees it."""

    answer: Answer
    by: Naming
    # Whom the vouch is about that was given as the answer, and what it says: nothing, if a friend handed it on.
    suggestion: Suggestion | None
    word: Word | None
    handed_on_by: str = ""  # the name of that friend

    @property
    def introducer(self) -> Link | None:
        """The friend who may be asked to introduce the asker. None of what was asked quietly: the friend between alone
        is to know whose it is."""
        return None if self.answer.ask.quiet else self.by.introducer

    @property
    def source(self) -> str:
        """Who says it, or from whose mail it came: whoever holds one need not be whose it is."""
        if not self.answer.by_mail:
            return self.by.shown_as
        if self.by.is_named:
            return pgettext("who says it", "{first}’s mail").format(first=self.mails_owner)
        return pgettext("who says it", "the mail of {who}").format(who=self.mails_owner)

    @property
    def mails_owner(self) -> str:
        """From whose mail it came, if it did: by the first name of whoever is named."""
        who = self.by.shown_as
        return who.partition(" ")[0] if self.by.is_named else who

    @property
    def said_by(self) -> str:
        """At the beginning of a line."""
        if not self.answer.by_mail:
            return at_beginning(self.by.shown_as)
        if self.by.is_named:
            return _("From {first}’s mail").format(first=self.mails_owner)
        return _("From the mail of {who}").format(who=self.mails_owner)

    @property
    def provider(self) -> str:
        """Whom it names, if anybody."""
        return self.word.name if self.word else self.suggestion.name if self.suggestion else self.answer.provider

    @property
    def phone_as_written(self) -> str:
        return readable_phone(self.answer.phone, self.answer.ask.person.country)


def answers_to(person: Person, ask: Ask) -> list[Answered]:
    """Those that the asker may see, oldest first."""
    return answers_to_each(person, [ask])


def answers_to_each(person: Person, asks: Collection[Ask]) -> list[Answered]:
    """Those to these questions of theirs, oldest first, by the same few queries however many they are."""
    return _as_seen_by(person, _to_own(person=person, asks=tuple(ask.pk for ask in asks)))


def answers_through(person: Person, ask: Ask) -> list[Answered]:
    """Those that wait for this person to hand them on, or were handed on by them, oldest first."""
    return answers_through_each(person, [ask])


def answers_through_each(person: Person, asks: Collection[Ask]) -> list[Answered]:
    return _as_seen_by(person, _through(person=person, asks=tuple(ask.pk for ask in asks)))


@CompiledOnce
def _to_own(person: Person, asks: tuple[int, ...]) -> QuerySet[Answer]:
    return _to_show(Answer.objects.visible_to(person).filter(ask__in=any_of(asks), ask__person=person))


@CompiledOnce
def _through(person: Person, asks: tuple[int, ...]) -> QuerySet[Answer]:
    return _to_show(Answer.objects.handed_by(person).filter(ask__in=any_of(asks)))


def _to_show(answers: AnswerQuerySet) -> QuerySet[Answer]:
    return answers.with_vouches().select_related("person", "ask__person__place").order_by("made_at", "pk")


def _as_seen_by(person: Person, answers: list[Any]) -> list[Answered]:
    if not answers:
        return []
    handed_on = handed_on_by(person, answers)
    near = ways_to(person, {each.person_id for each in answers if each.person_id})
    ways = {each.pk: way_of(each, near, handed_on) for each in answers}
    bridges = Bridges(person, ways.values())
    told = words_of_vouches(person, _vouches_told(person, answers, handed_on))
    answered = []
    for each in answers:
        suggestion, word = told.get(each.vouch_row, (None, None))
        if each.person and (word or each.words):
            by = bridges.naming_of(each.person, ways[each.pk])
            friend = handed_on.get(each.pk)
            shown = Answered(each, by, suggestion, word)
            answered.append(replace(shown, word=None, handed_on_by=friend.name) if friend else shown)
    return answered


def _vouches_told(person: Person, answers: Collection[Any], handed_on: Collection[int]) -> dict[int, int]:
    """Those of these answers that tell whom to hire, and their providers. By one query, if any was handed on."""
    told: set[int] = set()
    if handed_on:
        some = Answer.objects.visible_to(person).filter(pk__in=handed_on)
        told = set(some.telling_whom(person).values_list("pk", flat=True))
    given = [each for each in answers if each.pk not in handed_on or each.pk in told]
    return {each.vouch_row: each.about for each in given if each.vouch_row}


def way_of(answer: Answer, near: dict[int, Way], handed_on: dict[int, Person]) -> Way:
    """How near whoever gave it is: beyond the circle by way of the friend who handed it on, where one did, and of no
    other. `near` is by person, and `handed_on` by answer."""
    way, friend = near.get(answer.person_id or 0, NOT_NEAR), handed_on.get(answer.pk)
    return Way(2, [friend.pk]) if friend and way.distance > 1 else way


def handed_on_by(person: Person, answers: Collection[Answer]) -> dict[int, Person]:
    """Of those to what one asked quietly: by answer, who has handed it on. By one query at most."""
    quietly = [each for each in answers if each.ask.quiet and each.ask.person_id == person.pk]
    if not quietly:
        return {}
    rows = Recipient.objects.put_for(person).filter(ask__in={each.ask_id for each in quietly})
    by = {(row.ask_id, row.person_id): row.passed_by for row in rows.select_related("passed_by")}
    return {each.pk: friend for each in quietly if (friend := by.get((each.ask_id, each.person_id or 0)))}


def some_are_gone(ask: Ask, answered: list[Answered]) -> bool:
    """Whether there was an answer that the asker sees no more, whatever became of it."""
    return len(_ever_given(ask=ask)) > len(answered)


@CompiledOnce
def _ever_given(ask: Ask) -> QuerySet[Any, Any]:
    return ask.answers.filter(waits=False).values_list("pk")


class AskedWhom(NamedTuple):
    everyone: bool  # of the circle as it is
    then: datetime | None  # when everyone had it who was in the circle
    names: str  # of a few; "" of none, or of more. Never how many
    since: datetime | None  # None as long as it was sent to nobody
    joined_since: list[Person]  # whoever does not have it, though all had it then

    @property
    def newcomers(self) -> str:
        return listed([friend.name for friend in self.joined_since], MOST_NAMED)


@CompiledOnce
def _circle_with(person: Person, ask: Ask) -> QuerySet[Person]:
    """Each with when it was sent to them by the asker, if it still reaches them."""
    sent = Recipient.objects.standing().filter(ask=ask, passed_by=None, person=OuterRef("pk"))
    return Person.objects.circle_of(person).annotate(asked_at=Subquery(sent.values("at")))


def asked_whom(person: Person, ask: Ask) -> AskedWhom:
    circle: list[Any] = _circle_with(person=person, ask=ask)
    asked = [friend for friend in circle if friend.asked_at]
    return AskedWhom(
        everyone=bool(asked) and len(asked) == len(circle),
        then=ask.whole_circle_at if asked else None,
        names=listed([friend.name for friend in asked], MOST_NAMED) if len(asked) <= MOST_NAMED else "",
        since=min((friend.asked_at for friend in asked), default=None),
        joined_since=[friend for friend in circle if not friend.asked_at] if ask.whole_circle_at and asked else [],
    )
