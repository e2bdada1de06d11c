from typing import Any

from django.http import Http404, HttpResponse

from people.http import PersonRequest


def ask_link(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def link_answer(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def link_thanks(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def link_join(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def link_make(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def link_revoke(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def link_answer_confirm(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404


def link_answer_discard(request: PersonRequest, **ids: Any) -> HttpResponse:
    raise Http404
