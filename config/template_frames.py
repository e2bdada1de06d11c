"""Django's `{% extends %}`, but that the blocks of what is extended are looked for once, and not for each page."""

from typing import Any

from django.template import Context, Library, Template
from django.template.base import NodeList, Parser, Token
from django.template.loader_tags import ExtendsNode, do_extends

register = Library()


class SearchedOnce(NodeList):
    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self.found: dict[type, list[Any]] = {}

    def get_nodes_by_type(self, nodetype: Any) -> list[Any]:
        if nodetype not in self.found:
            self.found[nodetype] = super().get_nodes_by_type(nodetype)
        return self.found[nodetype]


class ExtendsOnce(ExtendsNode):
    def get_parent(self, context: Context) -> Template:
        parent = super().get_parent(context)
        if not isinstance(parent.nodelist, SearchedOnce):
            parent.nodelist = SearchedOnce(parent.nodelist)
        return parent


@register.tag
def extends(parser: Parser, token: Token) -> ExtendsNode:
    node: Any = do_extends(parser, token)
    return ExtendsOnce(node.nodelist, node.parent_name)
