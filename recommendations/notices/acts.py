"""What one tap in a mail does, without signing in: nothing that its person could not take back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.mail_keys import mail_key, opened_by_mail_key
from people.models import Notice, Person
from people.models.ties import YEAR
from people.notices import Button
from people.words import AFTER, duration
from recommendations.models import (
    ANSWERED,
    ANSWERED_BEYOND,
    ANSWERED_BY_MAIL,
    ASK_WENT,
    HOW_DID_IT_GO,
    NUMBER_ASKED,
    STILL_GLAD,
    STILL_HOLDS,
    STILL_OPEN,
    STILL_TRUE,
    Answer,
    NumberAsk,
)
from recommendations.models.asks import ASKED_HOW_IT_WENT_AFTER, GROWN_OLD
from recommendations.models.insights import HOLDS_FOR
from recommendations.models.offers import OFFER_LASTS
from recommendations.models.thanks import ASKED_AFTER

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class MailAct(NamedTuple):
    kinds: tuple[str, ...]  # of notices whose mails offer it
    label: StrOrPromise
    question: StrOrPromise
    said_before: StrOrPromise  # what it brings about: for `{time}`, and one is asked again in `{again}`
    said_after: StrOrPromise
    do: Callable[[Person, UUID], bool | None]  # False: there was nothing to do any more
    again_after: timedelta | None = None

    def press(self, person: Person, about: UUID) -> bool:
        """Whether there was still something to do."""
        try:
            return self.do(person, about) is not False
        except ObjectDoesNotExist:  # it was withdrawn since its notice was looked up
            return False

    @property
    def consequences(self) -> str:
        return self._telling_when(self.said_before)

    @property
    def done(self) -> str:
        return self._telling_when(self.said_after)

    def _telling_when(self, said: StrOrPromise) -> str:
        if self.again_after is None:
            return str(said)
        return said.format(time=duration(self.again_after), again=duration(self.again_after, AFTER))


def _thank(person: Person, about: UUID) -> None:
    Answer.objects.visible_to(person).get(public_id=about).thank("")


def _still_look(person: Person, about: UUID) -> None:
    person.asks.get(public_id=about).still_open()


def _affirm(person: Person, about: UUID) -> None:
    person.vouches.get(public_id=about).affirm()


def _hide(person: Person, about: UUID) -> None:
    person.vouches.get(public_id=about).keep_to_myself()


def _still_holds(person: Person, about: UUID) -> None:
    person.insights.get(public_id=about).affirm()


def _outdate(person: Person, about: UUID) -> None:
    person.insights.get(public_id=about).outdate()


def _renew(person: Person, about: UUID) -> bool:
    return person.offers.select_related("author").get(public_id=about).renew()


def _ask_later(person: Person, about: UUID) -> None:
    person.asks.get(public_id=about).went(ask_again=True)


def _ask_no_more(person: Person, about: UUID) -> None:
    person.asks.get(public_id=about).went(ask_again=False)


def _thanks_later(person: Person, about: UUID) -> None:
    person.thanks_given.get(public_id=about).answer(ask_again=True)


def _give_number(person: Person, about: UUID) -> bool:
    return NumberAsk.objects.to_answer(person).get(public_id=about).give()


def _thanks_back(person: Person, about: UUID) -> None:
    person.thanks_given.get(public_id=about).take_back()


AGAIN_IN = _("You are asked again in {again}.")
# By the word in their addresses. Their pages say nothing that stands on no mail: whoever looks may be anybody.
MAIL_ACTS = {
    "thanks": MailAct(
        (ANSWERED, ANSWERED_BY_MAIL, ANSWERED_BEYOND),
        _("Say thanks"),
        _("Say thanks for this answer?"),
        _("Whoever answered hears that it helped, and so does the friend who passed your question on, if one did."),
        _("Your thanks are on their way. You can take them back on the page of your question."),
        _thank,
    ),
    "looking": MailAct(
        (STILL_OPEN,),
        _("Yes, still looking"),
        _("Are you still looking?"),
        _("Your question stays open. You are asked again in {again}."),
        _("It stays open. You can close it on its page."),
        _still_look,
        GROWN_OLD,
    ),
    "true": MailAct(
        (STILL_TRUE,),
        _("Yes, still true"),
        _("Is it still true?"),
        _("What you said stays as it is, and you are asked again in {again}."),
        _("Thank you. You can change or withdraw it on your list."),
        _affirm,
        YEAR,
    ),
    "untrue": MailAct(
        (STILL_TRUE,),
        _("No longer"),
        _("Is it no longer true?"),
        _("What you said is hidden from everyone else, and stays on your own list. Nobody is told."),
        _("Only you can see it now. You can share it again on your list."),
        _hide,
    ),
    "holds": MailAct(
        (STILL_HOLDS,),
        _("Yes, still true"),
        _("Is it still true?"),
        _("What you shared stays as it is, and you are asked again in {again}."),
        _("Thank you. You can change or withdraw it among what you shared."),
        _still_holds,
        HOLDS_FOR,
    ),
    "outdated": MailAct(
        (STILL_HOLDS,),
        _("Out of date"),
        _("Is it out of date?"),
        _("What you shared says then that it is out of date, and is not brought to anybody any more."),
        _("It says now that it is out of date. You can take that back on its page."),
        _outdate,
    ),
    "glad": MailAct(
        (STILL_GLAD,),
        _("Yes, still glad to"),
        _("Would you still be glad to?"),
        _("Your offer stands for {time} more, and you are asked again before it ends."),
        _("Thank you. You can change or withdraw it on its page."),
        _renew,
        OFFER_LASTS,
    ),
    "later": MailAct(
        (ASK_WENT,), _("Not yet"), _("Not hired yet?"), AGAIN_IN, AGAIN_IN, _ask_later, ASKED_HOW_IT_WENT_AFTER
    ),
    "no": MailAct(
        (ASK_WENT,),
        _("No"),
        _("Did you not hire them?"),
        _("Nothing more is asked about it."),
        _("Thank you. That is all."),
        _ask_no_more,
    ),
    "thanks-later": MailAct(
        (HOW_DID_IT_GO,), _("Not yet"), _("Not hired yet?"), AGAIN_IN, AGAIN_IN, _thanks_later, ASKED_AFTER
    ),
    "number": MailAct(
        (NUMBER_ASKED,),
        _("Yes, they may have it"),
        _("May they have the number?"),
        _("Whoever asked sees the number on what you say, and nobody else does."),
        _("They have the number now. You can take it back on Whom."),
        _give_number,
    ),
    "thanks-back": MailAct(
        (HOW_DID_IT_GO,),
        _("No"),
        _("Did you not hire them?"),
        _("Your thanks are taken back, and nobody is told."),
        _("Your thanks are taken back. You can give them again on the tradesperson’s page."),
        _thanks_back,
    ),
}


def act_button(act: str, notice: Notice) -> Button:
    return Button(
        str(MAIL_ACTS[act].label), reverse("mail_act", args=[act, mail_key(act, notice.person, notice.about)])
    )


def act_opened(act: str, key: str) -> tuple[Person, UUID] | None:
    """By whom and about what it would be done; None in the same way, whatever ended it: of what is answered, the notice
    is gone."""
    opened = opened_by_mail_key(act, key) if act in MAIL_ACTS else None
    if opened is None:
        return None
    (person, about), kinds = opened, MAIL_ACTS[act].kinds
    there = Notice.objects.visible_to(person, set(kinds)).filter(kind__in=kinds, about=about)
    return opened if there.exists() else None
