import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from people.devices import know_device, note_device
from people.http import PersonRequest, needs_sign_in, page_of_form
from people.models import Person

DAY = 24 * 3600
# What `static/drafts.js` reads: whose drafts it keeps, and which of them was taken, by the name that it gave it. They
# are cookies, so that no page differs by who looks at it.
DRAFTS_OF, DRAFT_TAKEN, ALL_DRAFTS = "drafts_of", "draft_taken", "all"
DRAFT = re.compile(r"[a-z0-9]{1,40}")


def session_age(get_response: Callable[[HttpRequest], HttpResponse]):
    """A session lasts 30 days from the last visit and 180 days in all.

    It is saved once a day, because a write on every request would cost more than most pages. The browser is known
    then, too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        known_for = ""
        if request.user.is_authenticated:
            now = int(time.time())
            note_device(request)
            if now - request.session["began"] > settings.SESSION_LONGEST_AGE:
                logout(request)
            elif now - request.session.get("seen", 0) > DAY:
                cast(PersonRequest, request).session.note_seen(now)
                known_for = request.user.email
        response = get_response(request)
        if known_for:
            know_device(request, response, known_for)
        return response

    return middleware


def zone_of(name: str) -> ZoneInfo:
    """Zones are renamed and dropped over the years; nobody is locked out by that."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def language_of_browser(get_response: Callable[[HttpRequest], HttpResponse]):
    """For whoever is not signed in, and for what is refused before anybody is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            response = get_response(request)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def language_and_time_zone(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        # Without the stand-in for them, which asks for everything that is read of them whether it is there yet.
        person = request.user = cast(Person, get_user(request))
        with translation.override(person.language), timezone.override(zone_of(person.time_zone)):
            return get_response(request)

    return middleware


def suspended_read_why(get_response: Callable[[HttpRequest], HttpResponse]):
    """Whoever is suspended comes to the page that says why, wherever they go, but for what is left to them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated and person.suspended and not _is_left_to_them(request.path_info):
            return redirect(settings.SUSPENDED_URL)
        return get_response(request)

    return middleware


def _is_left_to_them(path: str) -> bool:
    try:
        return resolve(path).url_name in settings.LEFT_TO_THE_SUSPENDED
    except Resolver404:
        return False


def refused_forms_say_so(get_response: Callable[[HttpRequest], HttpResponse]):
    """By the status, as forms of ours do: pages of the sign-in library answer 200, whatever was wrong."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and response.status_code == HTTPStatus.OK and _is_refused(response):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return middleware


def _is_refused(response: HttpResponse) -> bool:
    drawn = getattr(response, "context_data", None) or {}
    return any(isinstance(each, BaseForm) and each.errors for each in drawn.values())


def gone_meanwhile(get_response: Callable[[HttpRequest], HttpResponse]):
    """What was erased, or whose author was, while a page was being answered, is answered as if it had gone before.

    Whatever a row refers to is there, or the database would not have kept it: so only such a moment can miss it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, fault: Exception) -> None:
        if isinstance(fault, ObjectDoesNotExist):
            raise Http404(str(fault)) from fault

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def nothing_typed_is_lost(get_response: Callable[[HttpRequest], HttpResponse]):
    """What was sent when nobody was signed in any more leads, by way of signing in, back to the page of its form, where
    the browser has kept it. The browser hears by a cookie what was taken, and keeps that no longer; and nothing at all
    once somebody has signed out, in whatever way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        was_here = request.user.is_authenticated
        response = get_response(request)
        if request.user.is_authenticated and request.COOKIES.get(DRAFTS_OF) != request.user.drafts_mark:
            _tell_browser(response, DRAFTS_OF, request.user.drafts_mark)
        if request.method != "POST":
            return response
        if was_here and not request.user.is_authenticated:
            return _forgotten_here(response)
        if needs_sign_in(request):
            page = page_of_form(request)
            return redirect_to_login(page) if page and response.status_code == HTTPStatus.FOUND else response
        draft = request.POST.get("draft", "") if response.status_code < HTTPStatus.BAD_REQUEST else ""
        if DRAFT.fullmatch(draft):
            _tell_browser(response, DRAFT_TAKEN, draft)
        return response

    return middleware


def _forgotten_here(response: HttpResponse) -> HttpResponse:
    """Whoever has this browser next finds nothing of the last one in it."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.LAST_TIME_COOKIE)
    response.delete_cookie(settings.CALLS_COOKIE)
    response.delete_cookie(DRAFTS_OF)
    _tell_browser(response, DRAFT_TAKEN, ALL_DRAFTS)  # not every browser heeds the header
    return response


def _tell_browser(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=DAY, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
