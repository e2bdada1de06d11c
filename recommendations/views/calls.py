from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from people.http import PersonRequest
from people.limits import limited
from recommendations.asks.calls import Tapped, called_of, hired_after_call, may_be_called
from recommendations.models import Call

ASKED_NO_MORE = gettext_lazy("You are not asked after calls any more. You can switch it on again under You, About you.")


@require_POST
@limited("save")
def call_noted(request: PersonRequest, about: UUID) -> HttpResponse:
    """Sent by the page as one taps Call. It says the same, whoever that is and whether it is kept."""
    person = request.user
    if person.after_calls and may_be_called(person, about):
        Call.note(person, about)
    return HttpResponse(status=204)


@require_POST
@limited("change")
def call_said(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Whatever they say, they are asked no more about this call."""
    person, answer = request.user, request.POST.get("answer")
    if answer == "stop":
        person.after_calls = False
        person.save(update_fields=["after_calls"])
        person.calls.all().delete()
        messages.success(request, ASKED_NO_MORE)
        return redirect("find")
    call = person.calls.filter(public_id=public_id).first()
    called = called_of(person, call) if call else None
    if call and answer in ("hired", "not yet", "no answer"):
        call.delete()
    if called and answer == "hired":
        return redirect(_after_hiring(request, called))
    return redirect("find")


def _after_hiring(request: PersonRequest, called: Tapped) -> str:
    """The question is settled; or whose word it was is to be thanked; or it is for one's own."""
    if ask := hired_after_call(request.user, called):
        messages.success(request, _("Good. Your question is closed, and whoever named them hears that it helped."))
        return ask.get_absolute_url()
    if called.suggestion and called.to_thank:
        return reverse("thanks_new", args=[called.suggestion.public_id, called.to_thank.key])
    if called.suggestion and called.suggestion.own:
        return reverse("vouch_renew", args=[called.suggestion.own.public_id])
    return reverse("find")
