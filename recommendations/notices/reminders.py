"""Questions that time brings: how did it go, is it still true, are you still looking? Safe to ask twice, and to be
stopped anywhere."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from people.models import Notice, Person
from recommendations.models import GROWN_OLD, STILL_HOLDS, STILL_TRUE, Ask, Ending, Insight, Offer, Thanks, Vouch

REMINDERS_BATCH = 100
# Whoever has just spoken of someone is left in peace for so long.
PEACE = timedelta(days=7)


def ask_how_it_went() -> int:
    """How many were asked. One who is asked is no longer due, so that this comes to an end."""
    due = Thanks.objects.filter(ask_at__lte=timezone.now(), person__is_active=True).select_related("person")
    asked = 0
    while some := list(due.order_by("ask_at", "pk")[:REMINDERS_BATCH]):
        asked += sum(thanks.ask() for thanks in some)
    return asked


def ask_how_asking_went() -> int:
    """How many were asked, of questions that ended with someone hired."""
    hired = Ask.objects.filter(ending=Ending.HIRED, person__is_active=True).select_related("person")
    asked = 0
    while some := list(hired.filter(ask_at__lte=timezone.now()).order_by("ask_at", "pk")[:REMINDERS_BATCH]):
        asked += sum(ask.ask_how_it_went() for ask in some)
    return asked


def ask_who_still_looks() -> int:
    """How many were asked; those that were asked long ago, and heard nothing of, rest."""
    long_ago = timezone.now() - GROWN_OLD
    theirs = Ask.objects.open().filter(person__is_active=True).select_related("person")
    while some := list(theirs.filter(still_asked_at__lte=long_ago).order_by("pk")[:REMINDERS_BATCH]):
        for ask in some:
            ask.rest()
    asked = 0
    while some := list(theirs.filter(still_asked_at=None, open_since__lte=long_ago).order_by("pk")[:REMINDERS_BATCH]):
        asked += sum(ask.ask_whether_still_open() for ask in some)
    return asked


def ask_who_is_still_glad() -> int:
    """How many were asked, of offers that end soon or have ended."""
    due = Offer.objects.to_renew().filter(asked_at=None, author__is_active=True).select_related("author")
    asked = 0
    while some := list(due.order_by("until", "pk")[:REMINDERS_BATCH]):
        asked += sum(offer.ask_whether_still_glad() for offer in some)
    return asked


def ask_what_is_still_true() -> int:
    """How many were asked: everyone of one vouch at a time, the oldest."""
    _forget_what_is_answered()
    asked = last = 0
    while some := list(_to_be_asked().filter(pk__gt=last).order_by("pk")[:REMINDERS_BATCH]):
        asked += sum(_ask(person) for person in some)
        last = some[-1].pk
    return asked


def _to_be_asked() -> QuerySet[Person]:
    theirs = Vouch.objects.filter(author=OuterRef("pk"))
    asked = Notice.objects.filter(person=OuterRef("pk"), kind=STILL_TRUE)
    spoke_lately = theirs.filter(renewed_at__gt=timezone.now() - PEACE)
    return Person.objects.filter(Exists(theirs.to_affirm()), ~Exists(asked), ~Exists(spoke_lately), is_active=True)


def _ask(person: Person) -> bool:
    with transaction.atomic():
        Person.objects.lock(person)
        still = _to_be_asked().filter(pk=person.pk).first()  # nobody else has asked meanwhile
        oldest = person.vouches.to_affirm().order_by("hired_on", "renewed_at", "pk").first()
        if still is None or oldest is None:
            return False
        person.tell(STILL_TRUE, oldest.public_id, reverse("vouch_still", args=[oldest.public_id]))
    return True


def _forget_what_is_answered() -> None:
    """As by editing the vouch: else nothing more would be asked of its author."""
    Notice.objects.filter(kind=STILL_TRUE).exclude(about__in=Vouch.objects.to_affirm().values("public_id")).delete()


def ask_what_still_holds() -> int:
    """How many were asked: everyone of one insight at a time, the one of which they spoke longest ago."""
    asked = last = 0
    while some := list(_to_be_asked_of_insights().filter(pk__gt=last).order_by("pk")[:REMINDERS_BATCH]):
        asked += sum(_ask_of_insight(person) for person in some)
        last = some[-1].pk
    return asked


def _to_be_asked_of_insights() -> QuerySet[Person]:
    theirs = Insight.objects.filter(author=OuterRef("pk"))
    asked = Notice.objects.filter(person=OuterRef("pk"), kind=STILL_HOLDS)
    spoke_lately = theirs.filter(affirmed_at__gt=timezone.now() - PEACE)
    return Person.objects.filter(Exists(theirs.to_affirm()), ~Exists(asked), ~Exists(spoke_lately), is_active=True)


def _ask_of_insight(person: Person) -> bool:
    with transaction.atomic():
        Person.objects.lock(person)
        still = _to_be_asked_of_insights().filter(pk=person.pk).first()  # nobody else has asked meanwhile
        oldest = person.insights.to_affirm().order_by("affirmed_at", "pk").first()
        if still is None or oldest is None:
            return False
        person.tell(STILL_HOLDS, oldest.public_id, reverse("insight_still", args=[oldest.public_id]))
    return True
