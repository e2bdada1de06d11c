from recommendations.forms.photos import PhotoForm
from recommendations.forms.thanks import ThanksForm
from recommendations.forms.vouches import MonthField, RenewForm, SameForm, SearchForm, VouchForm, month_field

__all__ = [
    "MonthField",
    "PhotoForm",
    "RenewForm",
    "SameForm",
    "SearchForm",
    "ThanksForm",
    "VouchForm",
    "month_field",
]
