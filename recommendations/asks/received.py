"""Questions as those whom they reach see them, and what each may do about one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from people.compiled import CompiledOnce, any_of
from people.models import Person
from people.places import folded
from recommendations.asks.answered import Answered, answers_through
from recommendations.identity import readable_phone
from recommendations.models import Answer, Ask, ByWhen, Outcome, Recipient, Scope, Seeks, Vouch
from recommendations.models.vouches import VouchQuerySet
from recommendations.search.own_words import resemble
from recommendations.sight.asks import Asked, asked_of, by_ask, reaching
from recommendations.sight.rule import reaches_reader

SOONEST = {when: number for number, when in enumerate(ByWhen.values)}


class Given(NamedTuple):
    """An answer of the reader's own."""

    answer: Answer
    vouch: Vouch | None
    is_read: bool  # by the asker, as the vouch stands now
    phone_as_written: str = ""  # of what came from the reader's mail


class Helped(NamedTuple):
    """What whoever asked says of an answer that came by the reader."""

    answer: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Received:
    """All that one whom a question reaches may do about it, or has done."""

    asked: Asked
    fitting: list[Vouch]  # of their own that fit, and that the asker may read; near ones first
    unread: list[Vouch]  # that fit too, but are not shared as far as the asker
    given: list[Given]
    passed_to: str
    may_pass: bool
    thanks: list[Helped]  # for having passed it on
    may_put: bool  # to their circle: it was asked through them
    is_put: bool
    through: list[Answered]  # what their circle says, to be handed on


def questions_to(person: Person) -> list[Asked]:
    """Those that wait for an answer, newest first; then those that have one, or to which their mail said no."""
    answered = set(person.answers.values_list("ask", flat=True))
    asked = _newest_first(asked_of(person, by_ask(reaching(person)), answered))
    waiting = [each for each in asked if each.ask.is_open and not each.declined and not each.answered]
    from_mail = [each for each in asked if each.ask.is_open and each.declined_by_mail and not each.answered]
    return waiting + [each for each in asked if each.answered] + from_mail


@CompiledOnce
def _open_to(person: Person) -> QuerySet[Recipient]:
    return reaching(person).filter(declined=False, ask__closed_at=None)


def newest_questions(person: Person, before: int, most: int) -> list[tuple[Recipient, Asked]]:
    """Open ones to which they have not said no, newest first, each by the row that brought it first."""
    open_to_me = by_ask(_open_to(person=person))
    brought = sorted(((min(rows, key=lambda row: row.pk), rows) for rows in open_to_me), key=_age)
    some = [(first, rows) for first, rows in brought if first.pk < before][:most]
    asked = asked_of(person, [rows for _, rows in some])
    return [(first, each) for (first, _), each in zip(some, asked, strict=True)]


def question_for(person: Person, ask: Ask) -> Received | None:
    """None if it does not reach them. By seven queries mostly."""
    of_both = {"person": person, "ask": ask}
    rows = _reaching_with(**of_both)
    if not rows:
        return None
    answers = _given_to(**of_both)
    passed_on = next(iter(_passed_on(**of_both)), None)
    through_me = ask.is_open and bool(ask.quiet) and any(row.passed_by is None for row in rows)
    asked = asked_of(person, [rows], {ask.pk} if answers else set())[0]
    used = {each.vouch for each in answers if each.vouch}
    vouches, read = _vouches_for(person, ask)
    fit = [each for each in vouches.values() if _fits(each, ask) and each.public_id not in used]
    fit.sort(key=lambda each: _how_far(each, ask))
    return Received(
        asked=asked,
        fitting=[each for each in fit if each.pk in read],
        # Of one that is shared as far as can be, it would tell through whom the asker finds anything.
        unread=[each for each in fit if each.pk not in read and each.scope != Scope.BEYOND],
        given=[_given(each, vouches.get(each.vouch), read, person.country) for each in answers],
        passed_to=_name_of(person, passed_on.person) if passed_on and not ask.quiet else "",
        may_pass=ask.is_open and asked.direct and passed_on is None and not ask.quiet,
        thanks=[Helped(*each) for each in _thanks_for_passing(**of_both)],
        may_put=through_me and passed_on is None,
        is_put=bool(ask.quiet) and passed_on is not None,
        through=answers_through(person, ask) if ask.quiet else [],
    )


@CompiledOnce
def _reaching_with(person: Person, ask: Ask) -> QuerySet[Recipient]:
    return reaching(person).filter(ask=ask)


@CompiledOnce
def _given_to(person: Person, ask: Ask) -> QuerySet[Answer]:
    return person.answers.filter(ask=ask).order_by("made_at", "pk")


@CompiledOnce
def _passed_on(person: Person, ask: Ask) -> QuerySet[Recipient]:
    return ask.recipients.passed_on_by(person).select_related("person").order_by("pk")[:1]


@CompiledOnce
def _thanks_for_passing(person: Person, ask: Ask) -> QuerySet[Any, Any]:
    helped = Answer.objects.thanked_to(person).filter(ask=ask).exclude(person=person)
    return helped.values_list("public_id", "thanks")


def asked_through(person: Person, public_id: UUID) -> tuple[Recipient, Received] | None:
    """The row by which somebody asks through this person, and what they may do about it; None if nobody does."""
    mine = reaching(person).filter(ask__public_id=public_id, quietly=True, passed_by=None).first()
    received = question_for(person, mine.ask) if mine else None
    return (mine, received) if mine and received else None


def fitting_for(person: Person, ask: Ask) -> QuerySet[Vouch]:
    """Vouches of theirs that fit, and that the asker may read."""
    return read_by_asker(person, ask).filter(pk__in=_of_its_kind(person, ask)).exclude(outcome=Outcome.NO)


def read_by_asker(person: Person, ask: Ask) -> VouchQuerySet:
    """Of their vouches those that reach whoever asks: whom that person mutes is not for others to learn. Of what is
    asked quietly, whoever it is put to does not know who that is: those alone that go beyond the circle, since another
    would tell that it is a friend."""
    if ask.is_put_to(person):
        return person.vouches.filter(scope=Scope.BEYOND).exclude(outcome=Outcome.NO)
    return person.vouches.annotate(asker=Value(ask.person_id)).filter(reaches_reader("author", "asker", "scope"))


@CompiledOnce
def _scopes_read(person: Person, rows: tuple[int, ...]) -> QuerySet[Any, Any]:
    """Of the questions that came by these rows: how far what is shared has to go for whoever asks to read it."""
    some = reaching(person).filter(pk__in=any_of(rows)).order_by()
    within, beyond = (
        some.annotate(scope=Value(scope.value)).filter(reaches_reader("person", "ask__person", "scope"))
        for scope in (Scope.CIRCLE, Scope.BEYOND)
    )
    return within.values_list("ask", "scope").union(beyond.values_list("ask", "scope"))


class Help(NamedTuple):
    asked: Asked
    vouch: Vouch


@CompiledOnce
def _can_be_answered_by(person: Person) -> QuerySet[Recipient]:
    answered = person.answers.filter(ask=OuterRef("ask"))
    good = person.vouches.shared().exclude(outcome=Outcome.NO)
    of_theirs = Q(ask__trade__in=good.exclude(trade=None).values("trade"))
    perhaps = Q(Exists(good.filter(trade=None)), ask__trade=None, ask__seeks=Seeks.HIRE)
    return _open_to.build(person).filter(of_theirs | perhaps).exclude(Exists(answered))


@CompiledOnce
def _recommended_by(person: Person, trades: tuple[int, ...]) -> QuerySet[Vouch]:
    vouches = person.vouches.shared().exclude(outcome=Outcome.NO)
    return vouches.filter(Q(trade__in=any_of(trades)) | Q(trade=None)).select_related("place")


def can_help_with(person: Person, among: QuerySet[Ask] | None = None) -> Help | None:
    """The one question that waits for them and that a vouch of theirs answers: the most urgent, then the newest.

    By one query when there is none, else by three. By which way whoever asks would read it is asked from their end:
    whom one mutes makes no difference, since that would tell through whom they are near.
    """
    if among is None:
        rows = _can_be_answered_by(person=person)
    else:
        rows = list(_can_be_answered_by.build(person).filter(ask__in=among))
    if not rows:
        return None
    reads = set(_scopes_read(person=person, rows=tuple(row.pk for row in rows)))
    mine = _recommended_by(person=person, trades=tuple({row.ask.trade_id for row in rows if row.ask.trade_id}))
    asked = _newest_first(asked_of(person, by_ask(rows)))
    for each in sorted(asked, key=lambda each: SOONEST[each.ask.by_when]):
        fit = [vouch for vouch in mine if _fits(vouch, each.ask)]
        if each.is_put:
            read = [vouch for vouch in fit if vouch.scope == Scope.BEYOND]
        else:
            read = [vouch for vouch in fit if (each.ask.pk, vouch.scope) in reads]
        if read:
            return Help(each, min(read, key=lambda vouch: _how_far(vouch, each.ask)))
    return None


def _age(brought: tuple[Recipient, list[Recipient]]) -> int:
    """To sort by: the latest brought first."""
    return -brought[0].pk


def _newest_first(asked: Iterable[Asked]) -> list[Asked]:
    return sorted(asked, key=lambda each: each.ask.open_since or each.ask.made_at, reverse=True)


def _vouches_for(person: Person, ask: Ask) -> tuple[dict[UUID, Vouch], set[int]]:
    """Theirs that could fit or were given already, by public id; and which of them the asker may read."""
    mine = _fitting_or_given(person=person, ask=ask, ids=tuple(_of_its_kind(person, ask)))
    if not mine:
        return {}, set()
    return {each.public_id: each for each in mine}, set(read_by_asker(person, ask).values_list("pk", flat=True))


@CompiledOnce
def _fitting_or_given(person: Person, ask: Ask, ids: tuple[int, ...]) -> QuerySet[Vouch]:
    given = person.answers.filter(ask=ask).values("vouch")
    mine = person.vouches.filter(Q(pk__in=any_of(ids)) | Q(public_id__in=given))
    return mine.select_related("trade", "place", "provider")


def _of_its_kind(person: Person, ask: Ask) -> list[int]:
    """The ids of their vouches that may be an answer: by its trade, or by what it resembles."""
    if ask.trade_id:
        return _ids_of_trade(person=person, trade=ask.trade_id)
    others = _others(person=person) if ask.is_for_hire else []
    return [pk for pk, other in others if resemble(other, folded(ask.other))]


@CompiledOnce
def _ids_of_trade(person: Person, trade: int) -> QuerySet[Any, Any]:
    return person.vouches.filter(trade=trade).values_list("pk", flat=True)


@CompiledOnce
def _others(person: Person) -> QuerySet[Any, Any]:
    return person.vouches.filter(trade=None).values_list("pk", "other_folded")


def _fits(vouch: Vouch, ask: Ask) -> bool:
    if vouch.trade_id or ask.trade_id:
        return vouch.trade_id == ask.trade_id and vouch.outcome != Outcome.NO
    alike = resemble(vouch.other_folded, folded(ask.other))
    return alike and ask.is_for_hire and vouch.outcome != Outcome.NO


def _how_far(vouch: Vouch, ask: Ask) -> tuple[bool, int]:
    """Near first, then fresh first."""
    near = ask.place is None or (vouch.place is not None and vouch.place.is_near(ask.place))
    return not near, -vouch.hired_on.toordinal()


def _given(answer: Answer, vouch: Vouch | None, read: set[int], country: str) -> Given:
    is_read = bool(answer.words) or (vouch is not None and vouch.pk in read)
    return Given(answer, vouch, is_read, readable_phone(answer.phone, country))


def _name_of(person: Person, passed_to: Person) -> str:
    """By one query; whoever is no friend any more has no name."""
    return passed_to.name if person.ties.standing().filter(friend=passed_to).exists() else _("a friend")
