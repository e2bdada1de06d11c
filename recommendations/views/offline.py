"""What a browser needs to keep Whom on the home screen, to offer it where something is shared or opened, and to have
one's numbers at hand. Nothing in it is anybody's."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recommendations.forms import SHARED_FILES


@require_safe
@login_not_required  # browsers fetch it without cookies
def manifest(request: HttpRequest) -> HttpResponse:
    about = {
        "id": "/",
        "name": "Whom",
        "short_name": "Whom",
        "description": _("Who do the people you trust hire?"),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("find"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f7f5",
        "theme_color": "#ffffff",
        "icons": [
            _icon("icons/whom.svg", "any", "svg+xml"),
            _icon("icons/whom-192.png", "192x192", "png"),
            _icon("icons/whom-512.png", "512x512", "png"),
            _icon("icons/whom-maskable-512.png", "512x512", "png") | {"purpose": "maskable"},
        ],
        "share_target": {
            "action": reverse("list_share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {name: name for name in ("title", "text", "url")}
            | {"files": [{"name": "files", "accept": SHARED_FILES}]},
        },
        "file_handlers": [{"action": reverse("list_import"), "accept": {"text/vcard": [".vcf", ".vcard"]}}],
    }
    return JsonResponse(about, content_type="application/manifest+json")


def _icon(path: str, sizes: str, kind: str) -> dict[str, str]:
    return {"src": static(path), "sizes": sizes, "type": f"image/{kind}"}


@require_safe
@login_not_required  # it must be there after signing out too, to throw away its copy
def service_worker(request: HttpRequest) -> HttpResponse:
    return render(request, "recommendations/sw.js", content_type="text/javascript; charset=utf-8")
