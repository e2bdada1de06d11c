"""A list that is checked page by page, each row mended where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.forms import NamedField
from people.models import Person
from people.words import Lazy, in_figures
from recommendations.forms.contacts import PhoneField
from recommendations.identity import readable_phone
from recommendations.models import DraftRow, ListDraft, Trade
from recommendations.models.lists import people_counted
from recommendations.my_list.checking import said_of
from recommendations.my_list.reading import NO_NAME, TABLE, ListRead, read
from recommendations.my_list.reading.months import month_in_cell
from recommendations.my_list.reading.readings import LONGEST_NAME
from recommendations.my_list.reading.tables import column_called
from recommendations.my_list.reading.trades import TradeNames

# With five fields each they stay below what Django takes in one form.
ROWS_A_PAGE = 50
LONGEST_Q = 100
NOT_THERE = ""
MENDED = ("name", "phone", "trade", "hired_on")


class TradeNameField(forms.CharField):
    """A trade by any of its names, completed while one types. Cleans to a Trade, or None."""

    default_error_messages = {
        "unknown": _("We do not know a trade called “%(name)s”. Choose one from the list, or leave it empty.")
    }

    def __init__(self, **options: Any) -> None:
        typed = forms.TextInput(attrs={"list": "trades", "autocomplete": "off"})
        super().__init__(required=False, max_length=100, widget=typed, **options)
        self.named: Callable[[str], Trade | None] = lambda name: TradeNames().named(name)

    def clean(self, value: Any) -> Trade | None:
        text = super().clean(value)
        trade = self.named(text) if text else None
        if text and trade is None:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"name": text})
        return trade


class TypedMonthField(forms.CharField):
    """Where the browser has no way of choosing a month, as one writes it. Cleans to its first day, or None."""

    default_error_messages = {"invalid": _("Enter a month that has begun, like March 2024, or leave it empty.")}

    def __init__(self, **options: Any) -> None:
        typed = forms.TextInput(attrs={"type": "month", "placeholder": _("March 2024"), "autocomplete": "off"})
        super().__init__(required=False, max_length=40, widget=typed, **options)
        self.country = ""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        month = month_in_cell(text, self.country, timezone.localdate()) if text else None
        if text and month is None:
            raise forms.ValidationError(self.error_messages["invalid"])
        return month


class RowForm(forms.Form):
    """What stands there untouched is saved as it was read."""

    ticked = forms.BooleanField(required=False)
    name = NamedField(
        label=pgettext_lazy("of a tradesperson", "Name"),
        required=False,
        max_length=LONGEST_NAME,
        error_messages={"max_length": _("Use a shorter name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label=_("Phone number"), error_messages={"max_length": _("Enter one phone number.")})
    trade = TradeNameField(label=_("Kind of work"))
    hired_on = TypedMonthField(label=_("Month you last hired them"))

    def __init__(
        self, row: DraftRow, country: str, named: Callable[[str], Trade | None], sent: QueryDict | None
    ) -> None:
        month = f"{row.hired_on:%Y-%m}" if row.hired_on else ""
        initial = {"ticked": row.ticked, "name": row.name, "phone": readable_phone(row.phone, country)}
        initial |= {"trade": row.trade.called if row.trade else "", "hired_on": month}
        super().__init__(sent, prefix=row.prefix, initial=initial)
        self.row, self.country = row, country
        cast(PhoneField, self.fields["phone"]).country = country
        cast(TradeNameField, self.fields["trade"]).named = named
        cast(TypedMonthField, self.fields["hired_on"]).country = country

    @property
    def typed(self) -> list[forms.BoundField]:
        return [self[field] for field in MENDED]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ticked") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Enter the name of the person or firm."))
        return cleaned

    def mended(self) -> DraftRow | None:
        """None if nothing is to be saved."""
        if not self.has_changed():
            return None
        for field in self.changed_data:
            setattr(self.row, field, self.cleaned_data[field])
        if {"name", "phone"} & set(self.changed_data):
            self.row.faults = ""
        self.row.said = said_of(self.row, self.country)
        return self.row


class CheckForm(forms.Form):
    """One page of the rows in which `q` stands, or the rows that were sent from it. It has no field of its own."""

    def __init__(
        self, draft: ListDraft, person: Person, sent: QueryDict | None = None, q: str = "", page: str = "1"
    ) -> None:
        super().__init__(sent)
        self.draft = draft
        self.q = (sent.get("shown_q", "") if sent else q)[:LONGEST_Q].replace("\0", "")
        rows = draft.rows.saying(self.q).select_related("trade")
        self.page = Paginator(rows, ROWS_A_PAGE).get_page(sent.get("shown_page") if sent else page)
        shown = draft.rows.filter(number__in=self._numbers(sent)).order_by("number") if sent else self.page.object_list
        country, trades = person.country, LazyTrades()
        for row in (found := list(shown)):
            row.draft = draft
        self.rows = [RowForm(row, country, trades.named, sent) for row in found]

    def _numbers(self, sent: QueryDict) -> list[int]:
        name = re.compile(rf"{self.draft.prefix}-(\d{{1,6}})-name")
        return [int(found[1]) for field in sent if (found := name.fullmatch(field))]

    def is_valid(self) -> bool:
        return super().is_valid() and self.wrong == []

    @cached_property
    def wrong(self) -> list[RowForm]:
        return [row for row in self.rows if not row.is_valid()] if self.is_bound else []

    @cached_property
    def counts(self) -> dict[str, int]:
        return self.draft.counts()

    @property
    def heading(self) -> str:
        """What is shown of how many."""
        found, last = self.page.paginator.count, self.page.paginator.num_pages
        shown = in_figures(found)
        whom = gettext("{count} with “{words}”").format(count=shown, words=self.q) if self.q else people_counted(found)
        if last < 2:
            return whom
        number, pages = (in_figures(each) for each in (self.page.number, last))
        return gettext("{people}, page {number} of {pages}").format(people=whom, number=number, pages=pages)

    @property
    def ticked_elsewhere(self) -> int:
        return self.counts["ticked"] - sum(each.row.ticked for each in self.rows)

    @property
    def trade_names(self) -> list[str]:
        return [trade.called for trade in sorted(Trade.objects.all(), key=lambda trade: trade.in_order)]

    def save(self) -> None:
        """In the transaction that holds the list. Of rows that are gone by now nothing is saved."""
        mended = [row for form in self.rows if (row := form.mended())]
        self.draft.rows.bulk_update(mended, [*MENDED, "ticked", "faults", "said"])
        self.draft.touch()


class LazyTrades:
    """Looked up once, if anybody has typed a trade at all."""

    @cached_property
    def _names(self) -> TradeNames:
        return TradeNames()

    def named(self, name: str) -> Trade | None:
        return self._names.named(name)


# --- The columns of a table -------------------------------------------------------------------------


class ColumnField(forms.TypedChoiceField):
    """In which column of the table a fact stands."""

    def __init__(self, label: Lazy) -> None:
        said = {"invalid_choice": _("Choose one of the columns.")}
        super().__init__(label=label, required=False, coerce=int, empty_value=None, error_messages=said)
        self.offer([])

    def offer(self, headings: list[str]) -> None:
        """Given as a function: every form copies its fields, and would copy each column of each of them."""
        self.choices = lambda: [(NOT_THERE, _("Not in it")), *enumerate(headings)]


class ColumnsForm(forms.Form):
    name = ColumnField(pgettext_lazy("of a tradesperson", "Name"))
    surname = ColumnField(_("Second part of the name"))
    phone = ColumnField(_("Phone number"))
    trade = ColumnField(_("Kind of work"))
    job = ColumnField(_("What for"))
    hired_on = ColumnField(_("When"))
    words = ColumnField(_("What you thought"))
    email = ColumnField(_("E-mail address"))
    website = ColumnField(_("Web site"))
    header = forms.BooleanField(label=_("The first line holds headings"), required=False)

    def __init__(self, draft: ListDraft, sent: QueryDict | None = None) -> None:
        super().__init__(sent, initial=draft.columns | {"header": draft.header})
        self.draft = draft
        for field in self.fields.values():
            if isinstance(field, ColumnField):
                field.offer([heading or column_called(n) for n, heading in enumerate(draft.headings)])

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name, field in self.fields.items() if isinstance(field, ColumnField)]

    def list_read(self, person: Person) -> ListRead:
        said = self.cleaned_data
        chosen = {field.name: said[field.name] for field in self.columns if said[field.name] is not None}
        return read(person, self.draft.text, TABLE, chosen, said["header"])

    def blame(self, found: ListRead) -> None:
        self.add_error("name" if found.fault == NO_NAME else None, found.fault)
