"""An input of a form is drawn without a template, as Django's templates draw it."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from config.forms import INPUTS, FormRenderer

CHOICES = [("", "None"), ("a'b", "<One>"), (2, "Two")]


class Every(forms.Form):
    text = forms.CharField(max_length=40, help_text="Help", label_suffix="<")
    safe = forms.CharField(required=False, widget=forms.TextInput({"title": mark_safe("&lt;"), "placeholder": '"<'}))
    number = forms.IntegerField(min_value=1000)
    secret = forms.CharField(widget=forms.PasswordInput)
    mail = forms.EmailField()
    page = forms.URLField(assume_scheme="https")
    day = forms.DateField(widget=forms.DateInput({"type": "date"}))
    kept = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField()
    off = forms.CharField(disabled=True, widget=forms.TextInput({"hidden": True, "data-x": False, "size": 3}))
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)


SENT = {"text": "<b>", "number": "2000", "agreed": "on", "one": "a'b", "some": ["2", "a'b"], "day": "2026-02-03"}


@pytest.mark.parametrize("data", [None, {}, SENT])
def test_an_input_is_what_djangos_templates_make_of_it(data):
    def drawn(renderer):
        fields = [*Every(data, initial={"text": "é"}, renderer=renderer)]
        return [each.tag() for field in fields[-2:] for each in field] + [str(field) for field in fields]

    assert drawn(FormRenderer()) == drawn(TemplatesSetting())
    assert len(drawn(FormRenderer())) == 6 + len(Every.base_fields)


def test_every_input_that_is_drawn_has_a_template_of_djangos():
    for name in INPUTS:
        TemplatesSetting().get_template(name)
