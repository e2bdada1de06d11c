"""What a browser needs to keep Whom on the home screen, to offer it where something is shared or opened, and to have
one's numbers at hand. Nothing in it is anybody's."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from recommendations.forms import SHARED_FILES


@require_safe
@login_not_required  # browsers fetch it without cookies
def manifest(request: HttpRequest) -> HttpResponse:
    about = {
        "id": "/",
        "name": "Whom",
        "short_name": "Whom",
        "description": "Who do the people you trust hire?",
        "start_url": reverse("find"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f7f5",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static("icons/whom.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("icons/whom-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("icons/whom-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("icons/whom-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
        "share_target": {
            "action": reverse("list_share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "files", "accept": SHARED_FILES}],
            },
        },
        "file_handlers": [{"action": reverse("list_import"), "accept": {"text/vcard": [".vcf", ".vcard"]}}],
    }
    return JsonResponse(about, content_type="application/manifest+json")


@require_safe
@login_not_required  # it must be there after signing out too, to throw away its copy
def service_worker(request: HttpRequest) -> HttpResponse:
    return render(request, "recommendations/sw.js", content_type="text/javascript")
