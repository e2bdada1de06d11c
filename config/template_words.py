"""Django's `i18n` for templates, but that a text without values is looked up once a language: a page has dozens, and
Django takes four times as long for each; and dates whose first of a month is called as its language does.
`{% load i18n %}` loads this."""

from datetime import date

from django.template import Context, Library, Node, defaultfilters
from django.template.base import Parser, Token, TokenType
from django.templatetags import i18n
from django.utils.translation import get_language

from people.words import first_as_called

register = Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


@register.filter(name="date", expects_localtime=True, is_safe=False)
def date_written(value: date | str | None, form: str | None = None) -> str:
    written: str = defaultfilters.date(value, form)
    return first_as_called(value, written) if isinstance(value, date) else written


class SaidOnce(Node):
    def __init__(self, text: Node, asvar: str | None) -> None:
        self.text, self.asvar = text, asvar
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.said:
            self.said[language] = self.text.render(context)
        if self.asvar is None:
            return self.said[language]
        context[self.asvar] = self.said[language]
        return ""


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    text, meant = node.filter_expression, node.message_context
    is_literal = text.var.literal is not None and not text.filters
    if not is_literal or (meant and not isinstance(meant.var, str)):
        return node
    asvar, node.asvar = node.asvar, None
    return SaidOnce(node, asvar)


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    node = i18n.do_block_translate(parser, token)
    has_values = any(each.token_type == TokenType.VAR for each in node.singular)
    if has_values or node.extra_context or node.counter or node.message_context or node.asvar:
        return node
    return SaidOnce(node, None)
