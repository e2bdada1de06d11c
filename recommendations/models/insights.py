from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Notice, Person
from recommendations.models.kinds import OfAKind, of_one_kind_at_most
from recommendations.models.words_folded import WordsField, WordsQuerySet, words_of
from recommendations.sight.few import read_by
from recommendations.sight.rule import readable_insights
from recommendations.sight.scopes import (
    MEANING_OF_INSIGHT_SCOPE,
    SCOPE_WITHIN,
    SHARED_INSIGHT_SCOPES,
    InsightScope,
    Meaning,
)

INSIGHT_THANKED, STILL_HOLDS = "insight_thanked", "insight_still_holds"
# So long after its author last spoke of it, they are asked whether it still holds.
HOLDS_FOR = timedelta(days=2 * 365)


class Change(models.TextChoices):
    """What an edit of an insight does to it, as its author says."""

    PUT = "put", _("Only how it is put")
    GROWN = "grown", _("I added something")
    CORRECTED = "corrected", _("I corrected something")


class InsightQuerySet(WordsQuerySet["Insight"]):
    def visible_to(self, person: Person, by: Collection[int] | None = None) -> InsightQuerySet:
        """`by`, by way of which friends alone."""
        return self.filter(pk__in=readable_insights(person, by))

    def few_visible_to(self, person: Person) -> InsightQuerySet:
        """The same, each looked at by itself: where an index leads to a few of them."""
        return self.filter(read_by(person, self.model._meta.db_table))

    def shared(self) -> InsightQuerySet:
        """Those that anybody but their author reads."""
        return self.filter(scope__in=SHARED_INSIGHT_SCOPES)

    def newest_first(self) -> InsightQuerySet:
        """After all others those that their authors call out of date."""
        out_of_date = models.ExpressionWrapper(Q(outdated_at__isnull=False), models.BooleanField())
        return self.annotate(out_of_date=out_of_date).order_by("out_of_date", "-written_at", "-pk")

    def after(self, last: Insight) -> InsightQuerySet:
        """Of these, in that order, the ones after this one."""
        outdated = last.outdated_at is not None
        later = Q(written_at__lt=last.written_at) | Q(written_at=last.written_at, pk__lt=last.pk)
        return self.filter(Q(out_of_date__gt=outdated) | Q(later, out_of_date=outdated))

    def up_to_date(self) -> InsightQuerySet:
        return self.filter(outdated_at=None)

    def to_affirm(self) -> InsightQuerySet:
        """Those that others may act on, and of which the author has said nothing for two years."""
        return self.shared().up_to_date().filter(affirmed_at__lt=timezone.now() - HOLDS_FOR)


class Insight(OfAKind):
    """Something learned that may help someone, shared though nobody asked."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(Person, models.CASCADE, related_name="insights", db_index=False)
    words = models.TextField(validators=[MaxLengthValidator(800)])
    words_folded = WordsField(of=("words", "other"))
    link = models.URLField(max_length=300, blank=True)
    scope = models.SmallIntegerField(choices=InsightScope)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    # What its author says of an edit: that it has grown, or that something was wrong.
    grown_at = models.DateTimeField(null=True, editable=False)
    corrected_at = models.DateTimeField(null=True, editable=False)
    # Out of date, says its author: it stands, and is not brought to anybody.
    outdated_at = models.DateTimeField(null=True, editable=False)
    # When its author last said that it holds.
    affirmed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InsightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=InsightScope.values), name="insight_choices"),
            models.CheckConstraint(condition=~Q(words=""), name="insight_says_something"),
            models.CheckConstraint(condition=~Q(words_folded=""), name="insight_words_are_folded"),
            of_one_kind_at_most("insight_of_one_kind_at_most"),
        ]
        indexes = [
            # Covers the rule of sight, as `vouch_sight` does, and what of it is up to date.
            models.Index(fields=["author", "scope", "id", "outdated_at"], name="insight_sight"),
        ]

    def __str__(self) -> str:
        return f"insight {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("insight", args=[self.public_id])

    @property
    def in_words(self) -> str:
        return self.words

    @property
    def scope_within(self) -> str:
        """Who may read it, within a sentence."""
        return str(SCOPE_WITHIN[self.scope])

    @property
    def meaning(self) -> Meaning:
        """Of its scope."""
        return MEANING_OF_INSIGHT_SCOPE[InsightScope(self.scope)]

    def edit(self, change: Change, said: dict[str, Any]) -> bool:
        """Whether it is still there: saving must not bring back what was withdrawn meanwhile. To be called in a
        transaction. What is corrected holds again."""
        now = timezone.now()
        stamps: dict[Change, dict[str, datetime | None]] = {
            Change.PUT: {},
            Change.GROWN: {"grown_at": now},
            Change.CORRECTED: {"corrected_at": now, "outdated_at": None},
        }
        self._forget_question()
        mine = Insight.objects.filter(pk=self.pk, author=self.author_id)
        words = words_of(said.get("words", self.words), said.get("other", self.other))
        return bool(mine.update(**said, **stamps[change], words_folded=words, edited_at=now, affirmed_at=now))

    def affirm(self) -> None:
        """It holds: still, or again."""
        self._say_that_it_holds(outdated_at=None)

    def outdate(self) -> None:
        self._say_that_it_holds(outdated_at=timezone.now())

    def _say_that_it_holds(self, outdated_at: datetime | None) -> None:
        with transaction.atomic():
            Person.objects.lock(self.author)
            Insight.objects.filter(pk=self.pk).update(outdated_at=outdated_at, affirmed_at=timezone.now())
            self._forget_question()

    def _forget_question(self) -> None:
        Notice.objects.filter(kind=STILL_HOLDS, about=self.public_id).delete()

    def withdraw(self) -> None:
        with transaction.atomic():
            Person.objects.lock(self.author)
            self._forget_question()
            Notice.objects.filter(kind=INSIGHT_THANKED, about__in=self.gratitudes.values("public_id")).delete()
            self.short_words.all().end()
            self.delete()


class GratitudeQuerySet(models.QuerySet["Gratitude"]):
    def received_by(self, person: Person) -> GratitudeQuerySet:
        """For what the person wrote; not from whoever blocked them. Nobody is named, so it stays if they block one."""
        received = self.filter(insight__author=person, person__is_active=True)
        return received.exclude(person__blocks__blocked=person)


class Gratitude(models.Model):
    """Thanks for an insight, to its author."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="gratitudes", db_index=False)
    insight = models.ForeignKey(Insight, models.CASCADE, related_name="gratitudes")
    said_at = models.DateTimeField(default=timezone.now)

    objects = GratitudeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "insight"], name="gratitude_once")]

    def __str__(self) -> str:
        return f"gratitude {self.pk}"

    @classmethod
    def say(cls, person: Person, insight: Insight) -> bool:
        """Once, and told to the author. Whether it is still theirs to read, and not their own."""
        with transaction.atomic():
            Person.objects.lock(person, insight.author)
            mine = Insight.objects.few_visible_to(person).exclude(author=person)
            if not mine.filter(pk=insight.pk).exists():
                return False
            gratitude, new = cls.objects.get_or_create(person=person, insight=insight)
            if new:
                insight.author.tell(INSIGHT_THANKED, gratitude.public_id, insight.get_absolute_url())
        return True


class Kept(models.Model):
    """An insight that one wants at hand, as long as one may read it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="kept", db_index=False)
    insight = models.ForeignKey(Insight, models.CASCADE, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "kept"
        constraints = [models.UniqueConstraint(fields=["person", "insight"], name="kept_once")]

    def __str__(self) -> str:
        return f"kept {self.pk}"

    @classmethod
    def keep(cls, person: Person, insight: Insight) -> bool:
        """Once. Whether it is still theirs to read."""
        with transaction.atomic():
            Person.objects.lock(person, insight.author)
            if not Insight.objects.few_visible_to(person).filter(pk=insight.pk).exists():
                return False
            cls.objects.get_or_create(person=person, insight=insight)
        return True
