from recommendations.forms.thanks import ThanksForm
from recommendations.forms.vouches import MonthField, RenewForm, SearchForm, VouchForm, month_field

__all__ = ["MonthField", "RenewForm", "SearchForm", "ThanksForm", "VouchForm", "month_field"]
