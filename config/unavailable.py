"""What is answered when Whom cannot answer: more is asked of it than it can do, or its database is away."""

import logging
import sys
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from config.logs import view_of
from config.waited import WAITED
from people.away import code_of, database_is_away
from people.http import page_of_form

MOST_WAITED = 0.5  # seconds; with what a page takes then, an answer comes within two
RETRY_AFTER = 10  # seconds
TOLD_EVERY = 10  # seconds

logger = logging.getLogger(__name__)


class LastRefusal:
    told_at = -float(TOLD_EVERY)


def shed_or_answered(get_response: Callable[[HttpRequest], HttpResponse]):
    """Whoever has waited too long is not let in, before the database is asked for anything: so the queue stays short,
    and those who are let in are answered as ever. The log hears of it now and then, once for many."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if WAITED.get() <= MOST_WAITED:
            return get_response(request)
        if time.monotonic() - LastRefusal.told_at >= TOLD_EVERY:
            LastRefusal.told_at = time.monotonic()
            logger.warning("More is asked than can be answered: requests are refused after %.1f s.", WAITED.get())
        return _try_again(request, was_begun=False)

    return middleware


def fault_or_away(request: HttpRequest) -> HttpResponse:
    """Of whatever no page has caught. Called while the fault is being handled."""
    fault = database_is_away(sys.exc_info()[1])
    if not fault:
        return server_error(request)
    response = _try_again(request, was_begun=True)
    name, view = f"{type(fault).__name__} {code_of(fault)}".strip(), view_of(request)
    told = {"error": name, "view": view, "method": request.method, "status": response.status_code}
    logger.error("The database is away (%s), and %s was not answered.", name, view or "a page", extra={"told": told})
    return response


def _try_again(request: HttpRequest, was_begun: bool) -> HttpResponse:
    """Without a word from the database. What was sent may be saved only if it `was_begun`."""
    was_sent = request.method == "POST"
    said = {"was_sent": was_sent, "was_begun": was_begun, "form": page_of_form(request) if was_sent else ""}
    response = HttpResponse(render_to_string("503.html", said), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response._has_been_logged = True  # type: ignore[attr-defined]  # or Django tells each one, with all it came by
    return response
