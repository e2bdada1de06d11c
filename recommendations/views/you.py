from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.forms import SeenForm
from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import limited
from people.second_step import has_second_step
from recommendations.circle.seen_as import seen_as
from recommendations.circle.year import KINDS_OF_DEED, year_of, year_picture_of
from recommendations.models import DeskLook


@require_safe
def you(request: PersonRequest) -> HttpResponse:
    staff = {"has_second_step": has_second_step(request.user)} if request.user.is_staff else {}
    return render(request, "recommendations/you.html", staff)


@page_with_form
@limited("change")
def seen(request: PersonRequest) -> HttpResponse:
    form = SeenForm(posted(request), instance=request.user)
    if form.is_valid():
        form.save(commit=False).save(update_fields=form.Meta.fields)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("seen")
    context = {"form": form, "seen_as": seen_as(request.user)}
    return render(request, "recommendations/seen.html", context, status=status_of(form))


@require_safe
def giving(request: PersonRequest) -> HttpResponse:
    """What went to and fro through a year, for this person alone."""
    months = year_of(request.user)
    context = {
        "months": months,
        "some": [month for month in reversed(months) if month.deeds],
        "picture": year_picture_of(months),
        "kinds": KINDS_OF_DEED.values(),
    }
    return render(request, "recommendations/giving.html", context)


@require_safe
def looks(request: PersonRequest) -> HttpResponse:
    """When the desk read one's vouches for a tradesperson, and how it knew whose they are."""
    names: dict[int | None, str] = dict(request.user.vouches.values_list("pk", "name"))
    told = [(names.get(look.thing, ""), look) for look in DeskLook.objects.shown_to(request.user)]
    return render(request, "recommendations/looks.html", {"looks": told})
