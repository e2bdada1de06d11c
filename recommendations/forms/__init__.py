from recommendations.forms.cases import AnswerForm, CaseCodeForm, HeldForm
from recommendations.forms.vouches import MonthField, RenewForm, SearchForm, VouchForm, month_field

__all__ = [
    "AnswerForm",
    "CaseCodeForm",
    "HeldForm",
    "MonthField",
    "RenewForm",
    "SearchForm",
    "VouchForm",
    "month_field",
]
