from django import template

from people.pushes import public_push_key

register = template.Library()


@register.simple_tag
def push_key() -> str:
    return public_push_key()
