from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people.forms import LineField
from people.words import AT_MOST, megabytes
from recommendations.models import MOST_PHOTOS, MOST_PHOTOS_EACH, Vouch
from recommendations.providers.photos import LARGEST_UPLOAD, LONGEST_SIDE, too_big
from recommendations.providers.photos_apart import redrawn_apart


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("A photo of the work"),
        help_text=format_lazy(
            _("From a phone or a camera, of up to {size}. Leave out faces, house numbers and number plates."),
            size=lazy(megabytes, str)(LARGEST_UPLOAD),
        ),
        # No kind is named: an iPhone then hands over a JPEG file.
        widget=forms.FileInput(attrs={"accept": "image/*", "data-longest-side": LONGEST_SIDE}),
        error_messages={
            "required": _("Choose a photo."),
            "empty": _("This file is empty. Choose another one."),
            "missing": _("Choose a photo."),
            "invalid": _("Choose a photo."),
            "max_length": _("Give the file a shorter name."),
        },
    )
    alt = LineField(
        label=_("What does it show?"),
        help_text=_(
            "For example “the new tap, and the tiles as they were”. It is read out to people who cannot see it."
        ),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Say in a few words what the photo shows."),
            "max_length": AT_MOST,
        },
    )

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        if photo.size > LARGEST_UPLOAD:
            raise forms.ValidationError(too_big())
        return photo

    def clean(self) -> dict[str, Any]:
        """The browser is given back what was typed, but not the file."""
        if self.errors and "photo" in self.cleaned_data:
            self.add_error("photo", gettext("Choose the photo again."))
        return self.cleaned_data

    def add_to(self, vouch: Vouch) -> bool:
        """Not a part of `clean`: drawing takes work, so it is done only within the limit."""
        try:
            added = vouch.add_photo(*redrawn_apart(self.cleaned_data["photo"]), self.cleaned_data["alt"])
        except ValueError as error:
            self.add_error("photo", str(error))
            return False
        if not added:
            self.add_error(None, enough())
        return added


def enough() -> str:
    said = ngettext(
        "You can add {count} photo to a vouch, and {most} in all. Remove one first.",
        "You can add {count} photos to a vouch, and {most} in all. Remove one first.",
        MOST_PHOTOS,
    )
    return said.format(count=MOST_PHOTOS, most=number_format(MOST_PHOTOS_EACH))
