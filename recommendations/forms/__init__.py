from recommendations.forms.photos import PhotoForm
from recommendations.forms.vouches import MonthField, RenewForm, SearchForm, VouchForm, month_field

__all__ = ["MonthField", "PhotoForm", "RenewForm", "SearchForm", "VouchForm", "month_field"]
