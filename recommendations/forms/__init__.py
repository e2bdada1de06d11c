from recommendations.forms.answers import AskAnswerForm, PassForm, QuestionForm, ReplyForm
from recommendations.forms.asks import AskForm, SendForm, SettleForm
from recommendations.forms.cases import AnswerForm, CaseCodeForm, HeldForm
from recommendations.forms.insights import InsightForm
from recommendations.forms.links import ConfirmForm, LinkAnswerForm
from recommendations.forms.list_check import CheckForm, ColumnsForm
from recommendations.forms.lists import EntryForm, ImportForm
from recommendations.forms.photos import PhotoForm
from recommendations.forms.reports import ProofForm, ReplyOnceForm, ReportForm, SuspendForm
from recommendations.forms.thanks import ThanksForm
from recommendations.forms.vouches import MonthField, RenewForm, SameForm, SearchForm, VouchForm, month_field

__all__ = [
    "AnswerForm",
    "AskAnswerForm",
    "AskForm",
    "CaseCodeForm",
    "CheckForm",
    "ColumnsForm",
    "ConfirmForm",
    "EntryForm",
    "HeldForm",
    "ImportForm",
    "InsightForm",
    "LinkAnswerForm",
    "MonthField",
    "PassForm",
    "PhotoForm",
    "ProofForm",
    "QuestionForm",
    "RenewForm",
    "ReplyForm",
    "ReplyOnceForm",
    "ReportForm",
    "SameForm",
    "SearchForm",
    "SendForm",
    "SettleForm",
    "SuspendForm",
    "ThanksForm",
    "VouchForm",
    "month_field",
]
