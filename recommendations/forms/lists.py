from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.forms import LineField, NamedField
from people.models import Person
from people.words import AT_MOST, megabytes
from recommendations.forms.contacts import PhoneField, WebsiteField
from recommendations.forms.months import MonthField
from recommendations.forms.trades import KindForm, TradeField
from recommendations.identity import readable_phone
from recommendations.models import LONGEST_LIST, Entry
from recommendations.my_list.reading import CARDS, ListRead, read
from recommendations.my_list.reading.cards import without_pictures
from recommendations.my_list.reading.decoding import tidied
from recommendations.my_list.reading.files import FileText, file_text, kind_of

LARGEST_FILE = 10 * 2**20
ACCEPTED = ".vcf,.csv,.tsv,.txt,.xlsx,.ods,.zip,.json,text/vcard,text/csv,text/plain"


def text_too_long() -> str:
    said = gettext("That is more than {size} of text, which is all that fits. Send it in parts.")
    return said.format(size=megabytes(LONGEST_LIST))


class EntryForm(KindForm):
    """Someone for one's own list. Nobody else reads it, so nothing but the name is required."""

    trade = TradeField(label=_("What kind of work?"), required=False)
    phone = PhoneField(
        label=_("Phone number"),
        error_messages={"max_length": _("Enter one phone number.")},
    )
    website = WebsiteField(
        label=_("Web site"),
    )
    hired_on = MonthField(label=_("When did you last hire them?"), required=False)

    class Meta:
        model = Entry
        fields = ("name", "phone", "trade", "job", "hired_on", "words", "email", "website")
        field_classes = {"name": NamedField, "job": LineField}
        labels = {
            "name": _("Who is it?"),
            "job": _("What did they do for you?"),
            "words": _("What did you think?"),
            "email": _("E-mail address"),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "words": forms.Textarea(attrs={"rows": 3}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }
        error_messages = {
            "name": {"required": _("Enter the name of the person or firm."), "max_length": _("Use a shorter name.")},
            "job": {"max_length": AT_MOST},
            "email": {"invalid": _("Enter an e-mail address like name@example.com, or leave it empty.")},
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        cast(PhoneField, self.fields["phone"]).country = person.country
        cast(MonthField, self.fields["hired_on"]).offer(self.instance.hired_on)
        if self.instance.pk:
            phone = readable_phone(self.instance.phone, person.country)
            self.initial.update({"trade": self.instance, "phone": phone})

    @property
    def seldom_used_are_open(self) -> bool:
        return any(self[name].value() for name in ("email", "website"))

    def save(self, commit: bool = True) -> Entry:
        """Raises IntegrityError if one of this name and number is on the list already; Http404 if it was removed."""
        self.instance.person = self.person
        with transaction.atomic():
            if self.instance.pk:
                get_object_or_404(self.person.entries.select_for_update(), pk=self.instance.pk)
                self.instance.changed_at = timezone.now()
            return super().save(commit)

    def saved_before(self) -> bool:
        """Whether all of it stands there already, as after a second press of the button."""
        return self.person.entries.filter(**self.cleaned_data).exists()


class LinesField(forms.CharField):
    """Text that fits or is refused, and comes back as it was."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": 8}), **options)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return tidied(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > LONGEST_LIST:
            raise forms.ValidationError(text_too_long())


class ImportForm(forms.Form):
    """The first page: lines pasted, or a file."""

    text = LinesField(
        label=_("One tradesperson a line"),
        required=False,
        help_text=_("For example “Joe plumber 0113 496 0123, boiler March 24”."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=format_lazy(
            _(
                "Contacts (.vcf), a table (.csv, .xlsx, .ods), or a chat as its program exports it (.txt, .zip). At "
                "most {size}."
            ),
            size=lazy(megabytes, str)(LARGEST_FILE),
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("That file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            said = gettext("That file is larger than {size}. Send a smaller one, or part of it.")
            raise forms.ValidationError(said.format(size=megabytes(LARGEST_FILE)))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if self.errors:
            return cleaned
        if file and text.strip():
            raise forms.ValidationError(
                gettext("Send either the lines or the file. The file is not here any more: choose it again.")
            )
        cleaned["kind"] = kind_of(text)
        if file:
            cleaned["kind"], cleaned["text"] = self._read(file)
        if not cleaned["text"].strip():
            self.add_error("text", _("Paste at least one line, or choose a file."))
        return cleaned

    def _read(self, file: Any) -> FileText:
        try:
            kind, text = file_text(file.read(), file.name)
        except ValueError as error:
            raise forms.ValidationError({"file": str(error)}) from error
        if kind == CARDS and len(text) > LONGEST_LIST:
            text = without_pictures(text)
        if len(text) > LONGEST_LIST:
            raise forms.ValidationError({"file": text_too_long()})
        return FileText(kind, text)

    def list_read(self, person: Person) -> ListRead:
        return read(person, self.cleaned_data["text"], self.cleaned_data["kind"])

    def blame(self, found: ListRead) -> None:
        self.add_error("file" if self.cleaned_data["file"] else "text", found.fault)
