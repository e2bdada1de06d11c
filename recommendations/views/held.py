"""Where anyone may ask what is held about a number or a web page of theirs, and nobody learns whether anything is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from people.http import page_with_form, posted, status_of
from people.limits import allowed
from recommendations.desk.cases import prove
from recommendations.forms import CaseCodeForm, HeldForm
from recommendations.identity import page_of

WRONG = _("This code is not right, or it works no more. Look again at the newest e-mail.")
PROVED = _("Thank you. We know now that it is yours, and answer you by e-mail.")


@page_with_form
@login_not_required
def held(request: HttpRequest) -> HttpResponse:
    form = HeldForm(posted(request))
    if form.is_valid() and _within_limits(request, form):
        return render(request, "recommendations/held_asked.html", {"case": form.ask(), "form": CaseCodeForm()})
    return render(request, "recommendations/held.html", {"form": form}, status=status_of(form))


@page_with_form
@login_not_required
def held_case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page of a case looks nothing up, so it is the same for every id."""
    form = CaseCodeForm(posted(request))
    if form.is_valid() and allowed(request, "held_code", form):
        if prove(public_id, form.cleaned_data["code"]):
            messages.success(request, PROVED)
            return redirect("held_case", public_id)
        form.add_error("code", WRONG)
    return render(request, "recommendations/held_case.html", {"form": form}, status=status_of(form))


def _within_limits(request: HttpRequest, form: HeldForm) -> bool:
    said = form.cleaned_data
    about = [each for each in (said["phone"], page_of(said["website"])) if each]
    return allowed(request, "held", form, key=said["email"].lower()) and all(
        allowed(request, "held_about", form, key=each) for each in about
    )
