from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction


class Outgoing(models.Model):
    """A row that is its own outbox: due from `due_at`, and sent once `sent_at` is set.

    Whoever sends it puts `due_at` off first, so that no other does meanwhile, and it is tried again if they die.
    """

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

    @staticmethod
    def deliver_soon() -> None:
        if settings.DELIVER_INLINE:
            transaction.on_commit(_deliver, robust=True)


def _deliver() -> None:
    from people.delivery import deliver_due  # which knows the rows, and so this module

    deliver_due()
