from recommendations.forms.cases import AnswerForm, CaseCodeForm, HeldForm
from recommendations.forms.insights import InsightForm
from recommendations.forms.lists import CheckForm, EntryForm, ImportForm
from recommendations.forms.photos import PhotoForm
from recommendations.forms.thanks import ThanksForm
from recommendations.forms.vouches import MonthField, RenewForm, SameForm, SearchForm, VouchForm, month_field

__all__ = [
    "AnswerForm",
    "CaseCodeForm",
    "CheckForm",
    "EntryForm",
    "HeldForm",
    "ImportForm",
    "InsightForm",
    "MonthField",
    "PhotoForm",
    "RenewForm",
    "SameForm",
    "SearchForm",
    "ThanksForm",
    "VouchForm",
    "month_field",
]
