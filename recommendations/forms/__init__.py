from recommendations.forms.lists import CheckForm, EntryForm, ImportForm
from recommendations.forms.vouches import MonthField, RenewForm, SearchForm, VouchForm, month_field

__all__ = [
    "CheckForm",
    "EntryForm",
    "ImportForm",
    "MonthField",
    "RenewForm",
    "SearchForm",
    "VouchForm",
    "month_field",
]
