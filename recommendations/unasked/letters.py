"""The weekly letter: on Saturday morning, to whoever wants it, and only if there is something to tell.

It holds no words of others. What it tells is found, and whether its reader may see it looked up, when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from people.emails import letter, one_click, url_of
from people.middleware import zone_of
from people.models import Notice, Person
from people.models.ties import YEAR
from people.words import duration
from recommendations.asks.received import can_help_with
from recommendations.models import (
    ANSWER_THANKED,
    ASKED,
    INSIGHT_THANKED,
    PASSED_ON,
    STILL_TRUE,
    THANKED,
    Ask,
    Letter,
    write_once,
)
from recommendations.unasked.rule import Offered, shown

SATURDAY = 5
FIRST_HOUR, BEGUN_BEFORE, SENT_BEFORE = 9, 12, 21
WEEK, LETTERS_LAST = timedelta(days=7), timedelta(days=90)
LETTERS_BATCH = 500
LETTERS_STOP = Signer(salt="recommendations.letters_stop")
THANKS = [THANKED, INSIGHT_THANKED, ANSWER_THANKED]


class LetterLine(NamedTuple):
    text: str
    url: str


def forget_old_letters(now: datetime) -> None:
    """When the last one was sent is all that is needed of them."""
    Letter.objects.filter(made_at__lt=now - LETTERS_LAST).delete()


# --- Whose turn it is -----------------------------------------------------------------------------


def write_letters(now: datetime) -> int:
    """One a person and week, due at once. How many were written: run twice or killed halfway, nobody has two."""
    weeks = _weeks_begun(now)
    written = last = 0
    while some := list(_waiting(weeks).filter(pk__gt=last).order_by("pk")[:LETTERS_BATCH]):
        rows = [Letter(person=each, week=weeks[each.time_zone], due_at=now, made_at=now) for each in some]
        written += write_once(Letter.objects, rows)
        last = some[-1].pk
    return written


def _weeks_begun(now: datetime) -> dict[str, date]:
    """The time zones in which it is Saturday morning, each with the Monday of its week."""
    zones = Person.objects.order_by().values_list("time_zone", flat=True).distinct()
    local = {zone: now.astimezone(zone_of(zone)) for zone in zones}
    return {zone: _monday(at) for zone, at in local.items() if _is_decent(at, BEGUN_BEFORE)}


def _is_decent(at: datetime, before: int) -> bool:
    return at.weekday() == SATURDAY and FIRST_HOUR <= at.hour < before


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def _waiting(weeks: dict[str, date]) -> QuerySet[Person]:
    # Wherever it is Saturday morning at one moment, it is the same Saturday.
    had = Letter.objects.filter(person=OuterRef("pk"), week__in=set(weeks.values()))
    wanting = Person.objects.filter(is_active=True, mails=True, letters=True, time_zone__in=weeks)
    return wanting.filter(~Exists(had))


# --- What it says ---------------------------------------------------------------------------------


def letter_mail(row: Letter) -> EmailMultiAlternatives | None:
    """None, if by now it is not wanted, if it would come too late, or if there is nothing to tell."""
    person = Person.objects.filter(pk=row.person_id, is_active=True, mails=True, letters=True).first()
    if person is None:
        return None
    now = timezone.localtime(timezone.now(), zone_of(person.time_zone))
    if not _is_decent(now, SENT_BEFORE) or _monday(now) != row.week:
        return None
    with translation.override(person.language), timezone.override(zone_of(person.time_zone)):
        lines = lines_for(person, row)
        if not lines:
            return None
        stop_url = url_of(letters_stop_path(person))
        context = {"lines": lines, "stop_url": stop_url}
        return letter("recommendations/emails/letter", row, person.email, context, one_click(stop_url))


def lines_for(person: Person, row: Letter) -> list[LetterLine]:
    """One of each at most, and none that an earlier letter had."""
    before = person.letters_sent.filter(sent_at__isnull=False).exclude(pk=row.pk).order_by("-sent_at").first()
    since = before.sent_at if before and before.sent_at else row.made_at - WEEK
    told = Notice.objects.visible_to(person).filter(made_at__gt=since).order_by("-made_at", "-pk")
    found = [
        _unasked(person, row.week),
        _ask_to_help(person, told),
        _thanks(told.filter(kind__in=THANKS).first()),
        _still_true(told.filter(kind=STILL_TRUE).first()),
    ]
    return [line for line in found if line]


def _unasked(person: Person, week: date) -> LetterLine | None:
    """Of the seven days until this Saturday, so that no two letters tell the same."""
    days = (week - timedelta(days=1), week + timedelta(days=SATURDAY))
    offers = person.offers.filter(day__range=days, dismissed=False).order_by("-day")
    for offered in _still_readable(person, offers):
        url = f"{reverse('serendipity')}?offer={offered.public_id}"
        return LetterLine(f"Something you did not ask for, {_by_way_of(offered)}", url_of(url))
    return None


def _still_readable(person: Person, offers: QuerySet) -> Iterator[Offered]:
    for offer in offers:
        if offered := shown(person, offer):
            yield offered


def _by_way_of(offered: Offered) -> str:
    if offered.is_a_friends_own:
        return f"from {offered.friend}"
    return f"by way of {offered.friend}" if offered.friend else "from beyond your circle"


def _ask_to_help(person: Person, told: QuerySet[Notice]) -> LetterLine | None:
    told_of = told.filter(kind__in=[ASKED, PASSED_ON]).values_list("about", flat=True)
    found = can_help_with(person, Ask.objects.filter(public_id__in=list(told_of)))
    if found is None:
        return None
    asked = found.asked
    brings = f"{asked.asked_by} has" if asked.direct else f"{asked.passer} passed on"
    return LetterLine(f"{brings} a question that you have an answer to", url_of(asked.ask.get_absolute_url()))


def _thanks(notice: Notice | None) -> LetterLine | None:
    if notice is None:
        return None
    return LetterLine("Thanks have reached you", url_of(notice.link))


def _still_true(notice: Notice | None) -> LetterLine | None:
    if notice is None:
        return None
    return LetterLine(f"Is what you said {duration(YEAR)} ago of someone you hired still true?", url_of(notice.link))


# --- No more of them ------------------------------------------------------------------------------


def letters_stop_path(person: Person) -> str:
    return reverse("letters_stop", args=[LETTERS_STOP.sign(str(person.public_id))])


def stop_letters(token: str) -> None:
    """Only the letter: other mails still come. Nothing tells whether there is such a person."""
    try:
        whom = LETTERS_STOP.unsign(token)
    except BadSignature:
        return
    Person.objects.filter(public_id=whom).update(letters=False)
