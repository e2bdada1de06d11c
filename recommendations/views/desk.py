"""The staff desk: open cases, and of each what is held about whoever asked. To everyone else there is no such page."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, posted, status_of
from people.models import Person
from people.reauthentication import reauthenticated
from people.second_step import has_second_step
from recommendations.desk.held import looked_at
from recommendations.forms import AnswerForm
from recommendations.identity import readable_phone
from recommendations.models import Case

GONE = "It is not there any more."
DRAFTS = {
    True: "Thank you for writing to us, and for the code that you typed in.\n\n",
    False: "Thank you for writing to us. We have looked into it, and have done what there was to do.\n\nWe tell nobody "
    "whether anything is held about a number or a web site until they have shown that it is theirs.\n",
}


def at_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    proved = reauthenticated(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not _may_sit_there(request):
            raise Http404
        return proved(request, *args, **kwargs)

    # Asked to sign in, one would know that there is a desk.
    return login_not_required(guarded)


def _may_sit_there(request: HttpRequest) -> bool:
    person = request.user
    return isinstance(person, Person) and person.is_staff and has_second_step(person)


@at_the_desk
@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    cases = Case.objects.at_the_desk_of(request.user).open().order_by("due_by", "pk")
    return render(request, "recommendations/desk.html", {"cases": cases})


@at_the_desk
@page_with_form
def desk_case(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _case(request, public_id)
    form = AnswerForm(posted(request), initial={"answer": DRAFTS[case.proved_at is not None]})
    if form.is_valid():
        case.close(request.user, form.cleaned_data["answer"])
        messages.success(request, "Closed. The answer is on its way.")
        return redirect("desk")
    return _shown(request, case, form)


@at_the_desk
@require_POST
def desk_held(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _open_case(request, public_id)
    form = AnswerForm(initial={"answer": DRAFTS[case.proved_at is not None]})
    return _shown(request, case, form, held=looked_at(case, request.user), has_looked=True)


@at_the_desk
@require_POST
def desk_correct(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _open_case(request, public_id)
    done = case.ask_to_correct(request.user, _vouch_named(request))
    messages.success(request, "Its author is asked to look at it again." if done else GONE)
    return redirect("desk_case", public_id)


@at_the_desk
@require_POST
def desk_remove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _open_case(request, public_id)
    done = case.remove(request.user, _vouch_named(request))
    messages.success(request, "Removed. Its author is told that it was, and nobody else." if done else GONE)
    return redirect("desk_case", public_id)


def _case(request: PersonRequest, public_id: UUID) -> Case:
    return get_object_or_404(Case.objects.at_the_desk_of(request.user), public_id=public_id)


def _open_case(request: PersonRequest, public_id: UUID) -> Case:
    """Once it is closed nobody looks any more."""
    return get_object_or_404(Case.objects.at_the_desk_of(request.user).open(), public_id=public_id)


def _vouch_named(request: PersonRequest) -> UUID:
    try:
        return UUID(request.POST.get("vouch", ""))
    except ValueError as error:
        raise Http404 from error


def _shown(request: PersonRequest, case: Case, form: AnswerForm, **more: object) -> HttpResponse:
    context = {
        "case": case,
        "phone": readable_phone(case.phone, request.user.country),
        "form": form,
        "looks": case.looks.select_related("staff"),
        **more,
    }
    return render(request, "recommendations/desk_case.html", context, status=status_of(form))
