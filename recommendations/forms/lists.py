from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404

from people.forms import LineField, NamedField
from people.models import Person
from people.words import AT_MOST, megabytes
from recommendations.forms.contacts import PhoneField, WebsiteField
from recommendations.forms.vouches import MonthField
from recommendations.identity import readable_phone
from recommendations.models import Entry, Trade
from recommendations.my_list.reading import CARDS, CHAT, LINES, NO_NAME, TABLE, ListRead, read
from recommendations.my_list.reading.cards import without_pictures
from recommendations.my_list.reading.decoding import tidied
from recommendations.my_list.reading.files import FileText, file_text, kind_of
from recommendations.my_list.reading.tables import MOST_COLUMNS

LARGEST_FILE = 10 * 1024 * 1024
LONGEST_TEXT = 200_000
# Below what Django takes in one form. A browser sends two bytes for each end of a line, and up to four for a letter.
MOST_BYTES = 250_000
TEXT_TOO_LONG = f"That is too much at once: {LONGEST_TEXT:,} letters fit. Send it in two parts."
ACCEPTED = ".vcf,.csv,.tsv,.txt,.xlsx,.ods,.zip,.json,text/vcard,text/csv,text/plain"
NOT_THERE = ""


def fits(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and len(text.encode()) + text.count("\n") <= MOST_BYTES


class EntryForm(forms.ModelForm):
    """Someone for one's own list. Nobody else reads it, so nothing but the name is required."""

    trade = forms.ModelChoiceField(
        Trade.objects.all(),
        to_field_name="slug",
        required=False,
        label="What kind of work?",
        empty_label="Choose a trade",
        error_messages={"invalid_choice": "Choose a trade from the list."},
    )
    phone = PhoneField(
        label="Phone number",
        error_messages={"max_length": "Enter one phone number."},
    )
    website = WebsiteField(
        label="Web site",
    )
    hired_on = MonthField(
        label="When did you last hire them?",
        required=False,
        error_messages={"invalid_choice": "Choose a month from the list."},
    )

    class Meta:
        model = Entry
        fields = ("name", "phone", "trade", "job", "hired_on", "words", "email", "website")
        field_classes = {"name": NamedField, "job": LineField}
        labels = {
            "name": "Who is it?",
            "job": "What did they do for you?",
            "words": "What did you think?",
            "email": "E-mail address",
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "words": forms.Textarea(attrs={"rows": 3}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }
        error_messages = {
            "name": {"required": "Enter the name of the person or firm.", "max_length": "Use a shorter name."},
            "job": {"max_length": AT_MOST},
            "email": {"invalid": "Enter an e-mail address like name@example.com, or leave it empty."},
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        cast(PhoneField, self.fields["phone"]).country = person.country
        cast(MonthField, self.fields["hired_on"]).offer(self.instance.hired_on)
        if self.instance.pk:
            trade, phone = self.instance.trade, readable_phone(self.instance.phone, person.country)
            self.initial.update({"trade": trade.slug if trade else "", "phone": phone})

    @property
    def seldom_used_are_open(self) -> bool:
        return any(self[name].value() for name in ("email", "website"))

    def save(self, commit: bool = True) -> Entry:
        """Raises IntegrityError if one of this name and number is on the list already; Http404 if it was removed."""
        self.instance.person = self.person
        with transaction.atomic():
            if self.instance.pk:
                get_object_or_404(self.person.entries.select_for_update(), pk=self.instance.pk)
            return super().save(commit)

    def saved_before(self) -> bool:
        """Whether all of it stands there already, as after a second press of the button."""
        return self.person.entries.filter(**self.cleaned_data).exists()


class LinesField(forms.CharField):
    """Text of any size, which fits or is refused, and comes back as it was."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": 8}), **options)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return tidied(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not fits(value):
            raise forms.ValidationError(TEXT_TOO_LONG)


class ImportForm(forms.Form):
    """The first page: lines pasted, or a file."""

    text = LinesField(
        label="One tradesperson a line",
        required=False,
        help_text="For example “Joe plumber 0113 496 0123, boiler March 24”.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="Contacts (.vcf), a table (.csv, .xlsx, .ods), or a chat as its program exports it (.txt, .zip). "
        f"At most {megabytes(LARGEST_FILE)}.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "That file is empty."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"That file is larger than {megabytes(LARGEST_FILE)}. Send a smaller one, or part of it."
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if self.errors:
            return cleaned
        if file and text.strip():
            raise forms.ValidationError(
                "Send either the lines or the file. The file is not here any more: choose it again."
            )
        cleaned["kind"] = kind_of(text)
        if file:
            cleaned["kind"], cleaned["text"] = self._read(file)
        if not cleaned["text"].strip():
            self.add_error("text", "Paste at least one line, or choose a file.")
        return cleaned

    def _read(self, file: Any) -> FileText:
        try:
            kind, text = file_text(file.read(), file.name)
        except ValueError as error:
            raise forms.ValidationError({"file": str(error)}) from error
        text = without_pictures(text) if kind == CARDS else text
        if not fits(text):
            raise forms.ValidationError({"file": TEXT_TOO_LONG})
        return FileText(kind, text)

    def list_read(self, person: Person) -> ListRead:
        return read(person, self.cleaned_data["text"], self.cleaned_data["kind"])

    def blame(self, found: ListRead) -> None:
        self.add_error("file" if self.cleaned_data["file"] else "text", found.fault)


class ColumnField(forms.TypedChoiceField):
    """In which column of the table a fact stands."""

    def __init__(self, label: str) -> None:
        said = {"invalid_choice": "Choose one of the columns."}
        super().__init__(label=label, required=False, coerce=int, empty_value=None, error_messages=said)
        self.offer([f"Column {number}" for number in range(1, MOST_COLUMNS + 1)])

    def offer(self, headings: list[str]) -> None:
        """Given as a function: every form copies its fields, and would copy each column of each of them."""
        self.choices = lambda: [(NOT_THERE, "Not in it"), *enumerate(headings)]


class CheckForm(forms.Form):
    """The second page: the same text, to be looked at, mended, and added."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in (LINES, CHAT, TABLE, CARDS)], widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    name = ColumnField("Name")
    surname = ColumnField("Second part of the name")
    phone = ColumnField("Phone number")
    trade = ColumnField("Kind of work")
    job = ColumnField("What for")
    hired_on = ColumnField("When")
    words = ColumnField("What you thought")
    email = ColumnField("E-mail address")
    website = ColumnField("Web site")
    header = forms.BooleanField(label="The first line holds headings", required=False)
    text = LinesField(label="The text", error_messages={"required": "There is nothing left to read."})

    @classmethod
    def of(cls, list_read: ListRead) -> CheckForm:
        """Not bound: a page that asks for the next step."""
        table = list_read.table
        form = cls(
            initial={"kind": list_read.kind, "seen": list_read.mark, "text": list_read.text}
            | (table.columns | {"header": table.header} if table else {})
        )
        form.offer(list_read)
        return form

    def offer(self, list_read: ListRead) -> None:
        for field in self.fields.values():
            if isinstance(field, ColumnField) and list_read.table:
                field.offer(list_read.table.headings)

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name, field in self.fields.items() if isinstance(field, ColumnField)]

    @property
    def is_table(self) -> bool:
        return self["kind"].value() == TABLE

    @property
    def adds(self) -> bool:
        return self.data.get("act") == "add"

    def blame(self, found: ListRead) -> None:
        self.offer(found)
        self.add_error("name" if found.fault == NO_NAME else "text", found.fault)

    def list_read(self, person: Person) -> ListRead:
        said = self.cleaned_data
        chosen = {field.name: said[field.name] for field in self.columns if said[field.name] is not None}
        return read(person, said["text"], said["kind"], chosen, said["header"])
