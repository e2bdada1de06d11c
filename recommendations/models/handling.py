"""How the desk handles what is reported, kind by kind."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from people.models import Introduction, Person
from recommendations.models.answers import Answer
from recommendations.models.asks import Ask
from recommendations.models.insights import Insight
from recommendations.models.introduction_asks import IntroductionAsk
from recommendations.models.links import LinkAnswer
from recommendations.models.looks import Reportable
from recommendations.models.offers import Offer
from recommendations.models.questions import Question
from recommendations.models.recipients import Recipient
from recommendations.models.short_words import ShortWord
from recommendations.models.thanks import Thanks
from recommendations.models.vouches import REMOVED, Photo, Vouch


def nobody_else(about: uuid.UUID) -> list[QuerySet[Any]]:
    return []


def who_answered(about: uuid.UUID) -> list[QuerySet[Any]]:
    return [Answer.objects.filter(public_id=about, person__isnull=False).values("person")]


def whom_a_wish_concerns(about: uuid.UUID) -> list[QuerySet[Any]]:
    """All three, of whom the author of what is reported is locked anyway."""
    wish = IntroductionAsk.objects.filter(public_id=about)
    return [wish.values("person"), wish.values("friend"), wish.filter(other__isnull=False).values("other")]


class Handling(NamedTuple):
    # Who is answerable for it, as the field that leads to them. Whoever answers by a link may be nobody here: then it
    # can only be removed.
    author: str
    # What the desk may look at, if it is reported: nothing that its author keeps to themselves.
    open_to_the_desk: Callable[[], QuerySet[Any]]
    # What its author is told if it is removed, and the page that leads to. A person cannot be.
    removed: tuple[str, str] | None = None
    # As its author would.
    take_away: Callable[[Any], object] = lambda thing: thing.withdraw()
    # Whom its removal concerns besides its author.
    others: Callable[[uuid.UUID], list[QuerySet[Any]]] = nobody_else
    # The vouch that it is, or belongs to: it is locked with all of whom it speaks.
    of_a_vouch: Callable[[uuid.UUID], QuerySet[Vouch]] | None = None
    # By which it is told from others of its author, as the field that leads there.
    known_by: str = "public_id"


HANDLING: dict[Reportable, Handling] = {
    Reportable.VOUCH: Handling(
        "author",
        lambda: Vouch.objects.shared().select_related("trade", "place"),
        (REMOVED, "vouches"),
        of_a_vouch=lambda about: Vouch.objects.filter(public_id=about),
    ),
    Reportable.INSIGHT: Handling(
        "author",
        lambda: Insight.objects.shared().select_related("trade"),
        ("insight_removed", "insights"),
    ),
    Reportable.OFFER: Handling(
        "author",
        lambda: Offer.objects.shared().select_related("trade", "place"),
        ("offer_removed", "offers"),
    ),
    Reportable.ASK: Handling(
        "person",
        lambda: Ask.objects.filter(open_since__isnull=False).select_related("trade", "place"),
        ("ask_removed", "asks"),
        Ask.take_away,
        lambda about: [
            Recipient.objects.filter(ask__public_id=about).values("person"),
            Answer.objects.filter(ask__public_id=about, person__isnull=False).values("person"),
        ],
    ),
    Reportable.ANSWER: Handling(
        "person",
        lambda: Answer.objects.exclude(words=""),
        ("answer_removed", "asks"),
        others=lambda about: [Answer.objects.filter(public_id=about).values("ask__person")],
    ),
    Reportable.HEARD: Handling(
        "ask__person",
        lambda: Answer.objects.exclude(reply=""),
        ("heard_removed", "asks"),
        Answer.take_back_reply,
        who_answered,
    ),
    Reportable.HELPED: Handling(
        "ask__person",
        lambda: Answer.objects.exclude(thanks=""),
        ("helped_removed", "asks"),
        Answer.take_back_words_of_thanks,
        who_answered,
    ),
    Reportable.WISH: Handling(
        "person",
        IntroductionAsk.objects.all,
        ("wish_removed", "circle"),
        others=whom_a_wish_concerns,
    ),
    Reportable.ADDED: Handling(
        "friend",
        lambda: IntroductionAsk.objects.exclude(word=""),
        ("added_removed", "circle"),
        IntroductionAsk.take_back_word,
        whom_a_wish_concerns,
    ),
    Reportable.PHOTO: Handling(
        "vouch__author",
        lambda: Photo.objects.filter(vouch__in=Vouch.objects.shared()),
        ("photo_removed", "vouches"),
        Photo.delete,
        of_a_vouch=lambda about: Vouch.objects.filter(photos__public_id=about),
    ),
    Reportable.WORD: Handling(
        "person",
        ShortWord.objects.all,
        ("word_removed", "insights"),
        others=lambda about: [ShortWord.objects.filter(public_id=about).values("author")],
    ),
    Reportable.REPLY: Handling(
        "author",
        lambda: ShortWord.objects.exclude(answer=""),
        ("reply_removed", "insights"),
        ShortWord.take_back_answer,
        lambda about: [ShortWord.objects.filter(public_id=about).values("person")],
    ),
    Reportable.QUESTION: Handling(
        "person",
        Question.objects.all,
        ("question_removed", "asks"),
        others=lambda about: [Question.objects.filter(public_id=about).values("friend")],
    ),
    Reportable.REPLIED: Handling(
        "friend",
        lambda: Question.objects.exclude(answer=""),
        ("replied_removed", "asks"),
        Question.take_back_reply,
        lambda about: [Question.objects.filter(public_id=about).values("person")],
    ),
    Reportable.THANKS: Handling(
        "person",
        lambda: Thanks.objects.standing().exclude(words=""),
        ("thanks_removed", "giving"),
        Thanks.take_back_words,
        of_a_vouch=lambda about: Vouch.objects.filter(thanks__public_id=about),
    ),
    Reportable.PASSING: Handling(
        "passed_by",
        lambda: Recipient.objects.filter(passed_by__isnull=False).exclude(word=""),
        ("passing_removed", "asks"),
        Recipient.take_back_word,
        lambda about: [Recipient.objects.filter(ask__public_id=about).values("person")],
        known_by="ask__public_id",
    ),
    Reportable.INTRODUCTION: Handling(
        "introducer",
        lambda: Introduction.objects.exclude(word=""),
        ("intro_removed", "circle"),
        Introduction.take_back_word,
        lambda about: [
            Introduction.objects.filter(public_id=about).values("person"),
            Introduction.objects.filter(public_id=about).values("friend"),
        ],
    ),
    Reportable.LINK: Handling(
        "writer",
        lambda: LinkAnswer.objects.filter(unseen=False).select_related("trade"),
        ("link_removed", "asks"),
        LinkAnswer.discard,
        lambda about: [
            LinkAnswer.objects.filter(public_id=about).values("ask__person"),
            LinkAnswer.objects.filter(public_id=about, writer__isnull=False).values("writer"),
        ],
        lambda about: Vouch.objects.filter(public_id__in=LinkAnswer.objects.filter(public_id=about).values("vouch")),
    ),
    Reportable.PERSON: Handling("pk", Person.objects.all),
}
