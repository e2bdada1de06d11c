from datetime import UTC, datetime

from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from people.devices import device_name
from people.http import PersonRequest
from people.reauthentication import CodeForm, code_awaited, proved_by_code, reauthenticated, send_code


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
            messages.error(self.request, "This code works no longer. Ask for a new one.")
            return self.again()
        return self.render_to_response(self.get_context_data(form=form), status=422)


@require_safe
def devices(request: PersonRequest) -> HttpResponse:
    sessions = UserSession.objects.purge_and_list(request.user)
    if not any(session.is_current() for session in sessions):
        # Begun by no form of sign-in that keeps the list.
        began = datetime.fromtimestamp(request.session["began"], UTC)
        here = {"session_key": request.session.session_key, "user_agent": request.headers.get("User-Agent", "")}
        sessions.append(UserSession(user=request.user, created_at=began, **here))
    shown = [
        {"id": each.pk, "name": device_name(each.user_agent), "since": each.created_at, "here": each.is_current()}
        for each in sorted(sessions, key=lambda each: each.created_at, reverse=True)
    ]
    return render(request, "usersessions/usersession_list.html", {"devices": shown})


@require_POST
@reauthenticated
def devices_end(request: PersonRequest) -> HttpResponse:
    """One of them, or all but this one."""
    chosen = request.POST.get("device", "")[:18]
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    end_sessions(request, list(others.filter(pk=chosen) if chosen.isdecimal() else others))
    messages.success(request, "Signed out there.")
    return redirect("usersessions_list")
