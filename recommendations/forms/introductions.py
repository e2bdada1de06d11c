from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.words import AT_MOST
from recommendations.forms.written import WrittenField

LONGEST_WISH = 300


class IntroductionAskForm(forms.Form):
    """Of a friend, by whoever would like to be introduced."""

    def __init__(self, *args, friend: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = WrittenField(
            label=_("Why would you like to know them?"),
            help_text=_("{name} reads it first. They read it only if {name} passes it on.").format(name=friend),
            most=LONGEST_WISH,
            rows=3,
            missing=_("Say in a few words why."),
        )


class PassIntroductionForm(forms.Form):
    """By that friend."""

    word = forms.CharField(
        label=gettext_lazy("A word of your own"),
        max_length=LONGEST_WISH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": AT_MOST},
    )

    def __init__(self, *args, other: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].help_text = _("Only {name} reads it.").format(name=other)
