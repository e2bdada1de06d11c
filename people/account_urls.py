"""/accounts/: pages of the sign-in library's that are ours instead, or that ask who it is before; then its own."""

from allauth.account.views import password_set
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from people.reauthentication import reauthenticated
from people.views import account
from people.views.joining import JoinView

urlpatterns = [
    path("signup/", JoinView.as_view(), name="account_signup"),
    path(
        "confirm-email/",
        login_not_required(account.ConfirmAddressView.as_view()),
        name="account_email_verification_sent",
    ),
    path("login/code/confirm/", account.ConfirmLoginView.as_view(), name="account_confirm_login_code"),
    path(
        "reauthenticate/code/",
        account.ReauthenticateByCodeView.as_view(),
        name="account_reauthenticate_by_code",
    ),
    path("password/set/", reauthenticated(password_set, secret=True), name="account_set_password"),
    path("sessions/", account.devices, name="usersessions_list"),
    path("sessions/end/", account.devices_end, name="usersessions_end"),
    path("2fa/webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("", include("allauth.urls")),
]
