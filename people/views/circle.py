from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.http import PersonRequest, page_with_form
from people.limits import limited
from people.models import Tie


@page_with_form
@limited("change")
def look(request: PersonRequest) -> HttpResponse:
    """Once a year, of one friend at a time: would you still act on their word?"""
    mine = request.user.ties.standing().select_related("friend")
    if request.method == "POST":
        get_object_or_404(mine, friend__public_id=_public_id(request.POST.get("friend", ""))).affirm()
        return redirect("look")
    if not mine.exists():
        return redirect(settings.CIRCLE_URL)
    context = {"tie": mine.to_look_at().first(), "circle_url": reverse(settings.CIRCLE_URL)}
    return render(request, "people/look.html", context)


@page_with_form
@limited("part")
def part(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Asked once more. To the press itself the answer is the same whether there was a tie to end or not: else it would
    tell of whoever is gone, why."""
    looking = "look" in request.GET
    tie = request.user.ties.standing().filter(friend__public_id=public_id).select_related("friend").first()
    if request.method == "POST":
        if tie and Tie.objects.part(request.user, tie.friend):
            said = _("{name} is no longer in your circle, and is not told.")
            messages.success(request, said.format(name=tie.friend.name))
        return redirect("look" if looking else settings.CIRCLE_URL)
    if tie is None:
        raise Http404
    back_url = reverse("look") if looking else tie.friend.get_absolute_url()
    return render(request, "people/part.html", {"friend": tie.friend, "back_url": back_url})


@require_POST
@limited("change")
def hear(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Whether one wants to see what a friend passes on of their friends'."""
    ties = request.user.ties.standing().select_related("friend")
    tie = get_object_or_404(ties, friend__public_id=public_id)
    hears = request.POST.get("hears") == "yes"
    tie.hear(hears)
    said = _("What comes through {name} is shown again.") if hears else _("What comes through {name} is left out.")
    messages.success(request, said.format(name=tie.friend.first_name))
    return redirect(tie.friend)


def _public_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
