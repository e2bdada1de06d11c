from typing import Any

from django.http import Http404, HttpResponse

from people.http import PersonRequest


def question_new(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def question(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404
