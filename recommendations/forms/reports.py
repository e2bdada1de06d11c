from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models.suspensions import LONGEST_REPLY, LONGEST_WHY
from recommendations.forms.written import WrittenField
from recommendations.models.looks import LONGEST_REASON

MOST_SAID = 1000


class ReportForm(forms.Form):
    words = WrittenField(
        label=_("What is wrong with it?"),
        help_text=_("In a sentence or two."),
        most=MOST_SAID,
        rows=4,
        missing=_("Say what is wrong with it."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class ProofForm(forms.Form):
    reason = WrittenField(
        label=_("How did you make sure that it is theirs?"),
        help_text=_("Whoever wrote what you then read is shown this. Name nobody in it."),
        most=LONGEST_REASON,
        rows=3,
        missing=_("Write how you made sure."),
    )


class SuspendForm(forms.Form):
    reason = WrittenField(
        label=_("Why are they suspended?"),
        help_text=_("They read it as it stands here. Do not tell who reported it."),
        most=LONGEST_WHY,
        rows=4,
        missing=_("Write why they are suspended."),
    )


class ReplyOnceForm(forms.Form):
    answer = WrittenField(
        label=_("Your answer"),
        help_text=_("You can answer once. Whoever runs this Whom reads it."),
        most=LONGEST_REPLY,
        rows=6,
        missing=_("Write your answer."),
    )
