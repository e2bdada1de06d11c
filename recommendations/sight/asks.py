"""Which question reaches whom, and by which name they hear of the one who asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef

from people.models import Person
from recommendations.models import Ask, Recipient
from recommendations.models.recipients import RecipientQuerySet
from recommendations.sight.names import Bridges, Naming, at_beginning
from recommendations.sight.rule import Way


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that reaches the reader."""

    ask: Ask
    asker: Naming
    passer: str  # the friend who passed it on, if one did
    word: str  # of theirs
    direct: bool
    is_put: bool  # asked quietly, and put to the reader by that friend
    declined: bool
    declined_by_mail: bool  # by whoever held the mail about it
    answered: bool

    @property
    def asked_by(self) -> str:
        """The asker at the beginning of a line."""
        return at_beginning(self.asker.shown_as)

    @property
    def is_named(self) -> bool:
        return self.asker.is_named

    @property
    def them(self) -> str:
        """The asker’s first name; "" if even that may not be known."""
        return self.ask.person.first_name if self.is_named else self.ask.told_name

    @property
    def passer_first_name(self) -> str:
        return self.passer.partition(" ")[0]

    @property
    def reader_first_name(self) -> str:
        """Of whoever reads an answer to it; "" if it may not be known."""
        return self.passer_first_name if self.is_put else self.them

    @property
    def reader(self) -> str:
        """Who reads an answer to it, at the beginning of a line."""
        return self.passer_first_name if self.is_put else self.asked_by


def reaching(person: Person) -> RecipientQuerySet:
    """The rows that bring a question to the person: those from the asker before those passed on, earliest first."""
    sent = Recipient.objects.standing().filter(person=person, ask__open_since__isnull=False)
    with_all = sent.select_related("ask__person", "ask__trade", "ask__place", "passed_by")
    return with_all.order_by(F("passed_by").asc(nulls_first=True), "pk")


def words_passed_to(person: Person) -> RecipientQuerySet:
    """The rows whose word the person reads beside a question: of each, that of the first who passed it on."""
    passed = reaching(person).filter(passed_by__isnull=False)
    first = passed.filter(ask=OuterRef("ask")).order_by("pk").values("pk")[:1]
    return passed.filter(pk=first).exclude(word="")


def by_ask(rows: Iterable[Recipient]) -> list[list[Recipient]]:
    by: dict[int, list[Recipient]] = {}
    for row in rows:
        by.setdefault(row.ask_id, []).append(row)
    return list(by.values())


def asked_of(person: Person, asks: Iterable[list[Recipient]], answered: Collection[int] = ()) -> list[Asked]:
    """Each question as the person may know of it, in the same order, by one query. `answered` are ids of asks."""
    some = [(rows, _first_passed(rows)) for rows in asks]
    ways = [Way(1, [rows[0].ask.person_id]) for rows, _ in some]
    ways += [Way(2, [row.passed_by_id]) for _, row in some if row and row.passed_by_id]
    bridges = Bridges(person, ways)
    return [_asked(rows, row, bridges, answered) for rows, row in some]


def askers_to(person: Person, asks: Collection[Ask]) -> dict[int, str]:
    """By question, what its page calls the one who asks: another friend named elsewhere as the one between would lead
    to them."""
    rows = by_ask(reaching(person).filter(ask__in=asks))
    return {asked.ask.pk: asked.asker.shown_as for asked in asked_of(person, rows)}


def _first_passed(rows: list[Recipient]) -> Recipient | None:
    """Of several who passed it on only the first is named: two would lead to the asker by intersection."""
    return min((row for row in rows if row.passed_by), key=lambda row: row.pk, default=None)


def _asked(rows: list[Recipient], passed: Recipient | None, bridges: Bridges, answered: Collection[int]) -> Asked:
    ask = rows[0].ask
    passed_by = passed.passed_by if passed else None
    declined = all(row.declined for row in rows)
    return Asked(
        ask=ask,
        asker=_asker(ask, passed_by, bridges),
        passer=passed_by.name if passed_by else "",
        word=passed.word if passed else "",
        direct=rows[0].passed_by is None,
        is_put=bool(ask.quiet and passed_by),
        declined=declined,
        declined_by_mail=declined and any(row.declined_by_mail for row in rows),
        answered=ask.pk in answered,
    )


def _asker(ask: Ask, passed_by: Person | None, bridges: Bridges) -> Naming:
    if ask.quiet and passed_by:
        return bridges.trusted(passed_by.pk, ask.told_name)
    way = Way(1, [ask.person_id])
    if passed_by and ask.person_id not in bridges.friends:
        way = Way(2, [passed_by.pk])
    return bridges.naming_of(ask.person, way)
