from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from recommendations.forms.lists import ACCEPTED, ImportForm

# As phones call the kinds of files that are read. Contacts are `text/x-vcard` on most of them.
SHARED = (
    *("text/x-vcard", "text/directory", "text/comma-separated-values", "text/tab-separated-values"),
    *("application/zip", "application/x-zip-compressed", "application/json"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
SHARED_FILES = [*SHARED, *ACCEPTED.split(",")]
ONE_AT_A_TIME = _("You shared several files at once. Share them one at a time, or put them into one archive (.zip).")


class SharedForm(ImportForm):
    """The first page, filled in by the phone. What is sent along with a file is about the file, and is not read."""

    def __init__(self, request: HttpRequest) -> None:
        self.shared = request.FILES.getlist("files")
        text = "" if self.shared else in_lines(*(request.POST.get(name, "") for name in ("title", "text", "url")))
        super().__init__({"text": text}, MultiValueDict({"file": self.shared[:1]}))

    def clean_file(self) -> Any:
        if len(self.shared) > 1:
            raise forms.ValidationError(ONE_AT_A_TIME)
        return super().clean_file()


def in_lines(*pieces: str) -> str:
    """Without what another says too: many programs give the link in the text, or the text as its own title."""
    said = list(dict.fromkeys(piece.strip() for piece in pieces))
    return "\n".join(one for one in said if one and not any(one in other for other in said if other != one))
