from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.utils.translation import get_language

from people.compiled import CompiledOnce
from people.models import Person
from recommendations.identity import LONGEST_IDENTITY, public_id_of
from recommendations.models.trade_words import place_in_alphabet, trade_called, trade_names
from recommendations.sight.rule import seen_column


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, person: Person) -> ProviderQuerySet:
        """Those who stand on a vouch that the person may read."""
        return self.filter(pk__in=seen_column("provider_id", person))

    def known_as(self, public_ids: Iterable[UUID]) -> dict[UUID, int]:
        """The row of each of these that there is, in the order of the rows. A bare identity tells nothing that its own
        public id does not; what is told of it is asked of the rule of sight."""
        return dict(self.filter(public_id__in=list(public_ids)).order_by("pk").values_list("public_id", "pk"))

    def row_of(self, public_id: UUID) -> int:
        """As `known_as`, of one; 0, which no row has, if there is none."""
        return next(iter(_rows_called(public_id=public_id)), 0)

    def public_ids(self, rows: Iterable[int]) -> list[UUID]:
        return list(self.filter(pk__in=list(rows)).values_list("public_id", flat=True))

    def to_lock(self, *public_ids: UUID) -> ProviderQuerySet:
        return self.filter(public_id__in=public_ids)

    def identified(self, identity: str | None) -> Provider:
        """The one provider with this number or web page; a new one where there is neither.

        To be called by whoever has locked that identity, so that a withdrawal cannot remove its provider meanwhile.
        """
        if identity is None:
            return self.create()
        made = {"public_id": public_id_of(identity)}
        return self.get_or_create(identity=identity, defaults=made)[0]


# Trades, by slug, that one may not wish anybody to know of who looks over a friend's shoulder.
DELICATE = frozenset(
    "carer counsellor financial-service funeral-director house-clearance legal-service pest-controller".split()
)


class TradeQuerySet(models.QuerySet["Trade"]):
    def visible_to(self, person: Person) -> TradeQuerySet:
        """Those of which the person could read a vouch."""
        return self.filter(pk__in=seen_column("trade_id", person))


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

    @property
    def called(self) -> str:
        """In the language of whoever reads it."""
        return trade_called(self.slug, self.name)

    @property
    def in_order(self) -> tuple[str, str]:
        """Where it stands among others, for whoever reads them: an accent makes no difference."""
        return place_in_alphabet(self.called), self.slug

    @property
    def all_names(self) -> str:
        """In every language, folded."""
        return " ".join(trade_names(self.slug, self.name))

    @property
    def is_delicate(self) -> bool:
        """Whether a need of this kind is asked about discreetly, unless its asker says otherwise."""
        return self.slug in DELICATE


class KindInSight(NamedTuple):
    """A trade, as its reader calls it."""

    slug: str
    called: str


@CompiledOnce
def _trades_seen(person: Person) -> models.QuerySet[Any, Any]:
    return Trade.objects.visible_to(person).order_by().values_list("slug", "name")


def trades_in_sight(person: Person) -> list[KindInSight]:
    """In the order of the alphabet, by one query."""
    language = get_language()
    kinds = [KindInSight(slug, trade_called(slug, name, language)) for slug, name in _trades_seen(person=person)]
    return sorted(kinds, key=lambda kind: (place_in_alphabet(kind.called), kind.slug))


@CompiledOnce
def _rows_called(public_id: UUID) -> models.QuerySet[Any, Any]:
    return Provider.objects.filter(public_id=public_id).values_list("pk", flat=True)


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
