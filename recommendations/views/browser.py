"""What this browser holds: the answers that were written in it, by the links of questions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from people.compiled import CompiledOnce
from people.http import PersonRequest
from people.models import Person
from people.places import folded
from recommendations.asks.link import ANSWERS, id_of_answer
from recommendations.identity import identity_of
from recommendations.models import Ask, LinkAnswer, Vouch

MOST_HELD = 20


def viewer_of(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def hold(request: HttpRequest, what: str, public_id: UUID) -> None:
    before = [each for each in request.session.get(what, []) if each != str(public_id)]
    request.session[what] = [*before, str(public_id)][-MOST_HELD:]


def holds(request: HttpRequest, what: str, public_id: UUID) -> bool:
    return str(public_id) in request.session.get(what, [])


def sent_before(request: HttpRequest) -> UUID | None:
    """What was made of the form, if the button is pressed for the second time: by then the link may take no more."""
    made = id_of_answer(request.POST.get("key", ""))
    return made if holds(request, ANSWERS, made) else None


def answer_held(request: HttpRequest, public_id: UUID) -> LinkAnswer | None:
    """One that was written here, if it is still there for whoever looks."""
    if not holds(request, ANSWERS, public_id):
        return None
    return LinkAnswer.objects.shown_to(viewer_of(request)).filter(public_id=public_id).first()


def answered_here(request: HttpRequest, ask: Ask) -> LinkAnswer | None:
    """The last that was written here to this question, if it is still there for whoever looks."""
    held = request.session.get(ANSWERS, [])
    if not held:
        return None
    return LinkAnswer.objects.shown_to(viewer_of(request)).filter(ask=ask, public_id__in=held).order_by("-pk").first()


# --- What the person said by links, and might say as a vouch ---------------------------------------


def said_by_links(request: PersonRequest) -> QuerySet[LinkAnswer]:
    return LinkAnswer.objects.to_vouch_for(request.user, request.session.get(ANSWERS, []))


@CompiledOnce
def _said_by_links(person: Person) -> QuerySet[LinkAnswer]:
    """In whatever browser: this one holds nothing."""
    return LinkAnswer.objects.to_vouch_for(person, [])


def told_or_404(request: PersonRequest) -> LinkAnswer | None:
    """The one that the page is asked for, if any. What was typed is not lost when it has gone meanwhile."""
    if "told" not in request.GET:
        return None
    try:
        told = said_by_links(request).filter(public_id=UUID(request.GET["told"])).first()
    except ValueError as error:
        raise Http404 from error
    if told is None and request.method != "POST":
        raise Http404
    return told


def ready_to_vouch(request: PersonRequest, asker: Person | None = None) -> list[LinkAnswer]:
    """Those told of whom the person has no vouch yet."""
    held = request.session.get(ANSWERS, [])
    found = list(said_by_links(request)) if held else _said_by_links(person=request.user)
    found = [told for told in found if asker in (None, told.ask.person)]
    if not found:
        return []
    mine = [vouch for vouch in request.user.vouches.all() if vouch.phone or vouch.website]
    vouched = {_of_whom(vouch) for vouch in mine}
    return [told for told in found if _of_whom(told) not in vouched]


def _of_whom(said: Vouch | LinkAnswer) -> tuple[int | None, str, str | None]:
    return said.trade_id, folded(said.other), identity_of(said.phone, said.website)
