from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.forms import AcceptForm, IntroductionForm
from people.http import PersonRequest, page_with_form, posted, status_of
from people.joining import circle_full
from people.limits import allowed, limited
from people.models import Introduction, Person


@page_with_form
def introduction_new(request: PersonRequest) -> HttpResponse:
    form = IntroductionForm(posted(request), person=request.user, initial={"one": request.GET.get("friend")})
    if form.is_valid() and allowed(request, "introduce", form):
        Introduction.objects.introduce(request.user, **form.cleaned_data)
        said = _("Thank you. Whoever of them can be asked is asked. You hear of it if both say yes.")
        messages.success(request, said)
        return redirect(settings.CIRCLE_URL)
    friends = len(Person.objects.circle_of(request.user)[:2])
    context = {"form": form, "friends": friends, "back_url": reverse(settings.CIRCLE_URL)}
    return render(request, "people/introduction_new.html", context, status=status_of(form))


@page_with_form
@limited("change")
def introduction(request: PersonRequest, public_id: UUID) -> HttpResponse:
    half = Introduction.objects.open_to(request.user).filter(public_id=public_id).first()
    if half is None:
        return _nothing_to_answer(request)
    form = AcceptForm(posted(request), name=half.friend.first_name, required=False, through=half.introducer.first_name)
    if request.method == "POST" and request.POST.get("answer") == "no":
        half.say(yes=False)
        messages.success(request, _("You said no. Nobody is told."))
        return redirect(settings.CIRCLE_URL)
    if form.is_valid():
        if request.user.circle_is_full():
            return circle_full(request)
        half.say(yes=True, how=form.cleaned_data["how"])
        return _said_yes(request, half)
    report_url = reverse(settings.REPORT_INTRODUCTION_URL, args=[public_id])
    context = {"form": form, "introduction": half, "report_url": report_url}
    return render(request, "people/introduction.html", context, status=status_of(form))


def _nothing_to_answer(request: PersonRequest) -> HttpResponse:
    """A second press of the button ends where the first did, as far as that can be said of what is gone."""
    if request.method == "POST":
        return redirect(settings.CIRCLE_URL)
    raise Http404


def _said_yes(request: PersonRequest, half: Introduction) -> HttpResponse:
    if request.user.ties.standing().filter(friend=half.friend).exists():
        said = _("You and {name} are in each other’s circle.")
        messages.success(request, said.format(name=half.friend.name))
        return redirect(half.friend)
    said = _("You said yes. If {name} does too, you are in each other’s circle.")
    messages.success(request, said.format(name=half.friend.name))
    return redirect(settings.CIRCLE_URL)
