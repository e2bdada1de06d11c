import time

from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.views import BaseReauthenticateView, ConfirmEmailVerificationCodeView, ConfirmLoginCodeView
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from people.codes import unreadable
from people.devices import device_name, elsewhere
from people.http import PersonRequest
from people.reauthentication import CodeForm, code_awaited, proved_by_code, reauthenticated, send_code

NO_LONGER = _("This code works no longer. Ask for a new one.")


class ConfirmLoginView(ConfirmLoginCodeView):
    def _resend_form_valid(self, form) -> HttpResponse:
        if not ratelimit.consume(self.request, action="request_login_code"):
            return ratelimit.respond_429(self.request)
        _send_anew(self.request, self._process)
        return redirect(self.passthrough_next_url(self.request.path))

    def form_invalid(self, form) -> HttpResponse:
        if unreadable(form) or self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        messages.error(self.request, NO_LONGER)
        return redirect(self.passthrough_next_url(reverse("account_login")))


class ConfirmAddressView(ConfirmEmailVerificationCodeView):
    def _resend_form_valid(self, form) -> HttpResponse:
        _send_anew(self.request, self._process)
        return redirect(self.passthrough_next_url(self.request.path))

    def form_invalid(self, form) -> HttpResponse:
        if unreadable(form) or self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        messages.error(self.request, NO_LONGER)
        if self.request.user.is_authenticated:
            return redirect("account_email")
        # Whoever is joining begins once more: until the code is right, they are nobody who could sign in.
        return redirect("invited" if "invitation" in self.request.session else "account_signup")


def _send_anew(request: HttpRequest, process: AbstractCodeVerificationProcess) -> None:
    """The library would send nothing this time to an address that it does not know; the quicker answer would tell."""
    process.generate_code()
    process.send()
    process.state["at"] = time.time()
    process.record_resend()
    process.persist()
    messages.success(request, _("A new code is on its way."))


class ReauthenticateByCodeView(BaseReauthenticateView):
    """The library asks by password, passkey or authenticator app; this is for who has none of them."""

    template_name = "account/reauthenticate_by_code.html"
    form_class = CodeForm
    http_method_names = ["get", "head", "post"]

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **context) -> dict:
        return super().get_context_data(sent=code_awaited(self.request), **context)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if "send" not in request.POST:
            return super().post(request, *args, **kwargs)
        if not ratelimit.consume(request, action="reauthentication_code"):
            return ratelimit.respond_429(request)
        send_code(request)
        return self.again()

    def again(self) -> HttpResponse:
        return redirect(self.passthrough_next_url(self.request.path))

    def form_valid(self, form) -> HttpResponse:
        proved_by_code(self.request)
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        if not code_awaited(self.request):
            messages.error(self.request, NO_LONGER)
            return self.again()
        return self.render_to_response(self.get_context_data(form=form))


@require_safe
def devices(request: PersonRequest) -> HttpResponse:
    here = request.session.row()
    sessions = [here, *elsewhere(request, request.user).running()]
    shown = [
        {"id": each.pk, "name": device_name(each.browser), "since": each.began_at, "here": each is here}
        for each in sorted(sessions, key=lambda each: each.began_at, reverse=True)
    ]
    return render(request, "usersessions/usersession_list.html", {"devices": shown})


@require_POST
@reauthenticated
def devices_end(request: PersonRequest) -> HttpResponse:
    """One of them, or all but this one."""
    others, chosen = elsewhere(request, request.user), request.POST.get("device", "others")
    if chosen != "others":
        others = others.filter(pk__in=[each.pk for each in others if each.pk == chosen])
    others.end()
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")
