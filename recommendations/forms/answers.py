from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Person
from people.words import AT_MOST
from recommendations.forms.friends import TO_ALL, TO_SOME, FriendRadios, friends_field, some_are_chosen
from recommendations.forms.written import WrittenField
from recommendations.models import Vouch


class AskAnswerForm(forms.Form):
    """An answer to a question: a vouch of one's own, or words."""

    vouch = forms.ModelChoiceField(
        Vouch.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("This vouch cannot be your answer. Choose another.")
        ),
    )
    words = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you would tell them."), "max_length": AT_MOST},
    )

    def __init__(self, *args: Any, fitting: QuerySet[Vouch] | None = None, **kwargs: Any) -> None:
        """`fitting`, what may be chosen, where something is."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["vouch"]).queryset = (
            Vouch.objects.none() if fitting is None else fitting
        )
        with_vouch = "vouch" in self.data
        self.fields["vouch"].required, self.fields["words"].required = with_vouch, not with_vouch


class PassForm(forms.Form):
    friend = FriendRadios(
        Person.objects.none(),
        label=_("Which friend of yours may know?"),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one friend."), "invalid_choice": _("Choose one of your friends.")},
    )
    word = forms.CharField(
        label=_("A word with it"),
        help_text=_("They read it with the question."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": AT_MOST},
    )

    def __init__(self, *args: Any, friends: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["friend"]).queryset = friends


class PutForm(forms.Form):
    """What somebody asks through one, to one's own circle."""

    whom = forms.ChoiceField(
        label=_("To whom?"),
        choices=[(TO_ALL, _("All of my circle")), (TO_SOME, _("Some of them"))],
        initial=TO_ALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom you put it."), "invalid_choice": _("Choose one of these.")},
    )
    friends = friends_field()
    word = forms.CharField(
        label=_("A word with it"),
        help_text=_("They read it with the question."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": AT_MOST},
    )

    def __init__(self, *args: Any, friends: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = friends
        cast(forms.ModelMultipleChoiceField, self.fields["friends"]).queryset = friends

    def clean(self) -> dict[str, Any]:
        return some_are_chosen(self, super().clean() or self.cleaned_data)

    def chosen(self) -> list[Person]:
        return list(self.circle if self.cleaned_data["whom"] == TO_ALL else self.cleaned_data["friends"])


class QuestionForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    words = WrittenField(label=_("Your question"), most=300, rows=3, missing=_("Write your question."))


class AnswerReplyForm(forms.Form):
    """The asker's, to one answer."""

    words = WrittenField(
        label=pgettext_lazy("to an answer", "Your reply"),
        most=500,
        rows=3,
        missing=pgettext_lazy("to an answer", "Write your reply."),
    )


class ReplyForm(forms.Form):
    answer = forms.CharField(
        label=pgettext_lazy("to a question", "Your reply"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": pgettext_lazy("to a question", "Write your reply."), "max_length": AT_MOST},
    )
