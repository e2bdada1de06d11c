from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.http import PersonRequest, posted, status_of
from people.limits import allowed
from recommendations.forms import RenewForm, VouchForm
from recommendations.models import Entry, Scope, Vouch
from recommendations.sharing import save_as_told, told_or_404
from recommendations.shown import Suggestion
from recommendations.suggestions import suggestion_or_404

WRITE = ["GET", "HEAD", "POST"]
SAVED = {
    Scope.ME: "Saved. Only you can see it.",
    Scope.CIRCLE: "Saved. Your circle can find it.",
    Scope.BEYOND: "Saved. Your circle and theirs can find it.",
}
ALREADY = "You have vouched for them for this kind of work already. Edit that vouch instead."


@require_http_methods(WRITE)
def vouch_new(request: PersonRequest) -> HttpResponse:
    starting_from, entry, told = _starting_from(request), _entry(request), told_or_404(request)
    form = VouchForm(posted(request), person=request.user, starting_from=starting_from, entry=entry, told=told)
    if form.is_valid() and allowed(request, "vouch", form):
        try:
            return _saved(request, save_as_told(form, told))
        except IntegrityError:
            sent_before = request.user.vouches.filter(public_id=form.cleaned_data["key"]).first()
            if sent_before:
                return _saved(request, sent_before)
            form.add_error(None, ALREADY)
    context = {"form": form, "starting_from": starting_from, "entry": entry, "told": told}
    return render(request, "recommendations/vouch_form.html", context, status=status_of(form))


@require_http_methods(WRITE)
def vouch_edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    vouch = _mine(request, public_id)
    form = VouchForm(posted(request), instance=vouch, person=request.user)
    if form.is_valid():
        try:
            return _saved(request, form.save())
        except IntegrityError:
            form.add_error(None, ALREADY)
    context = {"form": form, "vouch": vouch}
    return render(request, "recommendations/vouch_form.html", context, status=status_of(form))


@require_http_methods(WRITE)
def vouch_renew(request: PersonRequest, public_id: UUID) -> HttpResponse:
    vouch = _mine(request, public_id)
    form = RenewForm(posted(request), initial={"hired_on": timezone.localdate().replace(day=1), "job": vouch.job})
    if form.is_valid():
        vouch.renew(**form.cleaned_data)
        return _saved(request, vouch)
    context = {"form": form, "vouch": vouch}
    return render(request, "recommendations/vouch_renew.html", context, status=status_of(form))


@require_http_methods(WRITE)
def vouch_still(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Asked of what is a year old: is it still true?"""
    vouch = _mine(request, public_id)
    answer = request.POST.get("answer")
    if answer == "yes":
        vouch.affirm()
        messages.success(request, "Thank you. You are asked again in a year.")
    elif answer == "no":
        vouch.keep_to_myself()
        messages.success(request, "Only you can see it now. It stays on your list.")
    else:
        return render(
            request, "recommendations/vouch_still.html", {"vouch": vouch}, status=422 if request.POST else 200
        )
    return redirect("provider", vouch.provider.public_id)


@require_http_methods(WRITE)
def vouch_withdraw(request: PersonRequest, public_id: UUID) -> HttpResponse:
    vouch = _mine(request, public_id)
    if request.method == "POST":
        vouch.withdraw()
        messages.success(request, "Withdrawn. Nobody sees it any more.")
        return redirect("vouches")
    return render(request, "recommendations/vouch_withdraw.html", {"vouch": vouch})


def _mine(request: PersonRequest, public_id: UUID) -> Vouch:
    return get_object_or_404(request.user.vouches.select_related("trade", "place", "provider"), public_id=public_id)


def _starting_from(request: PersonRequest) -> Suggestion | None:
    """The provider one came from, if it was named. 404 if one may not see it."""
    if "provider" not in request.GET:
        return None
    try:
        public_id = UUID(request.GET["provider"])
    except ValueError as error:
        raise Http404 from error
    return suggestion_or_404(request.user, public_id, alone=True)  # what is written is about this one, for everybody


def _entry(request: PersonRequest) -> Entry | None:
    """Whom on the list this vouch is about. 404 if nobody is there; but what was typed is not lost for that."""
    if "entry" not in request.GET:
        return None
    try:
        entry = request.user.entries.select_related("trade").filter(public_id=UUID(request.GET["entry"])).first()
    except ValueError as error:
        raise Http404 from error
    if entry is None and request.method != "POST":
        raise Http404
    return entry


def _saved(request: PersonRequest, vouch: Vouch) -> HttpResponse:
    messages.success(request, SAVED[Scope(vouch.scope)])
    return redirect("provider", vouch.provider.public_id)
