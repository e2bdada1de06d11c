from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def sign_in_providers() -> list[tuple[str, str]]:
    """Where each button leads, and what it says; none where one signs in by Whom alone."""
    return [
        (reverse(f"{name}_login", args=[app["provider_id"]] if "provider_id" in app else []), app["name"])
        for name, provider in settings.PROVIDERS.items()
        for app in provider["APPS"]
    ]
