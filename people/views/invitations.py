from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people.forms import AcceptForm, InvitationForm
from people.http import PersonRequest, page_with_form, posted, status_of
from people.joining import (
    answered,
    circle_full,
    gone,
    hold_invitation,
    invitation_held,
    is_known,
    may_be_opened,
    said_before,
)
from people.limits import allowed, limited
from people.models import Invitation, Person
from people.models.invitations import Acceptance
from people.previews import preview_of
from people.qr import qr_picture
from people.views.joining import JoinView

READY_WORDS = gettext_lazy(
    "{name}, whom do you call when the boiler fails? I would act on your word, so I would like you in my circle on "
    "Whom: each of us finds whom the other has hired. This link is for you alone: {url}"
)


# --- By the one who invites ---------------------------------------------------------------------


@require_safe
def invitations(request: PersonRequest) -> HttpResponse:
    mine = request.user.invitations
    waiting = mine.waiting().select_related("accepted_by")
    context = {"unspent": mine.unanswered().order_by("-made_at"), "waiting": waiting}
    return render(request, "people/invitations.html", context)


@page_with_form
def invitation_new(request: PersonRequest) -> HttpResponse:
    form = InvitationForm(posted(request), person=request.user)
    if request.user.circle_is_full():
        return circle_full(request)
    if form.is_valid() and (made := _made(request, form)):
        is_open = request.user.invitations.unanswered().filter(pk=made.pk).exists()
        return redirect("invitation", made.public_id) if is_open else redirect("invitations")
    return render(request, "people/invitation_new.html", {"form": form}, status=status_of(form))


def _made(request: PersonRequest, form: InvitationForm) -> Invitation | None:
    """The one of before, if the form is sent twice; none past a limit, or if the person has left meanwhile."""
    email = form.cleaned_data["email"]
    with transaction.atomic():
        # So that of many presses at once the first alone is counted.
        if not Person.objects.lock(request.user):
            return None
        if made := request.user.invitations.filter(form_key=form.cleaned_data["key"]).first():
            return made
        if not allowed(request, "invite", form):
            return None
        if email and not allowed(request, "mail_invitation", form, key=f"{request.user.pk}:{email.lower()}"):
            return None
        return form.save()


@require_safe
def invitation(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """The link, to be sent."""
    mine = get_object_or_404(request.user.invitations.unanswered(), public_id=public_id)
    url = request.build_absolute_uri(mine.path) if mine.path else ""
    words = READY_WORDS.format(name=mine.name, url=url)
    context = {"invitation": mine, "url": url, "words": words, "qr": qr_picture(url) if url else ""}
    return render(request, "people/invitation.html", context)


@require_POST
def invitation_revoke(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = request.user.invitations.unanswered().filter(public_id=public_id).select_related("inviter").first()
    if mine:
        mine.revoke()
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect("invitations")


@page_with_form
@limited("change")
def invitation_confirm(request: PersonRequest, public_id: UUID) -> HttpResponse:
    waiting = request.user.invitations.waiting().select_related("inviter", "accepted_by")
    if request.method != "POST":
        context = {"invitation": get_object_or_404(waiting, public_id=public_id)}
        return render(request, "people/invitation_confirm.html", context)
    mine = waiting.filter(public_id=public_id).first()
    if mine and request.POST.get("answer") != "yes":
        mine.refuse()
        messages.success(request, _("Nobody is told. {name} needs a new invitation.").format(name=mine.name))
        return redirect(settings.CIRCLE_URL)
    answer = mine.confirm() if mine else Acceptance.GONE
    if mine and answer == Acceptance.TIED:
        said = _("You and {name} are in each other’s circle.")
        messages.success(request, said.format(name=mine.accepted_by.name))
        return redirect(mine.accepted_by)
    if answer == Acceptance.FULL:
        return circle_full(request)
    if not request.user.invitations.filter(public_id=public_id, confirmed_at__isnull=False).exists():
        said = _("That can no longer be done. If it should be, one of you can invite the other again.")
        messages.info(request, said)
    return redirect(settings.CIRCLE_URL)


# --- By the one who is invited ------------------------------------------------------------------


@page_with_form
@login_not_required  # for whoever was sent the link
@limited("open_invitation")
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites is said at once, and nothing is written by looking."""
    found = may_be_opened(request).opened_with(token).select_related("accepted_by").first()
    if found is None:
        return gone(request)
    if request.method == "POST":
        hold_invitation(request, found)
    return _asked(request, found)


@page_with_form
@login_not_required  # joining begins here
def invited(request: HttpRequest) -> HttpResponse:
    """By an invitation that this browser holds."""
    held = invitation_held(request)
    return gone(request) if held is None else _asked(request, held)


def _asked(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Would they act on the word of whoever invites? Whoever is not here yet says so by joining."""
    if not request.user.is_authenticated:
        if "here" in request.POST:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('invited')})}")
        return JoinView.as_view(invitation=invitation)(request)
    if invitation.inviter == request.user:
        return redirect("invitation", invitation.public_id)
    if request.user.ties.standing().filter(friend=invitation.inviter).exists():
        return redirect(invitation.inviter)
    if invitation.accepted_by:
        return answered(request, invitation, Acceptance.WAITING)
    if request.user.circle_is_full():
        return circle_full(request)
    name, how = invitation.inviter.first_name, said_before(request, invitation)
    form = AcceptForm(posted(request), name=name, initial={"how": how})
    if form.is_valid():
        said = invitation.accept(request.user, form.cleaned_data["how"], is_known(request, invitation))
        return answered(request, invitation, said)
    context = {"form": form, "invitation": invitation, "preview": preview_of(invitation)}
    return render(request, "people/invited.html", context, status=status_of(form))
