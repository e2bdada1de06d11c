from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import LineField, PlaceField
from people.models import Person
from people.words import AFTER, AT_MOST, duration
from recommendations.forms.keys import public_id_for
from recommendations.forms.trades import KindForm, TradeField
from recommendations.models import LONGEST_OFFER, STILL_GLAD_BEFORE, Gladly, Offer, OfferScope, offered_until


class DayField(forms.DateField):
    """A day, as a browser hands it over, or as it is written by hand."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], widget=widget, **options)


class OfferForm(KindForm):
    """One sentence: I would gladly …"""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    gladly = forms.ChoiceField(
        label=gettext_lazy("I would gladly …"),
        choices=Gladly.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say if you would lend, do or explain something."),
            "invalid_choice": gettext_lazy("Choose one."),
        },
    )
    trade = TradeField(label=gettext_lazy("Is it about a kind of work?"), required=False)
    place = PlaceField(
        label=gettext_lazy("Where?"), required=False, help_text=gettext_lazy("The nearest town, if it matters.")
    )
    until = DayField(
        label=gettext_lazy("Until when?"),
        error_messages={
            "required": gettext_lazy("Say until when."),
            "invalid": gettext_lazy("Enter a day, like 31/12/2030."),
        },
    )
    scope = forms.TypedChoiceField(
        label=gettext_lazy("Who may read this?"),
        choices=[(choice.value, choice.label) for choice in reversed(OfferScope)],
        coerce=lambda value: OfferScope(int(value)),
        initial=OfferScope.BEYOND,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who may read this.")},
    )

    class Meta:
        model = Offer
        fields = ("gladly", "words", "trade", "place", "until", "scope")
        field_classes = {"words": LineField}
        labels = {"words": gettext_lazy("What?")}
        help_texts = {
            "words": gettext_lazy(
                "Finish the sentence. To lend: “a ladder”. To do: “read a contract with you”. To explain: “how to "
                "choose a school”."
            )
        }
        widgets = {"words": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"})}
        error_messages = {"words": {"required": gettext_lazy("Say what you would gladly do."), "max_length": AT_MOST}}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        cast(PlaceField, self.fields["place"]).country = person.country
        self.fields["until"].help_text = _(
            "After this day nobody sees it but you. You are asked {time} before if you would still be glad to."
        ).format(time=duration(STILL_GLAD_BEFORE))
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": (today + LONGEST_OFFER).isoformat()}
        if self.instance.pk is None:
            self.initial = {"key": uuid.uuid4(), "until": offered_until(), "place": person.place, **self.initial}
        else:
            self.initial["trade"] = self.instance

    def clean_until(self) -> Any:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today and until != self.initial.get("until"):
            raise forms.ValidationError(_("Choose today or a later day."))
        if until > today + LONGEST_OFFER:
            latest = duration(LONGEST_OFFER, AFTER)
            raise forms.ValidationError(_("Choose a day within {time}. You can renew it then.").format(time=latest))
        return until

    def save(self, commit: bool = True) -> Offer:
        """Raises Http404 if it was withdrawn meanwhile: saving must not bring it back."""
        said = {name: self.cleaned_data[name] for name in [*(self._meta.fields or ()), "other"]}
        if self.instance.pk is None:
            return Offer.objects.get_or_create(public_id=self._key(), defaults=said | {"author": self.person})[0]
        if not self.instance.edit(said):
            raise Http404
        return self.instance

    def _key(self) -> uuid.UUID:
        return public_id_for(self.cleaned_data["key"], self.person, Offer, words=self.cleaned_data["words"])
