from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from people.models import Person
from people.sessions import SessionStore

# A page that shows a form, and takes it.
page_with_form = require_http_methods(["GET", "HEAD", "POST"])
# The code of the error that a form has when one may do no more of this today.
LIMIT = "limit"


class PersonRequest(HttpRequest):
    """A request by someone who is signed in, as every page that is not public gets it."""

    user: Person
    session: SessionStore
    htmx: HtmxDetails


def post_or_back_to(page: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For what is sent to an address of its own and may be answered with a page: whoever comes there otherwise, as when
    they have signed in once more, is led to `page`, where the form stands. That page asks itself who may see it."""

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @page_with_form
        @wraps(view)
        def sent_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return redirect(page, *args, **kwargs)
            return view(request, *args, **kwargs)

        return sent_here

    return decorated


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing typed is still a form that was sent."""
    return request.POST if request.method == "POST" else None


def wants_piece(request: PersonRequest) -> bool:
    """Whether to answer with a part of the page: htmx asked, and it is not restoring a whole page from history."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def status_of(form: BaseForm) -> int:
    """Of a page that shows this form: what was typed comes back with what was wrong with it."""
    if not form.is_bound:
        return 200
    return 429 if form.has_error(NON_FIELD_ERRORS, LIMIT) else 422


def status_unanswered(request: HttpRequest) -> int:
    """Of a page that asks something by its buttons alone: whatever was sent was none of them."""
    return 422 if request.method == "POST" else 200


def page_of_form(request: HttpRequest) -> str:
    """The page on which the form stands that was sent, which may be another than it is sent to; "" if the browser does
    not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    if (page.scheme, page.netloc) != (request.scheme, request.get_host()):
        return ""
    return f"{page.path}?{page.query}" if page.query else page.path


def needs_sign_in(request: HttpRequest) -> bool:
    """Whether what is asked for is for members, and nobody is signed in."""
    view = request.resolver_match.func if request.resolver_match else None
    return getattr(view, "login_required", True) and not request.user.is_authenticated
