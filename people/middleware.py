import re
import time
from collections.abc import Callable
from http import HTTPStatus
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from people.devices import note_device
from people.http import needs_sign_in, page_of_form

DAY = 24 * 3600
# How `static/drafts.js` calls what it keeps of a form.
DRAFT = re.compile(r"[a-z0-9]{1,40}")
DRAFT_TAKEN, ALL_DRAFTS = "draft_taken", "all"


def session_age(get_response: Callable[[HttpRequest], HttpResponse]):
    """A session lasts 30 days from the last visit and 180 days in all.

    It is saved once a day, because a write on every request would cost more than most pages.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            note_device(request)
            if now - request.session["began"] > settings.SESSION_LONGEST_AGE:
                logout(request)
            elif now - request.session.get("seen", 0) > DAY:
                request.session["seen"] = now
        return get_response(request)

    return middleware


def zone_of(name: str) -> ZoneInfo:
    """Zones are renamed and dropped over the years; nobody is locked out by that."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def language_and_time_zone(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with translation.override(request.user.language), timezone.override(zone_of(request.user.time_zone)):
            return get_response(request)

    return middleware


def nothing_typed_is_lost(get_response: Callable[[HttpRequest], HttpResponse]):
    """What was sent when nobody was signed in any more leads, by way of signing in, back to the page of its form, where
    the browser has kept it. The browser hears by a cookie what was taken, and keeps that no longer; and nothing at all
    once somebody has signed out, in whatever way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return get_response(request)
        was_here = request.user.is_authenticated
        response = get_response(request)
        if was_here and not request.user.is_authenticated:
            return _forgotten_here(response)
        if needs_sign_in(request):
            page = page_of_form(request)
            return redirect_to_login(page) if page and response.status_code == HTTPStatus.FOUND else response
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            return response
        return _heard(response, request.POST.get("draft", ""))

    return middleware


def _forgotten_here(response: HttpResponse) -> HttpResponse:
    """Whoever has this browser next finds nothing of the last one in it."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.LAST_TIME_COOKIE)
    return _heard(response, ALL_DRAFTS)  # not every browser heeds the header


def _heard(response: HttpResponse, draft: str) -> HttpResponse:
    if DRAFT.fullmatch(draft):
        response.set_cookie(DRAFT_TAKEN, draft, max_age=DAY, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response
