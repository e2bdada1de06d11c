from recommendations.forms.answers import AnswerReplyForm, AskAnswerForm, PassForm, PutForm, QuestionForm, ReplyForm
from recommendations.forms.asks import AskForm, SendForm, SettleForm, in_own_words
from recommendations.forms.by_mail import MailAnswerForm
from recommendations.forms.cases import AnswerForm, CaseCodeForm, HeldForm
from recommendations.forms.find import SameForm, SearchForm
from recommendations.forms.insights import InsightForm
from recommendations.forms.introductions import IntroductionAskForm, PassIntroductionForm
from recommendations.forms.links import ConfirmForm, LinkAnswerForm, LinkWordsForm
from recommendations.forms.list_check import CheckForm, ColumnsForm
from recommendations.forms.lists import EntryForm, ImportForm
from recommendations.forms.months import MonthField, month_field
from recommendations.forms.numbers import GiveNumberForm
from recommendations.forms.offers import OfferForm
from recommendations.forms.photos import PhotoForm
from recommendations.forms.reports import ProofForm, ReplyOnceForm, ReportForm, SuspendForm
from recommendations.forms.shared import SHARED_FILES, SharedForm
from recommendations.forms.short_words import ShortWordForm, WordAnswerForm, WordThanksForm
from recommendations.forms.thanks import ThanksForm
from recommendations.forms.trades import LONGEST_TRADE_TEXT
from recommendations.forms.vouches import RenewForm, VouchForm

__all__ = [
    "LONGEST_TRADE_TEXT",
    "SHARED_FILES",
    "AnswerForm",
    "AnswerReplyForm",
    "AskAnswerForm",
    "AskForm",
    "CaseCodeForm",
    "CheckForm",
    "ColumnsForm",
    "ConfirmForm",
    "EntryForm",
    "GiveNumberForm",
    "HeldForm",
    "ImportForm",
    "InsightForm",
    "IntroductionAskForm",
    "LinkAnswerForm",
    "LinkWordsForm",
    "MailAnswerForm",
    "MonthField",
    "OfferForm",
    "PassForm",
    "PassIntroductionForm",
    "PhotoForm",
    "ProofForm",
    "PutForm",
    "QuestionForm",
    "RenewForm",
    "ReplyForm",
    "ReplyOnceForm",
    "ReportForm",
    "SameForm",
    "SearchForm",
    "SendForm",
    "SettleForm",
    "SharedForm",
    "ShortWordForm",
    "SuspendForm",
    "ThanksForm",
    "VouchForm",
    "WordAnswerForm",
    "WordThanksForm",
    "in_own_words",
    "month_field",
]
