"""Before what cannot be taken back: that it is still the one who signed in, shown within the last few minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import NoReturn

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from people.codes import CodeField, sign_of_code
from people.http import PersonRequest

SENT = "reauthentication_code"


def proved_lately(request: HttpRequest) -> bool:
    """By signing in, or since then in any way that the adapter offers."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)


def reauthenticated(view: Callable[..., HttpResponse], secret: bool = False) -> Callable[..., HttpResponse]:
    """Asks first, then does what was asked for. With `secret`, a form is asked for anew: until then what was sent is
    kept in the session, where a password has no place."""

    @wraps(view)
    def when_proved(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated and not proved_lately(request):
            if secret and request.method == "POST":
                return redirect(request.path)
            ask_for_proof(request)
        return view(request, *args, **kwargs)

    return when_proved


def ask_for_proof(request: HttpRequest) -> NoReturn:
    """The library keeps a form that was sent, and sends it on once there is proof. Whoever only looks at a page has
    sent none: what was sent earlier, and left at that, must not be done now."""
    if request.method != "POST":
        request.session.pop(STATE_SESSION_KEY, None)
    raise ReauthenticationRequired


def send_code(request: PersonRequest) -> None:
    adapter = get_adapter()
    code = adapter.generate_login_code()
    adapter.send_mail("account/email/reauthentication_code", request.user.email, {"code": code})
    request.session[SENT] = {"hash": sign_of_code(code), "at": time.time(), "tries": 0}


def code_awaited(request: HttpRequest) -> bool:
    sent = request.session.get(SENT)
    return sent is not None and time.time() - sent["at"] < app_settings.LOGIN_BY_CODE_TIMEOUT


def code_is_right(request: HttpRequest, typed: str) -> bool:
    """A code works once, and no longer after a few wrong ones."""
    if not code_awaited(request):
        return False
    sent = request.session.pop(SENT)
    if constant_time_compare(sent["hash"], sign_of_code(typed)):
        return True
    if sent["tries"] + 1 < app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
        request.session[SENT] = sent | {"tries": sent["tries"] + 1}
    return False


def proved_by_code(request: PersonRequest) -> None:
    record_authentication(request, request.user, method="code", email=request.user.email, reauthenticated=True)


class CodeForm(forms.Form):
    code = CodeField()

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_code(self) -> str:
        if not code_is_right(self.request, self.cleaned_data["code"]):
            raise forms.ValidationError(_("This code is not right. Look again at the newest e-mail."))
        return self.cleaned_data["code"]
