from typing import Any

from django.http import Http404, HttpResponse

from people.http import PersonRequest


def insights(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def insight_new(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def insight(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def insight_edit(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def insight_withdraw(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def insight_thank(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def insight_keep(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404
