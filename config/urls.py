from allauth.account.views import password_set
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from people.reauthentication import reauthenticated
from people.views import account
from people.views.joining import JoinView

urlpatterns = [
    path("accounts/signup/", JoinView.as_view(), name="account_signup"),
    # Pages of the sign-in library's that are ours instead, or that ask who it is before
    path(
        "accounts/confirm-email/",
        login_not_required(account.ConfirmAddressView.as_view()),
        name="account_email_verification_sent",
    ),
    path("accounts/login/code/confirm/", account.ConfirmLoginView.as_view(), name="account_confirm_login_code"),
    path(
        "accounts/reauthenticate/code/",
        account.ReauthenticateByCodeView.as_view(),
        name="account_reauthenticate_by_code",
    ),
    path("accounts/password/set/", reauthenticated(password_set, secret=True), name="account_set_password"),
    path("accounts/sessions/", account.devices, name="usersessions_list"),
    path("accounts/sessions/end/", account.devices_end, name="usersessions_end"),
    path("accounts/2fa/webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("recommendations.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("recommendations.demo.neighbourhood")))
