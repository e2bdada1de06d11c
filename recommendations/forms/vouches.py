from __future__ import annotations

import uuid
from typing import Any, cast

from allauth.account.models import EmailAddress
from django import forms
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.forms import LineField, NamedField, PlaceField
from people.models import Person
from people.words import AT_MOST
from recommendations.forms.contacts import PhoneField, WebsiteField
from recommendations.forms.keys import public_id_for
from recommendations.forms.months import MonthField, month_field
from recommendations.forms.trades import OWN_WORDS, KindForm, TradeField, TypedTrade
from recommendations.identity import public_id_of, readable_phone
from recommendations.models import Ask, Entry, LinkAnswer, Outcome, Provider, Relation, Scope, Vouch, Warns
from recommendations.models.locks import Locked, lock
from recommendations.providers.meeting import Meeting, begun_at, begun_before, meeting
from recommendations.providers.suggestion import Suggestion

SOMEBODY_ELSE, NOT_SAID_IF_THE_SAME = "other", _("Say if it is the same tradesperson.")
REACH = ("phone", "email")
OWN_ADDRESS = _(
    "This e-mail address is the one that you sign in with, so your word about it does not count as a customer’s. Say "
    "what is between you, for example “It is me or my firm”, or take the address out."
)


class VouchForm(KindForm):
    """Writes or edits one vouch. Only one's own experience counts, so the job and the month are required."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    trade = TradeField(
        label=_("What kind of work?"),
        help_text=_("In your words, like “plumber” or “boiler”."),
        error_messages={"required": _("Enter the kind of work they did.")},
    )
    phone = PhoneField(
        label=_("Phone number"),
    )
    pass_on = forms.TypedChoiceField(
        label=_("May those who read this call the number?"),
        choices=[("yes", _("Yes, they may call")), ("no", _("No, it is for me alone"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("It holds for the e-mail address too. With “no”, nobody but you sees either."),
        error_messages={"required": _("Say if those who read this may call the number.")},
    )
    website = WebsiteField(
        label=_("Web site"),
    )
    place = PlaceField(
        label=_("Where are they?"), help_text=_("The town they work from, or where they worked for you.")
    )
    hired_on = month_field()
    outcome = forms.TypedChoiceField(
        label=_("Would you hire them again?"),
        choices=list(reversed(Outcome.choices)),
        coerce=lambda value: Outcome(int(value)),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say if you would hire them again.")},
    )
    relation = forms.ChoiceField(
        label=_("Is there anything between you?"),
        choices=Relation.choices,
        initial=Relation.NONE,
        widget=forms.RadioSelect,
        help_text=_("Shown with your vouch. Anything but “No” means that it is shown, and not counted in the order."),
        error_messages={"required": _("Say if there is anything between you and them.")},
    )
    scope = forms.TypedChoiceField(
        label=_("If you would hire them again: who may read this?"),
        choices=list(reversed(Scope.choices)),
        coerce=lambda value: Scope(int(value)),
        initial=Scope.BEYOND,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may read this.")},
    )
    warns = forms.TypedChoiceField(
        label=_("If not: whom may it warn?"),
        choices=Warns.choices,
        coerce=lambda value: Warns(int(value)),
        initial=Warns.NOBODY,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_(
            "Beyond your circle nobody reads your words or your name. Once several people have said so, it says only "
            "that people would not hire them again."
        ),
        error_messages={"required": _("Choose whom it may warn.")},
    )

    field_order = (
        *("name", "trade", "job", "hired_on", "outcome", "warns", "caveat", "words", "phone", "pass_on"),
        *("cost", "email", "website", "place", "relation", "scope"),
    )

    class Meta:
        model = Vouch
        fields = (
            *("name", "trade", "job", "hired_on", "outcome", "caveat", "words", "cost", "place"),
            *("phone", "pass_on", "email", "website", "relation", "scope"),
        )
        field_classes = {"name": NamedField, "job": LineField, "caveat": LineField, "cost": LineField}
        labels = {
            "name": _("Who did the work?"),
            "job": _("What did they do for you?"),
            "caveat": _("But …"),
            "words": _("In your words"),
            "cost": _("What did it cost?"),
            "email": _("Their e-mail address"),
        }
        help_texts = {
            "name": _("The name on the van, the invoice or the card."),
            "job": _("For example “burst pipe under the sink”. A vouch is for work you have really had done."),
            "caveat": _("If you answered “Yes, but”: what should a friend know first?"),
            "words": _("What would you tell a friend who asks?"),
            "cost": _("Roughly, if you like: “about £180”."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "words": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "name": {
                "required": _("Enter the name of the person or firm you hired."),
                "max_length": _("Use a shorter name."),
            },
            "job": {"required": _("Say what they did for you."), "max_length": AT_MOST},
            "caveat": {"max_length": AT_MOST},
            "cost": {"max_length": AT_MOST},
            "email": {"invalid": _("Enter an e-mail address like name@example.com, or leave it empty.")},
        }

    def __init__(
        self,
        *args: Any,
        person: Person,
        starting_from: Suggestion | None = None,
        entry: Entry | None = None,
        ask: Ask | None = None,
        told: LinkAnswer | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.starting_from = starting_from
        self.entry = entry
        self.told = told
        if self.is_bound:
            self._ask_what_applies()
        for reach in REACH:  # seen by the sheet: as long as both are empty, nobody asks who may call
            self.fields[reach].widget.attrs["placeholder"] = " "
        self.fields["words"].required = True
        self.fields["words"].error_messages["required"] = _("Write a sentence a friend could use.")
        cast(PlaceField, self.fields["place"]).country = person.country
        cast(PhoneField, self.fields["phone"]).country = person.country
        cast(MonthField, self.fields["hired_on"]).offer((entry or told or self.instance).hired_on)
        self.before = (self.instance.phone, self.instance.identity)
        # Whom it is about, once that is known: the one it joins, or whoever has this identity.
        self.joins: uuid.UUID | None = None
        self.identity: str | None = None
        self.initial.update(self._as_it_is() if self.instance.pk else self._as_known(ask))

    @property
    def more_is_open(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("email", "website", "cost"))

    @property
    def readers_are_open(self) -> bool:
        """Where they are not the usual ones, of whom the page tells; and where one person was told until now."""
        scope = self["scope"]
        return bool(scope.errors or self.told) or str(scope.value()) != str(Scope.BEYOND.value)

    def _ask_what_applies(self) -> None:
        """Of the two questions who is told, only one is answered; and nobody may call a number that is not there."""
        refused = self.data.get("outcome") == str(Outcome.NO.value)
        self.fields["scope" if refused else "warns"].required = False
        self.fields["pass_on"].required = any(self.data.get(reach, "").strip() for reach in REACH)

    def _as_it_is(self) -> dict[str, Any]:
        phone = readable_phone(self.instance.phone, self.person.country)
        warns = {"warns": self.instance.warns} if self.instance.outcome == Outcome.NO else {}
        has_reach = phone or self.instance.email
        passed_on = ("yes" if self.instance.pass_on else "no") if has_reach else ""
        return {"trade": self.instance, "phone": phone, "pass_on": passed_on} | warns

    def _as_known(self, ask: Ask | None) -> dict[str, Any]:
        """What the person need not type, since it is clear from where they come; the last of these goes before."""
        person, seen, entry, told = self.person, self.starting_from, self.entry, self.told
        known: dict[str, Any] = {"key": uuid.uuid4(), "place": person.place}
        known |= {"trade": ask, "place": ask.place or person.place} if ask else {}
        known |= _as_seen(seen) if seen else {}
        known |= _as_listed(entry, person.country) if entry else {}
        return known | (_as_told(told, person.country) if told else {})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == Outcome.BUT and not cleaned.get("caveat"):
            self.add_error("caveat", _("Say what a friend should know first."))
        if outcome is not None and outcome != Outcome.BUT:
            cleaned["caveat"] = ""
        if outcome == Outcome.NO:
            cleaned["scope"] = (cleaned.get("warns") or Warns.NOBODY).scope
        if cleaned.get("relation") == Relation.NONE and self._is_my_own(cleaned.get("email") or ""):
            self.add_error("relation", OWN_ADDRESS)
        cleaned["pass_on"] = bool(cleaned.get("pass_on"))
        if not {"phone", "website", "pass_on"} & self.errors.keys():
            reach = {"phone": cleaned["phone"], "website": cleaned["website"]}
            self._find_whom_it_is_about(Vouch(pk=self.instance.pk, pass_on=cleaned["pass_on"], **reach))
            if self.identity and self.joins == public_id_of(self.identity):
                self.joins = None  # the identity finds it as well, and makes it anew if it has gone when this is saved
        return cleaned

    def _is_my_own(self, address: str) -> bool:
        theirs = EmailAddress.objects.filter(user=self.person).values_list("email", flat=True) if address else ()
        return address.lower() in {each.lower() for each in (self.person.email, *theirs)}

    def _find_whom_it_is_about(self, said: Vouch) -> None:
        """Asks only where what the person sees leaves it open: then the page comes back with one question more."""
        self.joins, maybe = self._meeting(said)
        self.identity = said.identity
        if not maybe:
            return
        self.fields["same"] = same_field(maybe)
        self.order_fields(["same"])
        answer = self["same"].value()
        if answer == SOMEBODY_ELSE:
            is_one_of_them = Provider.objects.to_lock(*maybe).filter(identity=said.identity).exists()
            self.identity = None if is_one_of_them else said.identity
        elif answer in map(str, maybe):
            self.joins = uuid.UUID(answer)
        else:
            self.add_error("same", NOT_SAID_IF_THE_SAME)

    def _meeting(self, said: Vouch) -> Meeting:
        vouch = self.instance
        if vouch.pk is None:
            return meeting(self.person, said, begun_at(self.starting_from) if self.starting_from else None)
        begun = begun_before(self.person, vouch)
        phone_before, _ = self.before
        if (said.phone, said.identity) == self.before or (begun and said.phone == phone_before):
            return Meeting(next(iter(Provider.objects.public_ids([vouch.provider_id])), None), {})
        return meeting(self.person, said, begun)

    def save(self, commit: bool = True) -> Vouch:
        """Raises IntegrityError if the person has a vouch for this provider and kind, or this form was sent before.

        Raises Http404 if the vouch was withdrawn meanwhile, since saving must not bring it back; and if its author has
        left.
        """
        vouch = super().save(commit=False)
        with transaction.atomic():
            held = self._lock()
            before = held.vouches[0] if vouch.pk else None
            vouch.provider = self._provider(held)
            if before is None:
                vouch.author, vouch.public_id = self.person, self._key()
            vouch.warn_beyond(self._warns_beyond(), before)
            vouch.save(force_update=before is not None)
            if before and before.provider != vouch.provider:
                before.provider.delete_if_bare()
            if self.entry:
                self.entry.delete()
        return vouch

    def save_as_told(self) -> Vouch:
        """As `save`, in one transaction with the answer by a link that the vouch began with, if it did."""
        if self.told is None:
            return self.save()
        with transaction.atomic():
            lock(Person.objects.to_lock(self.person.pk, self.told.ask.person_id))
            vouch = self.save()
            self.told.became(vouch)
        return vouch

    def _warns_beyond(self) -> bool:
        return self.cleaned_data["outcome"] == Outcome.NO and self.cleaned_data["warns"] == Warns.BEYOND

    def _key(self) -> uuid.UUID:
        said = self.instance
        same = {"trade": said.trade, "other": said.other, "name": said.name}
        return public_id_for(self.cleaned_data["key"], self.person, Vouch, **same)

    def _lock(self) -> Locked:
        held = lock(
            Person.objects.to_lock(self.person.pk),
            self.person.vouches.filter(pk=self.instance.pk),
            Provider.objects.to_lock(*([self.joins] if self.joins else [])),
            self._identity,
        )
        if not held.people or (self.instance.pk and not held.vouches):
            raise Http404
        return held

    def _identity(self) -> str | None:
        """Of the provider who is to be found or made, if it is not one who is there already."""
        is_here = self.joins and Provider.objects.row_of(self.joins)
        return None if is_here else self.identity

    def _provider(self, held: Locked) -> Provider:
        """Whom the vouch is about; somebody new if they have gone meanwhile."""
        joined = next((each for each in held.providers if each.public_id == self.joins), None)
        return joined or Provider.objects.identified(self.identity)


def same_field(maybe: dict[uuid.UUID, str]) -> forms.ChoiceField:
    """Whether somebody new, or one of these, by their names."""
    those = [
        (str(public_id), gettext("Yes, {name}").format(name=name) if len(maybe) == 1 else name)
        for public_id, name in maybe.items()
    ]
    somebody_else = _("No, somebody else") if len(maybe) == 1 else _("Somebody else")
    return forms.ChoiceField(
        label=_("Is this the same tradesperson?"),
        choices=[*those, (SOMEBODY_ELSE, somebody_else)],
        widget=forms.RadioSelect,
        help_text=_(
            "The number or web site is not the one you can see for them, or leads to more than one. Check it first: "
            "your vouch stands with theirs only if it is the same person or firm."
        ),
        error_messages=dict.fromkeys(("required", "invalid_choice"), NOT_SAID_IF_THE_SAME),
    )


def _as_seen(seen: Suggestion) -> dict[str, Any]:
    """What the person can see of a provider already, so that they need not type it again."""
    facts = {"name": seen.name, "phone": seen.phone_as_written, "website": seen.website, "email": seen.email}
    kind = TypedTrade(seen.lead.trade, "" if seen.lead.trade_slug else OWN_WORDS)
    return facts | {"trade": kind, "place": seen.place}


def _as_listed(entry: Entry, country: str) -> dict[str, Any]:
    """What stands on the person's own list already."""
    facts = {"name": entry.name, "phone": readable_phone(entry.phone, country), "website": entry.website}
    work = {"trade": entry, "job": entry.job, "hired_on": entry.hired_on}
    return facts | work | {"email": entry.email, "words": entry.words}


def _as_told(told: LinkAnswer, country: str) -> dict[str, Any]:
    """What the person said already, to someone who had asked."""
    facts = {"name": told.provider, "phone": readable_phone(told.phone, country), "website": told.website}
    work = {"trade": told, "job": told.job, "hired_on": told.hired_on, "outcome": told.outcome}
    where = {"place": told.ask.place} if told.ask.place else {}
    # Whoever answers a friend need not add a sentence, and a vouch has one.
    return facts | work | where | {"caveat": told.caveat, "words": told.words or told.job}


class RenewForm(forms.Form):
    """Hired them again."""

    hired_on = month_field()
    job = LineField(
        label=_("What did they do this time?"),
        max_length=200,
        error_messages={"required": _("Say what they did for you."), "max_length": AT_MOST},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(MonthField, self.fields["hired_on"]).offer()
