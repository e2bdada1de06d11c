"""The addresses of the pages that others lead to: a page of cards has dozens, so none of them is looked up twice."""

from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django import template
from django.urls import reverse

from recommendations.pages import PageOf

register = template.Library()

# Stands in an address for the id that replaces it.
ANY_ID = str(UUID(int=0))


@register.filter
def page(public_id: UUID | str, name: str) -> str:
    """`{{ link.person|page:"friend" }}` is what `{% url "friend" link.person %}` says, in a tenth of the time."""
    return _with_any_id(name).replace(ANY_ID, str(public_id))


@register.filter("address")
def address_of(leads_to: PageOf) -> str:
    name, public_id, asked = leads_to
    path = reverse(name) if public_id is None else page(public_id, name)
    return f"{path}?{urlencode(asked)}" if asked else path


@cache
def _with_any_id(name: str) -> str:
    return reverse(name, args=[ANY_ID])
