from django import template

from people.limits import LIMITS

register = template.Library()


@register.simple_tag
def limit(name: str) -> str:
    """How many or how long, in words: `{% limit "undo" %}` is `a minute`."""
    return LIMITS[name]()
