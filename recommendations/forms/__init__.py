from recommendations.forms.vouches import MonthField, RenewForm, SearchForm, VouchForm, month_field

__all__ = ["MonthField", "RenewForm", "SearchForm", "VouchForm", "month_field"]
