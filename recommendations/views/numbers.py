from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest
from people.limits import limited
from recommendations.models import Provider
from recommendations.my_list.numbers import numbers_of
from recommendations.providers.same import ids_of


@require_safe
def numbers(request: PersonRequest) -> HttpResponse:
    return render(request, "recommendations/numbers.html", {"trades": numbers_of(request.user)})


@require_POST
@limited("save")
def provider_save(request: PersonRequest, public_id: UUID) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.visible_to(request.user), public_id=public_id)
    if request.POST.get("saved") == "yes":
        request.user.saved.get_or_create(provider=public_id)
        messages.success(request, _("Saved. They are among your numbers, also without a network."))
    elif request.POST.get("saved") == "no":
        request.user.saved.filter(provider__in=ids_of(request.user, provider.pk)).delete()
        messages.success(request, _("No longer among your numbers."))
    return redirect("provider", public_id)
