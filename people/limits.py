"""How often one may do what could be abused: ACCOUNT_RATE_LIMITS, counted in the shared cache by allauth."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from people.http import LIMIT

TOO_MANY = {
    "invite": "You have made 20 invitations today. Make the next one tomorrow.",
    "mail_invitation": "Whom has mailed an invitation of yours to this address lately. Send them the link yourself.",
    "introduce": "You have made 20 introductions today. Make the next one tomorrow.",
    "insight": "You have shared 20 insights today. Share the next one tomorrow.",
    "thank": "You have said thanks 30 times today. Say it again tomorrow.",
    "answer": "You have answered 60 times today. Answer the next one tomorrow.",
    "pass_on": "You have passed on 20 questions today. Pass the next one on tomorrow.",
    "question": "You have asked 10 short questions today. Ask the next one tomorrow.",
    "ask": "You have asked your circle 10 times today. Your question is kept: send it tomorrow.",
    "held": "You have asked several times today. Wait for the answer, or ask again tomorrow.",
    "held_about": "This was asked about several times today. Ask again tomorrow.",
    "held_code": "Too many codes were typed from here. Wait an hour, then try again.",
    "entry": "You have added 100 people today. Add the next one tomorrow, or bring them in from a file.",
    "list_import": "That was often in a short while. Wait a few minutes, then send it again. Nothing was added.",
    "vouch": "You have written 30 vouches today. Write the next one tomorrow.",
    "link_answer": "That was often in an hour. Nothing of this one is sent yet: wait a while, then send it again.",
    "photo": "You have sent 60 photos today. Send the next one tomorrow.",
}


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


def allowed(request: HttpRequest, action: str, form: BaseForm, key: str | None = None) -> bool:
    """Counts one, of this key if the limit is by key. Past the limit the form says so, and keeps what was typed."""
    if ratelimit.consume(request, action=action, key=key):
        return True
    form.add_error(None, ValidationError(TOO_MANY[action], LIMIT))
    return False
