from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

# Seconds, as the page says: some limits last a minute, and some a day.
AFTER_TOO_MANY = "300"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def readable_or_refused(get_response: Callable[[HttpRequest], HttpResponse]):
    """What no browser sends and no database could store is refused before anything tries to read it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() != "utf-8" or any("\0" in value for value in request.COOKIES.values()):
            return HttpResponseBadRequest(_("This request cannot be read."), content_type="text/plain")
        return get_response(request)

    return middleware


def small_or_refused(get_response: Callable[[HttpRequest], HttpResponse]):
    """Before anything reads it. Where more is taken, the limits of Django and of the form hold."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.LARGEST_FORM and _name_of(request) not in settings.LARGE_FORMS:
            raise RequestDataTooBig
        return get_response(request)

    return middleware


def _name_of(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None


def private_by_default(get_response: Callable[[HttpRequest], HttpResponse]):
    """Every answer that comes this far is made for one person: no cache may keep it. Static files are served before."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers["Retry-After"] = AFTER_TOO_MANY
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware
