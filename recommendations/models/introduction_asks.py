from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from people.compiled import CompiledOnce, ConditionOnce
from people.models import Block, Introduction, Notice, Person, Tie
from people.models.ties import circle_ids
from recommendations.models.answers import Answer
from recommendations.models.asks import Ask
from recommendations.models.insights import Insight
from recommendations.models.offers import Offer
from recommendations.models.short_words import ShortWord
from recommendations.models.vouches import Vouch

INTRODUCTION_ASKED, INTRODUCTION_WANTED = "introduction_asked", "introduction_wanted"
# Whoever is asked last has as long again to answer, and whoever asks cannot tell by the end who was asked at all.
PASSED_ON_WITHIN = timedelta(weeks=4)
INTRODUCTION_ASKS_LAST = 2 * PASSED_ON_WITHIN


class ReachedBy(models.TextChoices):
    """What reached somebody from beyond their circle, so that they ask to be introduced."""

    VOUCH = "vouch"
    INSIGHT = "insight"
    OFFER = "offer"
    ASK = "ask"
    ANSWER = "answer"
    WORD = "word"


# By its kind, all of it that one may read. Whoever asks quietly wishes to be known to the friend alone: nobody is told
# of what they asked, nor of what was answered, that it is theirs.
REACHED: dict[str, Callable[[Person], models.QuerySet[Any]]] = {
    ReachedBy.VOUCH: lambda person: Vouch.objects.few_visible_to(person),
    ReachedBy.INSIGHT: lambda person: Insight.objects.few_visible_to(person),
    ReachedBy.OFFER: lambda person: Offer.objects.few_visible_to(person),
    ReachedBy.ASK: lambda person: Ask.objects.visible_to(person).open().filter(quiet=""),
    ReachedBy.ANSWER: lambda person: Answer.objects.visible_to(person).filter(ask__quiet=""),
    ReachedBy.WORD: lambda person: ShortWord.objects.visible_to(person),
}


class IntroductionAskQuerySet(models.QuerySet["IntroductionAsk"]):
    def alive(self, since: datetime | None = None) -> IntroductionAskQuerySet:
        return self.filter(made_at__gt=since or timezone.now() - INTRODUCTION_ASKS_LAST)

    def visible_to(
        self, person: Person, since: datetime | None = None, passed_on_since: datetime | None = None
    ) -> IntroductionAskQuerySet:
        """Whoever asks; the friend, until they have passed it on or not; then the other, until they have answered. The
        moments are for a statement that is put together once: since when they last, and may be passed on."""
        passed_on_since = passed_on_since or timezone.now() - PASSED_ON_WITHIN
        return self.alive(since).filter(_in_sight(person=person, passed_on_since=passed_on_since))

    def asked_by(self, person: Person) -> IntroductionAskQuerySet:
        """Whatever became of it, as long as the friend is one."""
        return self.alive().filter(_asked_by(person))

    def to_pass_on(self, person: Person) -> IntroductionAskQuerySet:
        """Also where it leads nowhere, since one of the two has blocked the other or they are tied: that is not for the
        friend to know."""
        return self.alive().filter(_to_pass_on(person, timezone.now() - PASSED_ON_WITHIN))

    def to_answer(self, person: Person) -> IntroductionAskQuerySet:
        return self.alive().filter(_to_answer(person))

    def passed_on_by(self, person: Person) -> IntroductionAskQuerySet:
        """As long as both are their friends, whatever became of it."""
        return self.alive().filter(friend=person, passed_on=True, person__in=_near(person), other__in=_near(person))

    def met_by(self, person: Person) -> IntroductionAskQuerySet:
        """By whom the person was asked for, and said yes, and who is their friend by now; as the friend between is."""
        near = Q(person__in=_near(person), friend__in=_near(person))
        return self.alive().filter(near, other=person, answer=True, unheard=False)

    def about(self, friend: Person, kind: ReachedBy, thing: uuid.UUID) -> IntroductionAskQuerySet:
        return self.filter(friend=friend, kind=kind, thing=thing)

    def end(self) -> None:
        """Whatever was told of them goes too."""
        self.forget_notices(INTRODUCTION_ASKED, INTRODUCTION_WANTED)
        self.delete()

    def forget_notices(self, *kinds: str) -> None:
        Notice.objects.filter(kind__in=kinds, about__in=list(self.values_list("public_id", flat=True))).delete()


def _near(person: Person) -> models.QuerySet:
    return person.ties.standing().values("friend")


def _asked_by(person: Person) -> Q:
    return Q(person=person, friend__in=_near(person))


def _to_pass_on(person: Person, since: datetime) -> Q:
    near = _near(person)
    return Q(made_at__gt=since, friend=person, passed_on=None, person__in=near, other__in=near)


def _to_answer(person: Person) -> Q:
    still_friends = Tie.objects.standing().filter(person=OuterRef("friend"), friend=OuterRef("person"))
    mine = Q(other=person, passed_on=True, answer=None, unheard=False, friend__in=_near(person))
    return mine & Q(Exists(still_friends)) & ~Q(person__in=_near(person)) & ~Q(person__in=person.blocks.others(person))


@ConditionOnce
def _in_sight(person: Person, passed_on_since: datetime) -> IntroductionAskQuerySet:
    theirs = _asked_by(person) | _to_pass_on(person, passed_on_since) | _to_answer(person)
    return IntroductionAsk.objects.filter(theirs)


@CompiledOnce
def _seen_by(person: Person, since: datetime, passed_on_since: datetime) -> models.QuerySet[IntroductionAsk]:
    visible = IntroductionAsk.objects.visible_to(person, since, passed_on_since)
    return visible.select_related("person", "friend", "other").order_by("made_at")


def introductions_seen_by(person: Person) -> list[IntroductionAsk]:
    """All that are visible to them, with the three people, the oldest first; by one query."""
    now = timezone.now()
    return _seen_by(person=person, since=now - INTRODUCTION_ASKS_LAST, passed_on_since=now - PASSED_ON_WITHIN)


class IntroductionAsk(models.Model):
    """Somebody asks a friend to introduce them to one beyond their circle, of whom they have read something. The friend
    passes it on, or says nothing; then the other is asked. Whoever asks hears nothing before a yes, nor why there is
    none: to them it looks the same all along."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="introductions_asked", db_index=False)
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # That they have left is nothing that the person may learn.
    other = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    # By its public id: what each of the three may see of it is read through the rule of sight each time.
    kind = models.CharField(max_length=10, choices=ReachedBy)
    thing = models.UUIDField("public id")
    words = models.CharField("why", max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    passed_on = models.BooleanField("by the friend, or not", null=True)
    word = models.CharField("of the friend, to the other", max_length=300, blank=True)
    answer = models.BooleanField("of the other", null=True)
    # One of the two has blocked the other, then or since: it looks to the friend as if it were not so.
    unheard = models.BooleanField(default=False)

    objects = IntroductionAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "friend", "kind", "thing"], name="introduction_ask_once"),
            models.CheckConstraint(
                condition=~Q(person=F("friend")) & (Q(other=None) | ~Q(other=F("person")) & ~Q(other=F("friend"))),
                name="introduction_ask_of_three",
            ),
            models.CheckConstraint(condition=Q(kind__in=ReachedBy.values), name="introduction_ask_choices"),
            models.CheckConstraint(
                condition=Q(answer=None) | Q(passed_on=True), name="introduction_ask_answered_once_passed_on"
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="introduction_ask_made")]

    def __str__(self) -> str:
        return f"introduction ask {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("introduction_ask", args=[self.public_id])

    @classmethod
    def put(
        cls, person: Person, friend: Person, other: int, kind: ReachedBy, thing: uuid.UUID, words: str
    ) -> IntroductionAsk | None:
        """Once about a thing, as long as it lasts; None if the friend is none any more, or the thing is not theirs to
        read. `other` is the number of the row of whoever the thing is by."""
        with transaction.atomic():
            held = Person.objects.lock(*Person.objects.to_lock(person.pk, friend.pk, other))
            if len(held) < 3 or friend.pk not in circle_ids(person=person):
                return None
            if not REACHED[kind](person).filter(public_id=thing).exists():
                return None
            same = {"person": person, "friend": friend, "kind": kind, "thing": thing}
            mine = cls.objects.filter(**same)
            mine.exclude(pk__in=mine.alive().values("pk")).end()
            unheard = Block.objects.between(person, next(each for each in held if each.pk == other)).exists()
            said = {"other_id": other, "words": words, "unheard": unheard}
            asked, new = cls.objects.get_or_create(**same, defaults=said)
            if new:
                friend.tell(INTRODUCTION_ASKED, asked.public_id, asked.get_absolute_url(), who=person)
        return asked

    def pass_on(self, word: str) -> bool:
        """By the friend, once. Whether it was still theirs to pass on; where it leads nowhere, it is the same work."""
        with transaction.atomic():
            self._lock()
            mine = IntroductionAsk.objects.to_pass_on(self.friend).filter(pk=self.pk)
            if self.other is None or not mine.update(passed_on=True, word=word):
                return False
            self.friend.notices.filter(kind=INTRODUCTION_ASKED, about=self.public_id).delete()
            link = reverse("introduction_wanted", args=[self.public_id])
            self.other.tell(INTRODUCTION_WANTED, self.public_id, link, who=self.friend)
        return True

    def leave(self) -> None:
        """By the friend, who would rather not. Nobody is told."""
        with transaction.atomic():
            self._lock()
            IntroductionAsk.objects.to_pass_on(self.friend).filter(pk=self.pk).update(passed_on=False)
            self.friend.notices.filter(kind=INTRODUCTION_ASKED, about=self.public_id).delete()

    def say(self, yes: bool, how: str = "") -> bool:
        """By the other. Whether it was still theirs to answer, with room for a yes: then whoever asked learns who they
        are, and has to say yes as well. A no is told to nobody."""
        with transaction.atomic():
            self._lock()
            if self.other is None:
                return False
            mine = IntroductionAsk.objects.to_answer(self.other).filter(pk=self.pk)
            if not mine.exists():
                return False
            if yes and not Introduction.objects.agree(self.friend, self.other, self.person, how):
                return False
            mine.update(answer=yes)
            self.other.notices.filter(kind=INTRODUCTION_WANTED, about=self.public_id).delete()
        return True

    def take_back_word(self) -> None:
        """The friend's; it stays passed on."""
        with transaction.atomic():
            self._lock()
            IntroductionAsk.objects.filter(pk=self.pk).update(word="")

    def withdraw(self) -> None:
        """By the desk: to all three as if it had never been."""
        with transaction.atomic():
            self._lock()
            IntroductionAsk.objects.filter(pk=self.pk).end()

    def _lock(self) -> None:
        Person.objects.lock(*(each for each in (self.person, self.friend, self.other) if each))


def end_introductions_asked(one: Person, other: Person) -> None:
    """Between these two, when their tie ends or one blocks the other: it is asked of a friend no more; it leads from a
    friend to whoever was theirs no more; and it is not heard by whom the person is kept apart from. To whoever asked,
    of somebody else, it looks the same."""
    asks, two = IntroductionAsk.objects.all(), [one, other]
    asks.filter(person__in=two, friend__in=two).end()
    parted = asks.filter(friend__in=two, other__in=two)
    parted.forget_notices(INTRODUCTION_ASKED, INTRODUCTION_WANTED)
    # Whoever asked knows who said yes, and would else read in their year that these two have parted.
    parted.exclude(answer=True).update(other=None)
    unheard = asks.filter(person__in=two, other__in=two)
    unheard.forget_notices(INTRODUCTION_WANTED)
    unheard.update(unheard=True)
