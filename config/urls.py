from django.conf import settings
from django.urls import include, path

from people.views.joining import JoinView

urlpatterns = [
    path("accounts/signup/", JoinView.as_view(), name="account_signup"),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("recommendations.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("recommendations.neighbourhood")))
