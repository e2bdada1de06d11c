from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import LineField, NamedField, NameField
from people.models import Person
from people.words import AT_MOST
from recommendations.forms.contacts import PhoneField, WebsiteField
from recommendations.forms.months import MonthField
from recommendations.forms.written import WrittenField, choose_one_of
from recommendations.models import LinkAnswer, Outcome

AGAIN = {Outcome.YES: _("Yes"), Outcome.BUT: _("Yes, but …"), Outcome.NO: _("Not again")}


class LinkAnswerForm(forms.ModelForm):
    """By someone who has no account, in a minute, on a phone."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _("Send it once more.")})
    name = NameField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Enter your name."), "max_length": AT_MOST},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(
        label=_("Their phone number"),
        error_messages={"max_length": _("Enter one phone number.")},
    )
    website = WebsiteField(
        label=_("Their web site"),
    )
    hired_on = MonthField(label=_("When did you last hire them?"))
    outcome = forms.TypedChoiceField(
        label=_("Would you hire them again?"),
        choices=[(outcome.value, label) for outcome, label in AGAIN.items()],
        coerce=lambda value: Outcome(int(value)),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say if you would hire them again."),
            "invalid_choice": choose_one_of(len(AGAIN)),
        },
    )
    # Nobody sees it, so only a program fills it in.
    subject = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    field_order = ("provider", "phone", "job", "hired_on", "outcome", "caveat", "name", "words", "website")

    class Meta:
        model = LinkAnswer
        fields = ("name", "provider", "phone", "job", "hired_on", "outcome", "caveat", "words", "website")
        field_classes = {"provider": NamedField, "job": LineField, "caveat": LineField}
        labels = {
            "provider": _("Whom did you hire?"),
            "job": _("What did they do for you?"),
            "caveat": _("But …"),
            "words": _("Anything else?"),
        }
        help_texts = {
            "provider": _("The name on the van, the invoice or the card."),
            "job": _("For example “boiler serviced”. Please tell only of work that you had done yourself."),
            "caveat": _("If you answered “Yes, but”."),
        }
        widgets = {
            "provider": forms.TextInput(attrs={"autocomplete": "off"}),
            "words": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "provider": {
                "required": _("Enter the name of the person or firm you hired."),
                "max_length": _("Use a shorter name."),
            },
            "job": {"required": _("Say what they did for you."), "max_length": AT_MOST},
            "caveat": {"max_length": AT_MOST},
        }

    def __init__(self, *args: Any, asker: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        cast(PhoneField, self.fields["phone"]).country = asker.country
        self.initial["key"] = uuid4()
        self.fields["name"].help_text = _("So that {name} knows who says it.").format(name=asker.first_name)
        cast(MonthField, self.fields["hired_on"]).offer()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == Outcome.BUT and not cleaned.get("caveat") and "caveat" not in self.errors:
            self.add_error("caveat", _("Say what {name} should know first.").format(name=self.asker.first_name))
        if outcome is not None and outcome != Outcome.BUT:
            cleaned["caveat"] = ""
        return cleaned

    @property
    def is_by_a_program(self) -> bool:
        return bool(self.cleaned_data["subject"])

    @property
    def more_is_open(self) -> bool:
        return any(self[name].value() for name in ("words", "website"))

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LinkWordsForm(forms.Form):
    """As `LinkAnswerForm`, to a question that looks for nobody to hire: in words alone."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _("Send it once more.")})
    words = WrittenField(label=_("Your answer"), most=1000, rows=4, missing=_("Write your answer."))
    name = NameField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Enter your name."), "max_length": AT_MOST},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    # As there.
    subject = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, asker: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["key"] = uuid4()
        self.fields["name"].help_text = _("So that {name} knows who says it.").format(name=asker.first_name)

    @property
    def is_by_a_program(self) -> bool:
        return bool(self.cleaned_data["subject"])

    @property
    def said(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "words": self.cleaned_data["words"]}


class ConfirmForm(forms.Form):
    who = NameField(
        label=_("Yes, that’s …"),
        max_length=80,
        help_text=_("In your words, like “my sister Mia”. Only you see it."),
        error_messages={"required": _("Say who it is."), "max_length": AT_MOST},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
