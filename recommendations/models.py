from __future__ import annotations

import uuid
from datetime import date

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from people.models import Person, Place
from recommendations.contacts import LONGEST_IDENTITY, LONGEST_PHONE, identity_of
from recommendations.querysets import ProviderQuerySet, TradeQuerySet, VouchQuerySet

LONG_AGO_MONTHS = 24


def months_since(month: date, today: date) -> int:
    """Whole months from one month to another, never below 0."""
    return max(0, (today.year - month.year) * 12 + today.month - month.month)


class Trade(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    group = models.CharField(max_length=20)
    synonyms = models.TextField("everyday words, one a line", blank=True)

    objects = TradeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Provider(models.Model):
    """An identity and nothing else: every fact about a provider stands on a vouch, and is read through it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.CharField(max_length=LONGEST_IDENTITY, unique=True, null=True)  # noqa: DJ001 (unique, so none is NULL)

    objects = ProviderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"provider {self.pk}"

    def delete_if_bare(self) -> None:
        """To be called in a transaction. The lock keeps a new vouch from arriving in between."""
        bare = Provider.objects.select_for_update().filter(pk=self.pk).first()
        if bare and not bare.vouches.exists():
            bare.delete()


class Outcome(models.IntegerChoices):
    """Would you hire them again? Half its value is the o of the score."""

    NO = 0, "Not again"
    BUT = 1, "Yes, but"
    YES = 2, "Yes"


class Scope(models.IntegerChoices):
    ME = 0, "Only me"
    CIRCLE = 1, "My circle"
    BEYOND = 2, "My circle and theirs"


class Relation(models.TextChoices):
    NONE = "none", "No, I was just a customer"
    FAMILY = "family", "They are family"
    FRIEND = "friend", "They are a friend"
    PAID = "paid", "I was paid or given something for this"


class Vouch(models.Model):
    """One person's word about a provider, from their own experience."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(Person, models.CASCADE, related_name="vouches", db_index=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="vouches", db_index=False)
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)

    name = models.CharField(max_length=120)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)

    job = models.CharField(max_length=200)
    hired_on = models.DateField("first day of the month")
    outcome = models.SmallIntegerField(choices=Outcome)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(2000)])
    caveat = models.CharField(max_length=300, blank=True)
    cost = models.CharField(max_length=100, blank=True)
    relation = models.CharField(max_length=6, choices=Relation)
    pass_on = models.BooleanField(default=False)
    scope = models.SmallIntegerField(choices=Scope)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    renewed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VouchQuerySet.as_manager()

    class Meta:
        constraints = [
            # Led by the provider, so that nothing but `vouch_sight` leads by the author and tempts a planner.
            models.UniqueConstraint(fields=["provider", "author", "trade"], name="vouch_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & Q(scope__in=Scope.values), name="vouch_choices"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.NO, scope=Scope.BEYOND), name="vouch_no_stays_in_the_circle"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(job=""), name="vouch_from_experience"),
        ]
        indexes = [
            # Covers the whole rule of sight: plain key columns, since SQLite has no INCLUDE.
            models.Index(
                fields=["author", "trade", "scope", "provider", "outcome", "hired_on", "place", "id"],
                name="vouch_sight",
            ),
        ]

    def __str__(self) -> str:
        return f"vouch {self.pk}"

    @property
    def identity(self) -> str | None:
        return identity_of(self.phone, self.website)

    def renew(self, hired_on: date, job: str) -> None:
        """Hired them again. A vouch that was withdrawn meanwhile stays so."""
        Vouch.objects.filter(pk=self.pk).update(hired_on=hired_on, job=job, renewed_at=timezone.now())

    def withdraw(self) -> None:
        """The words are gone, and with the last vouch the bare identity too."""
        with transaction.atomic():
            self.delete()
            self.provider.delete_if_bare()
