"""Questions that time brings: how did it go, is it still true, are you still looking? Safe to ask twice, and to be
stopped anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from people.jobs import in_windows
from people.models import Notice, Person
from recommendations.models import GROWN_OLD, STILL_HOLDS, STILL_TRUE, Ask, Ending, Insight, Offer, Thanks, Vouch

Due = TypeVar("Due", bound=Model)
REMINDERS_BATCH = 100
# Whoever has just spoken of someone is left in peace for so long.
PEACE = timedelta(days=7)


def reminding(after: int = 0) -> Iterator[tuple[int, int]]:
    """All of it, and how many were asked. Of who is asked about a thing the thing is no longer due, so that it need not
    be told how far it has come; of the rest, everyone is looked at."""
    for asking in (_how_it_went, _how_asking_went, _who_still_looks, _who_is_still_glad):
        for asked in asking():
            yield after, asked
    for reached, people in in_windows(Person.objects.all(), after):
        yield reached, _what_is_still_true(people) + _what_still_holds(people)


def ask_how_it_went() -> int:
    """How many were asked."""
    return sum(_how_it_went())


def ask_how_asking_went() -> int:
    """How many were asked, of questions that ended with someone hired."""
    return sum(_how_asking_went())


def ask_who_still_looks() -> int:
    """How many were asked; those that were asked long ago, and heard nothing of, rest."""
    return sum(_who_still_looks())


def ask_who_is_still_glad() -> int:
    """How many were asked, of offers that end soon or have ended."""
    return sum(_who_is_still_glad())


def ask_what_is_still_true() -> int:
    """How many were asked: everyone of one vouch at a time, the oldest."""
    return sum(_what_is_still_true(people) for _, people in in_windows(Person.objects.all()))


def ask_what_still_holds() -> int:
    """How many were asked: everyone of one insight at a time, the one of which they spoke longest ago."""
    return sum(_what_still_holds(people) for _, people in in_windows(Person.objects.all()))


# --- Of a thing, once -----------------------------------------------------------------------------


def _in_batches(due: QuerySet[Due], ask: Callable[[Due], object]) -> Iterator[int]:
    """One that was asked about is no longer due, so that this comes to an end."""
    while some := list(due[:REMINDERS_BATCH]):
        yield sum(bool(ask(each)) for each in some)


def _how_it_went() -> Iterator[int]:
    due = Thanks.objects.filter(ask_at__lte=timezone.now(), person__is_active=True).select_related("person")
    yield from _in_batches(due.order_by("ask_at", "pk"), Thanks.ask)


def _how_asking_went() -> Iterator[int]:
    hired = Ask.objects.filter(ending=Ending.HIRED, person__is_active=True).select_related("person")
    yield from _in_batches(hired.filter(ask_at__lte=timezone.now()).order_by("ask_at", "pk"), Ask.ask_how_it_went)


def _who_still_looks() -> Iterator[int]:
    long_ago = timezone.now() - GROWN_OLD
    theirs = Ask.objects.open().filter(person__is_active=True).select_related("person").order_by("open_since", "pk")
    for _ in _in_batches(theirs.filter(still_asked_at__lte=long_ago), Ask.rest):
        yield 0
    due = theirs.filter(still_asked_at=None, open_since__lte=long_ago)
    yield from _in_batches(due, Ask.ask_whether_still_open)


def _who_is_still_glad() -> Iterator[int]:
    due = Offer.objects.to_renew().filter(asked_at=None, author__is_active=True).select_related("author")
    yield from _in_batches(due.order_by("until", "pk"), Offer.ask_whether_still_glad)


# --- Of one's own words, one at a time ------------------------------------------------------------


def _what_is_still_true(people: QuerySet[Person]) -> int:
    _forget_what_is_answered(people)
    return sum(_ask(person) for person in _to_be_asked(people))


def _to_be_asked(people: QuerySet[Person]) -> QuerySet[Person]:
    theirs = Vouch.objects.filter(author=OuterRef("pk"))
    asked = Notice.objects.filter(person=OuterRef("pk"), kind=STILL_TRUE)
    spoke_lately = theirs.filter(renewed_at__gt=timezone.now() - PEACE)
    return people.filter(Exists(theirs.to_affirm()), ~Exists(asked), ~Exists(spoke_lately), is_active=True)


def _ask(person: Person) -> bool:
    with transaction.atomic():
        Person.objects.lock(person)
        # Nobody else has asked meanwhile.
        still = _to_be_asked(Person.objects.filter(pk=person.pk)).exists()
        oldest = person.vouches.to_affirm().order_by("hired_on", "renewed_at", "pk").first()
        if not still or oldest is None:
            return False
        person.tell(STILL_TRUE, oldest.public_id, reverse("vouch_still", args=[oldest.public_id]))
    return True


def _forget_what_is_answered(people: QuerySet[Person]) -> None:
    """As by editing the vouch: else nothing more would be asked of its author."""
    same = Vouch.objects.to_affirm().filter(author=OuterRef("person"), public_id=OuterRef("about"))
    Notice.objects.filter(~Exists(same), kind=STILL_TRUE, person__in=people.order_by()).delete()


def _what_still_holds(people: QuerySet[Person]) -> int:
    return sum(_ask_of_insight(person) for person in _to_be_asked_of_insights(people))


def _to_be_asked_of_insights(people: QuerySet[Person]) -> QuerySet[Person]:
    theirs = Insight.objects.filter(author=OuterRef("pk"))
    asked = Notice.objects.filter(person=OuterRef("pk"), kind=STILL_HOLDS)
    spoke_lately = theirs.filter(affirmed_at__gt=timezone.now() - PEACE)
    return people.filter(Exists(theirs.to_affirm()), ~Exists(asked), ~Exists(spoke_lately), is_active=True)


def _ask_of_insight(person: Person) -> bool:
    with transaction.atomic():
        Person.objects.lock(person)
        # Nobody else has asked meanwhile.
        still = _to_be_asked_of_insights(Person.objects.filter(pk=person.pk)).exists()
        oldest = person.insights.to_affirm().order_by("affirmed_at", "pk").first()
        if not still or oldest is None:
            return False
        person.tell(STILL_HOLDS, oldest.public_id, reverse("insight_still", args=[oldest.public_id]))
    return True
