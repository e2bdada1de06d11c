"""For whatever looks after the server. It stands before all else, so that it needs no name, no HTTPS and no session."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from recommendations.running.health import health


def health_answered(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        asked = HEALTH.get(request.path_info.removesuffix("/"))
        if asked is None:
            return get_response(request)
        response = asked() if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET", "HEAD"])
        response.headers["Cache-Control"] = "no-store"
        # This stands before what says so of every other answer.
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return middleware


def _live() -> HttpResponse:
    """That this process answers. It asks nothing of anybody."""
    return JsonResponse({"live": True})


def _ready() -> HttpResponse:
    found = health()
    return JsonResponse({"ready": found.is_ready, **found._asdict()}, status=200 if found.is_ready else 503)


def _well() -> HttpResponse:
    found = health()
    return JsonResponse({"well": found.is_well, **found._asdict()}, status=200 if found.is_well else 503)


HEALTH = {"/health/live": _live, "/health/ready": _ready, "/health/well": _well}
