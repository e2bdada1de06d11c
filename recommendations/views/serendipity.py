from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form
from people.limits import limited
from recommendations.unasked.letters import stop_letters
from recommendations.unasked.rule import ToldSurprise, shown, surprise_of


@require_safe
def serendipity(request: PersonRequest) -> HttpResponse:
    """The rule, and what it has chosen: today, or on the day that a letter told of."""
    surprise = _of_a_letter(request) or surprise_of(request.user)
    return render(request, "recommendations/serendipity.html", {"surprise": surprise})


@require_POST
@limited("change")
def surprise_dismiss(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Not for me. Nothing else takes its place before tomorrow."""
    mine = get_object_or_404(request.user.surprises, public_id=public_id)
    request.user.surprises.filter(pk=mine.pk).update(dismissed=True)
    messages.success(request, _("It will not come again. Something else may come another day."))
    return redirect("find")


@page_with_form
@csrf_exempt  # a mail program presses the button, and the token is the permission
@login_not_required  # and has signed in nowhere
def letters_stop(request: HttpRequest, token: str) -> HttpResponse:
    """It says the same whatever the token."""
    if request.method == "POST":
        stop_letters(token)
        return render(request, "recommendations/letters_stopped.html")
    return render(request, "recommendations/letters_stop.html")


def _of_a_letter(request: PersonRequest) -> ToldSurprise | None:
    """What is not theirs, or no longer for their eyes, is as if it had not been named."""
    try:
        public_id = UUID(request.GET.get("surprise", ""))
    except ValueError:
        return None
    mine = request.user.surprises.filter(public_id=public_id, dismissed=False).first()
    return shown(request.user, mine) if mine else None
