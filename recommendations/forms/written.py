from typing import Any

from django import forms


class WrittenField(forms.CharField):
    """Some lines of words, which have to be there: at most so many letters, in a box of so many rows; `missing` is said
    where there are none."""

    def __init__(self, *, most: int, rows: int, missing: str, **options: Any) -> None:
        said = {"required": missing, "max_length": f"Use {most:,} letters at most."}
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=most, widget=box, error_messages=said, **options)
