from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.words import AT_MOST
from recommendations.models import Provider


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=100, error_messages={"max_length": AT_MOST})
    trade = forms.SlugField(required=False, max_length=60)
    near = forms.CharField(required=False, max_length=120)
    within = forms.CharField(required=False, max_length=20)
    whose = forms.CharField(required=False, max_length=20)


class SameForm(forms.Form):
    """Whether another provider, of those within sight, is the same as this one."""

    other = forms.ModelChoiceField(
        Provider.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose which one it is."), "invalid_choice": _("Choose one from the list.")},
    )
    same = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes", initial="yes"
    )

    def __init__(self, *args: Any, others: QuerySet[Provider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["other"]).queryset = others
