"""How a tradesperson is reached, as it is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from recommendations.identity import LocalNumberError, normal_phone, normal_website


class PhoneField(forms.CharField):
    """As one writes it in one's own `country`, which a form sets for its reader. Cleans as `normal_phone` does."""

    default_error_messages = {"invalid": _("Enter a phone number like 0113 496 0123, or leave it empty.")}
    local = _("Enter the number with its area code, like 0113 496 0123.")

    def __init__(self, *, autocomplete: str = "off", **options: Any) -> None:
        typed = forms.TextInput(attrs={"type": "tel", "autocomplete": autocomplete})
        super().__init__(required=False, max_length=40, widget=typed, **options)
        self.country = ""  # of where Whom is run

    def clean(self, value: Any) -> str:
        try:
            return normal_phone(super().clean(value), self.country or settings.DEFAULT_COUNTRY)
        except LocalNumberError as error:
            raise forms.ValidationError(self.local) from error
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error


class WebsiteField(forms.CharField):
    """With or without its scheme. Cleans to an address that has one, or ""."""

    default_error_messages = {"invalid": _("Enter a web address like example.com, or leave it empty.")}

    def __init__(self, *, autocomplete: str = "off", **options: Any) -> None:
        typed = forms.TextInput(attrs={"inputmode": "url", "autocomplete": autocomplete})
        super().__init__(required=False, max_length=400, widget=typed, **options)

    def clean(self, value: Any) -> str:
        try:
            return normal_website(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
