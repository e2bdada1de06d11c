from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from people.models import Person

# Somebody who has not been here for so long is asked no more.
CALLS_LAST = timedelta(days=14)


class CallQuerySet(models.QuerySet["Call"]):
    def to_ask_about(self, since: datetime) -> CallQuerySet:
        """The latest first."""
        return self.filter(called_at__gt=since).order_by("-called_at", "-pk")


class Call(models.Model):
    """Somebody has tapped Call, and is asked about it on their next visit. Once they say anything, the row is gone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="calls", db_index=False)
    # A provider, or an answer to a question of theirs that has a number in it. What is known of it is read through the
    # rule of sight each time.
    about = models.UUIDField("public id")
    called_at = models.DateTimeField(default=timezone.now)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="call_once")]
        indexes = [models.Index(fields=["called_at"], name="call_made")]

    def __str__(self) -> str:
        return f"call {self.pk}"

    @classmethod
    def note(cls, person: Person, about: uuid.UUID) -> None:
        """Another call of the same number is asked about in its place."""
        cls.objects.update_or_create(person=person, about=about, defaults={"called_at": timezone.now()})
