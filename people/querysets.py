"""Who is near whom, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models, transaction
from django.db.models import Q

if TYPE_CHECKING:
    from people.models import Person


class PersonQuerySet(models.QuerySet["Person"]):
    def circle_of(self, person: Person) -> PersonQuerySet:
        """Everyone this person has a standing tie with, by name."""
        return self.filter(pk__in=person.ties.standing().values("friend")).order_by("name", "pk")

    def lock_pair(self, a: Person, b: Person) -> list[Person]:
        """Both, as they are now. Acts upon one pair wait for each other, in the same order, so that none can deadlock.

        SQLite needs no rows locked: its transactions begin IMMEDIATE here, one writer at a time.
        """
        return list(self.filter(pk__in=[a.pk, b.pk]).order_by("pk").select_for_update())


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class TieQuerySet(models.QuerySet["Tie"]):  # type: ignore[name-defined]  # the checker stumbles over the cycle
    def standing(self) -> TieQuerySet:
        return self.filter(standing=True)

    def between(self, a: Person, b: Person) -> TieQuerySet:
        return self.filter(Q(person=a, friend=b) | Q(person=b, friend=a))

    def connect(self, a: Person, b: Person, how: str = "", how_back: str = "") -> bool:
        """Both rows of a tie; `how` is a's own words for it, `how_back` b's. Whether the tie is new.

        Nothing happens between two people of whom one has blocked the other.
        """
        with transaction.atomic():
            standing = all(person.is_active for person in type(a).objects.lock_pair(a, b))
            if a.blocks.between(a, b).exists() or b.blocks.between(a, b).exists():
                return False
            _, new = self.get_or_create(person=a, friend=b, defaults={"how": how, "standing": standing})
            self.get_or_create(person=b, friend=a, defaults={"how": how_back, "standing": standing})
        return new

    def part(self, a: Person, b: Person) -> bool:
        """Whether there was a tie to end."""
        with transaction.atomic():
            type(a).objects.lock_pair(a, b)
            return bool(self.between(a, b).delete()[0])


class BlockQuerySet(models.QuerySet["Block"]):  # type: ignore[name-defined]
    def between(self, a: Person, b: Person) -> BlockQuerySet:
        return self.filter(Q(person=a, blocked=b) | Q(person=b, blocked=a))
