from __future__ import annotations

import uuid

from django.db import models

from recommendations.contacts import LONGEST_IDENTITY
from recommendations.querysets import ProviderQuerySet, TradeQuerySet


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
        """To be called by whoever has locked it: else a new vouch might arrive in between."""
        if not self.vouches.exists():
            self.delete()
