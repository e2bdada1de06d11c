"""The least that a page of stock Django can be for somebody who is signed in: session, user, template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return render(request, "yardstick.html")


urlpatterns = [path("", hello)]
