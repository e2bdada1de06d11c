from recommendations.forms.vouches import MonthField, RenewForm, SameForm, SearchForm, VouchForm, month_field

__all__ = ["MonthField", "RenewForm", "SameForm", "SearchForm", "VouchForm", "month_field"]
