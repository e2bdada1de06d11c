"""Whom the community has hired, and what each said of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Q
from django.utils import timezone

from people.new_rows import NewRows
from people.places import folded
from recommendations.identity import public_id_of
from recommendations.models import Outcome, Provider, Relation, Scope, Trade, Vouch, monday_after
from recommendations.models.words_folded import words_of
from recommendations.network_import.circles import Member, Members
from recommendations.network_import.files import CsvRow, Folder, Seen, quoted
from recommendations.network_import.values import (
    address,
    identity,
    line_up_to,
    longest,
    month_until,
    name_up_to,
    one_of,
    phone_in,
    something_else,
    text_up_to,
    trade_slug,
    website,
    yes_or_no,
)
from recommendations.sight.scopes import SCOPE_IN_FILES

VOUCH_COLUMNS = (
    *("author", "provider", "phone", "website", "place", "trade", "job", "hired_on", "outcome"),
    *("words", "scope", "relation", "pass_on"),
)
LONGEST_WORDS = 2000
OUTCOME_IN_FILES = {"yes": Outcome.YES, "but": Outcome.BUT, "no": Outcome.NO}
RELATIONS = {relation.value: relation for relation in Relation}
NO_SLUG = "cannot be a trade; write it like “tree-surgeon”"

Named = tuple[int, int | None, str, str, str]


class NewVouch(NamedTuple):
    """As its fields are called; None where a value is faulty."""

    author_id: int
    trade_id: int | None
    other: str
    other_folded: str
    name: str
    website: str
    place_id: int | None
    job: str
    hired_on: date
    outcome: Outcome
    words: str
    scope: Scope
    relation: Relation
    pass_on: bool
    phone: str
    words_folded: str
    warns_from: date | None = None

    @property
    def identity(self) -> str | None:
        """As that of a `Vouch`, remembered."""
        return identity(self.phone if self.pass_on else "", self.website)

    @property
    def by_name(self) -> Named:
        return self.author_id, self.trade_id, self.other_folded, self.name, self.phone


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
        self.table_of_providers = NewRows(Provider, "public_id", "identity")
        # The column of each field, and how it is read.
        self.readings: dict[str, tuple[str, Callable[[str], Any]]] = {
            "name": ("provider", name_up_to(longest(Vouch, "name"))),
            "website": ("website", website),
            "place_id": ("place", place),
            "other": ("trade", something_else),
            "job": ("job", line_up_to(longest(Vouch, "job"))),
            "hired_on": ("hired_on", month_until(timezone.localdate())),
            "outcome": ("outcome", one_of(OUTCOME_IN_FILES)),
            "words": ("words", text_up_to(LONGEST_WORDS)),
            "scope": ("scope", one_of(SCOPE_IN_FILES)),
            "relation": ("relation", one_of(RELATIONS)),
            "pass_on": ("pass_on", yes_or_no),
        }

    def add(self, folder: Folder) -> int:
        table = NewRows(Vouch, *NewVouch._fields, "provider_id", "written_at", "renewed_at", once=True)
        for batch in folder.batches("vouches.csv", VOUCH_COLUMNS):
            authors = self.people.named_in(batch, "author")
            trades = self._trades_of(batch)
            told = [self._vouch(row, authors, trades) for row in batch]
            new = [vouch for row, vouch in zip(batch, told, strict=True) if vouch and self._is_new(row, vouch)]
            table.add([(*vouch, provider, self.now, self.now) for vouch, provider in self._with_providers(new)])
        return Vouch.objects.filter(written_at=self.now).count()

    def _trades_of(self, rows: list[CsvRow]) -> dict[str, int]:
        slugs = list(dict.fromkeys(slug for row in rows if (slug := row.take("trade", trade_slug))))
        known = dict(Trade.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        if self.create_trades:
            new = Trade.objects.bulk_create([_trade(slug) for slug in slugs if slug not in known and _is_slug(slug)])
            known |= {trade.slug: trade.pk for trade in new}
            self.trades += len(new)
        for row in rows:
            slug = row.take("trade", trade_slug)
            if slug and slug not in known:
                row.fault("trade", f"{quoted(slug)} {NO_SLUG if self.create_trades else 'is not a known trade'}")
        return known

    def _vouch(self, row: CsvRow, authors: dict[str, Member], trades: dict[str, int]) -> NewVouch | None:
        """None without an author or a kind. Every fault is gathered all the same."""
        read = {field: row.take(column, reading) for field, (column, reading) in self.readings.items()}
        author = authors.get(row.take("author", address))
        trade = trades.get(row.take("trade", trade_slug))
        if author:
            read["phone"] = row.take("phone", phone_in(author.country or settings.DEFAULT_COUNTRY))
        if read["outcome"] == Outcome.NO and read["scope"] == Scope.BEYOND and read["hired_on"]:
            # Nobody reads it beyond the circle; it may warn there, as what was said when they were hired.
            read |= {"scope": Scope.CIRCLE, "warns_from": monday_after(read["hired_on"])}
        if author is None or (trade is None and not read["other"]):
            return None
        said = words_of(*(read[name] or "" for name in ("name", "other", "job", "words")))
        return NewVouch(author.pk, trade, other_folded=folded(read["other"] or ""), words_folded=said, **read)

    def _is_new(self, row: CsvRow, vouch: NewVouch) -> bool:
        """Whether it has no fault and was not read before: one vouch an author, provider and kind."""
        if row.faults:
            return False
        whom = vouch.identity or ("named", vouch.name, vouch.phone)
        kind = (vouch.trade_id, vouch.other_folded)
        before = self.seen.earlier(("vouch", vouch.author_id, *kind, whom), vouch, row.line)
        if before and not before.same:
            row.fault("provider", f"line {before.line} has another vouch of the same person for them and this trade")
        return before is None

    def _with_providers(self, vouches: list[NewVouch]) -> Iterator[tuple[NewVouch, int]]:
        """Without those for somebody who stands alone that are here already."""
        known = self._identified(dict.fromkeys(vouch.identity for vouch in vouches if vouch.identity))
        alone = dict.fromkeys(vouch.by_name for vouch in vouches if not vouch.identity)
        for here in _here_by_name({author for author, *_ in alone}):
            alone.pop(here, None)
        own = dict(zip(alone, self._new([(uuid4(), None) for _ in alone]), strict=True))
        for vouch in vouches:
            if provider := known[vouch.identity] if vouch.identity else own.get(vouch.by_name):
                yield vouch, provider

    def _identified(self, identities: Collection[str]) -> dict[str, int]:
        """Locked, so that a withdrawal cannot remove one meanwhile; in order only within a batch, since the file is
        read as a stream. If that crosses somebody's act, PostgreSQL gives up one of the two: an import changes nothing
        then."""
        here = Provider.objects.select_for_update().filter(identity__in=identities).order_by("pk")
        known = {name: pk for name, pk in here.values_list("identity", "pk") if name}
        new = [name for name in identities if name not in known]
        return known | dict(zip(new, self._new([(public_id_of(name), name) for name in new]), strict=True))

    def _new(self, providers: list[tuple[UUID, str | None]]) -> list[int]:
        """Their rows, in the same order."""
        self.providers += len(providers)
        self.table_of_providers.add(providers)
        rows = dict(
            Provider.objects.filter(public_id__in=[each for each, _ in providers]).values_list("public_id", "pk")
        )
        return [rows[public_id] for public_id, _ in providers]


def _here_by_name(authors: Collection[int]) -> Iterator[Named]:
    nowhere = Vouch.objects.filter(Q(phone="") | Q(pass_on=False), author__in=authors, website="")
    return nowhere.values_list("author", "trade", "other_folded", "name", "phone").iterator()


def _trade(slug: str) -> Trade:
    name = slug.replace("-", " ").strip() or slug
    return Trade(slug=slug, name=name[0].upper() + name[1:], group="Other")


def _is_slug(text: str) -> bool:
    try:
        validate_slug(text)
    except ValidationError:
        return False
    return len(text) <= longest(Trade, "slug")
