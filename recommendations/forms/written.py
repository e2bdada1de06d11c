from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class WrittenField(forms.CharField):
    """Some lines of words, which have to be there: at most so many letters, in a box of so many rows; `missing` is said
    where there are none."""

    def __init__(self, *, most: int, rows: int, missing: StrOrPromise, **options: Any) -> None:
        too_long = ngettext_lazy("Use {count} letter at most.", "Use {count} letters at most.", most)
        at_most = format_lazy(too_long, count=lazy(number_format, str)(most, force_grouping=True))
        said: dict[str, Any] = {"required": missing, "max_length": at_most}
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=most, widget=box, error_messages=said, **options)
