"""/accounts/: pages of the sign-in library's that are ours instead, or that ask who it is before; then its own."""

from collections.abc import Iterator

from allauth.account.views import password_set
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, include, path
from django.utils.module_loading import import_string
from django.views.generic import RedirectView

from people.limits import limited
from people.providers import or_back
from people.reauthentication import reauthenticated
from people.views import account
from people.views.joining import JoinView

# By a provider. The library has no limit on these, though each may ask the provider something; of accounts elsewhere
# none is kept, so that its pages for them lead away; and nobody comes in by a script of Google's.
BY_PROVIDER = {
    "google": ("google/login/", "oauth2_login"),
    "apple": ("apple/login/", "oauth2_login"),
    "openid_connect": ("oidc/<slug:provider_id>/login/", "login"),
}
LEAD_AWAY = {
    **dict.fromkeys(("3rdparty/login/cancelled/", "3rdparty/login/error/", "3rdparty/signup/"), "account_login"),
    "google/login/token/": "account_login",
    "3rdparty/": settings.YOU_URL,
}


def of_providers() -> Iterator[URLPattern]:
    for name in settings.PROVIDERS:
        page, view = BY_PROVIDER[name]
        sends_away = import_string(f"allauth.socialaccount.providers.{name}.views.{view}")
        yield path(page, limited("request_login_code")(or_back(sends_away)))
    for page, name in LEAD_AWAY.items() if settings.PROVIDERS else ():
        yield path(page, login_not_required(RedirectView.as_view(pattern_name=name)))


urlpatterns = [
    *of_providers(),
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
