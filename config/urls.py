from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("people.account_urls")),
    path("", include("people.urls")),
    path("", include("recommendations.urls")),
]

handler500 = "config.unavailable.fault_or_away"

if settings.DEMO:
    urlpatterns.append(path("demo/", include("recommendations.demo.urls")))
