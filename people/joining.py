"""From a link to a tie: which invitation this browser has opened, and what its yes leads to."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import Invitation, Person
from people.models.invitations import Acceptance, InvitationQuerySet
from people.models.person import PersonQuerySet

# What of a session outlives a sign-up that was given up. An app above may have more to keep.
KEPT_OVER_JOINING = ["invitation", "known_for", "said_yes"]


def invitation_held(request: HttpRequest) -> Invitation | None:
    """The one that was opened here, if the one who looks may still open it."""
    public_id = request.session.get("invitation")
    if not public_id:
        return None
    return may_be_opened(request).filter(public_id=public_id).select_related("inviter", "accepted_by").first()


def hold_invitation(request: HttpRequest, invitation: Invitation) -> None:
    request.session["invitation"] = str(invitation.public_id)


def may_be_opened(request: HttpRequest) -> InvitationQuerySet:
    """By whoever looks, signed in or not."""
    if request.user.is_authenticated:
        return Invitation.objects.shown_to(request.user)
    return Invitation.objects.unspent()


def unproved(since: datetime) -> PersonQuerySet:
    """Whoever began to join before then and has not proved the address, which may be somebody else's."""
    return Person.objects.filter(joining=True, joined_at__lt=since)


def is_known(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether the inviter has said already who it is that holds it in this browser."""
    return request.session.get("known_for") == str(invitation.public_id)


def keepsakes(request: HttpRequest) -> dict[str, Any]:
    return {name: request.session[name] for name in KEPT_OVER_JOINING if name in request.session}


def gone(request: HttpRequest) -> HttpResponse:
    """Used, expired, taken back, unknown and blocked look the same."""
    return render(request, "people/invitation_gone.html", status=404)


def circle_full(request: HttpRequest) -> HttpResponse:
    """Of one's own circle; nobody hears of another's."""
    return render(request, "people/circle_full.html", {"circle_url": reverse(settings.CIRCLE_URL)}, status=409)


def say_yes_when_joined(request: HttpRequest, invitation: Invitation, how: str) -> None:
    """Their word, kept until the code has proved who they are."""
    request.session["said_yes"] = {"invitation": str(invitation.public_id), "how": how}


def said_before(request: HttpRequest, invitation: Invitation) -> str:
    """How they know each other, as it was typed into the page for joining by someone who was here already."""
    said = request.session.get("said_yes", {})
    return said["how"] if said.get("invitation") == str(invitation.public_id) else ""


def tie_on_joining(request: HttpRequest, person: Person) -> HttpResponse | None:
    """For someone new, who becomes a member here and nowhere else. Whoever was here already says yes once they have
    signed in: they may be another than the one who typed in the address.

    One invitation is for one person. If it is somebody else's by now, and Whom is open to nobody without, they are
    not here after all.
    """
    held = invitation_held(request)
    said = request.session.pop("said_yes", {})
    answer = Acceptance.GONE
    if held and said.get("invitation") == str(held.public_id):
        answer = held.accept(person, said["how"], is_known(request, held))
    if answer != Acceptance.GONE or settings.OPEN_SIGNUP:
        person.joining = False
        person.save(update_fields=["joining"])
        if held is None or answer == Acceptance.GONE:
            return None
        _say_what_came_of_it(request, held, answer)
        return redirect(settings.WELCOME_URL)
    logout(request)
    person.delete()
    return gone(request)


def answered(request: HttpRequest, invitation: Invitation, answer: Acceptance) -> HttpResponse:
    if answer == Acceptance.GONE:
        return gone(request)
    if answer == Acceptance.FULL:
        return circle_full(request)
    _say_what_came_of_it(request, invitation, answer)
    return redirect(invitation.inviter) if answer == Acceptance.TIED else redirect(settings.CIRCLE_URL)


def _say_what_came_of_it(request: HttpRequest, invitation: Invitation, answer: Acceptance) -> None:
    if answer == Acceptance.TIED:
        said = _("You and {name} are in each other’s circle.").format(name=invitation.inviter.name)
        messages.success(request, said)
        return
    said = _(
        "{name} is asked whether you are the one they meant. If so, you are in each other’s circle, and a notice tells "
        "you."
    )
    messages.info(request, said.format(name=invitation.inviter_called))
