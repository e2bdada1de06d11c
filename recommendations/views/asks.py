from typing import Any

from django.http import Http404, HttpResponse

from people.http import PersonRequest


def asks(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_new(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_send(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_edit(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_remove(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_settle(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_reopen(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_still(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def ask_went(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404
