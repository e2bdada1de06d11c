from uuid import uuid4

from django import forms

from people.models.suspensions import LONGEST_REPLY, LONGEST_WHY
from recommendations.models.looks import LONGEST_REASON

MOST_SAID = 1000


def _too_long(most: int) -> str:
    return f"Use {most:,} letters at most."


class ReportForm(forms.Form):
    words = forms.CharField(
        label="What is wrong with it?",
        max_length=MOST_SAID,
        help_text="In a sentence or two.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what is wrong with it.", "max_length": _too_long(MOST_SAID)},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class ProofForm(forms.Form):
    reason = forms.CharField(
        label="How did you make sure that it is theirs?",
        max_length=LONGEST_REASON,
        help_text="Whoever wrote what you then read is shown this. Name nobody in it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write how you made sure.", "max_length": _too_long(LONGEST_REASON)},
    )


class SuspendForm(forms.Form):
    reason = forms.CharField(
        label="Why are they suspended?",
        max_length=LONGEST_WHY,
        help_text="They read it as it stands here. Do not tell who reported it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write why they are suspended.", "max_length": _too_long(LONGEST_WHY)},
    )


class ReplyOnceForm(forms.Form):
    answer = forms.CharField(
        label="Your answer",
        max_length=LONGEST_REPLY,
        help_text="You can answer once. Whoever runs this Whom reads it.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write your answer.", "max_length": _too_long(LONGEST_REPLY)},
    )
