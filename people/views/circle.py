from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from people.http import PersonRequest, page_with_form
from people.limits import limited
from people.models import Parting, Tie
from people.models.ties import UNDO
from people.words import duration


@page_with_form
@limited("change")
def look(request: PersonRequest) -> HttpResponse:
    """Once a year, of one friend at a time: would you still act on their word?"""
    mine = request.user.ties.standing().select_related("friend")
    if request.method == "POST":
        get_object_or_404(mine, friend__public_id=_public_id(request.POST.get("friend", ""))).affirm()
        return redirect("look")
    parted = list(request.user.partings.undoable().select_related("friend"))
    if not mine.exists() and not parted:
        return redirect(settings.CIRCLE_URL)
    context = {"tie": mine.to_look_at().first(), "parted": parted, "circle_url": reverse(settings.CIRCLE_URL)}
    return render(request, "people/look.html", context)


@require_POST
@limited("part")
def part(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """The answer is the same whether there was a tie to end or not: else it would tell of whoever is gone, why."""
    tie = request.user.ties.standing().filter(friend__public_id=public_id).select_related("friend").first()
    if tie:
        Tie.objects.part(request.user, tie.friend)
    Parting.objects.open_to(request.user).filter(person__public_id=public_id).delete()
    return redirect("look" if "look" in request.POST else settings.CIRCLE_URL)


@require_POST
@limited("change")
def hear(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Whether one wants to see what a friend passes on of their friends'."""
    ties = request.user.ties.standing().select_related("friend")
    tie = get_object_or_404(ties, friend__public_id=public_id)
    tie.hear(request.POST.get("hears") == "yes")
    return redirect(tie.friend)


@require_POST
@limited("change")
def undo(request: PersonRequest, public_id: UUID) -> HttpResponse:
    parting = request.user.partings.filter(friend__public_id=public_id).first()
    if parting and parting.undo():
        messages.success(request, f"{parting.friend.name} is in your circle as before.")
    elif not request.user.ties.standing().filter(friend__public_id=public_id).exists():
        over = f"The {duration(UNDO, one='')} is over. Invite them again if you would act on their word."
        messages.error(request, over)
    return redirect(settings.CIRCLE_URL)


def _public_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
