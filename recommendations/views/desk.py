"""The staff desk: open cases, and of each what is held about whoever asked. To everyone else there is no such page."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, post_or_back_to, posted, status_of
from people.models import Person, Suspension
from people.reauthentication import reauthenticated
from people.second_step import has_second_step
from recommendations.desk.held import looked_at
from recommendations.forms import AnswerForm, ProofForm
from recommendations.identity import readable_phone
from recommendations.models import Case, DeskLook, Matter, Report

GONE = gettext_lazy("It is not there any more.")
REMOVED_FOR_GOOD = gettext_lazy("Removed. Its author is told that it was, and nobody else.")
THANKS_FOR_WRITING = gettext_lazy("Thank you for writing to us.")
LOOKED_INTO_IT = gettext_lazy(
    "Thank you for writing to us. We have looked into it, and have done what there was to do."
)
TOLD_TO_NOBODY = gettext_lazy(
    "We tell nobody whether anything is held about a number or a web site until they have shown that it is theirs."
)


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
    staff = request.user
    context = {
        "cases": Case.objects.at_the_desk_of(staff).open().order_by("due_by", "pk"),
        "reports": Report.objects.at_the_desk_of(staff).order_by("due_by", "pk"),
        "suspensions": Suspension.objects.at_the_desk_of(staff).order_by(F("answered_at").asc(nulls_last=True), "pk"),
    }
    return render(request, "recommendations/desk.html", context)


@at_the_desk
@page_with_form
def desk_case(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _case(request, public_id)
    form = _answer_form(case, posted(request))
    if form.is_valid():
        case.close(request.user, form.cleaned_data["answer"])
        messages.success(request, _("Closed. The answer is on its way."))
        return redirect("desk")
    return _shown(request, case, form, status=status_of(form))


@at_the_desk
@post_or_back_to("desk_case")
def desk_prove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """By hand, in writing, where no code could."""
    case, proof = _open_case(request, public_id), ProofForm(request.POST)
    if not proof.is_valid():
        return _shown(request, case, _answer_form(case), proof=proof, status=status_of(proof))
    case.prove_by_hand(request.user, proof.cleaned_data["reason"])
    messages.success(request, _("Written down. You can look at what is held."))
    return redirect("desk_case", public_id)


@at_the_desk
@post_or_back_to("desk_case")
def desk_held(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _open_case(request, public_id)
    if case.proved_at is None:
        raise Http404
    return _shown(request, case, _answer_form(case), held=looked_at(case, request.user), has_looked=True)


@at_the_desk
@require_POST
def desk_correct(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _open_case(request, public_id)
    done = case.ask_to_correct(request.user, _vouch_named(request))
    messages.success(request, _("Its author is asked to look at it again.") if done else GONE)
    return redirect("desk_case", public_id)


@at_the_desk
@require_POST
def desk_remove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    case = _open_case(request, public_id)
    done = case.remove(request.user, _vouch_named(request))
    messages.success(request, REMOVED_FOR_GOOD if done else GONE)
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


def _answer_form(case: Case, said: QueryDict | None = None) -> AnswerForm:
    """In the language of whoever asked."""
    with translation.override(case.language):
        proved, not_proved = f"{THANKS_FOR_WRITING}\n\n", f"{LOOKED_INTO_IT}\n\n{TOLD_TO_NOBODY}\n"
    return AnswerForm(said, initial={"answer": proved if case.proved_at else not_proved})


def _shown(request: PersonRequest, case: Case, form: AnswerForm, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "case": case,
        "phone": readable_phone(case.phone, request.user.country),
        "form": form,
        "proof": ProofForm(),
        "looks": DeskLook.objects.beside(Matter.CASE, case.public_id),
        **more,
    }
    return render(request, "recommendations/desk_case.html", context, status=status)
