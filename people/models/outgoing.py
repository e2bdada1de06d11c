from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

# What sends the rows that are due, and so reads them: it is put here when the app is loaded.
DELIVER: list[Callable[[], object]] = []


class Urgency(IntEnum):
    """Of what waits, the lowest goes first, and what comes meanwhile goes before the rest."""

    AT_ONCE, SOON, NEWS, LETTER = range(4)


class SpentError(Exception):
    """It is wanted still, and may be sent no more: why, in words that hold nothing of it."""


class OutgoingQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def claim(self, most: int) -> list[Any]:
        """Some that are due, as they were before they were put off by the lease: ours to send, and nobody else's."""
        if not self.due().exists():  # without the lock that a transaction takes on SQLite
            return []
        with transaction.atomic():
            rows = list(self.due().select_for_update(skip_locked=True)[:most])
            if rows:
                ours = self.filter(pk__in=[row.pk for row in rows])
                ours.update(due_at=timezone.now() + self.model.lease, tries=F("tries") + 1)
        return rows

    def give_back(self, rows: list[Any]) -> None:
        """Of those that were claimed, what was not tried."""
        unsettled = self.filter(pk__in=[row.pk for row in rows], due_at__isnull=False)
        unsettled.update(due_at=timezone.now(), tries=F("tries") - 1)


class Outgoing(models.Model):
    """A row that is its own outbox: due from `due_at`, and sent once `sent_at` is set.

    Whoever sends it puts `due_at` off first, by the lease, so that no other does meanwhile, and it is tried again if
    they die.
    """

    urgency: ClassVar[Urgency] = Urgency.NEWS
    lease: ClassVar[timedelta] = timedelta(minutes=5)
    first_wait: ClassVar[timedelta] = timedelta(minutes=1)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    due_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        if self.due_at:
            self.deliver_soon()

    @property
    def to_a_typed_address(self) -> bool:
        """Of somebody who may not have asked for it, so that only so many a day go there."""
        return False

    def settle(self, sent_at: datetime | None) -> None:
        """It is due no more: sent, or never to be."""
        type(self)._default_manager.filter(pk=self.pk).update(due_at=None, sent_at=sent_at)

    @staticmethod
    def deliver_soon() -> None:
        if settings.DELIVER_INLINE:
            for deliver in DELIVER:
                transaction.on_commit(deliver, robust=True)
