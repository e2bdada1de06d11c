from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from people.words import AT_MOST
from recommendations.forms.written import WrittenField
from recommendations.models.short_words import LONGEST_SHORT_WORD


class ShortWordForm(forms.Form):
    words = WrittenField(
        label=_("What would you like to say?"),
        help_text=_("In a few words. You can write again once they have answered."),
        most=LONGEST_SHORT_WORD,
        rows=4,
        missing=_("Write what you would like to say."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class WordThanksForm(forms.Form):
    thanks = forms.CharField(
        label=_("Say thanks in your words"),
        help_text=_("They are told once."),
        required=False,
        max_length=LONGEST_SHORT_WORD,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": AT_MOST},
    )


class WordAnswerForm(forms.Form):
    answer = WrittenField(
        label=_("Your answer"),
        help_text=_("In a few words. You can answer once, or leave it."),
        most=LONGEST_SHORT_WORD,
        rows=4,
        missing=_("Write your answer."),
    )
