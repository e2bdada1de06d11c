from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.forms.contacts import PhoneField
from recommendations.identity import readable_phone
from recommendations.models import Vouch


class GiveNumberForm(forms.Form):
    """The number that a friend is asked for: typed in, where their vouch has none."""

    phone = PhoneField(
        label=_("Their number"),
        error_messages={
            "required": _("Enter the number, or say that you would rather not."),
            "max_length": _("Enter one phone number."),
        },
    )

    def __init__(self, *args: Any, vouch: Vouch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = readable_phone(vouch.phone, vouch.author.country)
        if self.known:
            del self.fields["phone"]
        else:
            self.fields["phone"].required = True
            cast(PhoneField, self.fields["phone"]).country = vouch.author.country
