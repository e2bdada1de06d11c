import unicodedata
from typing import cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings

from people.models import Person, Place

JOINERS = "\u200c\u200d"


class PlaceField(forms.CharField):
    """A town by its name, completed while one types where there is JavaScript. Cleans to a Place, or None."""

    default_error_messages = {
        "required": "Enter the nearest town.",
        "unknown": "We do not know a town called “%(name)s”. Enter the nearest larger one, like “Leeds, GB”.",
    }

    def __init__(self, *, country: str = "", **options) -> None:
        super().__init__(max_length=120, **options)
        self.country = country
        self.widget.attrs |= {"autocomplete": "off", "list": "places"}

    def prepare_value(self, value):
        if isinstance(value, int):
            value = Place.objects.filter(pk=value).first()
        return value.full_name if isinstance(value, Place) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        place = Place.objects.meant_by(text, self.country)
        if place is None:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"name": text})
        return place


class NameField(forms.CharField):
    """A name goes into mails and beside other names: on one line, without characters that nobody can see."""

    def to_python(self, value):
        text = " ".join((super().to_python(value) or "").split())
        # Format characters turn text around; the joiners belong to some scripts.
        return "".join(letter for letter in text if letter in JOINERS or unicodedata.category(letter)[0] != "C")


def name_field() -> NameField:
    return NameField(
        label="Your name",
        help_text="As the people who trust you know you.",
        max_length=80,
        error_messages={"required": "Enter your name.", "max_length": "Use 80 letters at most."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignupForm(forms.Form):
    """What joining asks for besides the e-mail address; the adapter saves it."""

    name = name_field()

    def signup(self, request, person: Person) -> None:
        """The library asks for this; the name is saved with the person already."""


class YouForm(forms.ModelForm):
    name = name_field()
    place = PlaceField(
        label="Where you live", required=False, help_text="The nearest town. Only used to find who works near you."
    )
    language = forms.ChoiceField(
        label="How dates and words are written",
        choices=settings.LANGUAGES,
        error_messages={"invalid_choice": "Choose one of the languages."},
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
        error_messages={"invalid_choice": "Choose one of the time zones."},
    )

    class Meta:
        model = Person
        fields = ("name", "place", "relays", "named_beyond", "language", "time_zone")
        labels = {
            "relays": "My friends may find my friends’ vouches through me",
            "named_beyond": "Friends of my friends may see my name on what I share with them",
        }
        help_texts = {
            "relays": "Your friends then see “a friend of yours” or, where both of you allow it, the name. "
            "They never see a list of your friends.",
            "named_beyond": "If not, they see “a friend of” someone you both know, or no name at all.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(PlaceField, self.fields["place"]).country = self.instance.country
