from typing import Any

from django.http import Http404, HttpResponse

from people.http import PersonRequest


def ask(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def answer_new(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_pass(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_decline(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def answer_withdraw(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404
