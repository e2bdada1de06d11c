from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import NamedField, PlaceField
from people.models import Person
from people.words import AT_MOST
from recommendations.asks.settling import Helper, Helpers
from recommendations.forms.friends import (
    AMONG_FRIENDS,
    TO_ALL,
    TO_SOME,
    FriendRadios,
    NamesField,
    friends_field,
    some_are_chosen,
)
from recommendations.forms.keys import public_id_for
from recommendations.forms.trades import OWN_WORDS, KindForm, TradeField, TypedTrade
from recommendations.models import LONGEST_OTHER, Answer, Ask, ByWhen, Ending, Quiet, Seeks, Shape

THROUGH, BY_LINK = "through", "link"
# How a question ended, beside those who are there to be chosen.
SOMEONE_ELSE, NOBODY, FOUND = "else", "nobody", "found"


def in_own_words(text: str) -> dict[str, Any]:
    """What an `AskForm` begins with, where no kind of work was meant: something else, or a question as it was put."""
    if len(text) > LONGEST_OTHER:
        return {"words": text}
    seeks = Seeks.IDEA if Ask(other=text).shape == Shape.QUESTION else Seeks.HIRE
    return {"trade": TypedTrade(text, OWN_WORDS if text else ""), "seeks": seeks}


# Once it is sent.
DISCREET_FROM_NOW_ON = _(
    "No e-mail says what you need, and neither does the link before it is opened. What was mailed before stays in its "
    "reader’s mailbox."
)


def discreet_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Ask discreetly"),
        help_text=_("No e-mail says what you need, and neither does the link before it is opened."),
        required=False,
    )


class AskForm(KindForm):
    """What is asked. The key makes a form that is sent twice one draft."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seeks = forms.ChoiceField(
        label=_("What are you looking for?"),
        choices=Seeks.choices,
        initial=Seeks.HIRE,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "For a person or an idea your friends answer in their own words, and are not asked whom they hired."
        ),
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    trade = TradeField(
        label=_("Whom or what do you need?"),
        help_text=_("In your words, like “plumber”, “someone who mends accordions” or “how do I choose a school?”."),
        error_messages={"required": _("Enter whom or what you need.")},
    )
    place = PlaceField(label=_("Where?"), required=False, help_text=_("The nearest town."))
    by_when = forms.ChoiceField(
        label=_("When?"),
        choices=ByWhen.choices,
        initial=ByWhen.WEEK,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say by when."), "invalid_choice": _("Choose one of these.")},
    )

    discreet = discreet_field()

    class Meta:
        model = Ask
        fields = ("seeks", "trade", "words", "place", "by_when")
        labels = {"words": _("What is it about?")}
        help_texts = {"words": _("As you would say it to a friend. Whoever gets your question reads this.")}
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"words": {"max_length": AT_MOST}}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        cast(PlaceField, self.fields["place"]).country = person.country
        if self.instance.pk is None:
            self.initial = {"key": uuid.uuid4(), "place": person.place, **self.initial}
        else:
            self.initial.update(trade=self.instance, discreet=self.instance.discreet)
        seeks = self.initial.get("seeks", self.instance.seeks)
        seeks = self.data.get("seeks") if self.is_bound and self.instance.is_draft else seeks
        cast(TradeField, self.fields["trade"]).in_own_words = seeks == Seeks.IDEA
        if self.instance.is_draft:
            # A page that was kept since before there was a choice looks for somebody to hire.
            self.fields["seeks"].required = not self.is_bound or "seeks" in self.data
            del self.fields["discreet"]  # which is chosen when it is sent
        else:
            del self.fields["seeks"]  # those who have it answer what it was
            self.fields["discreet"].help_text = DISCREET_FROM_NOW_ON

    def clean_seeks(self) -> str:
        return self.cleaned_data["seeks"] or Seeks.HIRE

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in [*self.fields, "other"] if name != "key"}

    def save(self, commit: bool = True) -> Ask:
        return Ask.objects.get_or_create(public_id=self._key(), defaults={"person": self.person} | self.said())[0]

    def _key(self) -> uuid.UUID:
        return public_id_for(self.cleaned_data["key"], self.person, Ask, **self.said())


class SendForm(forms.Form):
    """To whom: all of the circle by default, whoever of it was chosen, one friend who may put it to theirs, or nobody
    but those with the link."""

    whom = forms.ChoiceField(
        label=_("To whom?"),
        initial=TO_ALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom it goes."), "invalid_choice": _("Choose one of these.")},
    )
    friends = friends_field()
    through = FriendRadios(
        Person.objects.none(),
        label=_("Through whom?"),
        help_text=_(
            "They may put it to their circle as a question of someone they trust, and hand on what is answered. "
            "They may also say nothing."
        ),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one friend."), "invalid_choice": AMONG_FRIENDS},
    )
    quiet = forms.ChoiceField(
        label=_("How may they speak of you?"),
        choices=Quiet.choices,
        initial=Quiet.NAMELESS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )

    discreet = discreet_field()

    def __init__(self, *args: Any, person: Person, ask: Ask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ask.is_draft:
            self.initial.setdefault("discreet", ask.is_delicate)
        else:
            for name in ("discreet", "through", "quiet"):
                del self.fields[name]
        circle = Person.objects.circle_of(person)
        have_it = set(ask.recipients.filter(passed_by=None).values_list("person", flat=True))
        self.offered = [friend for friend in circle if friend.pk not in have_it]
        friends = cast(NamesField, self.fields["friends"])
        # Whoever has it meanwhile may still be named, by a second press of the button.
        friends.queryset = circle
        friends.widget.choices = [(friend.public_id, friend.name) for friend in self.offered]
        everyone = _("All of my circle") if not have_it else _("All who do not have it yet")
        choices = [(TO_ALL, everyone), (TO_SOME, _("Some of them"))] if self.offered or self.is_bound else []
        if ask.is_draft:
            cast(FriendRadios, self.fields["through"]).queryset = circle
            for name in ("through", "quiet"):
                self.fields[name].required = not self.is_bound or self.data.get("whom") == THROUGH
            if choices:
                choices.append((THROUGH, _("Ask quietly, through one friend")))
            choices.append((BY_LINK, _("Nobody here: I send its link to someone myself")))
            self.initial.setdefault("whom", TO_ALL if self.offered else BY_LINK)
        cast(forms.ChoiceField, self.fields["whom"]).choices = choices

    def clean(self) -> dict[str, Any]:
        return some_are_chosen(self, super().clean() or self.cleaned_data)

    @property
    def quietly(self) -> str:
        """How whoever asks quietly is told of; "" if they do not."""
        return self.cleaned_data["quiet"] if self.cleaned_data["whom"] == THROUGH else ""

    def chosen(self) -> list[Person]:
        whom = self.cleaned_data["whom"]
        if whom == THROUGH:
            return [self.cleaned_data["through"]]
        return self.offered if whom == TO_ALL else list(self.cleaned_data["friends"]) if whom == TO_SOME else []


class SettleForm(forms.Form):
    """How a question ended; of one that looks for nobody to hire, nobody is asked whom they hired."""

    hired = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it ended."), "invalid_choice": _("Choose one of these.")},
    )
    other = NamedField(
        label=_("Whom did you hire?"),
        required=False,
        max_length=120,
        error_messages={"max_length": _("Use a shorter name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    helped = forms.MultipleChoiceField(
        label=_("Whose answers helped?"),
        help_text=_("They hear that they did, and that is all. Whoever told you of the one you hired hears it anyway."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the answers.")},
    )
    words = forms.CharField(
        label=_("Say thanks in your words"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": AT_MOST},
    )

    def __init__(self, *args: Any, ask: Ask, helpers: Helpers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helpers = helpers
        hired = [(_key_of(each), _("I hired {helper}").format(helper=each.to_hire)) for each in helpers.to_hire]
        others = [(SOMEONE_ELSE, _("I hired someone else")), (NOBODY, _("No longer needed"))]
        if not ask.is_for_hire:
            hired, others = [], [(FOUND, _("I have what I asked for")), (NOBODY, _("No longer needed"))]
            self.fields["helped"].help_text = _("They hear that they did, and that is all.")
            del self.fields["other"]
        cast(forms.ChoiceField, self.fields["hired"]).choices = [*hired, *others]
        if helpers.answers:
            cast(forms.ChoiceField, self.fields["helped"]).choices = [
                (_key_of(each), each.that_helped) for each in helpers.answers
            ]
        else:
            del self.fields["helped"]
        if not helpers.answers and not helpers.known:
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("hired") == SOMEONE_ELSE and not cleaned.get("other") and "other" not in self.errors:
            self.add_error("other", _("Enter their name."))
        return cleaned

    @property
    def outcome(self) -> Helper | str | Ending:
        """Whom they hired, or how else it ended."""
        key = self.cleaned_data["hired"]
        if key in (NOBODY, FOUND):
            return Ending.FOUND if key == FOUND else Ending.NOT_NEEDED
        chosen = (each for each in self.helpers.to_hire if _key_of(each) == key)
        return next(chosen, self.cleaned_data["other"])

    @property
    def those_who_helped(self) -> list[Helper]:
        keys = self.cleaned_data.get("helped", [])
        return [each for each in self.helpers.answers if _key_of(each) in keys]


def _key_of(helper: Helper) -> str:
    """What the form sends for them."""
    kind = "answer" if isinstance(helper.answer, Answer) else "told" if helper.answer else "known"
    return f"{kind}-{helper.public_id}"
