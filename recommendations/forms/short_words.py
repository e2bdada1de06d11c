from uuid import uuid4

from django import forms

from recommendations.forms.written import WrittenField
from recommendations.models.short_words import LONGEST_SHORT_WORD


class ShortWordForm(forms.Form):
    words = WrittenField(
        label="What would you like to say?",
        help_text="In a few words. You can write again once they have answered.",
        most=LONGEST_SHORT_WORD,
        rows=4,
        missing="Write what you would like to say.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class WordAnswerForm(forms.Form):
    answer = WrittenField(
        label="Your answer",
        help_text="In a few words. You can answer once, or leave it.",
        most=LONGEST_SHORT_WORD,
        rows=4,
        missing="Write your answer.",
    )
