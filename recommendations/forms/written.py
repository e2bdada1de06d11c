from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.words import in_figures, number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class WrittenField(forms.CharField):
    """Some lines of words, which have to be there: at most so many letters, in a box of so many rows; `missing` is said
    where there are none."""

    def __init__(self, *, most: int, rows: int, missing: StrOrPromise, **options: Any) -> None:
        said = {"required": missing, "max_length": at_most(most)}
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=most, widget=box, error_messages=said, **options)


def _at_most(count: int) -> str:
    said = ngettext("Use {count} letter at most.", "Use {count} letters at most.", count)
    return said.format(count=in_figures(count))


def _choose_one_of(count: int) -> str:
    return _("Choose one of the {number}.").format(number=number(count))


# Said late, in the language of whoever reads it.
at_most, choose_one_of = lazy(_at_most, str), lazy(_choose_one_of, str)
