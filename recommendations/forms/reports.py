from uuid import uuid4

from django import forms

from people.models.suspensions import LONGEST_REPLY, LONGEST_WHY
from recommendations.forms.written import WrittenField
from recommendations.models.looks import LONGEST_REASON

MOST_SAID = 1000


class ReportForm(forms.Form):
    words = WrittenField(
        label="What is wrong with it?",
        help_text="In a sentence or two.",
        most=MOST_SAID,
        rows=4,
        missing="Say what is wrong with it.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class ProofForm(forms.Form):
    reason = WrittenField(
        label="How did you make sure that it is theirs?",
        help_text="Whoever wrote what you then read is shown this. Name nobody in it.",
        most=LONGEST_REASON,
        rows=3,
        missing="Write how you made sure.",
    )


class SuspendForm(forms.Form):
    reason = WrittenField(
        label="Why are they suspended?",
        help_text="They read it as it stands here. Do not tell who reported it.",
        most=LONGEST_WHY,
        rows=4,
        missing="Write why they are suspended.",
    )


class ReplyOnceForm(forms.Form):
    answer = WrittenField(
        label="Your answer",
        help_text="You can answer once. Whoever runs this Whom reads it.",
        most=LONGEST_REPLY,
        rows=6,
        missing="Write your answer.",
    )
