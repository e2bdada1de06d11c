from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.forms import DetailsForm
from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import limited
from people.models import Place
from people.push_offer import is_told_here


@require_safe
@login_not_required  # the page that says what Whom is
def landing(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "landing.html", {"open_signup": settings.OPEN_SIGNUP})


@page_with_form
@limited("change")
def details(request: PersonRequest) -> HttpResponse:
    form = DetailsForm(posted(request), instance=request.user)
    if form.is_valid():
        # Only what the form asks: what an operator changed meanwhile stays changed.
        form.save(commit=False).save(update_fields=form.written)
        with translation.override(request.user.language):  # which may have changed just now
            messages.success(request, _("Saved."))
        return redirect("details")
    context = {"form": form, "told_here": settings.PUSH_KEY and is_told_here(request)}
    return render(request, "people/details.html", context, status=status_of(form))


@require_safe
def places(request: PersonRequest) -> HttpResponse:
    """Names for a field that completes towns; they are the same for everyone."""
    text = request.GET.get("place", "")[:120]
    found = Place.objects.starting_with(text)[:8] if len(text) > 1 else []
    return render(request, "people/_places.html", {"places": found})
