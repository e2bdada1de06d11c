from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.drawn import drawn, in_a_row
from people.spoken import spoken

# Of Django's widgets, those that are one element without a label around it; a form has dozens.
INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in "text number email url password hidden date datetime time checkbox radio_option checkbox_option".split()
)


# What stands within the frame of a field, by the template that says it, or beneath it.
PIECE_WITHIN, PIECE_BENEATH = {"forms/month.html"}, {"forms/trade.html"}

OPTIONAL = _("(optional)")
FIELD = '<div class="field field-{}{}">\n{}{}</div>\n'
SET_OF_FIELDS = "<fieldset{}>\n<legend>{}{}</legend>\n{}{}{}{}</fieldset>\n"
DESCRIBED_BY = ' aria-describedby="{}"'
CHOICES = '<div class="choices" id="{}">{}</div>\n'
CHOICE = '<label class="row" for="{}">{}<span>{}</span></label>'
TOGETHER = '<div class="together">{}</div>\n'
ONE_CHOICE = '{}<label class="row" for="{}">{}<span>{}</span></label>\n{}'
LABELLED = '<label for="{}">{}{}</label>\n{}{}{}'
NOT_REQUIRED = ' <span class="optional">{}</span>'
HELP = '<div class="help" id="{}_helptext">{}</div>\n'
ERRORS, ERROR = '<div class="errors" id="{}_error">{}</div>\n', "<p>{}</p>"


class FormRenderer(TemplatesSetting):
    """One look for every form, ours and the sign-in library's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS and not context["widget"].get("wrap_label"):
            return _input(context["widget"])
        if template_name == self.field_template_name:
            return _field(context["field"])
        if template_name in PIECE_WITHIN | PIECE_BENEATH:
            piece = SafeString(super().render(template_name, context, request))
            is_within = template_name in PIECE_WITHIN
            return _field(context["field"], piece if is_within else "", "" if is_within else piece)
        return super().render(template_name, context, request)


# What templates make of these, for which they take ten times as long.


def _input(widget: dict[str, Any]) -> SafeString:
    value, attrs = widget["value"], widget["attrs"].items()
    return drawn(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else drawn(' value="{}"', value),
        in_a_row([_attribute(*each) for each in attrs if each[1] is not False]),
    )


def _attribute(name: str, value: Any) -> SafeString:
    return drawn(" {}", name) if value is True else drawn(' {}="{}"', name, conditional_escape(value))


def _field(field: BoundField, within: str = "", beneath: str = "") -> SafeString:
    kind = getattr(field.field.widget, "input_type", None)
    errors = in_a_row([drawn(ERROR, each) for each in field.errors])
    told = drawn(ERRORS, field.auto_id, errors) if errors else ""
    helped = drawn(HELP, field.auto_id, conditional_escape(field.help_text)) if field.help_text else ""
    label, drawn_for = conditional_escape(field.label or ""), field.id_for_label
    optional = "" if field.field.required else drawn(NOT_REQUIRED, spoken()(OPTIONAL))
    if field.use_fieldset:
        by = drawn(DESCRIBED_BY, field.aria_describedby) if field.aria_describedby else ""
        said = drawn(SET_OF_FIELDS, by, label, optional, helped, told, _choices(field, kind), within)
    elif kind == "checkbox":
        said = drawn(ONE_CHOICE, told, drawn_for, SafeString(field), label, helped)
    else:
        said = drawn(LABELLED, drawn_for, label, optional, helped, told, SafeString(field))
    return drawn(FIELD, field.html_name, " bad" if errors else "", said, beneath)


def _choices(field: BoundField, kind: str | None) -> SafeString:
    if kind not in ("radio", "checkbox"):
        return drawn(TOGETHER, SafeString(field))
    each = [drawn(CHOICE, one.id_for_label, one.tag(), conditional_escape(one.choice_label)) for one in field]
    return drawn(CHOICES, field.auto_id, in_a_row(each))
