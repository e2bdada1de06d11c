"""What of questions and answers has had its time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.db.models.query import QuerySet

from people.models import Invitation, Notice
from recommendations.models import (
    INTRODUCTION_ASKS_LAST,
    LINK_ANSWERED,
    QUESTION,
    REPLIED,
    Ask,
    AskLink,
    Call,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Question,
    ShortWord,
)
from recommendations.models.calls import CALLS_LAST

DRAFTS_LAST = timedelta(days=90)
LINKS_STAY = timedelta(days=30)
UNCONFIRMED_LAST = timedelta(days=90)
QUESTIONS_LAST = timedelta(days=365)
# Then one may ask again, whether nothing was said to it or no.
NUMBERS_ASKED_LAST = timedelta(days=90)


def forget_old_asks(now: datetime) -> None:
    note_who_has_joined()
    Ask.objects.drafts().filter(made_at__lt=now - DRAFTS_LAST).delete()
    AskLink.objects.filter(expires_at__lt=now - LINKS_STAY).delete()
    closed = Ask.objects.closed().filter(closed_at__lt=now - UNCONFIRMED_LAST)
    _forget(LinkAnswer.objects.filter(confirmed_as="", ask__in=closed), [LINK_ANSWERED])
    Call.objects.filter(called_at__lt=now - CALLS_LAST).delete()
    NumberAsk.objects.filter(given_at=None, asked_at__lt=now - NUMBERS_ASKED_LAST).end()
    IntroductionAsk.objects.filter(made_at__lt=now - INTRODUCTION_ASKS_LAST).end()
    _forget(Question.objects.filter(made_at__lt=now - QUESTIONS_LAST), [QUESTION, REPLIED])
    ShortWord.objects.filter(made_at__lt=now - QUESTIONS_LAST).end()


def note_who_has_joined(whose: Q | None = None) -> None:
    """Whose an answer by link is, their invitation tells; but that goes once it has expired."""
    made_for_it = Invitation.objects.filter(inviter=OuterRef("ask__person"), form_key=OuterRef("public_id"))
    joined = made_for_it.filter(whose or Q(), accepted_by__isnull=False, confirmed_at__isnull=False)
    unknown = LinkAnswer.objects.annotate(came=Subquery(joined.values("accepted_by"))).filter(writer=None)
    for answer, came in unknown.exclude(came=None).values_list("pk", "came"):
        LinkAnswer.objects.filter(pk=answer, writer=None).update(writer=came)


def _forget(things: QuerySet, kinds: Iterable[str]) -> None:
    about = list(things.values_list("public_id", flat=True))
    Notice.objects.filter(kind__in=kinds, about__in=about).delete()
    things.model._default_manager.filter(public_id__in=about).delete()
