"""Each request by a name of its own, and what is told of it afterwards: to the log, to Prometheus, and nothing of who
asked for what."""

import hmac
import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from config.logs import REQUEST_NAME, view_of
from recommendations.running.metrics import check_folder, exposition, note_request

# What a proxy calls it, if that is a name and no message.
SANE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

logger = logging.getLogger(__name__)


def named_and_told(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if SANE_NAME.fullmatch(given) else uuid.uuid4().hex
        before, began = REQUEST_NAME.set(name), time.perf_counter()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = name
            _tell(request, response, time.perf_counter() - began)
        finally:
            REQUEST_NAME.reset(before)
        return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    view = view_of(request)
    if settings.LOG_FORMAT == "json":
        told = {"view": view, "method": request.method, "status": response.status_code, "ms": round(seconds * 1000)}
        logger.info("answered", extra={"told": told})
    if settings.METRICS_TOKEN:
        note_request(view, response.status_code, seconds)


def metrics_answered(get_response: Callable[[HttpRequest], HttpResponse]):
    """To whoever has the token. To all others there is no such page."""
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed
    check_folder()

    def middleware(request: HttpRequest) -> HttpResponse:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        if request.path_info != "/metrics" or not hmac.compare_digest(shown, settings.METRICS_TOKEN.encode()):
            return get_response(request)
        response = HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return middleware
