from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def tabs_at(name: str | None) -> SafeString:
    """The tabs, as they stand on the page of this name: made once in each language, since every page has them."""
    return _tabs(name or "none", get_language())


@lru_cache(maxsize=2000)  # more than there are pages and languages
def _tabs(name: str, language: str | None) -> SafeString:
    return render_to_string("_tabs.html", {"here": name})
