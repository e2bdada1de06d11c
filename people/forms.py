from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from uuid import uuid4
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Invitation, Person, Place
from people.notices import PUSH_SWITCHES
from people.postcodes import town_of
from people.pushes import is_key_of_a_browser, is_of_a_browser, is_secret_of_a_browser
from people.words import AT_MOST, name_on_one_line, on_one_line

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What mail programs make a link of.
LOOKS_LIKE_AN_ADDRESS = re.compile(r"[/@\\]|\bwww\b|\w\.[^\W\d]{2}", re.IGNORECASE)


class PlaceField(forms.CharField):
    """A town by its name, completed while one types where there is JavaScript. Cleans to a Place, or None."""

    default_error_messages = {
        "required": gettext_lazy("Enter the nearest town."),
        "unknown": gettext_lazy(
            "We do not know a town called “%(name)s”. Enter the nearest larger one, like “Leeds, GB”."
        ),
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
        place = Place.objects.meant_by(text, self.country) or town_of(text, self.country)
        if place is None:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"name": text})
        return place


class LineField(forms.CharField):
    """A short text that stands beside others: on one line, without characters that nobody can see."""

    def to_python(self, value):
        return on_one_line(super().to_python(value) or "")


class NamedField(LineField):
    """The name of a firm, a trade or a thing. It may look like a web address, and shows something."""

    def to_python(self, value):
        return name_on_one_line(super().to_python(value))


class NameField(forms.CharField):
    """A name goes into mails and beside other names: on one line, without characters that nobody can see."""

    def to_python(self, value):
        return name_on_one_line(super().to_python(value) or "")

    def validate(self, value):
        super().validate(value)
        if LOOKS_LIKE_AN_ADDRESS.search(value):
            raise forms.ValidationError(_("Use a name, not an address."))


def name_field() -> NameField:
    return NameField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("As the people who trust you know you."),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter your name."), "max_length": AT_MOST},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def home_field() -> PlaceField:
    return PlaceField(
        label=gettext_lazy("Where you live"),
        required=False,
        help_text=gettext_lazy("The nearest town. Only used to find who works near you."),
    )


class SignupFields(forms.Form):
    """What joining asks for besides the e-mail address; the adapter saves it."""

    name = name_field()
    place = home_field()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(PlaceField, self.fields["place"]).country = settings.DEFAULT_COUNTRY

    def signup(self, request, person: Person) -> None:
        """The library asks for this; the name is saved with the person already."""


ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


class DetailsForm(forms.ModelForm):
    name = name_field()
    place = home_field()
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the languages.")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: ZONES,  # a list would be copied, zone by zone, for every form
        error_messages={"invalid_choice": gettext_lazy("Choose one of the time zones.")},
    )
    pushes = forms.MultipleChoiceField(
        label=gettext_lazy("Notify me when"),
        help_text=gettext_lazy("In each browser where you turn notifications on, below."),
        choices=PUSH_SWITCHES.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )

    class Meta:
        model = Person
        fields = ("name", "place", "language", "time_zone", "mails", "letters", "after_calls")
        labels = {
            "mails": gettext_lazy("Send me an e-mail when something concerns me"),
            "letters": gettext_lazy("Send me a letter on Saturday morning, when there is something to tell"),
            "after_calls": gettext_lazy("Ask me whether I reached them, after I tapped Call"),
        }
        help_texts = {
            "mails": gettext_lazy(
                "An invitation that was answered, an introduction. Codes that you ask for, and warnings about how you "
                "sign in, come in any case."
            ),
            "letters": gettext_lazy("Five lines at most, once a week. It comes only if you want e-mails at all."),
            "after_calls": gettext_lazy("On your next visit here, once for each call, and told to nobody."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(PlaceField, self.fields["place"]).country = self.instance.country
        self.initial["pushes"] = [switch for switch in PUSH_SWITCHES if getattr(self.instance, switch)]
        if not settings.PUSH_KEY:
            del self.fields["pushes"]

    @property
    def written(self) -> list[str]:
        """The fields of the row that change."""
        return [*self.Meta.fields, *PUSH_SWITCHES, "renamed_at"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "name" in self.changed_data:
            self.instance.renamed_at = timezone.now()
        for switch in PUSH_SWITCHES if "pushes" in cleaned else ():
            setattr(self.instance, switch, switch in cleaned["pushes"])
        return cleaned


class PushBrowserForm(forms.Form):
    """What a browser says of itself, by `static/push.js`."""

    endpoint = forms.CharField(max_length=1000)
    key = forms.RegexField(r"[\w-]{87}", max_length=87)
    secret = forms.RegexField(r"[\w-]{22}", max_length=22)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        are = {"endpoint": is_of_a_browser, "key": is_key_of_a_browser, "secret": is_secret_of_a_browser}
        for name, is_one in are.items():
            if name in cleaned and not is_one(cleaned[name]):
                self.add_error(name, _("No browser says so."))
        return cleaned


class SeenForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("relays", "named_beyond")
        labels = {
            "relays": gettext_lazy("My friends may find my friends’ vouches through me"),
            "named_beyond": gettext_lazy("Friends of my friends may see my name on what I share with them"),
        }
        help_texts = {
            "named_beyond": gettext_lazy("If not, they see “a friend of” someone you both know, or no name at all."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        said = _(
            "If so, they read “a friend of {name}”, or the name where its owner allows it, or no name at all. They "
            "never see a list of your friends."
        )
        self.fields["relays"].help_text = said.format(name=self.instance.first_name)


def how_field(label: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=gettext_lazy("Only you see this line."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say in a line how you know them."), "max_length": AT_MOST},
    )


class AcceptForm(forms.Form):
    """A yes to an invitation; with `required=False`, to an introduction by the friend that `through` names."""

    how = how_field(gettext_lazy("How do you know them?"))

    def __init__(self, *args, name: str, required: bool = True, through: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        how_they_know(self.fields["how"], name)
        if not required:
            self.fields["how"].required = False
            self.fields["how"].help_text = _("If only through {name}, leave it empty. Only you see this line.").format(
                name=through
            )


def how_they_know(field: forms.Field, name: str) -> None:
    """Asked of whoever is invited by someone of that name."""
    field.label = _("How do you know {name}?").format(name=name)
    seen = _("Only you see this line, and {name} if they are asked whether you are the one they meant.")
    field.help_text = seen.format(name=name)
    field.error_messages["required"] = _("Say in a line how you know {name}.").format(name=name)


class InvitationForm(forms.ModelForm):
    """The key makes a form that is sent twice one invitation."""

    name = NameField(
        label=gettext_lazy("Who is it for?"),
        help_text=gettext_lazy("One person, by the name you call them. They see it when they open the link."),
        max_length=80,
        error_messages={"required": gettext_lazy("Say who it is for."), "max_length": AT_MOST},
    )
    how = how_field(gettext_lazy("How do you know them?"))
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address, if Whom should send it"),
        required=False,
        help_text=gettext_lazy("Or leave it empty, and send the link yourself."),
        error_messages={"invalid": gettext_lazy("Enter an e-mail address like name@example.com.")},
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages={"required": gettext_lazy("Send it once more.")}
    )

    class Meta:
        model = Invitation
        fields = ("name", "how", "email")

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.inviter = person

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        sent = self.instance.inviter.invitations.unanswered().exclude(form_key=cleaned.get("key"))
        if cleaned.get("email") and sent.filter(email__iexact=cleaned["email"]).exists():
            self.add_error("email", _("An invitation of yours has gone to this address already. Take that back first."))
        return cleaned

    def save(self, commit=True):
        self.instance.form_key = self.cleaned_data["key"]
        self.instance.due_at = timezone.now() if self.cleaned_data["email"] else None
        return super().save(commit)


class FriendField(forms.ModelChoiceField):
    def __init__(self, label: StrOrPromise, missing: StrOrPromise) -> None:
        said = {"required": missing, "invalid_choice": gettext_lazy("Choose one of your friends.")}
        super().__init__(
            None, label=label, to_field_name="public_id", empty_label=gettext_lazy("Choose"), error_messages=said
        )

    def label_from_instance(self, person: Person) -> str:
        return person.name


class IntroductionForm(forms.Form):
    one: forms.Field = FriendField(gettext_lazy("One friend"), gettext_lazy("Choose one friend."))
    other: forms.Field = FriendField(gettext_lazy("And another"), gettext_lazy("Choose another friend."))
    word = forms.CharField(
        label=gettext_lazy("Why should they know each other?"),
        help_text=gettext_lazy("Both read this."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say in a line why."), "max_length": AT_MOST},
    )

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            cast(FriendField, self.fields[name]).queryset = Person.objects.circle_of(person)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("one") and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", _("Choose two different friends."))
        return cleaned
