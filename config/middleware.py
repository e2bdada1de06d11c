from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def private_by_default(get_response: Callable[[HttpRequest], HttpResponse]):
    """Every answer that comes this far is made for one person: no cache may keep it. Static files are served before."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware
