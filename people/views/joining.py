from http import HTTPStatus

from allauth.account.views import SignupView
from django.http import HttpResponse

from people.adapter import InvitedSignupForm
from people.joining import invitation_held, say_yes_when_joined
from people.providers import joins_by, said_elsewhere

NOT_SENT = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS)


class JoinView(SignupView):
    """The library's page; with an invitation, it also says yes to the one who sent it."""

    def get_form_class(self):
        return InvitedSignupForm if invitation_held(self.request) else super().get_form_class()

    def get_initial(self) -> dict:
        return super().get_initial() | said_elsewhere(self.request)

    def get_context_data(self, **context) -> dict:
        return super().get_context_data(invitation=invitation_held(self.request), **context)

    def form_valid(self, form) -> HttpResponse:
        joins_by(self.request, form.cleaned_data["email"])
        if invitation := invitation_held(self.request):
            say_yes_when_joined(self.request, invitation, form.cleaned_data["how"])
        response = super().form_valid(form)
        if response.status_code in NOT_SENT and self.user:
            # The code could not be sent, so they join when it can, as if for the first time.
            self.user.delete()
        return response
