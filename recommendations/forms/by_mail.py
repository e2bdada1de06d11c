from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import NamedField
from people.words import AT_MOST
from recommendations.forms.contacts import PhoneField
from recommendations.models import Ask


class MailAnswerForm(forms.Form):
    """In words, with a tradesperson if there is one, by whoever holds the mail about a question."""

    words = forms.CharField(
        label=_("What would you tell them?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you would tell them."), "max_length": AT_MOST},
    )
    provider = NamedField(
        label=_("Whom would you call?"),
        required=False,
        max_length=120,
        error_messages={"max_length": _("Use a shorter name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label=_("Their phone number"), error_messages={"max_length": _("Enter one phone number.")})

    def __init__(self, *args: Any, ask: Ask, them: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PhoneField, self.fields["phone"]).country = ask.person.country
        if not ask.is_for_hire:
            del self.fields["provider"], self.fields["phone"]
        if them:
            self.fields["words"].label = _("What would you tell {name}?").format(name=them)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("phone") and not cleaned.get("provider") and "provider" not in self.errors:
            self.add_error("provider", _("Enter the name of whose number it is."))
        return cleaned
