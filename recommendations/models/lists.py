from __future__ import annotations

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models import Person
from recommendations.identity import LONGEST_PHONE
from recommendations.models.providers import Provider, Trade


class Entry(models.Model):
    """Someone on one's own list of whom one has not vouched: nobody else ever sees it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="entries", db_index=False)
    name = models.CharField(max_length=120)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    job = models.CharField(max_length=200, blank=True)
    hired_on = models.DateField("first day of the month", null=True, blank=True)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(2000)])
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["person", "name", "phone"], name="entry_once"),
            models.CheckConstraint(condition=~Q(name=""), name="entry_has_a_name"),
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
