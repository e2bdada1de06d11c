"""Words of which a page has no room for all."""

from django import template

from people.words import beginning

register = template.Library()
register.filter(beginning)
