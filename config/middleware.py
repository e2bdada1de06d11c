from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

# Seconds, as the page says: some limits last a minute, and some a day.
AFTER_TOO_MANY = "300"
ADDRESSES = ("Referer", "Origin", "HX-Current-URL")
LONGEST_LENGTH = 20  # digits
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def readable_or_refused(get_response: Callable[[HttpRequest], HttpResponse]):
    """What no browser sends and no database could store is refused before anything tries to read it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not (_is_plain_text(request) and _tells_its_length(request) and _tells_addresses(request)):
            return HttpResponseBadRequest(_("This request cannot be read."), content_type="text/plain")
        return get_response(request)

    return middleware


def _is_plain_text(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return charset.lower() == "utf-8" and not any("\0" in value for value in request.COOKIES.values())


def _tells_its_length(request: HttpRequest) -> bool:
    """In digits, or not at all: whatever reads the body raises ValueError of anything else."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isascii() and length.isdigit() and len(length) < LONGEST_LENGTH


def _tells_addresses(request: HttpRequest) -> bool:
    """Whether each header that ought to be an address is one: whatever reads them raises ValueError of others."""
    try:
        for header in ADDRESSES:
            urlsplit(request.headers.get(header, ""))
    except ValueError:
        return False
    return True


def small_or_refused(get_response: Callable[[HttpRequest], HttpResponse]):
    """Before anything reads it. Where more is taken, the limits of Django and of the form hold."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.LARGEST_FORM and _name_of(request) not in settings.LARGE_FORMS:
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
