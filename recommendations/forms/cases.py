from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.codes import CodeField
from people.words import AT_MOST
from recommendations.forms.contacts import PhoneField, WebsiteField
from recommendations.forms.written import WrittenField, at_most, choose_one_of
from recommendations.models import Case, Wish

MOST_WORDS, LONGEST_ANSWER = 2000, 4000


class HeldForm(forms.ModelForm):
    """Asked by whoever it is. It looks nothing up, so that it is the same work for every number."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What would you like?"),
        choices=Wish.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say what you would like."),
            "invalid_choice": choose_one_of(len(Wish)),
        },
    )
    phone = PhoneField(
        label=gettext_lazy("Your phone number"),
        help_text=gettext_lazy(
            "This or your web site, or both. If it is from another country, begin with + and its code."
        ),
        autocomplete="tel",
        error_messages={"max_length": PhoneField.default_error_messages["invalid"]},
    )
    website = WebsiteField(
        label=gettext_lazy("Your web site"),
        autocomplete="url",
        error_messages={"max_length": AT_MOST},
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=MOST_WORDS,
        help_text=gettext_lazy("What is wrong, or what you would like to know."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": at_most(MOST_WORDS)},
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages={"required": gettext_lazy("Send it once more.")}
    )

    class Meta:
        model = Case
        fields = ("kind", "phone", "website", "words", "email")
        labels = {"email": gettext_lazy("Your e-mail address")}
        help_texts = {"email": gettext_lazy("Where we answer you. It is used for nothing else.")}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}
        error_messages = {
            "email": {
                "required": gettext_lazy("Enter the e-mail address to answer to."),
                "invalid": gettext_lazy("Enter an e-mail address like name@example.com."),
            }
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("phone") and not cleaned.get("website") and not {"phone", "website"} & set(self.errors):
            self.add_error("phone", _("Enter your phone number, or your web site."))
        if cleaned.get("kind") in (Wish.CORRECT, Wish.COMPLAIN) and not cleaned.get("words"):
            self.add_error("words", _("Say in your words what is wrong."))
        return cleaned

    def ask(self) -> Case:
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Case.objects.ask(self.cleaned_data["key"], **said)


class CaseCodeForm(forms.Form):
    code = CodeField(label=gettext_lazy("Code from the e-mail"))


class AnswerForm(forms.Form):
    answer = WrittenField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("It is mailed as it stands here, with the number of the case."),
        most=LONGEST_ANSWER,
        rows=10,
        missing=gettext_lazy("Write the answer."),
    )
