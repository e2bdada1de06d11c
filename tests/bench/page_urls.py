"""The least that a page can be for someone who is signed in: session, person, template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def trivial(request: HttpRequest) -> HttpResponse:
    return render(request, "trivial.html")


urlpatterns = [path("trivial/", trivial), path("", include("config.urls"))]
