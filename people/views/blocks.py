from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form
from people.limits import limited
from people.models import Person


@require_safe
def blocks(request: PersonRequest) -> HttpResponse:
    mine = request.user.blocks.select_related("blocked").order_by("name", "pk")
    return render(request, "people/blocks.html", {"blocks": mine, "circle_url": reverse(settings.CIRCLE_URL)})


@page_with_form
@limited("block")
def block(request: PersonRequest, public_id: UUID) -> HttpResponse:
    return ask_and_block(request, get_object_or_404(Person.objects.met_by(request.user), public_id=public_id))


def ask_and_block(request: PersonRequest, other: Person) -> HttpResponse:
    """For someone whom the person may see by name."""
    if request.user.blocks.filter(blocked=other).exists():
        return redirect("blocks")
    if request.method == "POST":
        request.user.block(other)
        messages.success(request, _("You have blocked {name}. They are not told.").format(name=other.name))
        return redirect("blocks")
    tied = request.user.ties.standing().filter(friend=other).exists()
    back_url = other.get_absolute_url() if tied else reverse(settings.CIRCLE_URL)
    return render(request, "people/block.html", {"other": other, "back_url": back_url})


@require_POST
@limited("change")
def unblock(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = request.user.blocks.filter(blocked__public_id=public_id).select_related("blocked").first()
    if mine and request.user.unblock(mine.blocked):
        said = _("{name} is not blocked any more, and not in your circle either.")
        messages.success(request, said.format(name=mine.name))
    return redirect("blocks")
