"""The weekly letter: on Saturday morning, to whoever wants it, and only if there is something to tell.

Its row holds no words. What it tells is found, and whether its reader may see it looked up, when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.compiled import CompiledOnce
from people.emails import SUBJECT_LETTERS, letter, one_click, url_of, with_whole_addresses
from people.jobs import in_windows
from people.middleware import zone_of
from people.models import Notice, Person
from people.models.outgoing import SpentError
from people.notices import Button, MailPart, MailText, beside, first_words
from people.tidy import forget_by_and_by
from people.words import Lazy
from recommendations.asks.received import can_help_with
from recommendations.models import (
    ANSWER_THANKED,
    ASKED,
    INSIGHT_THANKED,
    PASSED_ON,
    STILL_HOLDS,
    STILL_TRUE,
    THANKED,
    WORD_TAKEN,
    Ask,
    Letter,
    Surprise,
    write_once,
)
from recommendations.unasked.rule import ToldSurprise, shown

SATURDAY = 5
FIRST_HOUR, BEGUN_BEFORE, SENT_BEFORE = 9, 12, 21
WEEK, LETTERS_LAST = timedelta(days=7), timedelta(days=90)
LETTERS_BATCH = 500
# A morning lasts longer than from one of these to the next, so that each zone's is some of theirs.
AROUND_THE_WORLD = [timezone.get_fixed_timezone(timedelta(hours=ahead)) for ahead in range(-12, 15)]
LETTERS_STOP = Signer(salt="recommendations.letters_stop")
ASKS, THANKS = [ASKED, PASSED_ON], [THANKED, INSIGHT_THANKED, ANSWER_THANKED, WORD_TAKEN]
STILL = [STILL_TRUE, STILL_HOLDS]
TOLD_IN_LETTERS = [*ASKS, *THANKS, *STILL]
# What they did not ask for, by way of whom it comes: from a friend, through one, or from beyond the circle.
TOLD_OF_DELICATE = (
    gettext_lazy("Something you did not ask for, from {first}"),
    gettext_lazy("Something you did not ask for, by way of {first}"),
    gettext_lazy("Something you did not ask for, from beyond your circle"),
)
# Of each kind the subject, and the sentence that says who tells what.
TOLD_OF_VOUCH = (
    (
        gettext_lazy("{first} knows {somebody}"),
        gettext_lazy("You did not ask, but {friend} would hire {name} again."),
    ),
    (
        gettext_lazy("By way of {first}: {somebody}"),
        gettext_lazy("You did not ask, but by way of {friend} comes somebody’s word: they would hire {name} again."),
    ),
    (
        gettext_lazy("From beyond your circle: {somebody}"),
        gettext_lazy("You did not ask, but somebody beyond your circle would hire {name} again."),
    ),
)
TOLD_OF_INSIGHT = (
    (
        gettext_lazy("{first} shares something they learned"),
        gettext_lazy("You did not ask, but {friend} shares what they learned:"),
    ),
    (
        gettext_lazy("By way of {first}: something somebody learned"),
        gettext_lazy("You did not ask, but by way of {friend} comes what somebody learned:"),
    ),
    (
        gettext_lazy("From beyond your circle: something somebody learned"),
        gettext_lazy("You did not ask, but somebody beyond your circle shares what they learned:"),
    ),
)
TOLD_OF_OFFER = (
    (
        gettext_lazy("{first} offers something"),
        gettext_lazy("You did not ask, but {friend} offers something:"),
    ),
    (
        gettext_lazy("By way of {first}: something somebody offers"),
        gettext_lazy("You did not ask, but by way of {friend} comes what somebody offers:"),
    ),
    (
        gettext_lazy("From beyond your circle: something somebody offers"),
        gettext_lazy("You did not ask, but somebody beyond your circle offers something:"),
    ),
)


def forget_old_letters(now: datetime) -> None:
    """When the last one was sent is all that is needed of them."""
    forget_by_and_by(Letter.objects.filter(made_at__lt=now - LETTERS_LAST))


# --- Whose turn it is -----------------------------------------------------------------------------


def write_letters(now: datetime) -> int:
    """One a person and week, due at once. How many were written: done twice or killed halfway, nobody has two."""
    return sum(written for _, written in writing_letters(now=now))


def writing_letters(after: int = 0, now: datetime | None = None) -> Iterator[tuple[int, int]]:
    now = now or timezone.now()
    if not any(_is_decent(now.astimezone(zone), BEGUN_BEFORE) for zone in AROUND_THE_WORLD):
        return
    wanting = Person.objects.filter(is_active=True, mails=True, letters=True)
    for reached, people in in_windows(wanting, after, LETTERS_BATCH):
        weeks = _weeks_begun(people, now)
        waiting = _waiting(people, weeks) if weeks else ()
        rows = [Letter(person=each, week=weeks[each.time_zone], due_at=now, made_at=now) for each in waiting]
        yield reached, write_once(Letter.objects, rows)


def _weeks_begun(people: QuerySet[Person], now: datetime) -> dict[str, date]:
    """Of their time zones those in which it is Saturday morning, each with the Monday of its week."""
    zones = people.order_by().values_list("time_zone", flat=True).distinct()
    local = {zone: now.astimezone(zone_of(zone)) for zone in zones}
    return {zone: _monday(at) for zone, at in local.items() if _is_decent(at, BEGUN_BEFORE)}


def _is_decent(at: datetime, before: int) -> bool:
    return at.weekday() == SATURDAY and FIRST_HOUR <= at.hour < before


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def _waiting(people: QuerySet[Person], weeks: dict[str, date]) -> QuerySet[Person]:
    # Wherever it is Saturday morning at one moment, it is the same Saturday.
    had = Letter.objects.filter(person=OuterRef("pk"), week__in=set(weeks.values()))
    return people.filter(~Exists(had), time_zone__in=weeks)


# --- What it says ---------------------------------------------------------------------------------


def letter_mail(row: Letter) -> EmailMultiAlternatives | None:
    """None, if by now it is not wanted, or if there is nothing to tell. Raises SpentError if it would come too late."""
    person = next(iter(_reader(pk=row.person_id)), None)
    if person is None:
        return None
    now = timezone.localtime(timezone.now(), zone_of(person.time_zone))
    if not _is_decent(now, SENT_BEFORE) or _monday(now) != row.week:
        raise SpentError("its Saturday is over")
    with translation.override(person.language), timezone.override(zone_of(person.time_zone)):
        told = told_in(person, row)
        if not told:
            return None
        stop_url = url_of(letters_stop_path(person))
        said = {"subject": subject_of(told), "told": [with_whole_addresses(each) for each in told]}
        context = {**said, "stop_url": stop_url, "hello": person.first_name}
        return letter("recommendations/emails/letter", row, person.email, context, one_click(stop_url))


def subject_of(told: list[MailText]) -> str:
    """As much of what is in it as stands on one line."""
    subject = told[0].subject
    for each in told[1:]:
        longer = f"{subject} · {each.subject}"
        subject = longer if len(longer) <= SUBJECT_LETTERS else subject
    return subject


def told_in(person: Person, row: Letter) -> list[MailText]:
    """One of each at most, and none that an earlier letter had."""
    since = next(iter(_sent_before(person=person, pk=row.pk)), row.made_at - WEEK)
    kinds = set(_fresh_kinds(person=person, since=since))
    found = [_unasked(person, row.week), *(_of_notices(person, kinds, since) if kinds else ())]
    return [telling for telling in found if telling]


def _of_notices(person: Person, kinds: set[str], since: datetime) -> list[MailText | None]:
    """By the rights of these kinds alone. Most have none, and to find that out took a third of all of a letter."""
    notices = Notice.objects.visible_to(person, kinds).filter(made_at__gt=since).order_by("-made_at", "-pk")
    return [
        _telling(_ask_to_help(person, notices)),
        _telling(notices.filter(kind__in=THANKS).first()),
        _telling(notices.filter(kind__in=STILL).first()),
    ]


@CompiledOnce
def _reader(pk: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk, is_active=True, mails=True, letters=True)


@CompiledOnce
def _sent_before(person: Person, pk: int) -> QuerySet[Any, Any]:
    """When the letter before this one was."""
    sent = person.letters_sent.filter(sent_at__isnull=False).exclude(pk=pk).order_by("-sent_at")
    return sent.values_list("sent_at", flat=True)[:1]


@CompiledOnce
def _fresh_kinds(person: Person, since: datetime) -> QuerySet[Any, Any]:
    fresh = Notice.objects.filter(person=person, made_at__gt=since, kind__in=TOLD_IN_LETTERS)
    return fresh.values_list("kind", flat=True)


def _telling(notice: Notice | None) -> MailText | None:
    """As the mail of that notice does."""
    return notice.telling() if notice else None


def _ask_to_help(person: Person, notices: QuerySet[Notice]) -> Notice | None:
    asks = notices.filter(kind__in=ASKS)
    about = list(asks.values_list("about", flat=True))
    # To put that question together takes half as long as all of a letter, and most have none.
    found = can_help_with(person, Ask.objects.filter(public_id__in=about)) if about else None
    return asks.filter(about=found.asked.ask.public_id).first() if found else None


# --- What they did not ask for -------------------------------------------------------------------


def _unasked(person: Person, week: date) -> MailText | None:
    """Of the seven days until this Saturday, so that no two letters tell the same."""
    surprises = _surprises_of(person=person, since=week - timedelta(days=1), until=week + timedelta(days=SATURDAY))
    return next((_told_of(told) for told in _still_readable(person, surprises)), None)


@CompiledOnce
def _surprises_of(person: Person, since: date, until: date) -> QuerySet[Surprise]:
    return person.surprises.filter(day__range=(since, until), dismissed=False).order_by("-day")


def _still_readable(person: Person, surprises: list[Surprise]) -> Iterator[ToldSurprise]:
    for surprise in surprises:
        if told := shown(person, surprise):
            yield told


def _told_of(told: ToldSurprise) -> MailText:
    """With its first words. Nobody is named but a friend, though the page may do so; of what is delicate, nothing is
    told but by whom it comes."""
    button = Button(_("Read it on Whom"), f"{reverse('serendipity')}?surprise={told.public_id}")
    if told.is_delicate:
        return MailText(_delicate(told), [MailPart(_("You read on Whom what it is about."))], [button])
    subject, news = _subject_and_news(told)
    facts = [beside(told.trade, told.when, told.job)] if told.provider else []
    words = [first_words(told.words)] if told.words else []
    return MailText(subject, [MailPart(news), *facts, *words], [button])


def _subject_and_news(told: ToldSurprise) -> tuple[str, str]:
    if told.introducer:
        return _of_encounter(told)
    shared = TOLD_OF_OFFER if told.offer else TOLD_OF_INSIGHT
    return _in_words(told, *(TOLD_OF_VOUCH if told.provider else shared)[told.way])


def _delicate(told: ToldSurprise) -> str:
    return TOLD_OF_DELICATE[told.way].format(first=told.friends_first_name)


def _of_encounter(told: ToldSurprise) -> tuple[str, str]:
    """Whom one might like to know is named on the page alone."""
    if told.insight:
        news = _("By way of {friend} comes what somebody learned about what you asked for in {month}:")
    elif told.offer:
        news = _("By way of {friend} comes what somebody offers of the kind that you asked for in {month}:")
    else:
        news = _("By way of {friend} comes the word of somebody who hired one of the kind you asked for in {month}.")
    return _in_words(told, _("By way of {first}: somebody you might like to know"), news)


def _in_words(told: ToldSurprise, subject: Lazy, news: Lazy) -> tuple[str, str]:
    friend = {"friend": told.friend, "first": told.friends_first_name}
    said = {**friend, "month": told.asked_in, "somebody": told.somebody, "name": told.name}
    return subject.format(**said), news.format(**said)


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
