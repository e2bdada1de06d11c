"""Whom the community has hired, and what each said of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils import timezone

from recommendations.contacts import identity_of
from recommendations.models import Outcome, Provider, Relation, Scope, Trade, Vouch
from recommendations.network_import.circles import Member, Members
from recommendations.network_import.files import Folder, Row, Seen, quoted
from recommendations.network_import.values import (
    filled,
    longest,
    month_until,
    name_up_to,
    one_of,
    phone_in,
    text_up_to,
    website,
    yes_or_no,
)

COLUMNS = (
    *("author", "provider", "phone", "website", "place", "trade", "job", "hired_on", "outcome"),
    *("words", "scope", "relation", "pass_on"),
)
WORDS = 2000
OUTCOMES = {"yes": Outcome.YES, "but": Outcome.BUT, "no": Outcome.NO}
SCOPES = {"me": Scope.ME, "circle": Scope.CIRCLE, "beyond": Scope.BEYOND}
RELATIONS = {relation.value: relation for relation in Relation}


class Vouches:
    """Adds the vouches that are missing, with their providers and, where that is wanted, their trades."""

    def __init__(
        self, people: Members, seen: Seen, place: Callable[[str], int | None], now: datetime, create_trades: bool
    ) -> None:
        self.people = people
        self.seen = seen
        self.now = now
        self.create_trades = create_trades
        self.trades = self.providers = 0
        fitting_job = text_up_to(longest(Vouch, "job"))
        self.readings: dict[str, Callable[[str], Any]] = {
            "name": name_up_to(longest(Vouch, "name")),
            "website": website,
            "place_id": place,
            "job": lambda text: fitting_job(filled(text)),
            "hired_on": month_until(timezone.localdate()),
            "outcome": one_of(OUTCOMES),
            "words": text_up_to(WORDS),
            "scope": one_of(SCOPES),
            "relation": one_of(RELATIONS),
            "pass_on": yes_or_no,
        }

    def add(self, folder: Folder) -> int:
        for batch in folder.batches("vouches.csv", COLUMNS):
            authors = self.people.named_in(batch, "author")
            trades = self._trades_of(batch)
            told = [self._vouch(row, authors, trades) for row in batch]
            new = [vouch for row, vouch in zip(batch, told, strict=True) if self._is_new(row, vouch)]
            self._find_providers(new)
            Vouch.objects.bulk_create(new, ignore_conflicts=True)
        return Vouch.objects.filter(written_at=self.now).count()
