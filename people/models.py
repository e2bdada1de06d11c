from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from people.places import Place
from people.querysets import BlockQuerySet, PersonManager, TieQuerySet

__all__ = ["Block", "Person", "Place", "Tie"]


def default_language() -> str:
    return settings.LANGUAGE_CODE


def default_time_zone() -> str:
    return settings.TIME_ZONE


class Person(AbstractBaseUser, PermissionsMixin):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=80)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    relays = models.BooleanField(default=True)
    named_beyond = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default=default_language)
    time_zone = models.CharField(max_length=60, default=default_time_zone)
    is_staff = models.BooleanField(default=False)
    # Changed by `set_active` alone, which keeps the ties in step.
    is_active = models.BooleanField(default=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once_whatever_its_case"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def country(self) -> str:
        return self.place.country if self.place else settings.DEFAULT_COUNTRY

    def block(self, other: Person) -> bool:
        """Ends the tie, both ways, in the same transaction. Whether the block is new."""
        with transaction.atomic():
            Person.objects.lock_pair(self, other)
            _, new = Block.objects.get_or_create(person=self, blocked=other)
            Tie.objects.part(self, other)
        return new

    def unblock(self, other: Person) -> bool:
        """Takes back one's own block only, and brings no tie back."""
        return bool(Block.objects.filter(person=self, blocked=other).delete()[0])

    def set_active(self, active: bool) -> None:
        """An inactive person has no standing tie, so that no query has to look at each author."""
        with transaction.atomic():
            self.is_active = active
            self.save(update_fields=["is_active"])
            mine = Tie.objects.filter(models.Q(person=self) | models.Q(friend=self))
            mine.filter(person__is_active=True, friend__is_active=True).update(standing=True)
            mine.exclude(person__is_active=True, friend__is_active=True).update(standing=False)


class Tie(models.Model):
    """One half of a mutual tie. The halves are written and removed together, so a circle is one indexed look-up."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="ties", db_index=False)
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    how = models.CharField("how you know them", max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    # Both people are active. Kept by `Person.set_active`.
    standing = models.BooleanField(default=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            # Led by the friend, so that nothing but `tie_circle` leads by the person and tempts a planner.
            models.UniqueConstraint(fields=["friend", "person"], name="tie_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("friend")), name="tie_with_someone_else"),
        ]
        indexes = [models.Index(fields=["person", "standing", "friend"], name="tie_circle")]

    def __str__(self) -> str:
        return f"tie {self.pk}"


class Block(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="blocks", db_index=False)
    blocked = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("blocked")), name="block_someone_else"),
        ]
        indexes = [models.Index(fields=["blocked", "person"], name="block_reverse")]

    def __str__(self) -> str:
        return f"block {self.pk}"
