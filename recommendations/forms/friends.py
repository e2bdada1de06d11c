"""Whom of one's circle: one friend, some of them, or all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person

TO_ALL, TO_SOME = "all", "some"
AMONG_FRIENDS = _("Choose among your friends.")


class FriendRadios(forms.ModelChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return person.name


class NamesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return person.name


def friends_field() -> NamesField:
    """Of nobody, until it is told of whom."""
    return NamesField(
        Person.objects.none(),
        to_field_name="public_id",
        label=_("Which of them?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": AMONG_FRIENDS, "invalid_pk_value": AMONG_FRIENDS},
    )


def some_are_chosen(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    if cleaned.get("whom") == TO_SOME and not cleaned.get("friends") and "friends" not in form.errors:
        form.add_error("friends", _("Choose at least one friend."))
    return cleaned
