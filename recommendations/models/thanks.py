from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from people.models import Person
from recommendations.models.vouches import Vouch
from recommendations.querysets import ThanksQuerySet


class Thanks(models.Model):
    """“I hired them on your word”, to the author of a vouch and to the friend in between."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="thanks_given", db_index=False)
    vouch = models.ForeignKey(Vouch, models.CASCADE, related_name="thanks")
    through = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="thanks_passed_on")
    words = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    # When to ask how it went; None once it has been answered.
    ask_at = models.DateTimeField(null=True)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thanks"
        constraints = [models.UniqueConstraint(fields=["person", "vouch"], name="thanks_once")]
        indexes = [models.Index(fields=["ask_at"], condition=models.Q(ask_at__isnull=False), name="thanks_to_ask")]

    def __str__(self) -> str:
        return f"thanks {self.pk}"
