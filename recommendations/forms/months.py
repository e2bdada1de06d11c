from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.drawn import drawn, in_a_row
from people.spoken import spoken

YEARS = 10
EARLIER = "earlier"
OPTION, OPTION_CHOSEN = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'


class MonthInput(forms.RadioSelect):
    """This month, the last one, or earlier, which opens two more choices. Its value is `2026-03`, where either part may
    be missing, or `2026-03-01`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        chosen, year, month = (data.get(each) or "" for each in (name, f"{name}_year", f"{name}_month"))
        # An old browser shows the two from the beginning.
        is_earlier = chosen == EARLIER or (not chosen and (year or month))
        return f"{year}-{month}" if is_earlier else chosen

    def format_value(self, value: Any) -> list[str]:
        """Which of the three."""
        text = str(value or "")
        return [text if not text or text in dict(self.choices) else EARLIER]


class BoundMonth(forms.BoundField):
    @property
    def months(self) -> SafeString:
        """To be chosen from; as are the years."""
        said = spoken()
        return _options({f"{number:02}": said(name) for number, name in MONTHS.items()}, self._parts()[1])

    @property
    def years(self) -> SafeString:
        years = range(timezone.localdate().year, cast(MonthField, self.field).first.year - 1, -1)
        return _options({str(year): str(year) for year in years}, self._parts()[0])

    def _parts(self) -> list[str]:
        """Year and month, if they are neither of the first two choices."""
        text = str(self.value() or "")
        is_earlier = self.field.widget.format_value(text) == [EARLIER]
        return [*text.split("-"), ""][:2] if is_earlier else ["", ""]


def _options(labels: Mapping[str, str], chosen: str) -> SafeString:
    return in_a_row([drawn(OPTION_CHOSEN if each == chosen else OPTION, each, label) for each, label in labels.items()])


class MonthField(forms.Field):
    """A month of the last ten years. Cleans to its first day."""

    bound_field_class = BoundMonth
    default_error_messages = {
        "required": _("Choose the month you last hired them."),
        "incomplete": _("Choose the month and the year."),
        "invalid": _("Choose a month that has begun, and a year from the list."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=MonthInput(), template_name="forms/month.html", **options)
        self.first = date.min

    def offer(self, oldest: date | None = None) -> None:
        """Must be called for every request: the choices depend on today, and on the month that is there already."""
        this = timezone.localdate().replace(day=1)
        last = (this - timedelta(days=1)).replace(day=1)
        self.first = min(oldest or this, this.replace(year=this.year - YEARS))
        choices = [
            (this.isoformat(), gettext("This month ({month})").format(month=date_format(this, "F"))),
            (last.isoformat(), gettext("Last month ({month})").format(month=date_format(last, "F"))),
        ]
        not_known = [] if self.required else [("", _("I do not know"))]
        cast(MonthInput, self.widget).choices = [*choices, (EARLIER, _("Earlier …")), *not_known]

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: str | None) -> date | None:
        if not value:
            return None
        year, month = value.split("-")[:2] if "-" in value else (value, "")
        if not (year and month):
            raise ValidationError(self.error_messages["incomplete"], "incomplete")
        try:
            found = date(int(year), int(month), 1)
        except (ValueError, OverflowError):
            found = date.max
        if not self.first <= found <= timezone.localdate():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return found


def month_field() -> MonthField:
    return MonthField(
        label=_("When did you last hire them?"),
        help_text=_("What is fresh helps most, so this is the first thing your friends see."),
    )
