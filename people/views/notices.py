from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest
from people.models import Notice


@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    mine = Notice.objects.visible_to(request.user).order_by("-made_at", "-pk")[:100]
    return render(request, "people/notices.html", {"notices": mine})


@require_POST
def notices_read(request: PersonRequest) -> HttpResponse:
    request.user.notices.unread().update(read_at=timezone.now())
    return redirect("notices")


@require_POST
def notice(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Reads it, and goes where it leads."""
    mine = get_object_or_404(Notice.objects.visible_to(request.user), public_id=public_id)
    mine.read()
    return redirect(mine.link)


@login_not_required  # a mail program presses the button
def mails_stop(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError
