from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.compiled import CompiledOnce
from people.http import PersonRequest, page_with_form
from people.limits import limited
from people.models import Introduction, Invitation, Person, Tie
from people.models.ties import YEAR
from people.views.blocks import ask_and_block
from recommendations.circle.picture import circle_picture_of, reach_of
from recommendations.insights import found
from recommendations.models import IntroductionAsk, introductions_seen_by
from recommendations.offers.found import offers_by
from recommendations.providers.suggestions import shared_by, suggestions_for
from recommendations.sight.names import people_named_to
from recommendations.views.browser import ready_to_vouch
from recommendations.views.find import BEYOND_ON_A_CARD

FIRST_FEW = 3


@require_safe
def welcome(request: PersonRequest) -> HttpResponse:
    """To whoever has just joined: the best that reaches them by now."""
    person = request.user
    suggestions, more = suggestions_for(person, size=FIRST_FEW, beyond=BEYOND_ON_A_CARD, beside_own=True)
    context = {
        "suggestions": suggestions,
        "more": more,
        "ready": ready_to_vouch(request),
        "is_tied": person.ties.standing().exists(),
    }
    return render(request, "recommendations/welcome.html", context)


@CompiledOnce
def _waiting(person: Person, now: datetime) -> QuerySet[Invitation]:
    return person.invitations.waiting(now).select_related("accepted_by")


@CompiledOnce
def _introductions(person: Person, now: datetime) -> QuerySet[Introduction]:
    return Introduction.objects.open_to(person, now)


@CompiledOnce
def _to_look_at(person: Person, before: datetime) -> QuerySet[Tie]:
    return person.ties.standing().to_look_at(before).select_related("friend")[:1]


@CompiledOnce
def _tie_to(person: Person, public_id: UUID) -> QuerySet[Tie]:
    return person.ties.standing().filter(friend__public_id=public_id).select_related("friend")


@require_safe
def circle(request: PersonRequest) -> HttpResponse:
    person = request.user
    reaches, now = reach_of(person), timezone.now()
    context = {
        "reaches": reaches,
        "picture": circle_picture_of(reaches),
        "waiting": _waiting(person=person, now=now),
        "introductions": _introductions(person=person, now=now),
        "asks_to_introduce": _asks_to_introduce(person),
        "to_look_at": next(iter(_to_look_at(person=person, before=now - YEAR)), None),
        "ready": ready_to_vouch(request),
    }
    return render(request, "recommendations/circle.html", context)


def _asks_to_introduce(person: Person) -> dict[str, list[IntroductionAsk]]:
    """By whose turn it is, by one query. Of one's own, those that nobody has said yes to."""
    by: dict[str, list[IntroductionAsk]] = {"asked": [], "to_pass_on": [], "to_answer": []}
    for each in introductions_seen_by(person):
        turn = "asked" if each.person == person else "to_pass_on" if each.friend == person else "to_answer"
        by[turn] += [] if turn == "asked" and each.answer else [each]
    return by


@require_safe
def friend(request: PersonRequest, public_id: UUID) -> HttpResponse:
    tie = next(iter(_tie_to(person=request.user, public_id=public_id)), None)
    if tie is None:
        raise Http404
    context = {
        "friend": tie.friend,
        "tie": tie,
        "suggestions": shared_by(request.user, tie.friend),
        "insights": found.insights_shared_by(request.user, tie.friend),
        "offers": offers_by(request.user, tie.friend),
        "ready": ready_to_vouch(request, asker=tie.friend),
    }
    return render(request, "recommendations/friend.html", context)


@page_with_form
@limited("block")
def author_block(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """As `block` for those one has met; here of someone beyond the circle whose name stands on a vouch."""
    return ask_and_block(request, get_object_or_404(people_named_to(request.user), public_id=public_id))
