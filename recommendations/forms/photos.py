from __future__ import annotations

from typing import Any

from django import forms

from people.forms import LineField
from people.words import AT_MOST, megabytes
from recommendations.models import MOST_PHOTOS, MOST_PHOTOS_EACH, Vouch
from recommendations.providers.photos import LARGEST_UPLOAD, LONGEST_SIDE, TOO_BIG
from recommendations.providers.photos_apart import redrawn_apart

ENOUGH = f"You can add {MOST_PHOTOS} photos to a vouch, and {MOST_PHOTOS_EACH} in all. Remove one first."


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="A photo of the work",
        help_text=f"From a phone or a camera, of up to {megabytes(LARGEST_UPLOAD)}. Leave out faces, house numbers and "
        "number plates.",
        # No kind is named: an iPhone then hands over a JPEG file.
        widget=forms.FileInput(attrs={"accept": "image/*", "data-longest-side": LONGEST_SIDE}),
        error_messages={
            "required": "Choose a photo.",
            "empty": "This file is empty. Choose another one.",
            "missing": "Choose a photo.",
            "invalid": "Choose a photo.",
            "max_length": "Give the file a shorter name.",
        },
    )
    alt = LineField(
        label="What does it show?",
        help_text="For example “the new tap, and the tiles as they were”. It is read out to people who cannot see it.",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say in a few words what the photo shows.",
            "max_length": AT_MOST,
        },
    )

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        if photo.size > LARGEST_UPLOAD:
            raise forms.ValidationError(TOO_BIG)
        return photo

    def clean(self) -> dict[str, Any]:
        """The browser is given back what was typed, but not the file."""
        if self.errors and "photo" in self.cleaned_data:
            self.add_error("photo", "Choose the photo again.")
        return self.cleaned_data

    def add_to(self, vouch: Vouch) -> bool:
        """Not a part of `clean`: drawing takes work, so it is done only within the limit."""
        try:
            added = vouch.add_photo(*redrawn_apart(self.cleaned_data["photo"]), self.cleaned_data["alt"])
        except ValueError as error:
            self.add_error("photo", str(error))
            return False
        if not added:
            self.add_error(None, ENOUGH)
        return added
