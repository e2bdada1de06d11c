"""From a link to a tie: which invitation this browser has opened, and what its yes leads to."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.models import Invitation, Person
from people.models.invitations import Answer


def invitation_held(request: HttpRequest) -> Invitation | None:
    """The one that was opened here, if the one who looks may still open it."""
    public_id = request.session.get("invitation")
    if not public_id:
        return None
    alive = Invitation.objects.shown_to(request.user) if request.user.is_authenticated else Invitation.objects.unspent()
    return alive.filter(public_id=public_id).select_related("inviter", "accepted_by").first()


def keepsakes(request: HttpRequest) -> dict[str, Any]:
    return {name: request.session[name] for name in ("invitation", "said_yes") if name in request.session}


def gone(request: HttpRequest) -> HttpResponse:
    """Used, expired, taken back, unknown and blocked look the same."""
    return render(request, "people/invitation_gone.html", status=404)


def say_yes_when_joined(request: HttpRequest, email: str, how: str) -> None:
    """Their word, kept until the code has proved who they are."""
    request.session["said_yes"] = {"email": email.lower(), "how": how}


def tie_on_joining(request: HttpRequest, person: Person) -> HttpResponse | None:
    said = request.session.pop("said_yes", None)
    held = invitation_held(request)
    if not said or said["email"] != person.email.lower() or held is None or held.inviter == person:
        return None
    return answered(request, held, held.accept(person, said["how"]))


def answered(request: HttpRequest, invitation: Invitation, answer: Answer) -> HttpResponse:
    inviter = invitation.inviter
    if answer == Answer.GONE:
        return gone(request)
    if answer == Answer.TIED:
        messages.success(request, f"You and {inviter.name} are in each other’s circle.")
        return redirect(inviter)
    messages.info(request, f"{inviter.name} will say whether you are the one they meant. Then you are tied.")
    return redirect(settings.CIRCLE_URL)
