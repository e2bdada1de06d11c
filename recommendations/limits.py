"""What the pages and mails of this app say of how many and how long. `apps.py` adds it to what `people` says."""

from datetime import timedelta

from django.conf import settings

from people.models import ties
from people.words import AFTER, LAST, counted, duration, months, number
from recommendations.circle import picture, year
from recommendations.desk import cases
from recommendations.models import asks, insights, introduction_asks, lists, looks, thanks, vouches
from recommendations.models import cases as case_models
from recommendations.unasked import rule as unasked

SAID_OF_LIMITS = {
    "long_ago": lambda: counted(vouches.LONG_AGO_MONTHS // 12, "year"),
    "ask_rests": lambda: duration(asks.GROWN_OLD),
    "ask_went": lambda: duration(asks.ASKED_HOW_IT_WENT_AFTER, AFTER),
    "introduction_ask_rests": lambda: duration(introduction_asks.INTRODUCTION_ASKS_LAST),
    "introduction_ask_ends": lambda: duration(introduction_asks.INTRODUCTION_ASKS_LAST, AFTER),
    "thanks_went": lambda: duration(thanks.ASKED_AFTER, AFTER),
    "still_true": lambda: duration(ties.YEAR),
    "still_holds": lambda: duration(insights.HOLDS_FOR),
    "session": lambda: duration(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
    "dots": lambda: number(picture.MOST_DOTS),
    "list_kept": lambda: duration(lists.LIST_KEPT),
    "giving": lambda: counted(year.MONTHS, "month", LAST),
    # Of a case.
    "case_answer": lambda: duration(case_models.ANSWERED_WITHIN, AFTER),
    "case_code": lambda: duration(cases.CODE_LASTS, unit="hour"),
    "case_tries": lambda: number(cases.MOST_TRIES),
    "case_kept": lambda: duration(cases.CLOSED_CASES_LAST),
    "looks_kept": lambda: duration(looks.LOOKS_LAST),
    # Of what nobody asked for.
    "fresh_vouch": lambda: months(unasked.FRESH_MONTHS, AFTER),
    "fresh_insight": lambda: duration(unasked.FRESH_INSIGHT),
    "bridges": lambda: number(unasked.SO_MANY_BRIDGES),
    "bridge_rests": lambda: duration(unasked.BRIDGE_RESTS, AFTER),
    "friend_rests": lambda: number(unasked.FRIEND_RESTS.days),
    "encounter_rests": lambda: number(unasked.ENCOUNTER_RESTS.days),
    "asked_lately": lambda: duration(unasked.ASKED_LATELY, AFTER),
    "trade_rests": lambda: duration(unasked.REST),
}
