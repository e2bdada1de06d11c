from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from people.forms import AcceptForm, IntroductionForm
from people.http import PersonRequest, posted, status_of
from people.limits import allowed
from people.models import Introduction

WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(WRITE)
def introduction_new(request: PersonRequest) -> HttpResponse:
    form = IntroductionForm(posted(request), person=request.user, initial={"one": request.GET.get("friend")})
    if form.is_valid() and allowed(request, "introduce", form):
        Introduction.objects.introduce(request.user, **form.cleaned_data)
        messages.success(request, "Both have been asked. You hear of it if both say yes.")
        return redirect(settings.CIRCLE_URL)
    return render(request, "people/introduction_new.html", {"form": form}, status=status_of(form))


@require_http_methods(WRITE)
def introduction(request: PersonRequest, public_id: UUID) -> HttpResponse:
    half = get_object_or_404(Introduction.objects.open_to(request.user), public_id=public_id)
    form = AcceptForm(posted(request))
    if request.method == "POST" and request.POST.get("answer") == "no":
        half.say(yes=False)
        messages.success(request, "Nobody is told.")
        return redirect(settings.CIRCLE_URL)
    if form.is_valid():
        half.say(yes=True, how=form.cleaned_data["how"])
        return _said_yes(request, half)
    return render(request, "people/introduction.html", {"form": form, "introduction": half}, status=status_of(form))


def _said_yes(request: PersonRequest, half: Introduction) -> HttpResponse:
    if request.user.ties.standing().filter(friend=half.friend).exists():
        messages.success(request, f"You and {half.friend.name} are in each other’s circle.")
        return redirect(half.friend)
    messages.success(request, f"You said yes. If {half.friend.name} does too, you are in each other’s circle.")
    return redirect(settings.CIRCLE_URL)
