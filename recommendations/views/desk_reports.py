"""What is reported, and whom the desk has suspended. Whatever is of or about somebody of the staff, or of their circle,
is not there for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, post_or_back_to, status_of
from people.models import Suspension
from recommendations.desk.reported import looked_at_reported
from recommendations.desk.suspended import lift
from recommendations.forms import SuspendForm
from recommendations.models import DeskLook, Matter, Report
from recommendations.views.desk import GONE, REMOVED_FOR_GOOD, at_the_desk

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@at_the_desk
@require_safe
def desk_report(request: PersonRequest, public_id: UUID) -> HttpResponse:
    return _report_page(request, _report(request, public_id))


@at_the_desk
@post_or_back_to("desk_report")
def desk_report_look(request: PersonRequest, public_id: UUID) -> HttpResponse:
    return _shown_to_handle(request, _report(request, public_id), SuspendForm())


@at_the_desk
@require_POST
def desk_report_dismiss(request: PersonRequest, public_id: UUID) -> HttpResponse:
    return _done(request, _report(request, public_id).dismiss(request.user), _("Dismissed. Nobody is told."))


@at_the_desk
@require_POST
def desk_report_remove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    return _done(request, _report(request, public_id).remove(request.user), REMOVED_FOR_GOOD)


@at_the_desk
@post_or_back_to("desk_report")
def desk_report_suspend(request: PersonRequest, public_id: UUID) -> HttpResponse:
    report, form = _report(request, public_id), SuspendForm(request.POST)
    if not form.is_valid():
        return _shown_to_handle(request, report, form)
    said = _("Suspended. Nobody sees them or their words any more, and they read why.")
    return _done(request, report.suspend(request.user, form.cleaned_data["reason"]), said)


@at_the_desk
@require_safe
def desk_suspension(request: PersonRequest, public_id: UUID) -> HttpResponse:
    return render(request, "recommendations/desk_suspension.html", {"suspension": _suspension(request, public_id)})


@at_the_desk
@require_POST
def desk_suspension_lift(request: PersonRequest, public_id: UUID) -> HttpResponse:
    said = _("Lifted. All that is theirs is there again, and they are told.")
    return _done(request, lift(_suspension(request, public_id), request.user), said)


def _report(request: PersonRequest, public_id: UUID) -> Report:
    return get_object_or_404(Report.objects.at_the_desk_of(request.user), public_id=public_id)


def _suspension(request: PersonRequest, public_id: UUID) -> Suspension:
    here = Suspension.objects.at_the_desk_of(request.user).select_related("person")
    return get_object_or_404(here, public_id=public_id)


def _shown_to_handle(request: PersonRequest, report: Report, form: SuspendForm) -> HttpResponse:
    """With the thing, which is one more look at it."""
    return _report_page(request, report, form, thing=looked_at_reported(report, request.user), has_looked=True)


def _report_page(
    request: PersonRequest, report: Report, form: SuspendForm | None = None, **more: object
) -> HttpResponse:
    looks = DeskLook.objects.beside(Matter.REPORT, report.public_id)
    context = {"report": report, "form": form, "looks": looks, **more}
    return render(request, "recommendations/desk_report.html", context, status=status_of(form) if form else 200)


def _done(request: PersonRequest, done: bool, said: StrOrPromise) -> HttpResponse:
    messages.success(request, said if done else GONE)
    return redirect("desk")
