from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Of Django's widgets, those that are one element without a label around it; a form has dozens.
INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in "text number email url password hidden date datetime time checkbox radio_option checkbox_option".split()
)


class FormRenderer(TemplatesSetting):
    """One look for every form, ours and the sign-in library's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS and not context["widget"].get("wrap_label"):
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    """What Django's templates make of it, for which they take four templates and ten times as long."""
    value, attrs = widget["value"], widget["attrs"].items()
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', value),
        format_html_join("", "{}", ((_attribute(*each),) for each in attrs if each[1] is not False)),
    )


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
