"""One tradesperson while they are read: each text that is said of them is judged here, and what is no fact is words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from recommendations.identity import normal_website
from recommendations.models import Trade
from recommendations.my_list.reading.months import month_in_cell
from recommendations.my_list.reading.numbers import FLOAT, LONGEST_LABEL, NUMBER_FOLLOWS, NumberFound, numbers_in
from recommendations.my_list.reading.trades import TradeNames, says_only

web_address = URLValidator(schemes=["http", "https"])
EMAIL = re.compile(r"[^\s,;:<>()\[\]|\"]{1,64}@[^\s,;:<>()\[\]|\"]{1,190}")
WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;<>|\"]+", re.IGNORECASE)
# What a cell says that says nothing.
SAYS_NOTHING = frozenset(
    "n/a na none nil - -- --- ? ?? . / k.a. k. a. unknown unbekannt keine s/o tbc tbd null #n/a".split()
)
# Between two numbers, and nothing else.
JOINING = frozenset("or and & und oder et ou y o e i lub of en".split())
EDGES = " .,;:-–—|/\t\n"
LONGEST_SITE, LONGEST_MAIL = 280, 254


@dataclass
class Draft:
    line: int
    raw: str
    last_line: int = 0
    name: str = ""
    phones: list[str] = field(default_factory=list)  # E.164, the one to call first
    emails: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    trade: Trade | None = None
    job: str = ""
    hired_on: date | None = None
    words: list[str] = field(default_factory=list)
    place: str = ""
    faults: list[str] = field(default_factory=list)
    # Whether they are somebody to hire, unless their name and trade tell.
    likely: bool = True


class Judge:
    """What is the same for the whole list: the reader's country, the day, and the trades."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.today = timezone.localdate()
        self.trades = TradeNames()

    def hear_phones(self, draft: Draft, text: str) -> None:
        """Of a text that is there to hold numbers. What else it says becomes words."""
        text = FLOAT.sub(r"\1", text)
        numbers, doubts = numbers_in(text, self.country, meant=True)
        add_new(draft.phones, [number.phone for number in numbers])
        draft.faults += [fault for _, _, fault in doubts]
        if numbers:
            parts = [" ".join(part.split()) for part in without(text, numbers).split("|")]
            text = ", ".join(part for each in parts if (part := trimmed(each)) and part.casefold() not in JOINING)
        self.hear_words(draft, text)

    def hear_emails(self, draft: Draft, text: str) -> None:
        found = [each.strip(EDGES) for each in EMAIL.findall(text.replace("mailto:", " "))]
        good = [each for each in found if _is_email(each)]
        add_new(draft.emails, good)
        if not good:
            self.hear_words(draft, text)

    def hear_websites(self, draft: Draft, text: str) -> None:
        for each in text.replace(":::", " ").split() or []:
            site = website_of(each.strip(",;<>"))
            if site:
                add_new(draft.websites, [site])
            else:
                self.hear_words(draft, each)

    def hear_month(self, draft: Draft, text: str) -> None:
        month = month_in_cell(text, self.country, self.today)
        if month and not draft.hired_on:
            draft.hired_on = month
        else:
            self.hear_words(draft, text)

    def hear(self, draft: Draft, said: dict[str, list[str]]) -> None:
        """All that is said of each fact but who it is, the most certain first."""
        for fact, heard in HEARD.items():
            for text in said.get(fact, []):
                heard(self, draft, text)

    def hear_job(self, draft: Draft, text: str) -> None:
        """Some call it a job what somebody does, and not what they did."""
        if is_nothing(text):
            return
        trade = None if draft.trade else self.trades.named(text)
        draft.trade = draft.trade or trade
        if not trade or not says_only(text, trade):
            draft.job = f"{draft.job}: {text}" if draft.job else text

    def hear_place(self, draft: Draft, text: str) -> None:
        if draft.place:
            self.hear_words(draft, text)
        draft.place = draft.place or text

    def hear_trade_or_job(self, draft: Draft, text: str) -> None:
        if not self.hear_trade(draft, text):
            self.hear_job(draft, text)  # a trade that Whom has no name for is still said

    def hear_title(self, draft: Draft, text: str) -> None:
        if not self.hear_trade(draft, text):
            self.hear_words(draft, text)

    def hear_trade(self, draft: Draft, text: str) -> bool:
        """Whether the text names a trade; if it says more than that, the text becomes words too."""
        words = text.split()
        trade = self.trades.named(text)
        if trade and trade == draft.trade and says_only(text, trade):
            return True
        found = None if trade else self.trades.found_in(words)
        if not (trade or found) or draft.trade:
            return False
        draft.trade = trade or (found.trade if found else None)
        if not trade:
            self.hear_words(draft, text)
        return True

    def hear_words(self, draft: Draft, text: str) -> None:
        text = text.replace("\r\n", "\n").strip(" \t\n,;|")
        shows = not text.isascii() or any(each.isalnum() for each in text)
        if shows and not is_nothing(text) and text not in draft.words:
            draft.words.append(text)


def folded_mark(text: str) -> str:
    return text.strip().casefold()


def trimmed(text: str) -> str:
    """Without what parted it from what stood beside it."""
    text = text.strip(EDGES)
    return text if any(each.isalnum() for each in text) or not text.isascii() else ""


def add_new(some: list[str], more: list[str]) -> None:
    some += [each for each in dict.fromkeys(more) if each not in some]


def without(text: str, numbers: list[NumberFound]) -> str:
    """With a bar where a number stood; the words that only said that one follows go with it."""
    for number in reversed(numbers):
        near = max(0, number.start - LONGEST_LABEL)
        before = text[:near] + NUMBER_FOLLOWS.sub("", text[near : number.start])
        text = f"{before}|{text[number.end :]}"
    return text


def website_of(text: str) -> str:
    """With its scheme, or "" for what is no web address."""
    try:
        found = normal_website(text) if len(text) <= LONGEST_SITE else ""
        if found:
            web_address(found)
    except (ValueError, ValidationError):
        return ""
    return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_MAIL


def is_nothing(text: str) -> bool:
    return not text.strip() or folded_mark(text) in SAYS_NOTHING


HEARD = {
    "phone": Judge.hear_phones,
    "fax": Judge.hear_phones,
    "email": Judge.hear_emails,
    "website": Judge.hear_websites,
    "trade": Judge.hear_trade_or_job,
    "title": Judge.hear_title,
    "job": Judge.hear_job,
    "hired_on": Judge.hear_month,
    "place": Judge.hear_place,
    "words": Judge.hear_words,
}
