from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from people.forms import PushBrowserForm
from people.http import PersonRequest
from people.limits import limited
from people.models import PushBrowser


@require_POST
@limited("change")
def push_on(request: PersonRequest) -> HttpResponse:
    """In this browser; said once more every day, since what it is reached by changes."""
    if not settings.PUSH_KEY:
        raise Http404
    form = PushBrowserForm(request.POST)
    here = request.session.row_key
    done = form.is_valid() and PushBrowser.objects.turn_on(request.user, here, **form.cleaned_data)
    return HttpResponse(status=HTTPStatus.NO_CONTENT if done else HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@limited("change")
def push_off(request: PersonRequest) -> HttpResponse:
    request.user.push_browsers.filter(session=request.session.row_key).delete()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
