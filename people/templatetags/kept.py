from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag(name="kept")
def said_alike(name: str, **given: Any) -> SafeString:
    """What a template says on many pages alike, but for what it is given here: drawn once in each language for each of
    that. It knows nothing else of the page, so that nothing of whoever reads one can come to another."""
    return _drawn_once(name, get_language(), **given)


# More than there are pages and languages; typed, since what is HTML already is equal to the same text that is not.
@lru_cache(maxsize=2000, typed=True)
def _drawn_once(name: str, language: str | None, **given: Any) -> SafeString:
    return render_to_string(name, given)
