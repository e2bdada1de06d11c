"""What somebody could give of what is their own: one of those they hired, whom nobody else has heard of from them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.compiled import CompiledOnce
from people.models import Person
from people.spoken import month_in_words
from recommendations.models import LONG_AGO_MONTHS, Entry, Outcome, Relation, Scope, Vouch, months_since
from recommendations.pages import PageOf

# Whoever has said “not this one” is not asked about another for so long.
NOT_THIS_ONE_RESTS = timedelta(days=7)
LOOKED_THROUGH = 20  # of each kind, the latest


class CouldGive(NamedTuple):
    public_id: UUID  # of the entry, or of the vouch that is for themselves alone
    words: str
    leads_to: PageOf  # the page where they would give it


def could_give(person: Person) -> CouldGive | None:
    """From their own list alone, and told to nobody: of those they hired within two years, somebody whom they hired
    more than once and keep to themselves, else whom they only noted with the month; the latest first. Nobody who was
    left out before, nor of a kind that is delicate; and nothing to those whom nobody would read."""
    lately = timezone.now() - NOT_THIS_ONE_RESTS
    if _left_lately(person=person, since=lately):
        return None
    could: list[Vouch | Entry] = [*_hired_again(person=person), *_noted(person=person)]
    able = [each for each in could if not each.is_delicate and _is_fresh(each.hired_on)]
    if not able or not _is_tied(person=person):
        return None
    return _told(able[0])


@CompiledOnce
def _left_lately(person: Person, since: datetime) -> QuerySet[Any, Any]:
    return person.left_unsaid.filter(made_at__gt=since).values_list("pk")[:1]


@CompiledOnce
def _is_tied(person: Person) -> QuerySet[Any, Any]:
    return person.ties.standing().values_list("pk")[:1]


@CompiledOnce
def _hired_again(person: Person) -> QuerySet[Vouch]:
    mine = person.vouches.filter(scope=Scope.ME, outcome=Outcome.YES, relation=Relation.NONE)
    left = mine.filter(earlier__isnull=False).distinct().exclude(public_id__in=person.left_unsaid.values("about"))
    return left.select_related("trade").order_by("-hired_on", "-pk")[:LOOKED_THROUGH]


@CompiledOnce
def _noted(person: Person) -> QuerySet[Entry]:
    mine = person.entries.filter(~Q(trade=None, other=""), hired_on__isnull=False)
    left = mine.exclude(public_id__in=person.left_unsaid.values("about"))
    return left.select_related("trade").order_by("-hired_on", "-pk")[:LOOKED_THROUGH]


def _is_fresh(hired_on: date | None) -> bool:
    return hired_on is not None and months_since(hired_on, timezone.localdate()) <= LONG_AGO_MONTHS


def _told(each: Vouch | Entry) -> CouldGive:
    what = each.kind_in_a_sentence
    if isinstance(each, Vouch):
        words = _("You have hired {name}, {what}, more than once, and keep what you say of them to yourself.")
        return CouldGive(each.public_id, words.format(name=each.name, what=what), PageOf("vouch_edit", each.public_id))
    words = _("You hired {name}, {what}, in {month}, and nobody in your circle knows.")
    month = month_in_words(each.hired_on) if each.hired_on else ""
    return CouldGive(
        each.public_id,
        words.format(name=each.name, what=what, month=month),
        PageOf("vouch_new", asked={"entry": str(each.public_id)}),
    )
