"""What the staff see of a thing that is reported: that thing alone, and nothing of whose it is."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from people.models import Person
from recommendations.desk.held import Held, held_of
from recommendations.models import Insight, InsightScope, Offer, OfferScope, Report, Reportable


class Reported(NamedTuple):
    words: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    # Of a vouch, as in a case.
    held: Held | None = None
    # Of a photo, in the page itself, so that it is seen with this look and with no other.
    picture: str = ""


def looked_at_reported(report: Report, staff: Person) -> Reported | None:
    thing = report.look(staff)
    return None if thing is None else SHOWN[report.kind](thing, staff)


def _vouch(vouch: Any, staff: Person) -> Reported:
    return Reported(held=held_of(vouch, staff.country))


def _insight(insight: Insight, staff: Person) -> Reported:
    return _told(
        insight.words,
        (_("Link"), insight.link),
        (_("About"), insight.kind),
        (_("Readers"), str(InsightScope(insight.scope).label)),
    )


def _offer(offer: Offer, staff: Person) -> Reported:
    place = offer.place.name if offer.place else ""
    return _told(
        offer.in_words,
        (_("About"), offer.kind),
        (_("Near"), place),
        (_("Readers"), str(OfferScope(offer.scope).label)),
    )


def _ask(ask: Any, staff: Person) -> Reported:
    place = ask.place.name if ask.place else ""
    return _told(ask.words, (_("Looks for"), ask.kind), (_("Near"), place), (_("By when"), ask.get_by_when_display()))


def _answer(answer: Any, staff: Person) -> Reported:
    return _told(answer.words, (_("About"), answer.provider), (_("Phone"), answer.phone))


def _by_link(told: Any, staff: Person) -> Reported:
    """Not by which name its writer goes."""
    hired = (_("About"), told.provider), (_("Phone"), told.phone), (_("Web site"), told.website)
    return _told(told.words, *hired, (_("What for"), told.job), (_("But"), told.caveat))


def _wish(wish: Any, staff: Person) -> Reported:
    return _told(wish.words)


def _photo(photo: Any, staff: Person) -> Reported:
    told = _told("", (_("Described as"), photo.alt))
    return told._replace(picture=f"data:image/jpeg;base64,{b64encode(bytes(photo.image)).decode()}")


def _person(person: Person, staff: Person) -> Reported:
    return _told("", (_("Name"), person.name))


def _told(words: str, *facts: tuple[str, str]) -> Reported:
    return Reported(words, tuple((name, fact) for name, fact in facts if fact))


SHOWN: dict[str, Callable[[Any, Person], Reported]] = {
    Reportable.VOUCH: _vouch,
    Reportable.INSIGHT: _insight,
    Reportable.OFFER: _offer,
    Reportable.ASK: _ask,
    Reportable.ANSWER: _answer,
    Reportable.HEARD: lambda answer, staff: _told(answer.reply),
    Reportable.HELPED: lambda answer, staff: _told(answer.thanks),
    Reportable.WISH: _wish,
    Reportable.ADDED: lambda wish, staff: _told(wish.word),
    Reportable.PHOTO: _photo,
    Reportable.WORD: lambda word, staff: _told(word.words, (_("Thanks"), word.thanks)),
    Reportable.REPLY: lambda word, staff: _told(word.answer),
    Reportable.QUESTION: lambda question, staff: _told(question.words),
    Reportable.REPLIED: lambda question, staff: _told(question.answer),
    Reportable.THANKS: lambda thanks, staff: _told(thanks.words),
    Reportable.PASSING: lambda passing, staff: _told(passing.word),
    Reportable.INTRODUCTION: lambda introduction, staff: _told(introduction.word),
    Reportable.LINK: _by_link,
    Reportable.PERSON: _person,
}
