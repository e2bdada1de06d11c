from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from people.forms import PushBrowserForm
from people.http import PersonRequest
from people.limits import limited
from people.models import PushBrowser
from people.tokens import hash_of


@require_POST
@limited("change")
def push_on(request: PersonRequest) -> HttpResponse:
    """In this browser; said once more every day, since what it is reached by changes."""
    if not settings.PUSH_KEY:
        raise Http404
    form, session = PushBrowserForm(request.POST), hash_of(request.session.session_key or "")
    done = form.is_valid() and PushBrowser.objects.turn_on(request.user, session, **form.cleaned_data)
    return HttpResponse(status=HTTPStatus.NO_CONTENT if done else HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@limited("change")
def push_off(request: PersonRequest) -> HttpResponse:
    request.user.push_browsers.filter(session=hash_of(request.session.session_key or "")).delete()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
