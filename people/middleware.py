import time
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from people.devices import know_device, note_device

DAY = 24 * 3600


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
                request.session["seen"] = now
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


def language_and_time_zone(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with translation.override(request.user.language), timezone.override(zone_of(request.user.time_zone)):
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
