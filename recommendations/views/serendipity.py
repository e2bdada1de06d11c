from typing import Any

from django.http import Http404, HttpResponse

from people.http import PersonRequest


def serendipity(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def offer_dismiss(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def letters_stop(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404
