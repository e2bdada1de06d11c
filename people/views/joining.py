from http import HTTPStatus

from allauth.account.stages import LoginStage
from allauth.account.views import SignupView
from django.http import HttpRequest, HttpResponse

from people.adapter import InvitedSignupForm
from people.joining import invitation_held, say_yes_when_joined
from people.models import Invitation
from people.previews import preview_of
from people.providers import joins_by, said_elsewhere

NOT_SENT = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS)


class JoinView(SignupView):
    """The library's page; with an invitation, it also says yes to the one who sent it."""

    # The one whose link is looked at; else the one that this browser holds.
    invitation: Invitation | None = None

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.invitation = self.invitation or invitation_held(request)

    def is_open(self) -> bool:
        return self.invitation is not None or super().is_open()

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponse | None:
        """Whoever looks while they sign in goes on signing in: the library would have them begin again."""
        return super()._redirect_to_pending_stage(request, stage) if stage.login.signup else None

    def get_form_class(self):
        return InvitedSignupForm if self.invitation else super().get_form_class()

    def get_form_kwargs(self) -> dict:
        invited = {"invitation": self.invitation} if self.invitation else {}
        return super().get_form_kwargs() | invited

    def get_initial(self) -> dict:
        return super().get_initial() | said_elsewhere(self.request)

    def get_context_data(self, **context) -> dict:
        if self.invitation:
            context |= {"invitation": self.invitation, "preview": preview_of(self.invitation)}
        return super().get_context_data(**context)

    def form_valid(self, form) -> HttpResponse:
        joins_by(self.request, form.cleaned_data["email"])
        if self.invitation:
            say_yes_when_joined(self.request, self.invitation, form.cleaned_data["how"])
        response = super().form_valid(form)
        if response.status_code in NOT_SENT and self.user:
            # The code could not be sent, so they join when it can, as if for the first time.
            self.user.delete()
        return response
