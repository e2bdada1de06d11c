from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from people.http import PersonRequest, wants_piece
from recommendations.asks.calls import called_by
from recommendations.asks.received import can_help_with
from recommendations.asks.waiting import waiting_for
from recommendations.forms import SearchForm
from recommendations.home.feed import feed_of
from recommendations.home.first_steps import done_by, first_steps_of
from recommendations.models import trades_in_sight
from recommendations.unasked.rule import surprise_of

COOKIE_LASTS = timedelta(days=180)
# What is new to a browser that has not been here.
LATELY = timedelta(days=7)


def home(request: PersonRequest, form: SearchForm) -> HttpResponse:
    """The first page, while nothing is searched."""
    person, after = request.user, request.GET.get("after", "")
    visit, since = _last_time(request)
    feed = feed_of(person, since, after)
    context = {
        "form": form,
        "feed": feed,
        "more_url": f"{reverse('find')}?{urlencode({'after': feed.more})}" if feed.more else "",
    }
    if after and wants_piece(request):
        return render(request, "recommendations/_feed.html#more", context)
    asked = AskedOf.said(request.COOKIES.get(settings.CALLS_COOKIE, ""), since)
    called = None
    if not after:
        done = done_by(person)
        called = called_by(person, asked.before) if done.has_called else None
        context |= {
            "called": called,
            "waiting": waiting_for(person) if done.asks_now else [],
            "first_steps": first_steps_of(person, done),
            "can_help": can_help_with(person) if done.is_asked else None,
            "surprise": surprise_of(person) if done.was_brought else None,
            "trades": trades_in_sight(request.user),
        }
    response = render(request, f"recommendations/{'_home' if wants_piece(request) else 'home'}.html", context)
    _remember(request, response, settings.LAST_TIME_COOKIE, f"{visit}_{since}")
    if called:
        _remember(request, response, settings.CALLS_COOKIE, asked.and_of(called.call.called_at))
    return response


class AskedOf(NamedTuple):
    """About which calls this browser was asked: a visit is a day, and no call is asked about on two of them."""

    before: datetime  # all until then, on an earlier day
    latest: datetime  # until then today

    @classmethod
    def said(cls, cookie: str, since: date) -> AskedOf:
        last_visit = timezone.make_aware(datetime.combine(since, time.min))
        with suppress(ValueError, OverflowError):
            day, *times = cookie.split("_")
            latest, before = (max(last_visit, datetime.fromtimestamp(float(each), UTC)) for each in times)
            return cls(before, latest) if day == str(timezone.localdate()) else cls(latest, latest)
        return cls(last_visit, last_visit)

    def and_of(self, call: datetime) -> str:
        return f"{timezone.localdate()}_{max(self.latest, call).timestamp()}_{self.before.timestamp()}"


def _last_time(request: PersonRequest) -> tuple[date, date]:
    """The day of this visit, and since when things are new: all through a day the same."""
    today = timezone.localdate()
    with suppress(ValueError):
        visit, since = map(date.fromisoformat, request.COOKIES.get(settings.LAST_TIME_COOKIE, "").split("_"))
        if visit <= today:
            return today, since if visit == today else visit
    return today, today - LATELY


def _remember(request: PersonRequest, response: HttpResponse, cookie: str, said: str) -> None:
    if request.COOKIES.get(cookie) != said:
        is_secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(cookie, said, max_age=COOKIE_LASTS, secure=is_secure, httponly=True, samesite="Lax")
