from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from people.emails import stop_mails
from people.http import PersonRequest, page_with_form
from people.limits import limited
from people.models import Notice
from people.told_notices import told_to


@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    mine = Notice.objects.newest_to(request.user)
    some_unread = any(each.read_at is None for each in mine)
    context = {"notices": told_to(request.user, mine), "some_unread": some_unread}
    return render(request, "people/notices.html", context)


@require_POST
def notices_read(request: PersonRequest) -> HttpResponse:
    Notice.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    messages.success(request, _("All are marked as read."))
    return redirect("notices")


@require_POST
def notice(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Reads it, and goes where it leads."""
    mine = get_object_or_404(Notice.objects.visible_to(request.user), public_id=public_id)
    mine.read()
    return redirect(mine.link)


@require_POST
@limited("change")
def letters(request: PersonRequest) -> HttpResponse:
    """The switch of the weekly letter."""
    person = request.user
    person.letters = "off" not in request.POST
    person.save(update_fields=["letters"])
    messages.success(request, _("The weekly letter is on.") if person.letters else _("The weekly letter is off."))
    return redirect("notices")


@page_with_form
@csrf_exempt  # a mail program presses the button, and the token is the permission
@login_not_required  # and has signed in nowhere
def mails_stop(request: HttpRequest, token: str) -> HttpResponse:
    """It says the same whatever the token."""
    if request.method == "POST":
        stop_mails(token)
        return render(request, "people/mails_stopped.html")
    return render(request, "people/mails_stop.html")
