"""How often one may do what could be abused: ACCOUNT_RATE_LIMITS, counted in the shared cache by allauth. And what is
said of that, and of every other limit."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from allauth.account import app_settings
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import parse_rates
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people import mail_keys
from people.http import LIMIT
from people.models import person, ties
from people.rations import a_day
from people.words import AFTER, LAST, duration, number

NOT_SENT_YET = _("That was often in {in_time}. Nothing of this one is sent yet: wait a while, then send it again.")
# Past a limit; `count` and the time are its own. What speaks of today has a limit by the day.
TOO_MANY = {
    "invite": ngettext_lazy(
        "You have made {count} invitation today, with whoever you said answered by a link. Go on tomorrow.",
        "You have made {count} invitations today, with whoever you said answered by a link. Go on tomorrow.",
        "count",
    ),
    "mail_invitation": _("Whom has mailed an invitation of yours to this address lately. Send them the link yourself."),
    "introduce": ngettext_lazy(
        "You have made {count} introduction today. Make the next one tomorrow.",
        "You have made {count} introductions today. Make the next one tomorrow.",
        "count",
    ),
    "introduce_me": ngettext_lazy(
        "You have asked {count} time this week to be introduced. Ask again next week.",
        "You have asked {count} times this week to be introduced. Ask again next week.",
        "count",
    ),
    "insight": ngettext_lazy(
        "You have shared {count} insight today. Share the next one tomorrow.",
        "You have shared {count} insights today. Share the next one tomorrow.",
        "count",
    ),
    "offer": ngettext_lazy(
        "You have offered {count} thing today. Offer the next one tomorrow.",
        "You have offered {count} things today. Offer the next one tomorrow.",
        "count",
    ),
    "report": ngettext_lazy(
        "You have reported {count} thing today. Report the next one tomorrow.",
        "You have reported {count} things today. Report the next one tomorrow.",
        "count",
    ),
    "thank": ngettext_lazy(
        "You have said thanks {count} time today. Say it again tomorrow.",
        "You have said thanks {count} times today. Say it again tomorrow.",
        "count",
    ),
    "answer": ngettext_lazy(
        "You have answered {count} time today. Answer the next one tomorrow.",
        "You have answered {count} times today. Answer the next one tomorrow.",
        "count",
    ),
    "pass_on": ngettext_lazy(
        "You have passed on {count} question today. Pass the next one on tomorrow.",
        "You have passed on {count} questions today. Pass the next one on tomorrow.",
        "count",
    ),
    "question": ngettext_lazy(
        "You have asked {count} short question today. Ask the next one tomorrow.",
        "You have asked {count} short questions today. Ask the next one tomorrow.",
        "count",
    ),
    "short_word": ngettext_lazy(
        "You have written {count} short word today. Write the next one tomorrow.",
        "You have written {count} short words today. Write the next one tomorrow.",
        "count",
    ),
    "ask": ngettext_lazy(
        "You have asked your circle {count} time today. Your question is kept: send it tomorrow.",
        "You have asked your circle {count} times today. Your question is kept: send it tomorrow.",
        "count",
    ),
    "held": _("You have asked several times today. Wait for the answer, or ask again tomorrow."),
    "held_about": _("This was asked about several times today. Ask again tomorrow."),
    "held_code": _("Too many codes were typed from here. Wait {time}, then try again."),
    "entry": ngettext_lazy(
        "You have added {count} person today. Add the next one tomorrow, or bring them in from a file.",
        "You have added {count} people today. Add the next one tomorrow, or bring them in from a file.",
        "count",
    ),
    "list_import": _("That was often in a short while. Wait a few minutes, then send it again. Nothing was added."),
    "vouch": ngettext_lazy(
        "You have written {count} vouch today. Write the next one tomorrow.",
        "You have written {count} vouches today. Write the next one tomorrow.",
        "count",
    ),
    "edit": _("That was often in {in_time}. Nothing of this one is saved yet: wait a while, then send it again."),
    "link_answer": NOT_SENT_YET,
    "mail_answer": NOT_SENT_YET,
    "photo": ngettext_lazy(
        "You have sent {count} photo today. Send the next one tomorrow.",
        "You have sent {count} photos today. Send the next one tomorrow.",
        "count",
    ),
}
# What pages and mails say of how many and how long, by the name they call it. `recommendations` adds its own.
LIMITS: dict[str, Callable[[], str]] = {
    "circle": lambda: number(person.CIRCLE_HOLDS),
    "look_again": lambda: duration(ties.YEAR),
    "last_look": lambda: duration(ties.YEAR, LAST),
    "codes_a_day": lambda: number(a_day("codes")),
    "links_a_day": lambda: number(a_day("links")),
    "mail_key": lambda: duration(mail_keys.MAIL_KEY_LASTS),
    "code": lambda: duration(timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)),
    "address_code": lambda: duration(timedelta(seconds=app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT)),
}


def too_many(action: str) -> str:
    """With the numbers of the action's first limit."""
    rate = parse_rates(settings.ACCOUNT_RATE_LIMITS[action])[0]
    time = timedelta(seconds=rate.duration)
    return TOO_MANY[action].format(count=rate.amount, time=duration(time), in_time=duration(time, AFTER))


def limited(action: str) -> Callable:
    """For acts that take no more than a press of a button: past the limit they answer 429."""

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def within(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST" and not ratelimit.consume(request, action=action):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return within

    return decorated


def limited_search(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages that look for words, which costs more than most: past so many a minute and person they answer 429.

    Counted in this process alone, since looking for something writes nothing, and what is spared is its time.
    """

    @wraps(view)
    def within(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.GET.get("q", "").strip():
            key, counted = f"search:{request.user.pk}:{int(time.time()) // 60}", caches["process"]
            counted.add(key, 0, timeout=60)
            if counted.incr(key) > settings.SEARCHES_A_MINUTE:
                return ratelimit.respond_429(request)
        return view(request, *args, **kwargs)

    return within


def allowed(request: HttpRequest, action: str, form: BaseForm, key: str | None = None) -> bool:
    """Counts one, of this key if the limit is by key. Past the limit the form says so, and keeps what was typed."""
    if ratelimit.consume(request, action=action, key=key):
        return True
    form.add_error(None, ValidationError(too_many(action), LIMIT))
    return False
