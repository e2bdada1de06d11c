from __future__ import annotations

import uuid
from datetime import timedelta
from typing import NamedTuple

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import ngettext

from people.models import Person
from people.words import in_figures
from recommendations.identity import LONGEST_PHONE
from recommendations.models.kinds import OfAKind, of_one_kind_at_most
from recommendations.models.providers import Provider, Trade

# A list that is being checked, and what was added together and can be taken back.
LIST_KEPT = timedelta(days=1)


class Listed(models.Model):
    """What one may note of a tradesperson for oneself."""

    name = models.CharField(max_length=120)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    job = models.CharField(max_length=200, blank=True)
    hired_on = models.DateField("first day of the month", null=True, blank=True)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(2000)])

    class Meta:
        abstract = True


def people_counted(count: int) -> str:
    """`1 person`, `2,000 people`"""
    shown = in_figures(count)
    return ngettext("{count} person", "{count} people", count).format(count=shown)


class AddingQuerySet(models.QuerySet["Adding"]):
    def kept(self) -> AddingQuerySet:
        """The last first. Those that can be taken back, or were."""
        return self.filter(made_at__gt=timezone.now() - LIST_KEPT).order_by("-made_at", "-pk")

    def standing(self) -> AddingQuerySet:
        return self.kept().filter(taken_back_at=None)


class Backed(NamedTuple):
    """How many of those that were added together."""

    removed: int
    changed: int  # since, which stay
    gone: int  # before: removed one by one, or vouched for


class Adding(models.Model):
    """So many entries that were added together from a list, which can be taken back together for a while."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="addings")
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = AddingQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="adding_of_somebody")]
        indexes = [models.Index(fields=["made_at"], name="adding_made")]

    def __str__(self) -> str:
        return f"adding {self.pk}"

    @property
    def told(self) -> str:
        return people_counted(self.count)

    def take_back(self) -> Backed | None:
        """What was not changed since goes off the list. None if it was taken back before."""
        with transaction.atomic():
            Person.objects.lock(self.person)
            mine = Adding.objects.filter(pk=self.pk, taken_back_at=None)
            if not mine.update(taken_back_at=timezone.now()):
                return None
            removed, _ = self.entries.filter(changed_at=None).delete()
            changed = self.entries.count()
        return Backed(removed, changed, self.count - removed - changed)


class Entry(OfAKind, Listed):
    """Someone on one's own list of whom one has not vouched: nobody else ever sees it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="entries", db_index=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    adding = models.ForeignKey(Adding, models.SET_NULL, null=True, editable=False, related_name="entries")

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["person", "name", "phone"], name="entry_once"),
            models.CheckConstraint(condition=~Q(name=""), name="entry_has_a_name"),
            of_one_kind_at_most("entry_of_one_kind_at_most"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class SavedQuerySet(models.QuerySet["Saved"]):
    def in_sight_of(self, person: Person) -> SavedQuerySet:
        """Those saved whom the person can still see."""
        return self.filter(person=person, provider__in=Provider.objects.visible_to(person).values("public_id"))


class Saved(models.Model):
    """A provider whom one wants at hand. What is known of them is read through the rule of sight each time.

    By public id, which is made from the number or page: a row that went with the provider's would tell whether anybody
    else had kept it alive.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved", db_index=False)
    provider = models.UUIDField("public id")
    saved_at = models.DateTimeField(default=timezone.now)

    objects = SavedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "saved"
        constraints = [models.UniqueConstraint(fields=["person", "provider"], name="saved_once")]

    def __str__(self) -> str:
        return f"saved {self.pk}"


class Alike(models.Model):
    """Whether two providers are the same, as one person sees it; by their public ids, as in `Saved`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="alike", db_index=False)
    one = models.UUIDField("public id")
    other = models.UUIDField("public id")
    same = models.BooleanField()

    class Meta:
        verbose_name_plural = "alike"
        constraints = [
            models.UniqueConstraint(fields=["person", "one", "other"], name="alike_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="alike_in_order"),
        ]

    def __str__(self) -> str:
        return f"alike {self.pk}"
