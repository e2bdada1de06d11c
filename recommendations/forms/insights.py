from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person
from people.words import AT_MOST
from recommendations.forms.keys import public_id_for
from recommendations.forms.trades import KindForm, TradeField
from recommendations.identity import normal_website
from recommendations.models import Change, Insight, InsightScope, ShortWord

# A browser takes a backslash for a slash, and overlooks what cannot be seen.
UNPLAIN = re.compile(r"[\\\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
NO_LINK = gettext_lazy("Enter a web address like https://example.com/page, or leave it empty.")


class InsightForm(KindForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    link = forms.CharField(
        label=gettext_lazy("A web address with more about it"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy("It is shown as you write it. Whom never looks at it."),
        error_messages={"max_length": AT_MOST},
    )
    trade = TradeField(label=gettext_lazy("Is it about a kind of work?"), required=False)
    scope = forms.TypedChoiceField(
        label=gettext_lazy("Who may read this?"),
        choices=[(choice.value, choice.label) for choice in reversed(InsightScope)],
        coerce=lambda value: InsightScope(int(value)),
        initial=InsightScope.BEYOND,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who may read this.")},
    )

    class Meta:
        model = Insight
        fields = ("words", "link", "trade", "scope")
        labels = {"words": gettext_lazy("What did you learn that may help someone?")}
        help_texts = {
            "words": gettext_lazy("A few sentences from your own experience, as you would tell a friend."),
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}
        error_messages = {
            "words": {"required": gettext_lazy("Write a sentence a friend could use."), "max_length": AT_MOST},
            "link": {"invalid": NO_LINK, "max_length": AT_MOST},
        }

    def __init__(self, *args: Any, person: Person, word: ShortWord | None = None, **kwargs: Any) -> None:
        """`word`: one to its author that they may take into it."""
        super().__init__(*args, **kwargs)
        self.person, self.word = person, word
        if self.instance.pk is None:
            self.initial["key"] = uuid.uuid4()
        else:
            self.initial["trade"] = self.instance
            self._ask_what_changes()

    def _ask_what_changes(self) -> None:
        change = forms.TypedChoiceField(
            label=_("What changes?"),
            choices=Change.choices,
            coerce=Change,
            initial=Change.GROWN if self.word else Change.PUT,
            widget=forms.RadioSelect,
            help_text=_("What you add or correct is said beside it, with the month."),
            error_messages={"required": _("Choose what changes.")},
        )
        of_word = {}
        if self.word:
            label = _("Thank {name}, who then reads that you took it in").format(name=self.word.person.first_name)
            of_word["thank"] = forms.BooleanField(label=label, required=False, initial=True)
        first = {name: self.fields.pop(name) for name in ("key", "words")}
        self.fields = first | {"change": change} | of_word | self.fields

    def clean_link(self) -> str:
        """Only what leads where it says: a web page, by the name that stands first."""
        try:
            if UNPLAIN.search(self.cleaned_data["link"]):
                raise ValueError("letters that a browser reads in another way")
            link = normal_website(self.cleaned_data["link"])
            urlsplit(link).port  # noqa: B018  # raises ValueError where it is none
        except ValueError as error:
            raise forms.ValidationError(NO_LINK) from error
        return link

    def save(self, commit: bool = True) -> Insight:
        """Raises Http404 if it was withdrawn meanwhile."""
        said = {name: self.cleaned_data[name] for name in [*(self._meta.fields or ()), "other"]}
        if self.instance.pk is None:
            return Insight.objects.get_or_create(public_id=self._key(), defaults=said | {"author": self.person})[0]
        with transaction.atomic():
            Person.objects.lock(self.person, *([self.word.person] if self.word else []))
            if not self.instance.edit(self.cleaned_data["change"], said):
                raise Http404
            if self.word and self.cleaned_data["thank"]:
                self.word.take()
        return self.instance

    def _key(self) -> uuid.UUID:
        return public_id_for(self.cleaned_data["key"], self.person, Insight, words=self.cleaned_data["words"])
